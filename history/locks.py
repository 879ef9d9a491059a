"""Advisory locks by what they are for: the one list of their numbers in Python, alike that of the database (``history_locks``).

An advisory lock is a number that all who mean the same thing agree on, and two purposes that agree on one by chance wait for each other.
"""

from __future__ import annotations

from enum import IntEnum

from django.db import connection


class Lock(IntEnum):
    """What is done by one at a time. A number is never given to another purpose."""

    #: To prepare a server or migrate a database; on the server's own database, before there are functions.
    PREPARING = 7_146_483
    #: To merge records: shared by whoever adds what may point to them.
    MERGING = 7_146_484
    #: To answer one request of one user under one idempotency key.
    ANSWERING = 7_146_485
    #: To import: two imports of one file would each create what the other is creating.
    IMPORTING = 7_146_486
    #: To load fixtures, likewise.
    LOADING = 7_146_487
    #: To lead a record to another of its kind; for each column by itself.
    LEADING = 7_146_488
    #: To relate claims; for each kind of relation by itself.
    RELATING = 7_146_489
    #: To keep written entries of exports.
    WRITING_ENTRIES = 7_146_490
    #: To say who has a conflict of interest: shared by whoever approves.
    CONFLICTS = 7_146_491
    #: To compare claims for contradictions.
    COMPARING = 7_146_492


def wait_for(lock: Lock) -> None:
    """Wait until nobody else does what the lock is for; it is held until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [lock])


def take_if_free(lock: Lock, key: str | None = None) -> bool:
    """Take a lock until the transaction ends, unless somebody has it; say whether it was taken.

    Args:
        lock: What is to be done.
        key: Where only those exclude each other who do it to the same thing: its name.
    """
    with connection.cursor() as cursor:
        if key is None:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [lock])
        else:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s, hashtext(%s))", [lock, key])
        return bool(cursor.fetchone()[0])
