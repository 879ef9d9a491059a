"""Conflicts of interest: who has one in what is reviewed, and what approvals that asks for.

What is a conflict, and in which words, the database alone knows (``claims_conflicts``): the law and its reason come from one place.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import connection

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from claims.models import Reviewable


@dataclass(frozen=True)
class Conflict:
    """One account's stake in one record, as of now."""

    account_id: int
    #: Its name.
    account: str
    #: Whether the account made, edited or submitted the record; else it would decide.
    proposes: bool
    is_declared: bool
    #: Citation key, or the public ids of an author and a claim: what it is about; None where it is about none.
    document: str | None
    author: str | None
    claim: str | None
    sentence: str


@dataclass(frozen=True)
class Weighed:
    """What there is of conflicts and approvals of one record."""

    conflicts: tuple[Conflict, ...] = ()
    #: How many approvals of its present revision it needs.
    needed: int = 1
    #: Who gave one, by primary key and name, without those who have a conflict.
    given: dict[int, str] = field(default_factory=dict)
    #: Who made, edited or submitted it, likewise.
    proposers: dict[int, str] = field(default_factory=dict)

    @property
    def awaited(self) -> str:
        """What is still needed, where one approval does not do; else empty."""
        missing = self.needed - len(self.given)
        if self.needed == 1 or missing < 1:
            return ""
        others = " and ".join(sorted({**self.proposers, **self.given}.values())) or "who has a conflict of interest"
        number = "One more approval is" if self.given else f"{missing} approvals are"
        return f"{number} needed, by {'somebody' if missing == 1 else 'persons'} other than {others}."

    def against(self, user: User) -> str:
        """Why ``user`` does not approve; empty where no conflict of theirs speaks against it."""
        return next((f"{one.sentence}: somebody else decides." for one in self.conflicts if one.account_id == user.pk), "")


def weigh(records: Sequence[Reviewable], reader: User | None = None) -> dict[int, Weighed]:
    """Return the conflicts of who proposed ``records`` of one kind, and of ``reader``, who may decide; by primary key, in four queries."""
    if not records:
        return {}
    keys = [record.pk for record in records]
    kind = records[0]._meta.db_table
    conflicts: dict[int, dict[tuple[int, str], Conflict]] = defaultdict(dict)
    for record, *columns in _rows("claims_conflicts(%s, %s, %s)", kind, keys, [reader.pk] if reader is not None else []):
        one = Conflict(*columns)
        # Who proposed it comes first: who also reads it is told once.
        conflicts[record].setdefault((one.account_id, one.sentence), one)
    needed = {record: (number, given) for record, number, given in _rows("claims_approvals(%s, %s)", kind, keys)}
    proposers: dict[int, list[int]] = defaultdict(list)
    for record, account in _rows("claims_proposers(%s, %s)", kind, keys):
        proposers[record].append(account)
    names = _names({account for _, given in needed.values() for account in given} | {one for ones in proposers.values() for one in ones})
    return {
        key: Weighed(
            tuple(conflicts[key].values()),
            needed[key][0],
            {account: names[account] for account in needed[key][1]},
            {account: names[account] for account in proposers[key]},
        )
        for key in keys
    }


def is_approved(record: Reviewable) -> bool:
    """Whether a record in review has all the approvals that it needs."""
    ((_, needed, given),) = _rows("claims_approvals(%s, %s)", record._meta.db_table, [record.pk])
    return bool(len(given) >= needed)


def _rows(function: str, *arguments: Any) -> Iterator[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {function}", arguments)  # noqa: S608 - the functions are named above
        yield from cursor.fetchall()


def _names(accounts: set[int]) -> dict[int, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, username FROM auth_user WHERE id = ANY (%s)", [list(accounts)])
        return dict(cursor.fetchall())
