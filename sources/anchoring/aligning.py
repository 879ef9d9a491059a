"""Which letter of a quote answers to which letter of the held words."""

from __future__ import annotations

from dataclasses import dataclass

from sources.anchoring.edits import distance, fits, partners
from sources.anchoring.quoting import Part
from sources.anchoring.sides import Side


@dataclass(frozen=True, slots=True)
class Alignment:
    """Letters of the quote and their partners among the held ones.

    Attributes:
        partner: For each letter of the quote the index of the held letter it answers to, or -1.
        left_out: For each held letter whether it stands where the quote has an ellipsis or a bracket.
    """

    partner: list[int]
    left_out: list[bool]


@dataclass(frozen=True, slots=True)
class _Place:
    start: int
    end: int
    cost: int


@dataclass(frozen=True, slots=True)
class _Choice:
    """The comparison with note marks taken out, or not, of either side."""

    pieces: list[list[int]]
    hay: list[int]
    places: list[_Place]

    @property
    def cost(self) -> int:
        return sum(place.cost for place in self.places)


def aligned(parts: tuple[Part, ...], quote: Side, held: Side) -> Alignment:
    """Align the quote's parts with the held words; note marks are taken out on the side where that brings the two closer."""
    choice = _closest(parts, quote, held)
    partner = [-1] * len(quote.view)
    covered = [False] * len(held.view)
    for piece, place in zip(choice.pieces, choice.places, strict=True):
        hay = choice.hay[place.start : place.end]
        for index, other in zip(piece, partners(_letters(quote.view, piece), _letters(held.view, hay)), strict=True):
            partner[index] = hay[other] if other >= 0 else -1
        for index in hay:
            covered[index] = True
    if len(parts) == 1:
        return Alignment(partner, [False] * len(held.view))
    return Alignment(partner, [not (covered[index] or held.silent[index]) for index in range(len(held.view))])


def _closest(parts: tuple[Part, ...], quote: Side, held: Side) -> _Choice:
    choices: list[_Choice] = []
    for bare_quote, bare_held in ((False, False), (True, True), (True, False), (False, True)):
        if (bare_quote and not any(quote.silent)) or (bare_held and not any(held.silent)):
            continue
        pieces = [_indexes(quote, part, bare=bare_quote) for part in parts]
        hay = [index for index, silent in enumerate(held.silent) if not (bare_held and silent)]
        choices.append(_Choice(pieces, hay, _parted([_letters(quote.view, piece) for piece in pieces], _letters(held.view, hay))))
        if not choices[-1].cost:
            break
    return min(choices, key=lambda choice: choice.cost)


def _indexes(quote: Side, part: Part, *, bare: bool) -> list[int]:
    return [index for index, start in enumerate(quote.starts) if part.start <= start < part.end and not (bare and quote.silent[index])]


def _parted(parts: list[str], hay: str) -> list[_Place]:
    """Where each part stands in ``hay``: the first at its beginning, the last at its end, the others in order between."""
    if len(parts) == 1:
        return [_Place(0, len(hay), max(0, distance(parts[0], hay, "NW")))]
    places: list[_Place] = []
    last = _at_the_end(parts[-1], hay)
    place = 0
    for number, part in enumerate(parts[:-1]):
        found = _next(part, hay[place : last.start], first=number == 0)
        places.append(_Place(place + found.start, place + found.end, found.cost))
        place = places[-1].end
    return [*places, last]


def _next(part: str, rest: str, *, first: bool) -> _Place:
    exact = rest.find(part)
    if exact == 0 or (exact > 0 and not first):
        return _Place(exact, exact + len(part), 0)
    best = fits(part, rest, "SHW" if first else "HW", len(part))
    return _Place(best[-1].start, best[-1].end, best[-1].distance) if best else _Place(0, 0, len(part))


def _at_the_end(part: str, hay: str) -> _Place:
    if hay.endswith(part):
        return _Place(len(hay) - len(part), len(hay), 0)
    best = fits(part[::-1], hay[::-1], "SHW", len(part))
    return _Place(len(hay) - best[-1].end, len(hay), best[-1].distance) if best else _Place(len(hay), len(hay), len(part))


def _letters(view: str, indexes: list[int]) -> str:
    return "".join([view[index] for index in indexes])
