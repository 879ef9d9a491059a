"""Ibid., op. cit. and short forms: which earlier citation of the same text they mean."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from sources.citing.citation import Citation
from sources.formats.record import Name

REPEATED = re.compile(r"\A(?:[Ss]ee )?[*_]{0,2}(?:[Ii]bid(?:em)?\b\.?|[Ii]d\.|[Ll]oc\. ?cit\.|同上|同書|同論文|同前)[*_]{0,2}")
TO_EARLIER = re.compile(
    r"[*_]{0,2}(?:\bop\. ?cit\.|\bsupra,? n(?:ote|\.)? ?(?P<note>[0-9]{1,4})|\(n ?(?P<oscola>[0-9]{1,4})\)|前掲(?:書|論文)?|\(note (?P<above>[0-9]{1,4}) above\))[*_]{0,2}"
)
_PLACE = re.compile(
    r"(?P<label>chap(?:ter)?s?\.?|ch\.|sec(?:tion)?\.?|note|n\.)?\s*(?P<value>[0-9ivxlc]{1,6}(?:\s?[-\u2013]\s?[0-9ivxlc]{1,6})?(?:, [0-9]{1,5}(?:[-\u2013][0-9]{1,5})?)*)\s*頁?[.。]?\Z"
)


@dataclass(frozen=True, slots=True)
class Earlier:
    """A citation that stands before, as far as looking back needs it."""

    citation: Citation
    #: Marker of the note in which it stands, and that note's place among all.
    marker: str
    note: int


@dataclass(frozen=True, slots=True)
class Antecedent:
    """What a short form was found to mean: the place of the earlier citation, or why there is none."""

    place: int | None
    doubt: str = ""


def place_of_repeat(printed: str) -> tuple[str, str]:
    """Return the locator that "Ibid., 18" or "op. cit., p. 5" names; ("", "") where it is the same place."""
    rest = TO_EARLIER.sub("", REPEATED.sub("", printed), count=1)
    rest = re.sub(r"\A[\s,.:、]*(?:at |pp?\. ?|pages? )?", "", rest)
    found = _PLACE.match(rest.strip())
    if not found:
        return "", ""
    label = next(
        (name for name in ("chapter", "section", "note") if (found["label"] or "").startswith(name[:2].replace("no", "n"))), "page"
    )
    return label, re.sub(r"\s?[-\u2013]\s?", "-", found["value"])


def before(note: int, earlier: Sequence[Earlier]) -> Antecedent:
    """Return what "ibid." in the ``note``-th note means: the last citation, unless the note before names several works."""
    if not earlier:
        return Antecedent(None, "ibid. with nothing before it")
    last = earlier[-1].note
    if last != note and sum(one.note == last for one in earlier) > 1:
        return Antecedent(None, "ibid. after a note that names several works")
    return Antecedent(len(earlier) - 1)


def find_earlier(citation: Citation, printed: str, earlier: Sequence[Earlier]) -> Antecedent:
    """Return which earlier citation a short form means: of the same name, and of the title or year that it gives."""
    asked = TO_EARLIER.search(printed)
    number = next((group for group in asked.groups() if group), "") if asked else ""
    fitting = [place for place, one in enumerate(earlier) if _fits(citation, one.citation) and (not number or one.marker == number)]
    if number and not fitting and not citation.names:
        fitting = [place for place, one in enumerate(earlier) if one.marker == number]
    works = {_work_key(earlier[place].citation) for place in fitting}
    if len(works) == 1:
        return Antecedent(fitting[0])
    if works:
        return Antecedent(None, "several earlier notes name a work that this short form may mean")
    return Antecedent(None, "no earlier note names it" if asked else "")


def _fits(short: Citation, full: Citation) -> bool:
    if short.names and (not full.names or not _same_name(short.names[0], full.names[0])):
        return False
    if not short.names and not short.title:
        return False
    if short.year and full.year != short.year:
        return False
    return not short.title or _is_within(short.title, full.title)


def _same_name(one: Name, other: Name) -> bool:
    return letters(one.family + one.literal) == letters(other.family + other.literal)


def _is_within(short: str, full: str) -> bool:
    """Whether a short title is taken from the full one: its beginning, or words that stand together in it."""
    mine, theirs = letters(short), letters(full)
    return len(mine) >= 3 and mine in theirs


def _work_key(citation: Citation) -> tuple[str, str, str]:
    name = citation.names[0] if citation.names else Name()
    return (
        letters(name.family + name.literal),
        letters(citation.title),
        citation.fields.get("container-title", "") if not citation.title else "",
    )


def letters(text: str) -> str:
    """Return the letters and digits of a text, without case or accents."""
    return "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if c.isalnum())
