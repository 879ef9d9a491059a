"""Bring a bibliography file in: all of it or nothing, and repeated, nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import BinaryIO

from django.core.exceptions import ValidationError

from sources.services.importing.file_formats import FORMATS, format_of, sniffed_format
from sources.services.importing.outcome import Outcome, Summary

__all__ = ["FORMATS", "format_of", "import_sources", "sniffed_format"]


def import_sources(
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

    To be called inside ``recorded(by=..., reason=...)``. Takes constant memory, whatever the file's length.

    Args:
        source: A seekable file.
        format: One of ``FORMATS``; "" to find it by the file's beginning.
        dry_run: Say what would happen and store nothing.
        keep_going: Store what is good although an entry failed; else one failed entry keeps everything out.
        update: Write the file's values over those of documents that are here; else those are left alone and differences shown.
        sees_hidden: Whether whoever imports may see hidden documents; else they are neither matched nor named.
        report: Is given every outcome.

    Raises:
        UnreadableFileError: Nothing of the file can be read.
        ValidationError: The format is not known.
    """
    if format and format not in FORMATS:
        raise ValidationError(f"{format!r} is no format that is read. There are: {', '.join(FORMATS)}.")
    raise ValidationError("Import is not ready yet.")
