"""The two sides of a comparison: words with their letters, and which of them are no words of the running text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from sources.anchoring.apparatus import Stretch
from sources.anchoring.borders import UNSPACED
from sources.anchoring.quoting import merged
from sources.anchoring.view import view_of, without_markup

_TOKEN = re.compile(rf"[{UNSPACED}]|[^\s{UNSPACED}]+")


@dataclass(frozen=True, slots=True)
class Side:
    """A quote, or the words a text holds.

    Attributes:
        raw: The words as they stand.
        plain: The same with markup blanked; offsets are the same.
        view: Their letters.
        starts: For each letter its offset in ``raw``.
        tokens: The words, half-open, in order; a sign by itself belongs to the word before it. A character of a script
            without spaces is a word. Stretches that are no words of the text are tokens of their own.
        silent: For each letter whether it is no word of the running text.
        token_of: For each letter the index of its token.
    """

    raw: str
    plain: str
    view: str
    starts: list[int]
    tokens: list[Stretch]
    silent: list[bool]
    token_of: list[int]

    def words(self, first: int, last: int) -> str:
        """The tokens ``[first, last)`` as they stand."""
        return self.raw[self.tokens[first][0] : self.tokens[last - 1][1]] if last > first else ""

    def unmarked(self, first: int, last: int) -> str:
        """The tokens ``[first, last)`` without markup."""
        return self.plain[self.tokens[first][0] : self.tokens[last - 1][1]] if last > first else ""

    def touches(self, first: int, last: int, stretches: list[Stretch]) -> bool:
        """Whether one of the tokens ``[first, last)`` lies in one of the stretches."""
        return any(low < self.tokens[token][1] and high > self.tokens[token][0] for token in range(first, last) for low, high in stretches)


@lru_cache(maxsize=8)
def side_of(raw: str, silent: tuple[Stretch, ...]) -> Side:
    """Take ``raw`` apart; the ``silent`` stretches are no words of the running text."""
    view = view_of(raw)
    plain = without_markup(raw)
    starts = view.starts.tolist()
    stretches = merged(list(silent))
    tokens = _with_letters(_tokens(plain, stretches), starts, stretches)
    return Side(raw, plain, view.text, starts, tokens, _inside(starts, stretches), _token_of(starts, tokens))


def _tokens(plain: str, stretches: list[Stretch]) -> list[Stretch]:
    tokens: list[Stretch] = []
    place = 0
    for begin, end in [*stretches, (len(plain), len(plain))]:
        tokens.extend(found.span() for found in _TOKEN.finditer(plain, place, begin))
        if end > begin:
            tokens.append((begin, end))
        place = end
    return tokens


def _with_letters(tokens: list[Stretch], starts: list[int], stretches: list[Stretch]) -> list[Stretch]:
    """The tokens that have letters; one that has none goes to its neighbour, unless it is a stretch by itself."""
    own = set(stretches)
    kept: list[Stretch] = []
    lettered: list[bool] = []
    index = 0
    for token in tokens:
        while index < len(starts) and starts[index] < token[0]:
            index += 1
        has_letters = index < len(starts) and starts[index] < token[1]
        if token not in own and kept and kept[-1] not in own and not (has_letters and lettered[-1]):
            kept[-1] = (kept[-1][0], token[1])
            lettered[-1] |= has_letters
        else:
            kept.append(token)
            lettered.append(has_letters)
    return [token for token, has_letters in zip(kept, lettered, strict=True) if has_letters or token in own]


def _inside(starts: list[int], stretches: list[Stretch]) -> list[bool]:
    flags = [False] * len(starts)
    index = 0
    for begin, end in stretches:
        while index < len(starts) and starts[index] < begin:
            index += 1
        while index < len(starts) and starts[index] < end:
            flags[index] = True
            index += 1
    return flags


def _token_of(starts: list[int], tokens: list[Stretch]) -> list[int]:
    found: list[int] = []
    token = 0
    for start in starts:
        while token < len(tokens) - 1 and tokens[token][1] <= start:
            token += 1
        found.append(token)
    return found
