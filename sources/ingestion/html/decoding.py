"""The encoding of an HTML file: its byte-order mark, what the reader was told, what the file declares, else UTF-8."""

from __future__ import annotations

import re

from sources.ingestion.decoding import SIGNATURES, decode

#: So far into a file a declaration is looked for; the HTML standard says 1,024 bytes, pages in the wild say more.
_BEGINNING = 8192
_DECLARED = re.compile(
    rb"""<meta\b[^>]{0,300}?\bcharset\s*=\s*["']?\s*(?P<meta>[A-Za-z0-9_:.-]{1,40})|<\?xml\b[^>]{0,100}?\bencoding\s*=\s*["'](?P<xml>[A-Za-z0-9_.-]{1,40})""",
    re.IGNORECASE,
)
#: What the labels mean on the web (WHATWG Encoding Standard, section 4.2), where Python takes them for less.
_ON_THE_WEB = {
    "ascii": "cp1252",
    "us-ascii": "cp1252",
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "latin1": "cp1252",
    "iso-8859-9": "cp1254",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "sjis": "cp932",
    "x-sjis": "cp932",
    "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "big5": "big5hkscs",
    "tis-620": "cp874",
    # A file whose declaration can be read byte by byte is no UTF-16, whatever it says.
    "utf-16": "utf-8",
    "utf-16le": "utf-8",
    "utf-16be": "utf-8",
    "unicode": "utf-8",
}


def decode_html(data: bytes, encoding: str | None) -> str:
    """Decode an HTML file; no character is repaired.

    Raises:
        ExtractionError: A byte does not fit the encoding, or the file is empty.
    """
    is_signed = any(data.startswith(signature) for signature, _ in SIGNATURES)
    return decode(data, encoding or (None if is_signed else _declared(data)))


def _declared(data: bytes) -> str | None:
    found = _DECLARED.search(data, 0, _BEGINNING)
    if not found:
        return None
    label = (found["meta"] or found["xml"]).decode("ascii").lower()
    return _ON_THE_WEB.get(label, label)
