"""From a record's story back to what it said once: what would change, why, and the button."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from history.admin.differences import tell
from history.admin.forms import SEEN, SEEN_ROWS, WHY
from history.admin.numbers import number_in
from history.models import Change, Tracked
from history.refusals import sentences
from history.restore import ChangedMeanwhileError, Restorable, name_of, restore, steps_to
from history.seen import read_seen, rows_of, write_seen
from history.story import story_of

if TYPE_CHECKING:
    from history.admin.conflicts import SolvesConflicts as _Admin
else:
    _Admin = object


class RestoresRecords(_Admin):
    """Adds to the story of a record the way back to each of its states."""

    #: Columns that do not come back, since they have ways of their own to change; None where records are not restored at all.
    not_restored: ClassVar[frozenset[str] | None] = None

    def withheld_columns(self, request: HttpRequest, changes: Sequence[Change]) -> dict[int, Collection[str]]:
        """For a change's number, the columns whose values this reader may not see."""
        return {}

    def may_restore(self, request: HttpRequest, record: Any) -> bool:
        """Whether the story of this record offers its states to this reader."""
        return self.not_restored is not None and self.has_change_permission(request, record)

    def bring_back(self, record: Any, change: Change, how: Restorable, **said: Any) -> None:
        """Write what stood after a change; a room whose service does more than that says so."""
        restore(record, change=change, how=how, **said)

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_restore"
        view = self.admin_site.admin_view(self.restore_view)
        return [path("<path:object_id>/restore/<int:change_id>/", view, name=name), *super().get_urls()]

    def restore_view(self, request: HttpRequest, object_id: str, change_id: int) -> HttpResponse:
        """Show what would change if what stood after a change came back; bring it back."""
        record = self.get_object(request, unquote(object_id))
        if record is None or self.not_restored is None:
            raise Http404("No such record.")
        if not self.has_change_permission(request):
            raise PermissionDenied
        how = Restorable(self.form_parts(request, record), self.not_restored)
        change = story_of(record, how.parts).filter(pk=change_id).first()
        if change is None:
            raise Http404("No such change in the story of this record.")
        if request.method == "POST":
            refusal = self._restore(request, record, change, how)
            if not refusal:
                messages.success(request, f"Restored: {name_of(record, change)}. The history says so, and why.")
                return HttpResponseRedirect(reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[record.pk]))
            for sentence in refusal:
                messages.error(request, sentence)
            record = self.get_object(request, unquote(object_id))
        return self._compare(request, record, change, how)

    def _restore(self, request: HttpRequest, record: Tracked, change: Change, how: Restorable) -> list[str]:
        """Restore; return why not, or nothing."""
        rows = read_seen(request.POST.get(SEEN_ROWS, ""), how.parts)
        if rows is None:
            return ["This page does not say which revision you saw. Open it again."]
        seen = {**rows, self.opts.db_table: {record.pk: number_in(request.POST.get(SEEN))}}
        try:
            self.bring_back(record, change, how, by=request.user, reason=request.POST.get(WHY, ""), seen=seen)
        except (ValidationError, IntegrityError) as refusal:
            return sentences(refusal)
        except ChangedMeanwhileError as stale:
            return [str(stale)]
        return []

    def _compare(self, request: HttpRequest, record: Any, change: Change, how: Restorable) -> HttpResponse:
        rows = rows_of(record.pk, how.parts)
        changes = [step.as_change(number) for number, step in enumerate(steps_to(record, change, how), 1)]
        context = {
            **self.admin_site.each_context(request),
            "title": f"Restore {name_of(record, change)}",
            "subtitle": str(record),
            "opts": self.opts,
            "object": record,
            "media": self.media,
            "change": change,
            "told": tell(changes, self.withheld_columns(request, changes)),
            "why_closed": "" if self.has_change_permission(request, record) else self.why_closed(record),
            "reason": request.POST.get(WHY, ""),
            "carried": {SEEN: record.revision, SEEN_ROWS: write_seen(rows)},
            "why_name": WHY,
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "history/admin/restore.html", context)
