"""Two who save the same record: the second is shown both versions and keeps of each what is right (law 6).

A page carries the revision of its record and of every row that its form shows. What it does not know of when it is saved makes it stale;
what its reader saw, and what is there now, are both read from history, so that nothing but numbers travels with the page.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.template.response import TemplateResponse

from history.admin.conflict_entries import PICK, Entry, Versions, put_back, write
from history.admin.conflict_page import show_entries, who_since
from history.admin.conflict_rows import Rows
from history.admin.forms import SEEN, SEEN_ROWS, WHY
from history.admin.numbers import number_in
from history.admin.posted import Names, held_in
from history.models import Tracked
from history.seen import Seen, as_instance, read_seen, rows_of, states_of, values_in, write_seen
from history.story import story_of

#: Marks what is sent from the page of a conflict; and what its reader had seen before that.
SOLVES, WAS, WAS_ROWS = "solves_conflict", "was_revision", "was_rows"
_OWN = frozenset({SEEN, SEEN_ROWS, SOLVES, WAS, WAS_ROWS, "csrfmiddlewaretoken"})


@dataclass(frozen=True)
class Sheet:
    """All that a form holds, in three versions."""

    fields: Sequence[Entry]
    rows: Sequence[Rows]

    @property
    def entries(self) -> list[Entry]:
        """What differs."""
        return [entry for entry in (*self.fields, *(one for rows in self.rows for one in rows.entries)) if entry.is_shown]

    def mixed(self, data: QueryDict, picks: Mapping[str, str]) -> QueryDict:
        """What would have been sent by who typed the kept versions."""
        kept = data.copy()
        for name in [name for name in kept if name in _OWN or name.startswith(PICK)]:
            del kept[name]
        put_back(kept, self.fields, picks)
        for rows in self.rows:
            for name in [
                name for name in kept if name.startswith(f"{rows.prefix}-") and not name.endswith(("-MIN_NUM_FORMS", "-MAX_NUM_FORMS"))
            ]:
                del kept[name]
            write(kept, rows.sent(picks))
        return kept


class Conflict:
    """One form that was sent, against the record as it is."""

    def __init__(self, model_admin: Any, request: HttpRequest, key: int) -> None:
        self.admin = model_admin
        self.request: Any = request
        self.key = key
        self.table: str = model_admin.opts.db_table
        self.parts = model_admin.form_parts(request, None)

    def answer(self) -> HttpResponse | None:
        """The page that shows both versions; None where what was sent may be saved."""
        everyone: Any = self.admin.model._default_manager
        if not list(everyone.select_for_update(of=("self",)).filter(pk=self.key).values_list("pk")):
            return self._page_of_deleted()
        present = self._present()
        seen = self._seen(SEEN, SEEN_ROWS)
        if seen is None:
            # The form then says that it cannot know.
            self.request.POST = self.request.POST.copy()
            self.request.POST[SEEN] = ""
            return None
        was = (self._seen(WAS, WAS_ROWS) if SOLVES in self.request.POST else None) or seen
        return self._solve(was, seen, present) if SOLVES in self.request.POST or seen != present else None

    def _present(self) -> Seen:
        rows = rows_of(self.key, self.parts, lock=True)
        everyone: Any = self.admin.model._default_manager
        return {**rows, self.table: {self.key: everyone.values_list("revision", flat=True).get(pk=self.key)}}

    def _seen(self, own: str, rows: str) -> Seen | None:
        revision = number_in(self.request.POST.get(own))
        read = read_seen(self.request.POST.get(rows, ""), self.parts)
        return None if not revision or read is None else {**read, self.table: {self.key: revision}}

    def _solve(self, was: Seen, seen: Seen, present: Seen) -> HttpResponse | None:
        picks = {name: value for name, value in self.request.POST.items() if name.startswith(PICK)}
        record = self.admin.get_object(self.request, str(self.key))
        if record is None or not all(states_of({self.table: version[self.table]})[self.table] for version in (was, seen)):
            return None
        if SOLVES in self.request.POST:
            sheet = self._sheet(was, seen)
            undecided = [entry for entry in sheet.entries if not entry.kept(picks)]
            if not undecided:
                self.request.POST = sheet.mixed(self.request.POST, picks)
            if not undecided and seen == present and self.admin.has_change_permission(self.request, record):
                self.request.POST[SEEN] = str(present[self.table][self.key])
                self.request.POST[SEEN_ROWS] = self._written(present)
                return None
            # Changed once more meanwhile: what was chosen is compared with that.
            was, picks = (was, picks) if undecided else (seen, {})
        return self._page(record, was, present, picks, is_asked=SOLVES in self.request.POST)

    def _written(self, seen: Seen) -> str:
        return write_seen({table: rows for table, rows in seen.items() if table != self.table})

    def _sheet(self, was: Seen, now: Seen) -> Sheet:
        before, after = states_of(was), states_of(now)
        own = self.table
        shown = self.admin.get_object(self.request, str(self.key))
        _set(shown, before[own][self.key])
        form_was = self._form(shown, before)
        form_typed = self.admin.get_form(self.request, shown, change=True)()
        self._set_fields(shown, after[own][self.key], form_was)
        form_now = self._form(shown, after)
        fields = Versions(form_was, form_now, form_typed, self.request.POST, (own, self.key))
        groups = [
            kept
            for group in self.admin.fields_together((form_was, form_now, form_typed))
            if (kept := [name for name in group if name not in {SEEN, SEEN_ROWS, WHY}])
        ]
        return Sheet(list(fields.entries(groups, self.admin.column_of)), self._rows(shown, before, after, now))

    def _form(self, shown: Any, states: Any) -> Any:
        """The form of one version."""
        quiet = copy.copy(self.request)
        quiet.POST = QueryDict()
        quiet.GET = QueryDict()
        linked = {
            name: [row[one.column] for row in states[one.part.model._meta.db_table].values()]
            for name, one in self.admin.linked_fields.items()
        }
        version = as_instance(self.admin.model, states[self.table][self.key])
        return self.admin.get_form(quiet, shown, change=True)(instance=version, initial=linked)

    def _set_fields(self, shown: Any, state: Mapping[str, Any], form: Any) -> None:
        """Set what the form may change and nothing else: whether it may be changed at all stays as it was."""
        columns = {self.admin.column_of(name) for name in form.fields}
        _set(shown, {column: value for column, value in state.items() if column in columns})

    def _rows(self, shown: Any, before: Any, after: Any, now: Seen) -> list[Rows]:
        rows = []
        for formset, inline in self.admin.get_formsets_with_inlines(self.request, shown):
            table = inline.model._meta.db_table
            if inline.has_change_permission(self.request, shown) and table in before:
                rows.append(Rows(inline, formset, self.request.POST, was=before[table], now=after[table], revisions=now[table]))
        return rows

    # The pages.

    def _page(self, record: Any, was: Seen, present: Seen, picks: Mapping[str, str], *, is_asked: bool) -> HttpResponse:
        sheet = self._sheet(was, present)
        since = who_since(story_of(record, self.parts), was)
        own = self.table
        return self._drawn(
            {
                "title": f"Somebody else changed this {self.admin.opts.verbose_name}",
                "object": record,
                "subtitle": str(record),
                "since": since,
                "entries": show_entries(sheet.entries, since, picks, is_asked=is_asked),
                "why_closed": "" if self.admin.has_change_permission(self.request, record) else self.admin.why_closed(record),
                "carried": {
                    **{
                        name: [value]
                        for name, value in ((SOLVES, "1"), (SEEN, str(present[own][record.pk])), (SEEN_ROWS, self._written(present)))
                    },
                    WAS: [str(was[own][record.pk])],
                    WAS_ROWS: [self._written(was)],
                    **{
                        name: values for name, values in self.request.POST.lists() if name not in _OWN | {WHY} and not name.startswith(PICK)
                    },
                },
                "reason": self.request.POST.get(WHY, ""),
            },
        )

    def _page_of_deleted(self) -> HttpResponse | None:
        gone: Any = self.admin.model(pk=self.key)
        last = story_of(gone).first()
        if last is None or SEEN not in self.request.POST:
            return None
        form = self.admin.get_form(self.request, None)()
        held = {name: held_in(self.request.POST, form, name) for name in form.fields if name not in _OWN}
        names = Names(held.values())
        told = [(form[name].label, names.told(one)) for name, one in held.items() if any(map(any, one.posted.values()))]
        return self._drawn(
            {"title": f"Somebody else deleted this {self.admin.opts.verbose_name}", "object": gone, "deleted": last, "typed": told}
        )

    def _drawn(self, context: Mapping[str, Any]) -> HttpResponse:
        shared = {**self.admin.admin_site.each_context(self.request), "opts": self.admin.opts, "media": self.admin.media, "why_name": WHY}
        self.request.current_app = self.admin.admin_site.name
        return TemplateResponse(self.request, "history/admin/conflict.html", {**shared, **context}, status=409)


def _set(record: Tracked, state: Mapping[str, Any]) -> None:
    for name, value in values_in(type(record), state).items():
        setattr(record, name, value)
