"""The page of a conflict: who did what meanwhile, and each entry in its three versions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from history.admin.conflict_entries import MINE, PICK, THEIRS, Cell, Entry
from history.admin.differences import marked
from history.admin.markup import NOTHING
from history.admin.posted import Names
from history.models import Change
from history.seen import Seen
from history.story import model_of

_MOST_CHANGES = 50
_MOST_CHARACTERS = 4_000
_SILENT = frozenset({"id", "public_id", "revision", "created_at", "changed_at", "status"})


@dataclass(frozen=True)
class Since:
    """One change that the reader of a page had not seen."""

    change: Change
    kind_of_record: str
    columns: str


@dataclass(frozen=True)
class ShownEntry:
    """An entry as the page shows it."""

    entry: Entry
    name: str
    was: SafeString
    now: SafeString
    mine: SafeString
    kept: str
    by: Change | None
    is_missing: bool

    @property
    def theirs_kept(self) -> bool:
        """Whether the present version is chosen."""
        return self.kept == THEIRS

    @property
    def mine_kept(self) -> bool:
        """Whether the typed version is chosen."""
        return self.kept == MINE


def who_since(story: QuerySet[Change], was: Seen) -> list[Since]:
    """Return the newest changes of a story that a reader had not seen."""
    unseen = [change for change in story[:_MOST_CHANGES] if _is_unseen(change, was)]
    return [Since(change, _kind(change), _columns(change)) for change in unseen]


def _is_unseen(change: Change, was: Seen) -> bool:
    revision = was.get(change.table, {}).get(change.record_id)
    return revision is None or change.revision > revision or change.kind == Change.Kind.DELETE


def _kind(change: Change) -> str:
    model = model_of(change.table)
    return str(model._meta.verbose_name) if model else change.table


def _columns(change: Change) -> str:
    if change.kind != Change.Kind.UPDATE:
        return ""
    return ", ".join(name.removesuffix("_id").replace("_", " ") for name in change.changed if name not in _SILENT)


def show_entries(entries: Sequence[Entry], since: Sequence[Since], picks: Mapping[str, str], *, is_asked: bool) -> list[ShownEntry]:
    """Return the entries as a page shows them, those first that a person must decide on.

    Args:
        entries: What differs.
        since: The changes since.
        picks: What was chosen already.
        is_asked: Whether the choices were sent: those that are missing are then said.
    """
    names = Names(held for entry in entries for cell in entry.cells for held in cell.held.values())
    shown = [_show(entry, since, names, entry.kept(picks), is_asked=is_asked) for entry in entries]
    return sorted(shown, key=lambda one: not one.entry.is_open)


def _show(entry: Entry, since: Sequence[Since], names: Names, kept: str, *, is_asked: bool) -> ShownEntry:
    was, now, mine = (_words(cell, names) for cell in entry.cells)
    return ShownEntry(
        entry=entry,
        name=f"{PICK}{entry.name}",
        was=format_html("{}", was),
        now=_against(was, now),
        mine=_against(was, mine),
        kept=kept,
        by=_who(entry, since) if entry.is_theirs else None,
        is_missing=is_asked and not kept,
    )


def _words(cell: Cell, names: Names) -> str:
    if cell.instead:
        return cell.instead
    told = [(label, names.told(held)) for label, held in cell.held.items()]
    if len(told) == 1 and not told[0][0]:
        return told[0][1]
    return "\n".join(f"{label}{'' if label.endswith('?') else ':'} {said}" for label, said in told if said != NOTHING) or NOTHING


def _against(was: str, other: str) -> SafeString:
    """A version with the words marked that were not there."""
    if NOTHING in {was, other} or len(was) + len(other) > _MOST_CHARACTERS:
        return format_html("{}", other)
    before, after = marked(was, other)
    # Where nothing is left of what it was, marks say nothing.
    return after if "<del>" in before or "<ins>" in after else format_html_join("", "{}", [(other,)])


def _who(entry: Entry, since: Sequence[Since]) -> Change | None:
    table, key = entry.place
    for one in since:
        is_there = one.change.table == table and (one.change.record_id == key or not key)
        if is_there and (not entry.columns or entry.columns & set(one.change.changed)):
            return one.change
    return None
