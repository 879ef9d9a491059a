"""What a PDF says of itself, as far as its own pages bear it out.

The title and author in a PDF are mostly what a program filled in: the name of a file, of an account. They count only where the first
pages print them; the dates there are the file's, not the work's, and do not count.
"""

from __future__ import annotations

import ctypes
import re

import pypdfium2
import pypdfium2.raw as pdfium

from sources.ingestion.extraction import Facts

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")
_BETWEEN_AUTHORS = re.compile(r"\s*(?:;|\band\b|&|,(?=\s*[^\s,]+\s+[^\s,]))\s*")
_LONGEST = 500
_FEWEST_LETTERS = 4


def facts_of(document: pypdfium2.PdfDocument, opening: str) -> Facts:
    """Return the title and authors that the file declares and its ``opening`` words show."""
    said = document.get_metadata_dict(skip_empty=True)
    shown = _letters(opening)
    title = " ".join(said.get("Title", "").split())[:_LONGEST]
    authors = (" ".join(name.split()) for name in _BETWEEN_AUTHORS.split(said.get("Author", "")[:_LONGEST]))
    return Facts(
        title=title if _is_shown(title, shown) else "",
        authors=tuple(name for name in authors if " " in name and _is_shown(name, shown)),
    )


def language_of(document: pypdfium2.PdfDocument) -> str:
    """Return the BCP 47 tag of the catalogue's entry Lang, "" where there is none."""
    size = pdfium.FPDFCatalog_GetLanguage(document.raw, None, 0)
    if not 2 < size <= 200:
        return ""
    buffer = (ctypes.c_ushort * (size // 2))()
    pdfium.FPDFCatalog_GetLanguage(document.raw, buffer, size)
    tag = bytes(buffer).decode("utf-16-le", "replace").rstrip("\0").strip()
    return tag if _LANGUAGE.fullmatch(tag) and len(tag) <= 35 else ""


def _is_shown(said: str, shown: str) -> bool:
    letters = _letters(said)
    return len(letters) >= _FEWEST_LETTERS and letters in shown


def _letters(text: str) -> str:
    return "".join(sign for sign in text.casefold() if sign.isalnum())
