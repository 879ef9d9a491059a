"""Bring a file of claims in: all of it or nothing, and repeated, nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, BinaryIO

from django.db import transaction

from claims.exchange.incoming.claims.options import Options
from claims.exchange.incoming.claims.reviewed import Loader
from claims.exchange.incoming.names import names_of_this_file
from claims.exchange.incoming.outcomes import ClaimOutcome
from claims.exchange.incoming.run import Run
from claims.exchange.lines.reading import read_lines
from claims.exchange.tables.documents import find_key
from claims.exchange.tables.mapping import Table
from claims.exchange.tables.rows import read_table
from claims.services.contradictions import compare_after_commit
from sources.services.importing.outcome import Summary

if TYPE_CHECKING:
    from django.contrib.auth.models import User


def import_claims(  # noqa: PLR0913 - each is an option that a person chooses
    source: BinaryIO,
    *,
    dry_run: bool = False,
    keep_going: bool = False,
    update: bool = False,
    administrator: User | None = None,
    table: Table | None = None,
    name: str = "",
    report: Callable[[ClaimOutcome], None],
) -> Summary:
    """Store the topics, claims, evidence and relations that a JSON Lines file brings and that are not here yet.

    To be called inside ``recorded(by=..., reason=...)``. Takes constant memory, whatever the file's length. One import at a time:
    another waits.

    Args:
        source: The file.
        dry_run: Do it all, say what happened and undo it.
        keep_going: Store what is good although a record failed; else one failed record keeps everything out.
        update: Write the file's words over those of records that are here, as far as the laws let them change.
        administrator: Who brings reviewed states in, under the names of those who made and reviewed the records (law 8): the acting user.
            None where everything comes in as a draft.
        table: How the columns of a foreign table say claims; None for a file of our own.
        name: The file's name, for what a foreign table brings.
        report: Is given what became of every record, in the file's order.

    Raises:
        UnreadableFileError: Nothing of the file can be read.
    """
    with transaction.atomic():
        run = Run(Options(update=update, loader=Loader(administrator) if administrator else None), report)
        with names_of_this_file():
            run.take(read_lines(source) if table is None else read_table(source, table, file=name, find_key=find_key))
        is_refused = bool(run.counts["failed"]) and not keep_going
        if dry_run or is_refused:
            transaction.set_rollback(True)
        else:
            compare_after_commit()
    kept = {name: 0 if is_refused and name in {"created", "updated"} else count for name, count in run.counts.items()}
    return Summary(**kept, is_stored=not dry_run and not is_refused)
