"""Bring back what a record said once, as a new change: its own columns, and the rows that its form shows (law 5).

Nothing is undone: history grows by a change that names the restored revision, and every law judges it like any other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import connection, models
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from django.db.models.lookups import Exact

from history.models import Change, Tracked
from history.seen import Seen, rows_of, values_in
from history.services import recorded, store
from history.story import Part, story_of

if TYPE_CHECKING:
    from history.services import Actor

_MOST_MERGES = 100
# Narrows the search for what was done together to what the index of times can find.
_LONGEST_STEP = timedelta(hours=1)


class ChangedMeanwhileError(Exception):
    """The record was changed since it was compared with what it said once (law 6)."""


@dataclass(frozen=True)
class Restorable:
    """What comes back with a record: the rows that belong to it, and not the columns that have ways of their own to change."""

    parts: Sequence[Part] = ()
    kept: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Step:
    """One row to be written, made again or taken away; either side is empty where the row is not."""

    model: type[Tracked]
    key: int
    now: Mapping[str, Any]
    then: Mapping[str, Any]
    columns: Sequence[str] = field(default=())

    def as_change(self, number: int) -> Change:
        """The step as history will tell it, with the state ``before`` it; it is not stored."""
        kind = Change.Kind.UPDATE if self.now and self.then else Change.Kind.CREATE if self.then else Change.Kind.DELETE
        change = Change(
            pk=number,
            table=self.model._meta.db_table,
            record_id=self.key,
            kind=kind,
            changed=list(self.columns),
            state=self.then or self.now,
        )
        setattr(change, "before", self.now)  # noqa: B010 - as the queries of stories annotate it
        return change


def change_to(record: Tracked, revision: int) -> Change:
    """Return the change that made a revision of the record.

    Raises:
        ValidationError: There is no such revision.
    """
    change = Change.objects.of(record).exclude(kind=Change.Kind.DELETE).filter(revision=revision).last()
    if change is None:
        raise ValidationError({"revision": f"This record has no revision {revision}; it is at revision {record.revision}."})
    return change


def change_at(record: Tracked, moment: datetime, parts: Sequence[Part]) -> Change:
    """Return the change after which stood what stood at a moment: of the record, or of a row that belongs to it.

    Raises:
        ValidationError: The record was not there yet.
    """
    change = story_of(record, parts).filter(at__lte=moment).first()
    if change is None:
        raise ValidationError({"as_of": f"This record was not there yet; its history begins on {record.created_at:%Y-%m-%d %H:%M:%S} UTC."})
    return change


def steps_to(record: Tracked, change: Change, how: Restorable) -> list[Step]:
    """Return what would be written to bring back what stood after a change; nothing where the record says the same now.

    Args:
        record: The record.
        change: Of the record, with what was done to its rows together with that; or of a row that belongs to it.
        how: What comes back.

    Raises:
        ValidationError: The record was not there then.
    """
    last = _last_of_step(record, change)
    then = Change.objects.of(record).filter(pk__lte=last).last()
    if then is None or then.kind == Change.Kind.DELETE:
        raise ValidationError("The record was not there then.")
    now = _present(type(record), [record.pk])[record.pk]
    own = _step(type(record), record.pk, now, then.state, how.kept)
    steps = [own, *(step for part in how.parts for step in _steps_of(record, part, last))]
    return [step for step in steps if step.columns]


def restore(record: Tracked, *, change: Change, by: Actor, reason: str, how: Restorable, seen: Seen | None = None) -> list[Step]:
    """Write what stood after a change, as a change of ``by``; return what was written.

    Args:
        record: The record; it is read again.
        change: See ``steps_to``.
        by: Who restores it.
        reason: Why; history names the revision before it.
        how: What comes back.
        seen: The revisions, of the record and of its rows, that ``by`` compared it with; None for the present ones.

    Raises:
        ChangedMeanwhileError: Something was changed since ``seen``.
        ValidationError: Nothing differs, no reason is given, what it named is gone, or a law refuses it.
    """
    if not reason.strip():
        raise ValidationError({"reason": "Say why it comes back."})
    with recorded(by=by, reason=f"Restores {name_of(record, change)}: {reason.strip()}"):
        everyone: Any = type(record)._default_manager
        present = everyone.select_for_update(of=("self",)).get(pk=record.pk)
        rows = rows_of(record.pk, how.parts, lock=True)
        if seen is not None and seen != {**rows, record._meta.db_table: {record.pk: present.revision}}:
            raise ChangedMeanwhileError("It was changed since you compared it. Nothing was restored: look at what differs now.")
        steps = steps_to(present, change, how)
        if not steps:
            raise ValidationError("It says the same now: there is nothing to restore.")
        # What goes, goes first, since it may stand where something comes back.
        for step in sorted(steps, key=lambda step: bool(step.then)):
            _take(step)
        connection.check_constraints()
    record.refresh_from_db()
    return steps


def name_of(record: Tracked, change: Change) -> str:
    """What is restored, in words: a revision of the record, or the moment of a change to what belongs to it."""
    is_own = change.table == record._meta.db_table and change.record_id == record.pk
    return f"revision {change.revision}" if is_own else f"what stood at {change.at:%Y-%m-%d %H:%M:%S} UTC"


def _last_of_step(record: Tracked, change: Change) -> int:
    """The number of the last change that belongs to the same step: a page writes its record first, then the rows."""
    if (change.table, change.record_id) != (record._meta.db_table, record.pk):
        return change.pk
    around = (change.at - _LONGEST_STEP, change.at + _LONGEST_STEP)
    step = Change.objects.filter(transaction=change.transaction, at__range=around)
    following = Change.objects.of(record).filter(pk__gt=change.pk).first()
    if following is not None:
        step = step.filter(pk__lt=following.pk)
    return step.order_by("-pk").values_list("pk", flat=True)[0]


def _steps_of(record: Tracked, part: Part, last: int) -> list[Step]:
    """What would be done to the rows of one table: as they stood after the change number ``last``."""
    named = Cast(KeyTextTransform(part.column, "state"), models.BigIntegerField())
    ever = Change.objects.filter(Exact(named, record.pk), table=part.model._meta.db_table, id__lte=last)
    keys = set(ever.order_by().values_list("record_id", flat=True))
    latest = Change.objects.filter(table=part.model._meta.db_table, record_id__in=keys, id__lte=last)
    then = {
        change.record_id: change.state
        for change in latest.order_by("record_id", "-id").distinct("record_id")
        if change.kind != Change.Kind.DELETE and change.state.get(part.column) == record.pk
    }
    mine: Any = part.model._default_manager.filter(**{part.column: record.pk})
    now = _present(part.model, list(mine.values_list("pk", flat=True)))
    return [_step(part.model, key, now.get(key, {}), then.get(key, {}), frozenset()) for key in sorted(now.keys() | then.keys())]


def _present(model: type[Tracked], keys: Sequence[int]) -> dict[int, Mapping[str, Any]]:
    """Rows as they are, in the form that history has them."""
    latest = Change.objects.filter(table=model._meta.db_table, record_id__in=list(keys))
    return {change.record_id: change.state for change in latest.order_by("record_id", "-id").distinct("record_id")}


def _step(model: type[Tracked], key: int, now: Mapping[str, Any], then: Mapping[str, Any], kept: frozenset[str]) -> Step:
    columns = [str(one.column) for one in model._meta.concrete_fields if one.editable and not one.primary_key and one.column not in kept]
    differing = [column for column in columns if now.get(column) != then.get(column)]
    return Step(model, key, now, then, differing)


def _take(step: Step) -> None:
    everyone: Any = step.model._default_manager
    if not step.then:
        everyone.get(pk=step.key).delete()
        return
    wanted = values_in(step.model, {column: value for column, value in step.then.items() if column in step.columns})
    row = everyone.get(pk=step.key) if step.now else step.model()
    for name, value in _followed(step.model, wanted).items():
        setattr(row, name, value)
    store(row)


def _followed(model: type[Tracked], values: Mapping[str, Any]) -> dict[str, Any]:
    """The values, with what has been merged since replaced by what it was merged into.

    Raises:
        ValidationError: What a value names is gone.
    """
    followed = dict(values)
    for one in model._meta.concrete_fields:
        key = values.get(one.attname)
        if one.remote_field is not None and key is not None:
            followed[one.attname] = _kept(one.remote_field.model, key, str(one.verbose_name))
    return followed


def _kept(model: type[models.Model], key: int, called: str) -> int:
    for _ in range(_MOST_MERGES):
        record: Any = model._default_manager.filter(pk=key).first()
        if record is None:
            raise ValidationError(f"What it named then as its {called} is gone (number {key}): it cannot be restored with that.")
        into = getattr(record, "merged_into_id", None)
        if into is None:
            return key
        key = into
    raise ValidationError(f"What it named then as its {called} leads round in a circle of merges.")
