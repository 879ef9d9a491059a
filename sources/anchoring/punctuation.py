"""The signs at a quote's ends: those that stand in the text are part of the place, those that the quoter set are not."""

from __future__ import annotations

import unicodedata

from sources.anchoring.view import folded

_MOST = 40
_QUOTES = "\"'`´‘’‚‛“”„‟′″«»‹›「」『』〝〞〟＂＇"
_DASHES = "-‐‑‒–—―−﹣－"


def widened(quote: str, content: str, start: int, end: int) -> tuple[int, int]:
    """Take in the signs before ``start`` and after ``end`` that the quote has, too, at its ends."""
    lead, trail = _ends(quote)
    size = _taken(trail, content[end : end + _MOST])
    before = _taken(lead[::-1], content[max(0, start - _MOST) : start][::-1])
    return start - before, end + size


def _ends(quote: str) -> tuple[str, str]:
    """What stands in the quote before its first letter and after its last."""
    first = next((index for index, character in enumerate(quote) if folded(character)), len(quote))
    last = next((index for index in range(len(quote) - 1, -1, -1) if folded(quote[index])), -1)
    return quote[max(0, first - _MOST) : first], quote[last + 1 : last + 1 + _MOST]


def _taken(signs: str, beside: str) -> int:
    """How many characters of ``beside`` are signs of the quote, in its order, read away from the words."""
    if beside.startswith(signs):
        return len(signs)
    place = taken = 0
    for sign in signs:
        if sign.isspace():
            continue
        step = place
        while step < len(beside) and beside[step].isspace():
            step += 1
        if step < len(beside) and _alike(sign, beside[step]):
            place = taken = step + 1
    return taken


def _alike(sign: str, other: str) -> bool:
    return sign == other or _class(sign) == _class(other)


def _class(sign: str) -> str:
    if sign in _QUOTES:
        return '"'
    if sign in _DASHES:
        return "-"
    return unicodedata.normalize("NFKC", sign)
