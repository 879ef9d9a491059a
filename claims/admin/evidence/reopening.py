"""On the page of re-opened evidence: the words it was accepted on beside those of today, and the button that moves it there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import URLPattern, path
from django.utils.safestring import SafeString

from claims.admin.passages.shown import PRIVATE, is_private
from claims.services.reopened import Reopened, move_evidence, why_reopened
from claims.services.review import StaleRevisionError, WrongStateError
from history.admin.markup import before_and_after
from history.admin.records import address_of
from history.administrators import administers
from history.refusals import sentences

if TYPE_CHECKING:
    from history.admin.records import RecordAdmin as _Admin
else:
    _Admin = object


@dataclass(frozen=True)
class ShownReopening:
    """Why evidence is open again, as one reader may see it."""

    reopened: Reopened
    before: SafeString | str
    after: SafeString | str
    #: The page of the passage that the words are today; empty where they are gone.
    now: str
    is_there_already: bool
    may_move: bool


class MovesEvidence(_Admin):
    """Adds to evidence what a correction of its text asks for."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.move_view)
        return [path("<path:object_id>/move/", view, name="claims_evidence_move"), *super().get_urls()]

    def move_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Move re-opened evidence, of the revision that was on the page, to the corrected words and submit it again."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        evidence = self.get_object(request, unquote(object_id))
        if evidence is None:
            raise Http404("No such evidence.")
        if not self.has_change_permission(request, evidence):
            raise PermissionDenied
        revision = request.POST.get("revision", "")
        try:
            move_evidence(evidence, by=cast("User", request.user), revision=int(revision) if revision.isdigit() else 0)
        except ValidationError as error:
            for sentence in sentences(error):
                messages.error(request, sentence)
        except (WrongStateError, StaleRevisionError) as error:
            messages.error(request, str(error))
        else:
            messages.success(request, "It stands on the corrected words now and is submitted: a second person decides.")
        return HttpResponseRedirect(address_of(evidence))

    def shown_reopening(self, request: HttpRequest, evidence: Any) -> ShownReopening | None:
        """What the template needs; None where no correction re-opened it."""
        reopened = why_reopened(evidence)
        if reopened is None:
            return None
        before: SafeString | str = reopened.stood_on.quote or ""
        after: SafeString | str = ""
        if reopened.now:
            before, after = before_and_after((piece.before, piece.after) for piece in reopened.diff)
        if is_private(reopened.stood_on) and not administers(request.user):
            before = after = PRIVATE
        return ShownReopening(
            reopened,
            before,
            after,
            now=address_of(reopened.now) if reopened.now else "",
            is_there_already=reopened.now is not None and reopened.now.pk == evidence.passage_id,
            may_move=self.has_change_permission(request, evidence),
        )
