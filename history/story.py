"""A record's story: its own changes and those of the rows that belong to it, as far as a reader may know them.

A curator is told everything. A stranger (law 7) is told what was public, from when it became public: no words of drafts, no
columns that are shown nowhere else, no accounts, and of reasons only why something was retracted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from django.db.models.lookups import Exact

from history.models import Change, Tracked

# The record's names and its book-keeping, which every change has in other places; and words of texts, whose rights decide who reads them:
# their hash is told.
_SILENT = frozenset({"id", "public_id", "revision", "created_at", "changed_at", "quote"})
_EMPTY: tuple[Any, ...] = (None, "", [], {})


@dataclass(frozen=True)
class Part:
    """Rows of another table that belong to a record: those whose ``column`` names it.

    ``has_own_review`` says that whether such a row was public does not follow from the record, but from the row itself.
    """

    model: type[Tracked]
    column: str
    has_own_review: bool = False


@dataclass(frozen=True)
class Shown:
    """What strangers may know of the changes of one table.

    Attributes:
        columns: Those that are shown elsewhere too.
        then: Of the row after the change: whether it was public.
        now: The rows that are public today; None where the record that they belong to decides.
        explained: Of the row after the change: whether the reason was given to the public too.
    """

    columns: frozenset[str]
    then: Q = field(default_factory=Q)
    now: Callable[[], QuerySet[Any]] | None = None
    explained: Callable[[Mapping[str, Any]], bool] = lambda _: False


#: What strangers may know, by the model; of other models they are told nothing.
PublicStory = Mapping[type[models.Model], Shown]


def story_of(record: Tracked, parts: Sequence[Part] = (), *, public: PublicStory | None = None) -> QuerySet[Change]:
    """Return the changes of ``record`` and of its parts, deleted ones too, the newest first, each with the state ``before`` it.

    Args:
        record: Whose story it is.
        parts: What belongs to it.
        public: For a stranger: what may be known. The state before a change is then the last that was public.
    """
    # One search for each table, which its index answers; with an "or" PostgreSQL might walk through the whole history instead.
    conditions = [_own(record, public), *(_of_part(record, part, public) for part in parts)]
    own, *theirs = (Change.objects.filter(condition).order_by().values("pk") for condition in conditions)
    told = own.union(*theirs, all=True) if theirs else own
    earlier = Change.objects.filter(table=OuterRef("table"), record_id=OuterRef("record_id"), id__lt=OuterRef("id"))
    if public is not None:
        earlier = earlier.filter(_was_public(public))
    return Change.objects.filter(pk__in=told).annotate(before=Subquery(earlier.order_by("-id").values("state")[:1])).order_by("-id")


def _own(record: Tracked, public: PublicStory | None) -> Q:
    mine = Q(table=record._meta.db_table, record_id=record.pk)
    return mine if public is None else mine & _on_state(public[type(record)].then)


def _of_part(record: Tracked, part: Part, public: PublicStory | None) -> Q:
    # In the form of the index (``history.operations.index_parts``).
    named_then = Cast(KeyTextTransform(part.column, "state"), models.BigIntegerField())
    theirs = Q(table=part.model._meta.db_table) & Q(Exact(named_then, record.pk))
    if public is None:
        return theirs
    shown = public[part.model]
    theirs &= _on_state(shown.then)
    if shown.now is not None:
        theirs &= Q(record_id__in=shown.now().order_by().values("pk"))
    owner = public[type(record)].then
    if part.has_own_review or not owner:
        return theirs
    # What was written to a part while the record was not public was not public either.
    latest = Change.objects.filter(table=record._meta.db_table, record_id=record.pk, id__lt=OuterRef(OuterRef("id"))).order_by("-id")
    return theirs & Q(Exists(Change.objects.filter(_on_state(owner), pk=Subquery(latest.values("pk")[:1]))))


def _was_public(public: PublicStory) -> Q:
    allowed = Q(pk__in=[])
    for model, shown in public.items():
        allowed |= Q(table=model._meta.db_table) & _on_state(shown.then)
    return allowed


def _on_state(condition: Q) -> Q:
    """The condition on a row's columns as one on the row that a change keeps."""
    children = [
        _on_state(child) if isinstance(child, Q) else (f"state__{child[0]}", child[1])  # type: ignore[index]
        for child in condition.children
    ]
    return Q(*children, _connector=condition.connector, _negated=condition.negated)


