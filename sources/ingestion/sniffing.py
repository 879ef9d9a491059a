"""What a file is by its first bytes, whatever its name says."""

from __future__ import annotations

import codecs
import re

from sources.ingestion.extraction import ExtractionError

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
#: Signatures that no text begins with: what they are, and how such files end.
_BINARY = (
    (b"\x89PNG\r\n", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"II*\x00", "a TIFF picture"),
    (b"MM\x00*", "a TIFF picture"),
    (b"AT&TFORM", "a DjVu file"),
    (b"\x1f\x8b", "a file packed with gzip"),
    (b"BZh", "a file packed with bzip2"),
    (b"\xfd7zXZ\x00", "a file packed with xz"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"\x7fELF", "a program"),
)
_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--(?:[^-]|-(?!->)){0,2000}-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE
)
_NAMES = {
    "pdf": "PDF",
    "html": "HTML",
    "docx": "a Word file",
    "rtf": "RTF",
    "zip": "a ZIP archive",
    "ole": "an Office file of the old kind",
}
_ENDINGS = {"pdf": ".pdf", "html": ".html", "docx": ".docx"}
#: What the endings of names promise.
_PROMISED = {"pdf": "PDF", "html": "HTML", "docx": "a Word file", "text": "plain text", "markdown": "Markdown"}
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def refuse_other_content(kind: str, data: bytes) -> None:
    """Refuse a file whose content is not what its ending promises.

    Args:
        kind: What the ending promises: "pdf", "html", "docx", "text" or "markdown".
        data: The whole file.

    Raises:
        ExtractionError: It is something else, said with what to do.
    """
    found = _sniff(data)
    if found == kind or (found == "html" and kind in {"text", "markdown"}):
        return
    promised = _PROMISED[kind]
    if found == "ole" and kind == "docx":
        raise ExtractionError(_about_ole(data))
    if found in _ENDINGS:
        message = f"This is {_NAMES[found]}, not {promised}: rename it so that it ends in {_ENDINGS[found]}."
        raise ExtractionError(message)
    if found:
        message = f"This is {_NAMES.get(found, found)}, not {promised}. Give the document itself."
        raise ExtractionError(message)
    _refuse_the_unknown(kind, data)


def _refuse_the_unknown(kind: str, data: bytes) -> None:
    if not data:
        raise ExtractionError("The file is empty.")
    if kind == "pdf":
        raise ExtractionError("This is not PDF: it does not begin with %PDF. Is the download complete?")
    if kind == "docx":
        raise ExtractionError("This is not a Word file: it is no ZIP archive. Is the download complete?")


def _sniff(data: bytes) -> str:
    """A key of ``_NAMES``, the words for another binary kind, or "" for what may be text."""
    start = data[:4096]
    if start[:1024].lstrip(b"\xef\xbb\xbf \t\r\n\x00").startswith(b"%PDF-"):
        return "pdf"
    if start.startswith(_ZIP):
        return "docx" if b"word/" in data else "zip"
    if start.startswith(_OLE):
        return "ole"
    if start.startswith(b"{\\rtf"):
        return "rtf"
    for signature, named in _BINARY:
        if start.startswith(signature):
            return named
    return "html" if _HTML.match(_in_single_bytes(start)) else ""


def _in_single_bytes(start: bytes) -> bytes:
    """The beginning without its byte-order mark; UTF-16 as the ASCII that it holds."""
    for mark in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        if start.startswith(mark):
            return start[2:].replace(b"\x00", b"")
    return start.removeprefix(codecs.BOM_UTF8)


def _about_ole(data: bytes) -> str:
    if _ENCRYPTED in data:
        return "The Word file is encrypted. Open it with its password, save it without one, and give that copy."
    return "This is a Word file of the old kind (.doc). Open it, save it as .docx, and give that copy."
