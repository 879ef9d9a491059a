"""Claims taken away from their list, as the file that the import takes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, StreamingHttpResponse
from django.utils.http import content_disposition_header

from claims.exchange.exporting import Choice, export_claims
from claims.models import Claim
from history.admin.unfolded import ModelAdmin

if TYPE_CHECKING:
    _Admin = ModelAdmin
else:
    _Admin = object


@admin.action(description="Take away as JSON Lines", permissions=["view"])
def take_json_lines(model_admin: TakesClaimsAway, request: HttpRequest, queryset: QuerySet[Claim]) -> StreamingHttpResponse:
    """Send the claims with all that they stand on, as the account sees them: drafts too."""
    chosen = sorted(queryset.order_by().values_list("public_id", flat=True))
    # Read while it is sent: nothing is asked of the database before this request's transaction has ended.
    lines = export_claims(Choice(claims=chosen), user=request.user)
    name = f"{chosen[0] if len(chosen) == 1 else 'claims'}.jsonl"
    headers = {"Content-Disposition": content_disposition_header(True, name) or "attachment"}  # noqa: FBT003 - Django's signature
    return StreamingHttpResponse(lines, content_type="application/x-ndjson; charset=utf-8", headers=headers)


class TakesClaimsAway(_Admin):
    """Adds to the list of claims the action by which those selected are taken away."""

    actions: Any = (take_json_lines,)