@dataclass(frozen=True)
class ColumnChange:
    """One column of one change. A value that names another record is that record's public id, None if the reader may not see it."""

    column: str
    name: str
    before: Any
    after: Any


@dataclass(frozen=True)
class ToldChange:
    """One change as its reader may know it: ``by`` and ``reason`` are None where that is not for this reader."""

    change: Change
    kind_of_record: str
    by: str | None
    reason: str | None
    columns: Sequence[ColumnChange]


def tell_changes(changes: Iterable[Change], *, public: PublicStory | None = None) -> list[ToldChange]:
    """Tell a page of a story in the order given: one query for each kind of record that the changes name."""
    page = list(changes)
    known = _public_ids(page, public)
    return [_tell(change, known, public) for change in page]


def _tell(change: Change, known: Mapping[type[models.Model], Mapping[int, str]], public: PublicStory | None) -> ToldChange:
    model = model_of(change.table)
    kind = str(model._meta.verbose_name) if model else change.table
    shown = public.get(model) if public is not None and model is not None else None
    before: Mapping[str, Any] = getattr(change, "before", None) or {}
    after: Mapping[str, Any] = change.state
    if change.kind == Change.Kind.DELETE:
        before, after = after, {}
    fields = {str(one.column): one for one in model._meta.concrete_fields} if model else {}
    columns = [
        ColumnChange(
            column, _name(fields.get(column), column), *(_value(fields.get(column), one.get(column), known) for one in (before, after))
        )
        for column in _columns(fields, before, after)
        if public is None or (shown is not None and column in shown.columns)
    ]
    if public is None:
        return ToldChange(change, kind, change.who, change.reason, columns)
    is_explained = shown is not None and shown.explained(change.state)
    return ToldChange(change, kind, None, change.reason if is_explained else None, columns)


def _columns(fields: Mapping[str, Any], before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """The columns that differ, as the model declares them; those that it no longer has last."""
    names = [*(name for name in fields if name in before or name in after), *sorted((before.keys() | after.keys()) - fields.keys())]
    return [name for name in names if name not in _SILENT and _differ(before.get(name), after.get(name))]


def _differ(before: Any, after: Any) -> bool:
    return bool(before != after) and not (before in _EMPTY and after in _EMPTY)


def _name(declared: models.Field[Any, Any] | None, column: str) -> str:
    return str(declared.verbose_name) if declared is not None else column.replace("_", " ")


def _value(declared: models.Field[Any, Any] | None, value: Any, known: Mapping[type[models.Model], Mapping[int, str]]) -> Any:
    if declared is None or declared.remote_field is None or value is None:
        return value
    return known.get(declared.remote_field.model, {}).get(value)


def _public_ids(changes: Sequence[Change], public: PublicStory | None) -> dict[type[models.Model], dict[int, str]]:
    """What the records that states name by number are called outside, as far as the reader may see them."""
    wanted: dict[type[models.Model], set[int]] = defaultdict(set)
    for change in changes:
        model = model_of(change.table)
        for declared in model._meta.concrete_fields if model else ():
            if declared.remote_field is not None:
                keys = (state.get(declared.column or "") for state in (change.state, getattr(change, "before", None) or {}))
                wanted[declared.remote_field.model].update(key for key in keys if isinstance(key, int))
    return {model: _named(model, keys, public) for model, keys in wanted.items() if keys}


def _named(model: type[models.Model], keys: set[int], public: PublicStory | None) -> dict[int, str]:
    records = model._default_manager.all()
    if public is not None:
        shown = public.get(model)
        if shown is None or shown.now is None:
            return {}
        records = shown.now()
    called = "public_id" if issubclass(model, Tracked) else getattr(model, "USERNAME_FIELD", "pk")
    return {key: str(name) for key, name in records.order_by().filter(pk__in=keys).values_list("pk", called)}


def model_of(table: str) -> type[models.Model] | None:
    """The model whose rows ``table`` holds; None for a table of an earlier version of the product."""
    return next((model for model in apps.get_models() if model._meta.db_table == table), None)
