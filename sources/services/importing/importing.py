"""Bring a bibliography file in: all of it or nothing, and repeated, nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import BinaryIO

from django.core.exceptions import ValidationError
from django.db import transaction

from sources.formats.bibtex.reading import read_bibtex
from sources.formats.csl.reading import read_csl_json
from sources.formats.entries import Reader
from sources.formats.ris.reading import read_ris
from sources.services.importing.batch import Options
from sources.services.importing.file_formats import FORMATS, format_of, sniffed_format
from sources.services.importing.outcome import Outcome, Summary
from sources.services.importing.run import Run
from sources.services.importing.tables import import_tables, plan_as_usual
from sources.services.references.resolving import retry_for_import, some_wait

_READERS: Mapping[str, Reader] = MappingProxyType(
    {"bibtex": read_bibtex, "biblatex": read_bibtex, "ris": read_ris, "csl-json": read_csl_json}
)

__all__ = ["FORMATS", "format_of", "import_sources", "sniffed_format"]


def import_sources(  # noqa: PLR0913 - each is an option that a person chooses
    source: BinaryIO,
    *,
    format: str,  # noqa: A002 - the option's own word
    dry_run: bool = False,
    keep_going: bool = False,
    update: bool = False,
    sees_hidden: bool = True,
    report: Callable[[Outcome], None],
) -> Summary:
    """Store what a file brings and is not here yet; say of every entry, in the file's order, what became of it.

    To be called inside ``recorded(by=..., reason=...)``. Takes constant memory, whatever the file's length. One import at a time:
    another waits.

    Args:
        source: A seekable file.
        format: One of ``FORMATS``; "" to find it by the file's beginning.
        dry_run: Do it all, say what happened and undo it.
        keep_going: Store what is good although an entry failed; else one failed entry keeps everything out.
        update: Write the file's values over those of documents that are here; else those are left alone and differences shown.
        sees_hidden: Whether whoever imports may see hidden documents; else they are neither matched nor named.
        report: Is given every outcome.

    Raises:
        UnreadableFileError: Nothing of the file can be read.
        ValidationError: The format is not known.
    """
    chosen = format or sniffed_format(source)
    if chosen not in _READERS:
        raise ValidationError(f"{chosen!r} is no format that is read. There are: {', '.join(FORMATS)}.")
    source.seek(0)
    with transaction.atomic():
        run = Run(Options(update=update, sees_hidden=sees_hidden), report)
        with import_tables():
            run.take(_READERS[chosen](source))
            if some_wait():
                plan_as_usual()
                retry_for_import()
        is_stored = not dry_run and (keep_going or not run.counts["failed"])
        if not is_stored:
            transaction.set_rollback(True)
    return _summary(run.counts, is_stored=is_stored, is_refused=bool(run.counts["failed"]) and not keep_going)


def _summary(counts: Mapping[str, int], *, is_stored: bool, is_refused: bool) -> Summary:
    return Summary(
        created=0 if is_refused else counts["created"],
        updated=0 if is_refused else counts["updated"],
        unchanged=counts["unchanged"],
        failed=counts["failed"],
        is_stored=is_stored,
    )
