"""Plain text made fit for one line of any format."""

from __future__ import annotations

import re
import unicodedata

#: Controls that are no white space, soft hyphen, zero-width space, byte order mark, lone surrogates, non-characters.
_INVISIBLE = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u200b\ufeff\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_WHITE = re.compile("[ \t-\r\x1c-\x1f\x85\u2028\u2029]+")


def clean(text: str) -> str:
    """Return text in NFC on one line: white space runs are one space, what cannot be seen or printed is gone."""
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()
    # What cannot be seen goes first: it may stand between a letter and its accent.
    visible = unicodedata.normalize("NFC", _INVISIBLE.sub("", text))
    return _WHITE.sub(" ", visible).strip(" ")
