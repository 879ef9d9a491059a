"""Changes as people read them: which column, what it said before, what it says now."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

from django.contrib import admin
from django.db import models
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from history.admin.autocomplete import named_by_admin, records_to_name
from history.admin.markup import NOTHING
from history.models import Change
from history.story import model_of

WITHHELD = "(withheld: the rights of this text do not allow showing its words)"
# Columns that say nothing to a reader: the record's names and its book-keeping.
_SILENT = frozenset({"id", "public_id", "revision", "created_at", "changed_at"})
_WORD = re.compile(r"\s+|\w+|[^\w\s]")
# Word by word only where that is quick; a longer value is shown whole, before and after.
_MOST_CHARACTERS = 4_000
_SHOWN_CHARACTERS = 1_500


@dataclass(frozen=True)
class Difference:
    """One column of one change."""

    name: str
    before: str | SafeString
    after: str | SafeString


@dataclass(frozen=True)
class Told:
    """One change, told."""

    change: Change
    kind_of_record: str
    differences: Sequence[Difference]


@dataclass
class _Names:
    """The names of the records that states point to by number."""

    known: dict[type[models.Model], dict[int, str]] = field(default_factory=dict)

    def of(self, model: type[models.Model], key: object) -> str:
        if not isinstance(key, int):
            return str(key)
        return self.known.get(model, {}).get(key, f"number {key} (gone)")


def with_before(changes: QuerySet[Change]) -> QuerySet[Change]:
    """The changes with the state before each, as ``before``: no further query."""
    earlier = Change.objects.filter(table=OuterRef("table"), record_id=OuterRef("record_id"), id__lt=OuterRef("id"))
    return changes.annotate(before=Subquery(earlier.order_by("-id").values("state")[:1]))


def tell(changes: Iterable[Change], withheld: Mapping[int, Collection[str]] | None = None) -> list[Told]:
    """Tell changes read ``with_before``; one query for each kind of record that they point to.

    Args:
        changes: In the order wanted.
        withheld: For a change's number, the columns whose values its reader may not see.
    """
    changes = list(changes)
    names = _names_of(changes)
    return [_tell(change, names, (withheld or {}).get(change.pk, ())) for change in changes]


def _tell(change: Change, names: _Names, withheld: Collection[str]) -> Told:
    model = model_of(change.table)
    kind = str(model._meta.verbose_name) if model else change.table
    before: dict[str, Any] = getattr(change, "before", None) or {}
    after = change.state
    columns = [name for name in (after if change.kind == Change.Kind.DELETE else change.changed) if name not in _SILENT]
    if change.kind == Change.Kind.DELETE:
        before, after = after, {}
    told = [
        _difference(model, name, before.get(name), after.get(name), names, is_withheld=name in withheld)
        for name in _in_order(model, columns)
        if before.get(name) not in _EMPTY or after.get(name) not in _EMPTY
    ]
    return Told(change, kind, told)


_EMPTY: tuple[Any, ...] = (None, "", [], {})


def _in_order(model: type[models.Model] | None, columns: Sequence[str]) -> list[str]:
    """The columns as the model declares them; those it no longer has last."""
    declared = [one.column for one in model._meta.concrete_fields] if model else []
    return sorted(columns, key=lambda name: declared.index(name) if name in declared else len(declared))


def _difference(model: type[models.Model] | None, column: str, before: Any, after: Any, names: _Names, *, is_withheld: bool) -> Difference:
    declared = _field(model, column)
    name = str(declared.verbose_name) if declared else column.replace("_", " ")
    if is_withheld:
        return Difference(name, WITHHELD, WITHHELD)
    old, new = _in_words(declared, before, names), _in_words(declared, after, names)
    if NOTHING not in {old, new} and len(old) + len(new) <= _MOST_CHARACTERS:
        return Difference(name, *marked(old, new))
    return Difference(name, _cut(old), _cut(new))


def _field(model: type[models.Model] | None, column: str) -> models.Field[Any, Any] | None:
    if model is None:
        return None
    return next((one for one in model._meta.concrete_fields if one.column == column), None)


def _in_words(declared: models.Field[Any, Any] | None, value: Any, names: _Names) -> str:
    if value in _EMPTY:
        return NOTHING
    if declared is not None and declared.remote_field is not None:
        return names.of(declared.remote_field.model, value)
    choices = dict(declared.flatchoices) if declared is not None else {}
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        return "\n".join(f"{key.replace('_', ' ')}: {_plain(held)}" for key, held in value.items())
    return str(choices.get(value, _plain(value))) if not isinstance(value, list) else _plain(value)


def _plain(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _cut(words: str) -> str:
    if len(words) <= _SHOWN_CHARACTERS:
        return words
    return f"{words[:_SHOWN_CHARACTERS]}… ({len(words):,} characters)"


def marked(old: str, new: str) -> tuple[SafeString, SafeString]:
    """Both with the words that differ marked; everything escaped. Takes long where both are long."""
    olds, news = _WORD.findall(old), _WORD.findall(new)
    before, after = [], []
    for kind, i, j, k, m in SequenceMatcher(None, olds, news, autojunk=False).get_opcodes():
        before.append(_piece("del", kind, "".join(olds[i:j])))
        after.append(_piece("ins", kind, "".join(news[k:m])))
    return _joined(before), _joined(after)


def _piece(tag: str, kind: str, words: str) -> SafeString:
    if not words or kind == "equal":
        return format_html("{}", words)
    return format_html("<{0}>{1}</{0}>", mark_safe(tag), words)  # noqa: S308 - one of two literals


def _joined(pieces: list[SafeString]) -> SafeString:
    return format_html_join("", "{}", ((piece,) for piece in pieces))


def _names_of(changes: Sequence[Change]) -> _Names:
    """The names of all records that the changes point to."""
    wanted: dict[type[models.Model], set[int]] = defaultdict(set)
    for change in changes:
        for state in (change.state, getattr(change, "before", None) or {}):
            _collect(model_of(change.table), state, wanted)
    names = _Names()
    for model, keys in wanted.items():
        records = records_to_name(admin.site, model)
        names.known[model] = {key: named_by_admin(admin.site, record) for key, record in records.in_bulk(keys).items()}
    return names


def _collect(model: type[models.Model] | None, state: Mapping[str, Any], wanted: dict[type[models.Model], set[int]]) -> None:
    if model is None:
        return
    for one in model._meta.concrete_fields:
        key = state.get(one.column or "")
        if one.remote_field is not None and isinstance(key, int):
            wanted[one.remote_field.model].add(key)
