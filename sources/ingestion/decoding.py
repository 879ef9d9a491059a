"""Bytes to characters, exactly: what cannot be decoded without doubt is refused, and nothing else is changed."""

from __future__ import annotations

import codecs
import re

from sources.ingestion.extraction import ExtractionError

# UTF-32 first: its little-endian signature begins with that of UTF-16.
SIGNATURES = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Codecs of Python that are no encoding of files; some of them are quadratic.
NO_FILE_ENCODINGS = frozenset({"idna", "mbcs", "oem", "punycode", "raw-unicode-escape", "undefined", "unicode-escape"})
LINE_END = re.compile(r"\r\n|\r|\n")
LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def decode(data: bytes, encoding: str | None = None) -> str:
    """Decode a text file without changing a character; only a byte-order mark is dropped.

    Args:
        data: The whole file.
        encoding: Name of the encoding, or None for UTF-8 and for what a byte-order mark says.

    Raises:
        ExtractionError: The encoding is unknown or contradicts the byte-order mark, a byte does not fit it, the
            text has a NUL character, or nothing but white space.
    """
    signature, signed = next((pair for pair in SIGNATURES if data.startswith(pair[0])), (b"", ""))
    chosen = _agreed(signed, encoding)
    try:
        content = data[len(signature) :].decode(chosen)
    except UnicodeDecodeError as fault:
        raise _undecodable(data, len(signature), fault, chosen) from None
    _refuse_unstorable(content)
    if not content.strip():
        message = "The file is empty." if not data else "The file has nothing but white space."
        raise ExtractionError(message)
    return content


def line_of(content: str, offset: int) -> int:
    """Number of the line, from 1, on which ``offset`` stands."""
    return 1 + sum(1 for _ in LINE_END.finditer(content, 0, offset))


def _agreed(signed: str, encoding: str | None) -> str:
    """The encoding that the byte-order mark and the caller agree upon."""
    if not encoding:
        return signed or "utf-8"
    named = _canonical(encoding).removesuffix("-sig")
    if signed and not signed.startswith(named):
        message = f'The file begins with the mark of {signed}, but the encoding "{encoding}" was given. Leave it out.'
        raise ExtractionError(message)
    if not signed and named in {"utf-16", "utf-32"}:
        message = f"The file has no byte-order mark. Give the encoding as {named}-le or {named}-be."
        raise ExtractionError(message)
    return signed or named


def _canonical(encoding: str) -> str:
    """Python's name of ``encoding``, which must be one of text files."""
    try:
        name = codecs.lookup(encoding).name.replace("_", "-")
        "a".encode(name)
    except (LookupError, ValueError):
        name = "undefined"
    if name in NO_FILE_ENCODINGS:
        message = f'The encoding "{encoding}" is not known. Give one such as utf-8, cp1252, shift_jis or euc-jp.'
        raise ExtractionError(message)
    return name


def _undecodable(data: bytes, skipped: int, fault: UnicodeDecodeError, encoding: str) -> ExtractionError:
    before = data[skipped : skipped + fault.start].decode(encoding, errors="ignore")
    message = (
        f"The byte at offset {skipped + fault.start} is not {encoding}. "
        "Save the file as UTF-8, or give its encoding, such as cp1252, shift_jis or euc-jp."
    )
    return ExtractionError(message, line_of(before, len(before)))


def _refuse_unstorable(content: str) -> None:
    """Refuse the two kinds of character that PostgreSQL cannot hold."""
    nul = content.find("\0")
    if nul >= 0:
        message = (
            f"The NUL character at offset {nul} cannot be stored. Remove it; "
            "or, if this is UTF-16 without a byte-order mark, give the encoding utf-16-le or utf-16-be."
        )
        raise ExtractionError(message, line_of(content, nul))
    lone = LONE_SURROGATE.search(content)
    if lone:
        message = f"The lone surrogate at offset {lone.start()} is no character. Is the encoding right?"
        raise ExtractionError(message, line_of(content, lone.start()))
