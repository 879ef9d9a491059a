"""Comment on what is reviewed, flag what is wrong with it, and resolve either."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from claims.models import Comment, Flag
from claims.services.made_by import with_origin
from claims.services.review import WrongStateError
from history.services import recorded, store

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from claims.models import Reviewable

_R = TypeVar("_R", Comment, Flag)


def write_comment(record: Reviewable, *, by: User, words: str, reply_to: Comment | None = None, tool: str = "") -> Comment:
    """Write a comment of ``by`` on a record; only the staff sees it.

    Args:
        record: What it is about.
        by: Who writes it; a machine names its ``tool``.
        words: What there is to say; they never change.
        reply_to: The comment on the same record that it answers.
        tool: The machine's tool and version; nothing for a person.

    Raises:
        ValidationError: It says nothing, or answers a comment on another record.
    """
    return _written(Comment(words=words, reply_to=reply_to, **_about(record), **_made(by, tool)), by)


def raise_flag(record: Reviewable, *, by: User, kind: str, words: str, tool: str = "") -> Flag:
    """Say that something is wrong with a record: until that is resolved nobody approves it.

    Args:
        record: What it is about.
        by: Who says so; a machine names its ``tool``.
        kind: One of ``Flag.Kind``.
        words: What is wrong; they never change.
        tool: The machine's tool and version; nothing for a person.

    Raises:
        ValidationError: It says nothing, or the kind is none.
    """
    return _written(Flag(kind=kind, words=words, **_about(record), **_made(by, tool)), by)


def resolve(remark: Comment | Flag, *, by: User, how: str) -> None:
    """Resolve a comment or a flag, once and for all; whoever disagrees writes another.

    Raises:
        WrongStateError: It was resolved already, or is an answer, which is resolved with what it answers.
        ValidationError: It does not say how, or ``by`` is a machine.
    """
    with recorded(by=by, reason=how):
        rows: Any = type(remark)._default_manager
        present = rows.select_for_update(of=("self",)).get(pk=remark.pk)
        if present.resolved_at is not None:
            raise WrongStateError("This was resolved already. If you disagree, write another.")
        if getattr(present, "reply_to_id", None) is not None:
            raise WrongStateError("An answer is resolved with the comment that it answers: resolve that.")
        present.resolution = how
        present.resolved_at, present.resolved_by = present.changed_at, by
        store(present)
    remark.refresh_from_db()


def flagged(records: Sequence[Reviewable]) -> frozenset[int]:
    """Return which of ``records`` of one kind have an open flag, by primary key. One query."""
    if not records:
        return frozenset()
    link = f"{records[0]._meta.model_name}_id"
    found: Any = Flag.objects.open().filter(**{f"{link}__in": [record.pk for record in records]})
    return frozenset(found.order_by().values_list(link, flat=True))


def _about(record: Reviewable) -> dict[str, Any]:
    return {str(record._meta.model_name): record}


def _made(by: User, tool: str) -> dict[str, Any]:
    return with_origin(by, {"tool": tool} if tool else {})


def _written(remark: _R, by: User) -> _R:
    with recorded(by=by):
        store(remark)
    remark.refresh_from_db()
    return remark
