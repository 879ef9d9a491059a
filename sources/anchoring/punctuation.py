"""The signs at a quote's ends: those that stand in the text are part of the place, those that the quoter set are not."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from sources.anchoring.apparatus import Stretch
from sources.anchoring.quoting import Quote
from sources.anchoring.signs import DASHES
from sources.anchoring.view import folded, view_of, without_markup

_MOST = 60
_MOST_BLANKS = 3
_NEVER_FIRST = ".,;:!?…。、，．！？」』"  # They end the words before.
_STOPS = {"。": ".", "、": ","}
_NEVER_LAST = "「『"
_WIDE = "。、，．！？」』）】〉》"
_QUOTES = "\"'`´‘’‚‛“”„‟′″«»‹›「」『』〝〞〟＂＇"


def widened(quote: Quote, content: str, start: int, end: int) -> Stretch:
    """Take in the signs before ``start`` and after ``end`` that the quote has, too, at its ends, and a note mark after it."""
    lead, trail = _ends(quote)
    start -= _taken(lead[::-1], content[max(0, start - _MOST) : start][::-1], _NEVER_FIRST)
    end += _taken(trail, content[end : end + _MOST], _NEVER_LAST)
    return start, _with_note(quote, content, end)


@lru_cache(maxsize=8)
def _ends(quote: Quote) -> tuple[str, str]:
    """What stands in the quote before its first letter and after its last; note marks and remarks are no letters."""
    raw = without_markup(quote.raw)
    first = next((index for index, character in enumerate(raw) if folded(character)), len(raw))
    pieces: list[str] = []
    place = len(raw)
    for begin, end in reversed(quote.silent):
        if _has_letters(raw[end:place]):
            break
        pieces.append(raw[end:place])
        place = begin
    last = next((index for index in range(place - 1, -1, -1) if folded(raw[index])), -1)
    pieces.append(raw[last + 1 : place])
    return raw[max(0, first - _MOST) : first].lstrip(), "".join(reversed(pieces)).rstrip()[:_MOST]


def _has_letters(text: str) -> bool:
    return any(folded(character) for character in text)


def _with_note(quote: Quote, content: str, end: int) -> int:
    """The end behind the note mark that stands there, where the quote ends with the same."""
    if not quote.silent or _has_letters(quote.raw[quote.silent[-1][1] :]):
        return end
    mark = quote.raw[slice(*quote.silent[-1])]
    note = view_of(mark).text
    beside = without_markup(content[end : end + 2 * len(mark) + _MOST])
    held = view_of(beside)
    if not note or not held.text.startswith(note):
        return end
    last = held.starts[len(note) - 1] + 1
    trail = mark[max(index for index, character in enumerate(mark) if folded(character)) + 1 :]
    return end + last + _taken(trail, content[end + last : end + last + _MOST], _NEVER_LAST)


def _taken(signs: str, beside: str, never: str) -> int:
    """How many characters of ``beside`` are signs of the quote, in its order, read away from the words; none of them ``never``."""
    if beside.startswith(signs):
        return len(signs)
    place = taken = 0
    for sign in signs:
        if sign.isspace():
            continue
        step = place
        while step < min(len(beside), place + _MOST_BLANKS) and beside[step].isspace() and _may_stand_apart(sign, beside[step]):
            step += 1
        if step < len(beside) and beside[step] not in never and _class(sign) == _class(beside[step]):
            place = taken = step + 1
    return taken


def _may_stand_apart(sign: str, blank: str) -> bool:
    """Whether a sign belongs to the words although a blank is between: in a loose scan, or where a line of Japanese ends."""
    return sign in _WIDE or (_class(sign) != '"' and blank != "\n")


def _class(sign: str) -> str:
    if sign in _QUOTES:
        return '"'
    if sign in DASHES:
        return "-"
    return _STOPS.get(sign) or unicodedata.normalize("NFKC", sign)
