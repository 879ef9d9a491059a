"""Read a file within the limits of this installation."""

from __future__ import annotations

from pathlib import PurePath

from django.conf import settings

from sources.ingestion.extraction import ExtractionError
from sources.ingestion.files import read_file, reader_of
from sources.ingestion.limits import Limits
from sources.models import Text
from sources.services.hold_text import Copy


def read_copy(file_name: str, data: bytes, *, encoding: str | None = None) -> Copy:
    """Return a file's words and marks.

    Args:
        file_name: Its name; the ending says what it is.
        data: Its bytes.
        encoding: Of a text or HTML file that is not UTF-8 and does not say what it is.

    Raises:
        ExtractionError: The file cannot be read, or not within the limits that the settings give.
    """
    return Copy(PurePath(file_name).name, data, read_file(file_name, data, encoding=encoding, limits=limits()))


def limits() -> Limits:
    """Return what one file may have and take, as the settings say."""
    return Limits(
        bytes=settings.MAX_TEXT_BYTES,
        pages=settings.MAX_TEXT_PAGES,
        seconds=settings.READING_SECONDS,
        memory=settings.READING_MEMORY_MB * 1_000_000,
    )


def newer_tool(text: Text) -> str:
    """Return what would read the text's file today, "" if that is what read it: its words stay those that were held."""
    try:
        today = " ".join(reader_of(text.file_name).tool())
    except ExtractionError:
        return ""
    return "" if today == text.tool else today
