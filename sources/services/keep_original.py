"""Keep the file that words were read from."""

from __future__ import annotations

import hashlib

from django.core.exceptions import ValidationError
from django.db import connection, transaction

from history.services import store
from sources.models import OriginalFile, Text


@transaction.atomic
def keep_original(name: str, data: bytes, media_type: str) -> None:
    """Keep a file; one of the same bytes that is kept already stays as it is, under its first name."""
    sha256 = hashlib.sha256(data).hexdigest()
    if _is_kept(sha256):
        return
    original = OriginalFile(sha256=sha256, size=len(data), name=name[:255], media_type=media_type)
    try:
        store(original)
    except ValidationError:
        # Somebody else kept it at the same moment.
        if not _is_kept(sha256):
            raise
        return
    _write_bytes(original, data)


def _write_bytes(original: OriginalFile, data: bytes) -> None:
    """By COPY, as they are: an INSERT would send every byte as two hexadecimal digits in the midst of its words, several times slower."""
    statement = "COPY sources_originalbytes (file_id, content) FROM STDIN (FORMAT binary)"
    with connection.wrap_database_errors, connection.cursor() as cursor, cursor.copy(statement) as copied:
        copied.set_types(["int8", "bytea"])
        copied.write_row([original.pk, data])


def _is_kept(sha256: str) -> bool:
    return OriginalFile.objects.filter(sha256=sha256).exists()


def original_of(text: Text) -> OriginalFile | None:
    """Return the kept file of a text; None for texts that came in before files were kept, or without one."""
    return OriginalFile.objects.filter(sha256=text.file_sha256).first() if text.file_sha256 else None


def may_be_taken_by_all(original: OriginalFile) -> bool:
    """Whether every text that was read from the file may be shown whole."""
    rights = set(Text.objects.filter(file_sha256=original.sha256).order_by().values_list("rights", flat=True))
    return rights == {Text.Rights.OPEN}
