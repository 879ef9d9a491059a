"""Place, publisher and year, and the edition."""

from __future__ import annotations

import re

from sources.citing.citation import Reading
from sources.citing.cleaning import trimmed, upright
from sources.citing.numbering import DATE, take_date, take_numbers

_PLACED = re.compile(r"(?P<place>[A-Z\u00c0-\u00de][^:;()]{1,60}?)\s*:\s*(?P<publisher>[^:()]{2,120})\Z")
_EDITION = re.compile(
    r"[,.]?\s*\(?\b(?P<edition>[0-9]{1,3}(?:st|nd|rd|th)|[Rr]ev(?:ised)?\.?|[Ss]econd|[Tt]hird|[Ff]ourth|[Ff]ifth) (?:ed(?:n|ition)?\b\.?)\)?,?\s*"
)


def take_publisher(reading: Reading, text: str) -> bool:
    """Note "Place: Publisher, year", "Publisher, year" or only what is there; return whether it names a publisher.

    Nothing is noted where it does not.
    """
    text = upright(text).strip(" ,.;")
    dates = list(DATE.finditer(text))
    if not dates or (text[dates[-1].end() :].strip(" ,.") and not re.match(r"[,.]?\s*(?:pp?\.\s*)?[0-9]", text[dates[-1].end() :])):
        before, behind = (text, "") if not dates else ("", "")
    else:
        before, behind = text[: dates[-1].start()].strip(" ,"), text[dates[-1].end() :]
    placed = _PLACED.match(before)
    if placed is None and (
        not dates or not re.match(r"[A-Z][\w.&' -]{2,80}\Z", before) or DATE.fullmatch(f"{before} {dates[-1][0]}") or _is_season(before)
    ):
        return False
    if placed:
        reading.put("publisher-place", trimmed(placed["place"]), 0.9)
        reading.put("publisher", trimmed(placed["publisher"]), 0.9)
    else:
        reading.put("publisher", trimmed(before), 0.7)
    if dates:
        take_date(reading, dates[-1][0], 0.95)
        if behind.strip(" .,"):
            take_numbers(reading, behind, is_article=False, is_note=True)
    return True


def _is_season(text: str) -> bool:
    return bool(re.match(r"(?:Spring|Summer|Autumn|Fall|Winter|[A-Z][a-z]+/[A-Z])", text))


def take_edition(reading: Reading, text: str) -> str:
    """Note the edition; return the text without it."""
    found = _EDITION.search(text)
    if found is None:
        return text
    reading.put("edition", re.sub(r"(?<=[0-9])(?:st|nd|rd|th)", "", found["edition"]), 0.9)
    return f"{text[: found.start()].rstrip()}{'. ' if text[found.end() :] else ''}{text[found.end() :].lstrip(' .')}"
