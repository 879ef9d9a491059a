"""How an editor says which document a citation means: by choosing one of those found, or by letting the machine look again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404

from history.admin.forms import SEEN
from history.admin.numbers import number_in
from history.admin.records import address_of
from history.refusals import sentences
from history.services import recorded
from sources.models import Document, Reference
from sources.services.references.resolving import resolve_by_hand, resolve_references

if TYPE_CHECKING:
    from history.admin.records import RecordAdmin as _Admin
else:
    _Admin = object


class ChoosesCited(_Admin):
    """Adds the choice among candidates, and an action that looks again."""

    def choose_view(self, request: HttpRequest, pk: int, document: int) -> HttpResponse:
        """Take one of the candidates."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        reference = get_object_or_404(Reference, pk=pk)
        if not self.has_change_permission(request, reference):
            raise PermissionDenied
        chosen = get_object_or_404(Document.objects.unmerged(), pk=document)
        try:
            with recorded(by=request.user, reason=request.POST.get("why", "")):
                _refuse_stale(pk, number_in(request.POST.get(SEEN)))
                resolve_by_hand(reference, chosen)
        except ValidationError as error:
            for sentence in sentences(error):
                messages.error(request, sentence)
        else:
            messages.success(request, f"This citation means {chosen.citation_key}.")
        return HttpResponseRedirect(address_of(reference))

    @admin.action(description="Look again for the documents that are meant", permissions=["change"])
    def resolve_again(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """Try the chosen citations again; what is resolved, or was decided by hand, stays."""
        with recorded(by=request.user, reason="Looked again"):
            done = resolve_references(queryset.values_list("pk", flat=True))
        messages.info(request, f"{done.checked} looked at, {done.changed} changed: {done.resolved} resolved now.")


def _refuse_stale(key: int, seen: int) -> None:
    """Lock a citation, and refuse if it was changed since the page on which the candidates stood (law 6).

    Raises:
        ValidationError: It was.
    """
    present = Reference.objects.select_for_update().values_list("revision", flat=True).get(pk=key)
    if seen not in {0, present}:
        raise ValidationError(
            f"Somebody else changed this citation: you saw revision {seen}, it is {present} now. Look again, then choose."
        )
