"""Bytes of a bibliography file as text, whatever program wrote them."""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator
from typing import BinaryIO

from sources.formats.entries import UnreadableFileError

_CHUNK = 1 << 18
_HEAD = 4096
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
#: The line that JabRef and BibDesk write: "% Encoding: ISO8859_1", "%% ... encoding: UTF-8".
_SAID = re.compile(rb"^[ \t]*%.{0,80}?encoding(?:\(UTF-8\))?[ \t]*[:=]?[ \t]*([A-Za-z][\w.:-]*)", re.IGNORECASE | re.MULTILINE)
#: Names of error handlers: for the bytes that cp1252 leaves undefined, and for single foreign bytes in UTF-8.
_LATIN_1 = "bibtex-latin-1"
_CP1252 = "bibtex-cp1252"


def _as_latin_1(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("latin-1"), error.end


def _as_cp1252(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", _LATIN_1), error.end


codecs.register_error(_LATIN_1, _as_latin_1)
codecs.register_error(_CP1252, _as_cp1252)


def text_encoding(source: BinaryIO) -> str:
    """Return the encoding of a file: by its mark, UTF-8 where it is that but for stray bytes, by the line that names one, else cp1252.

    Raises:
        UnreadableFileError: The file is no text.
    """
    source.seek(0)
    head = source.read(_HEAD)
    for mark, encoding in _MARKS.items():
        if head.startswith(mark):
            return encoding
    if head.count(b"\0") > len(head) // 4:
        return _wide_encoding(head)
    if _is_utf_8(source):
        return "utf-8"
    said = _SAID.search(head)
    return _known(said[1].decode("ascii")) if said else "cp1252"


def read_chunks(source: BinaryIO, encoding: str) -> Iterator[str]:
    r"""Yield the text of a file from its beginning, every line end as \n.

    Raises:
        UnreadableFileError: The bytes are not what the file's own mark says.
    """
    source.seek(0)
    text = io.TextIOWrapper(source, encoding=encoding, errors=_errors(encoding), newline=None)
    try:
        while chunk := text.read(_CHUNK):
            yield chunk
    except UnicodeDecodeError as error:
        raise UnreadableFileError(
            f"The file is no {encoding.upper()}, though it begins so. Save it as UTF-8 and import it again."
        ) from error
    finally:
        # The wrapper would close the file, which belongs to the caller.
        if not source.closed:
            text.detach()


def _is_utf_8(source: BinaryIO) -> bool:
    """Whether a file is UTF-8, or has more characters of several bytes that are right than bytes that are wrong."""
    right = wrong = 0
    for text in _decoded(source, "strict"):
        if text is None:
            break
    else:
        return True
    for text in _decoded(source, "replace"):
        faulty = text.count("\ufffd") if text else 0
        wrong += faulty
        right += len(_NOT_ASCII.findall(text or "")) - faulty
    return right >= wrong


def _decoded(source: BinaryIO, errors: str) -> Iterator[str | None]:
    """Yield a file as UTF-8 piece by piece; None at last where it is not."""
    source.seek(0)
    decoder = codecs.getincrementaldecoder("utf-8")(errors)
    try:
        while chunk := source.read(_CHUNK):
            yield decoder.decode(chunk)
        yield decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        yield None


def _wide_encoding(head: bytes) -> str:
    """Tell UTF-16 without a mark by where its zero bytes stand."""
    even, odd = head[::2].count(b"\0"), head[1::2].count(b"\0")
    if odd > 8 * even:
        return "utf-16-le"
    if even > 8 * odd:
        return "utf-16-be"
    raise UnreadableFileError("The file is no text: it holds NUL bytes from its beginning on. Give a .bib file saved as UTF-8.")


def _known(name: str) -> str:
    """Return the Python name of an encoding that a file says it has; UTF-8 it is not, whatever it says."""
    for candidate in (name, name.replace("_", "-"), re.sub(r"(?i)^iso-?8859[-_]?", "iso-8859-", name)):
        try:
            found = codecs.lookup(candidate).name
        except LookupError:
            continue
        return "cp1252" if found in {"utf-8", "utf-8-sig", "ascii", "iso8859-1"} or not _is_text_codec(found) else found
    return "cp1252"


def _is_text_codec(name: str) -> bool:
    """Whether a codec makes text of bytes; some of Python's make bytes of bytes."""
    try:
        return isinstance(b"a".decode(name), str)
    except (LookupError, UnicodeError):
        return False


def _errors(encoding: str) -> str:
    return _CP1252 if encoding == "utf-8" else "strict" if encoding.startswith("utf") else _LATIN_1
