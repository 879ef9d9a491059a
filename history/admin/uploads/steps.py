"""The two steps of an import in the admin: look what a file would do, then do exactly that."""

from __future__ import annotations

import time
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from django.contrib.auth.models import User
from django.db import connection

from history.admin.uploads.held import HeldUpload
from history.admin.uploads.kinds import FileKind, Summary
from history.admin.uploads.rows import FOOTPRINT, Counts, Outcome, RowWriter, footprint
from history.services import recorded


class ForeseenOtherwiseError(Exception):
    """An import would not do what was shown; nothing is stored. The message names the first such entry."""


def look_through(kind: FileKind, held: HeldUpload, *, by: User, update: bool = False) -> None:
    """Note what an import would do, and show it; the database stays as it is.

    At a further look the entries that would end otherwise than at the one before are marked.

    Args:
        kind: What kind of file it is.
        held: The file.
        by: Whose import it would be.
        update: Look what an import would do that writes over records that are here. What it would write is seen as well without
            this, and sooner, unless entries of the file speak of one record and the later are compared with what the earlier wrote.

    Raises:
        UnfitFileError: Nothing of the file can be read.
        ValidationError: A law refuses all of it.
    """
    begun = time.monotonic()
    with TemporaryDirectory(dir=held.folder) as folder:
        rows, foreseen = Path(folder) / "rows", Path(folder) / "foreseen"
        counts = _foresee(kind, held, rows, foreseen, by=by, update=update)
        foreseen.replace(held.footprints)
        held.replace_rows(rows)
    held.note(replace(held.state, by_place=dict(counts.by_place), seconds=time.monotonic() - begun))


def carry_out(kind: FileKind, held: HeldUpload, *, by: User, update: bool) -> None:
    """Import a file that was looked through, leaving out what cannot be read, and note how it ended.

    Args:
        kind: What kind of file it is.
        held: The file.
        by: Whom history names.
        update: Also write the file's values over those of records that are here.

    Raises:
        ForeseenOtherwiseError: Some entry would end otherwise than was shown, mostly because the database has changed; nothing is stored.
        IntegrityError: A law refuses what the file brings.
    """
    begun = time.monotonic()
    state = held.state
    with TemporaryDirectory(dir=held.folder) as folder:
        rows = Path(folder) / "rows"
        with recorded(by=by, reason=f"Imported from {state.name}"):
            counts, summary = _import(kind, held, rows, by=by, update=update)
            # Deferred constraints speak now, while the page can still say so, and not at the end of the transaction.
            connection.check_constraints()
        held.replace_rows(rows)
    seconds = time.monotonic() - begun
    held.finish(replace(state, by_place=dict(counts.by_place), seconds=seconds, created=summary.created, updated=summary.updated))


def _foresee(kind: FileKind, held: HeldUpload, rows: Path, foreseen: Path, *, by: User, update: bool) -> Counts:
    """Run the import dry; write its rows, and what is to be foreseen."""
    with ExitStack() as opened:
        before = opened.enter_context(held.footprints.open("rb")) if held.footprints.exists() else None
        marks = opened.enter_context(foreseen.open("wb"))
        writer = opened.enter_context(RowWriter(rows, kind.naming, is_look=True))
        opened.enter_context(recorded(by=by))

        def report(outcome: Outcome) -> None:
            mark = footprint(outcome)
            marks.write(mark)
            writer.write(outcome, is_changed=before is not None and before.read(FOOTPRINT) != mark)

        kind.run(held, report, by=by, dry_run=True, update=update)
    return writer.counts


def _import(kind: FileKind, held: HeldUpload, rows: Path, *, by: User, update: bool) -> tuple[Counts, Summary]:
    """Import for good, and stop at the first entry that does not end as it was foreseen."""
    with ExitStack() as opened:
        foreseen = opened.enter_context(held.footprints.open("rb"))
        writer = opened.enter_context(RowWriter(rows, kind.naming, is_look=False))

        def report(outcome: Outcome) -> None:
            if foreseen.read(FOOTPRINT) != footprint(outcome):
                raise ForeseenOtherwiseError(_otherwise(outcome))
            writer.write(outcome)

        summary = kind.run(held, report, by=by, dry_run=False, update=update)
    return writer.counts, summary


def _otherwise(outcome: Outcome) -> str:
    errors = " ".join(str(fault) for fault in outcome.errors)
    return f"The entry on line {outcome.line} ({outcome.key or 'without a name'}) would end as {outcome.result}. {errors}".strip()
