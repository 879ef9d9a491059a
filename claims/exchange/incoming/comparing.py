"""What a file says otherwise than the record here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

import orjson
from django.db.models import Model, QuerySet

from claims import models
from claims.exchange.incoming.outcomes import Incoming
from claims.exchange.lines.claim_records import Proposal
from claims.exchange.lines.fields import within

M = TypeVar("M", bound=Model)


def held(rows: QuerySet[M], *, to_write_over: bool) -> QuerySet[M]:
    """Return the rows to compare with; held until the transaction ends where they may be written over, so that no edit goes under unseen."""
    return rows.order_by("pk").select_for_update(of=("self",)) if to_write_over else rows


def compare_columns(incoming: Incoming[Any], record: Proposal, here: models.Claim | models.Evidence | models.Relation) -> None:
    """Note where the columns of a record in the file differ from those here."""
    for name, value in record.columns.items():
        differ(incoming, within(record.place, name), _text(getattr(here, name)), _text(value))
    differ(incoming, within(record.place, "status"), here.status, record.status)


def differ(incoming: Incoming[Any], place: str, here: str, file: str, *, is_same: bool | None = None) -> None:
    """Note a difference, if there is one: as ``is_same`` says, else as the two texts say."""
    if not (here == file if is_same is None else is_same):
        incoming.differs(place, here, file)


def _text(value: object) -> str:
    return value if isinstance(value, str) else orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()


def compare(incoming: Incoming[Any], here: Mapping[str, Any], file: Mapping[str, Any]) -> None:
    """Note where plain columns of the file differ from those here; what is empty in both is the same."""
    for name, value in file.items():
        mine, theirs = here[name] or "", value or ""
        differ(incoming, name, _text(mine), _text(theirs), is_same=mine == theirs)
