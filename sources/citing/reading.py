"""One printed citation, read."""

from __future__ import annotations

import re

from sources import identifiers
from sources.citing.citation import LONGEST, Citation, Reading
from sources.citing.cleaning import ITALIC, plain, upright
from sources.citing.japanese import SIGNS, read_japanese
from sources.citing.shapes import read_latin
from sources.citing.short import read_short

_MARKER = re.compile(r"\A(?:\[[0-9]{1,4}\]|[0-9]{1,4}\.(?=\s)|[\u2022*-]\s)\s*")
_LEAD = re.compile(
    r"\A(?:[Ss]ee(?:,? (?:also|especially|generally|for example|for instance))?(?:,? e\.g\.)?|[Cc]f\.|[Cc]ompare|[Aa]lso|[Ee]\.g\.|[Aa]nd|[Bb]ut see|[Qq]uoted in|[Cc]ited in|[Ff]or example)[,:]?\s+"
)
_DOI = re.compile(
    r"(?:https?://(?:dx\.)?doi\.org/|\bdoi:?\s*)(10\.[0-9]{4,9}/[^\s,;\u3001\u3002]+)|\b(10\.[0-9]{4,9}/[^\s,;\u3001\u3002]+)",
    re.IGNORECASE,
)
_URL = re.compile(r"(?:(?:[Aa]vailable|[Rr]etrieved|[Aa]ccessed)[^.,]{0,40}?(?:at|from):?\s*)?<?(https?://[^\s<>\u3001\u3002]+)>?")
_ISBN = re.compile(r"\bISBN(?:-1[03])?:?\s*([0-9][0-9Xx -]{8,16}[0-9Xx])", re.IGNORECASE)
_ARXIV = re.compile(r"\barXiv:\s*([0-9]{4}\.[0-9]{4,5}(?:v[0-9]+)?)", re.IGNORECASE)
_ACCESSED = re.compile(r"[,.;(]?\s*\b(?:last )?(?:accessed|retrieved|visited)(?: on)? [^,.;()]{3,20}(?:, [0-9]{4})?\)?", re.IGNORECASE)


def read_citation(printed: str, *, is_note: bool = True) -> Citation:
    """Read one printed citation as far as it says what it means; what cannot be told is left out.

    Args:
        printed: As it stands in the text, markup and line ends too.
        is_note: Whether it stands in a note, where a page is the place cited; in a bibliography pages are the work's own.
    """
    if len(printed) > LONGEST:
        return Citation()
    reading = Reading()
    text = plain(printed)
    text = _LEAD.sub("", _MARKER.sub("", text))
    text = _identifiers(reading, text)
    if SIGNS.search(text) and re.search("[\u300c\u300e]", text):
        read_japanese(reading, text, is_note=is_note)
    else:
        read_latin(reading, text, is_note=is_note)
    if not reading.fields.keys() - {"DOI", "URL", "ISBN", "arxiv"}:
        read_short(reading, upright(text), is_italic=ITALIC in text)
    return reading.done()


def _identifiers(reading: Reading, text: str) -> str:
    """Note identifiers; return the text without them."""
    for name, pattern, normalise in (
        ("DOI", _DOI, identifiers.normalise_doi),
        ("ISBN", _ISBN, identifiers.normalise_isbn),
        ("arxiv", _ARXIV, identifiers.normalise_arxiv),
        ("URL", _URL, identifiers.normalise_url),
    ):
        found = pattern.search(text)
        if found is None:
            continue
        value = next(group for group in found.groups() if group).rstrip(".,;)")
        try:
            reading.put(name, normalise(value), 1.0)
        except ValueError:
            continue
        text = f"{text[: found.start()]} {text[found.end() :]}".strip()
    return _ACCESSED.sub("", text)
