"""The rows of a form that two people changed at the same time: added, changed, deleted, moved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.forms.formsets import INITIAL_FORM_COUNT, TOTAL_FORM_COUNT

from history.admin.conflict_entries import MINE, Cell, Entry, Versions
from history.admin.forms import SEEN
from history.admin.numbers import number_in
from history.admin.posted import Posted, as_sent, differ, held_by, held_in
from history.models import Tracked
from history.seen import as_instance

_MOST_ROWS = 2_000
_NOT_THERE = "not there"
_DELETED = "deleted"


@dataclass(frozen=True)
class TypedRow:
    """A row as it was sent."""

    index: int
    key: int
    is_deleted: bool
    order: int


class Rows:
    """One kind of rows on a page, in the three versions."""

    def __init__(
        self, inline: Any, formset: Any, data: Any, *, was: Mapping[int, Any], now: Mapping[int, Any], revisions: Mapping[int, int]
    ) -> None:
        """Read the rows.

        Args:
            inline: The admin's declaration of them.
            formset: The class of their forms.
            data: What was sent.
            was: The rows as they were, by key.
            now: The rows as they are.
            revisions: Those of the rows as they are.
        """
        self.prefix: str = formset.get_default_prefix()
        self.model: type[Tracked] = inline.model
        self.data = data
        self.revisions = revisions
        self._form = formset.form
        self._order: str = getattr(inline, "ordering_field", "") or ""
        self._noun = str(inline.verbose_name or self.model._meta.verbose_name)
        self._title = self._noun[:1].upper() + self._noun[1:]
        self.was, self.now = self._in_order(was), self._in_order(now)

    @property
    def names(self) -> list[str]:
        """The fields that a person fills in."""
        return [name for name in self._form.base_fields if name not in {SEEN, self._order}]

    @cached_property
    def typed(self) -> list[TypedRow]:
        """The rows that were sent, without those that were left blank."""
        total = min(number_in(self.data.get(f"{self.prefix}-{TOTAL_FORM_COUNT}")), _MOST_ROWS)
        rows = [self._typed(index) for index in range(total)]
        return [row for row in rows if row.key or (not row.is_deleted and self._is_filled(row.index))]

    @cached_property
    def entries(self) -> list[Entry]:
        """What differs, row by row; where both changed a row, field by field."""
        return [*self._of_known_rows(), *map(self._of_new_row, (row for row in self.typed if not row.key)), *self._of_order()]

    def sent(self, picks: Mapping[str, str]) -> Posted:
        """The rows as they are kept, as a browser would send them."""
        kept = self._kept(picks)
        sent: Posted = {
            f"{self.prefix}-{TOTAL_FORM_COUNT}": [str(len(kept))],
            f"{self.prefix}-{INITIAL_FORM_COUNT}": [str(sum("id" in row for row in kept))],
        }
        # Those that are there come first, as a formset wants them.
        for index, row in enumerate(sorted(kept, key=lambda row: "id" not in row)):
            sent |= {f"{self.prefix}-{index}-{name}": values for name, values in row.items()}
        return sent

    # The three versions.

    def _in_order(self, states: Mapping[int, Any]) -> dict[int, Any]:
        columns = [one.removeprefix("-") for one in self.model._meta.ordering or () if isinstance(one, str)]

        def place(item: tuple[int, Any]) -> tuple[Any, ...]:
            values = (item[1].get(name, item[1].get(f"{name}_id")) for name in columns)
            return (*((value is not None, value) for value in values), item[0])

        return dict(sorted(states.items(), key=place))

    def _shown(self, state: Mapping[str, Any], key: int) -> Any:
        return self._form(instance=as_instance(self.model, state), prefix=f"{self.prefix}.{key}")

    def _typed(self, index: int) -> TypedRow:
        at = f"{self.prefix}-{index}-"
        order = self.data.get(f"{at}{self._order}", "") if self._order else ""
        return TypedRow(
            index, number_in(self.data.get(f"{at}id")), bool(self.data.get(f"{at}DELETE")), int(order) if order.isdecimal() else _MOST_ROWS
        )

    def _blank(self, index: int) -> Any:
        return self._form(prefix=f"{self.prefix}-{index}")

    def _is_filled(self, index: int) -> bool:
        blank = self._blank(index)
        return any(differ(held_by(blank, name), held_in(self.data, blank, name)) for name in self.names)

    def _cell(self, form: Any, *, is_sent: bool) -> Cell:
        held = {name: held_in(self.data, form, name) if is_sent else held_by(form, name) for name in self.names}
        return Cell({str(form.fields[name].label or name): one for name, one in held.items()})

    # What differs.

    def _of_known_rows(self) -> Iterator[Entry]:
        typed = {row.key: row for row in self.typed if row.key}
        for key in [*self.was, *(key for key in self.now if key not in self.was)]:
            yield from self._of_row(key, typed.get(key))

    def _of_row(self, key: int, row: TypedRow | None) -> Iterator[Entry]:
        was, now = ({key: self._shown(states[key], key)} if key in states else {} for states in (self.was, self.now))
        if row is not None and not row.is_deleted and was and now:
            fields = Versions(was[key], now[key], self._blank(row.index), self.data, self._place(key))
            entries = list(fields.entries([[name] for name in self.names], self._column, f"{self._title}: "))
            # Only where both touched the row is it taken apart.
            if any(one.is_mine for one in entries) and any(one.is_theirs for one in entries):
                yield from entries
                return
        yield self._whole(key, row, was.get(key), now.get(key))

    def _whole(self, key: int, row: TypedRow | None, was: Any, now: Any) -> Entry:
        before = self._cell(was, is_sent=False) if was else Cell(instead=_NOT_THERE)
        present = self._cell(now, is_sent=False) if now else Cell(instead=_DELETED if was else _NOT_THERE)
        # A row that was not on the page is as others left it.
        mine = before if row is None else Cell(instead=_DELETED) if row.is_deleted else self._cell(self._blank(row.index), is_sent=True)
        return Entry(
            name=f"{self.prefix}.{key}",
            label=self._title,
            was=before,
            now=present,
            mine=mine,
            is_mine=row is not None and was is not None and (row.is_deleted or _are_apart(before, mine)),
            is_theirs=(was is None) != (now is None) or as_sent(_plain(before)) != as_sent(_plain(present)),
            is_same=(now is None) == bool(row and row.is_deleted) and not (now and _are_apart(present, mine)),
            place=self._place(key),
        )

    def _of_new_row(self, row: TypedRow) -> Entry:
        nothing = Cell(instead=_NOT_THERE)
        mine = self._cell(self._blank(row.index), is_sent=True)
        place = self._place(0)
        return Entry(f"{self.prefix}.new{row.index}", f"New {self._noun}", nothing, nothing, mine, True, False, False, place)  # noqa: FBT003 - see Entry

    def _of_order(self) -> Iterator[Entry]:
        orders = [row.order for row in self.typed if row.key]
        common = [key for key in self.was if key in self.now]
        is_mine = self._order != "" and orders != sorted(orders)
        is_theirs = self._order != "" and common != [key for key in self.now if key in self.was]
        mine = [row.key for row in sorted(self.typed, key=lambda row: row.order) if row.key in self.now]
        # How others ordered the rows is kept without asking.
        if is_mine:
            named = Cell(instead="see the rows")
            is_same = mine == [key for key in self.now if key in mine]
            words = (named, Cell(instead="moved" if is_theirs else "as it was"), Cell(instead="moved"))
            yield Entry(f"{self.prefix}.order", f"Order: {self._noun}", *words, is_mine, is_theirs, is_same, self._place(0))

    def _place(self, key: int) -> tuple[str, int]:
        return self.model._meta.db_table, key

    def _column(self, name: str) -> str:
        declared = {one.name: str(one.column) for one in self.model._meta.concrete_fields}
        return declared.get(name, name)

    # The mix.

    def _kept(self, picks: Mapping[str, str]) -> list[dict[str, list[str]]]:
        typed = {row.key: row for row in self.typed if row.key}
        by_name = {entry.name: entry for entry in self.entries}
        kept = {key: self._row_kept(key, typed.get(key), by_name, picks) for key in self.now}
        again = [row for key, row in typed.items() if key not in self.now and self._is_mine(f"{self.prefix}.{key}", by_name, picks)]
        new = [row for row in self.typed if not row.key and self._is_mine(f"{self.prefix}.new{row.index}", by_name, picks)]
        rows = [kept[key] for key in self._keys_in_order(by_name, picks)] + [
            self._as_typed(row) for row in (*again, *new) if not row.is_deleted
        ]
        return [row | {self._order: [str(index)]} for index, row in enumerate(rows)] if self._order else rows

    def _keys_in_order(self, by_name: Mapping[str, Entry], picks: Mapping[str, str]) -> Sequence[int]:
        if not self._is_mine(f"{self.prefix}.order", by_name, picks):
            return list(self.now)
        mine = [row.key for row in sorted(self.typed, key=lambda row: row.order) if row.key in self.now]
        return [*mine, *(key for key in self.now if key not in mine)]

    def _is_mine(self, name: str, by_name: Mapping[str, Entry], picks: Mapping[str, str]) -> bool:
        entry = by_name.get(name)
        return entry is not None and entry.is_shown and entry.kept(picks) == MINE

    def _row_kept(self, key: int, row: TypedRow | None, by_name: Mapping[str, Entry], picks: Mapping[str, str]) -> dict[str, list[str]]:
        present = self._shown(self.now[key], key)
        named = {"id": [str(key)], SEEN: [str(self.revisions[key])]}
        held = {name: held_by(present, name) for name in self.names}
        values = {name: _one(one.posted) for name, one in held.items()}
        whole = by_name.get(f"{self.prefix}.{key}")
        if row is not None and whole is not None and whole.is_shown and whole.kept(picks) == MINE:
            return named | ({"DELETE": ["on"]} | values if row.is_deleted else self._as_typed(row))
        if row is not None and whole is None:
            entries = [by_name[f"{self.prefix}-{row.index}-{name}"] for name in self.names]
            mine = {name: _one(held_in(self.data, self._blank(row.index), name).posted) for name in self.names}
            values |= {
                name: mine[name] for name, entry in zip(self.names, entries, strict=True) if entry.is_shown and entry.kept(picks) == MINE
            }
        return named | values

    def _as_typed(self, row: TypedRow) -> dict[str, list[str]]:
        blank = self._blank(row.index)
        return {name: _one(held_in(self.data, blank, name).posted) for name in self.names}


def _one(sent: Posted) -> list[str]:
    """The values of a field that is sent under one name."""
    return next(iter(sent.values()), [])


def _plain(cell: Cell) -> dict[str, Any]:
    return dict(cell.held)


def _are_apart(one: Cell, other: Cell) -> bool:
    return any(differ(one.held[name], held) for name, held in other.held.items() if name in one.held)
