"""What of a form two people changed at the same time, entry by entry: as it was, as it is now, as it was typed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms

from history.admin.posted import Held, Posted, as_sent, differ, held_by, held_in

THEIRS, MINE = "theirs", "mine"
#: Before the name of an entry: which version of it is kept.
PICK = "pick-"


@dataclass(frozen=True)
class Cell:
    """An entry in one version: each field with its label, or words that say why there is none."""

    held: Mapping[str, Held] = field(default_factory=dict)
    instead: str = ""


@dataclass(frozen=True)
class Entry:
    """A field, or a row, that somebody may have changed.

    Attributes:
        name: What its choice is sent as.
        label: For people.
        was: When the page was opened.
        now: As others left it.
        mine: As it was typed.
        is_mine: Whether who typed changed it.
        is_theirs: Whether others did.
        is_same: Whether both say the same.
        place: The table and the row's key, to find who changed it.
        columns: Of a field: those that keep it. Empty for a row.
    """

    name: str
    label: str
    was: Cell
    now: Cell
    mine: Cell
    is_mine: bool
    is_theirs: bool
    is_same: bool
    place: tuple[str, int]
    columns: frozenset[str] = frozenset()

    @property
    def is_shown(self) -> bool:
        """Whether there is anything to say about it."""
        return self.is_mine or self.is_theirs

    @property
    def is_open(self) -> bool:
        """Whether only a person can say which version is right."""
        return self.is_mine and self.is_theirs and not self.is_same

    @property
    def proposed(self) -> str:
        """The version that is kept if nobody says otherwise; empty where somebody must."""
        if self.is_open:
            return ""
        return MINE if self.is_mine and not self.is_same else THEIRS

    def kept(self, picks: Mapping[str, str]) -> str:
        """The version that is kept; empty where that must still be said."""
        picked = picks.get(f"{PICK}{self.name}", "")
        return picked if picked in {THEIRS, MINE} else self.proposed

    @property
    def cells(self) -> tuple[Cell, Cell, Cell]:
        """All versions."""
        return self.was, self.now, self.mine


@dataclass(frozen=True)
class Versions:
    """One form three times: as it was, as it is, and the fields into which was typed."""

    was: forms.BaseForm
    now: forms.BaseForm
    typed: forms.BaseForm
    data: Any
    place: tuple[str, int]

    def entries(self, groups: Iterable[Sequence[str]], columns: Callable[[str], str], label: str = "") -> Iterator[Entry]:
        """Compare the fields, those of a group together.

        Args:
            groups: Names of fields; the first gives the entry its name.
            columns: The column that keeps a field.
            label: What stands before the fields' labels.
        """
        for names in groups:
            was, now = ({name: held_by(form, name) for name in names if name in form.fields} for form in (self.was, self.now))
            mine = {name: held_in(self.data, self.typed, name) for name in names if name in self.typed.fields}
            yield Entry(
                name=self.typed.add_prefix(names[0]),
                label=f"{label}{_label(names[0], self.typed, self.was)}",
                was=_cell(was),
                now=_cell(now),
                mine=_cell(mine),
                is_mine=was.keys() != mine.keys() or any(differ(was[name], mine[name]) for name in mine),
                is_theirs=as_sent(was) != as_sent(now),
                is_same=now.keys() == mine.keys() and not any(differ(now[name], mine[name]) for name in mine),
                place=self.place,
                columns=frozenset(map(columns, names)),
            )


def _label(name: str, *shown: forms.BaseForm) -> str:
    form = next(form for form in shown if name in form.fields)
    said = str(form[name].label or name)
    return said[:1].upper() + said[1:]


def _cell(held: Mapping[str, Held]) -> Cell:
    """A group's fields by their labels; a field alone needs none."""
    if len(held) == 1:
        return Cell({"": next(iter(held.values()))})
    return Cell({str(one.field.label or name.replace("_", " ")): one for name, one in held.items()})


def put_back(data: Any, entries: Iterable[Entry], picks: Mapping[str, str]) -> None:
    """Write the present values into ``data`` where they are kept."""
    for entry in entries:
        if entry.is_shown and entry.kept(picks) == THEIRS:
            for key in as_sent(entry.mine.held):
                data.pop(key, None)
            write(data, as_sent(entry.now.held))


def write(data: Any, sent: Posted) -> None:
    """Write values into what a browser sent."""
    for key, values in sent.items():
        if values:
            data.setlist(key, values)
