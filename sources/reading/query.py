"""What a reader asks for: web-search syntax taken apart, for highlighting here and for searching elsewhere."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from sources.reading.scripts import HANGUL, IDEOGRAPHIC

LONGEST_QUERY = 1_000
CJK = rf"[{IDEOGRAPHIC}{HANGUL}]"
QUOTES = str.maketrans(dict.fromkeys("\u201c\u201d\u201e\u201f", '"'))
PART = re.compile(r'(?P<minus>-?)(?:"(?P<quoted>[^"]*)"?|(?P<bare>[^\s"]+))')
# Accents may be characters of their own behind their letter.
WORD = rf"(?:(?!{CJK})[^\W_][\u0300-\u036f]*)+"
CJK_RUN = rf"(?:(?=\w){CJK}[\u3099\u309a]*)+"
PIECE = re.compile(rf"(?P<cjk>{CJK_RUN})|{WORD}")
CJK_SPACE = re.compile(rf"(?<={CJK})\s+(?={CJK})")


@dataclass(frozen=True, slots=True)
class Term:
    """One thing to find, or not to find.

    Attributes:
        kind: A word, words that follow each other, or either of them unwanted.
        words: The words, compatibility-normalised (NFKC) and casefolded, not stemmed.
        cjk: The one "word" is a run of Chinese, Japanese or Korean characters, to be found anywhere in a run.
    """

    kind: Literal["word", "phrase", "excluded"]
    words: tuple[str, ...]
    cjk: bool = False


def fold(text: str) -> str:
    """Make equal what a searcher takes for equal: compatibility forms and letter case."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())


def parse_query(query: str) -> tuple[Term, ...]:
    """Take a query apart: ``words``, ``"a phrase"``, ``-unwanted``; ``OR`` says nothing here and is dropped.

    A word that falls into several, such as ``burden-sharing``, is a phrase. Beyond ``LONGEST_QUERY`` characters
    nothing is read. Any input is a query, if only an empty one.
    """
    text = unicodedata.normalize("NFKC", query[:LONGEST_QUERY]).translate(QUOTES)
    return tuple(term for part in PART.finditer(text) for term in _terms(part))


def _terms(part: re.Match[str]) -> Iterator[Term]:
    bare: str | None = part["bare"]
    if bare and not part["minus"] and bare.casefold() == "or":
        return
    text = fold(CJK_SPACE.sub("", part["quoted"]) if bare is None else bare)
    pieces = list(PIECE.finditer(text))
    groups: list[tuple[str, ...]] = [(piece.group(),) for piece in pieces]
    is_cjk = any(piece["cjk"] for piece in pieces)
    if groups and not is_cjk:
        groups = [tuple(piece.group() for piece in pieces)]
    for words, piece in zip(groups, pieces, strict=False):
        kind: Literal["word", "phrase", "excluded"] = "word" if len(words) == 1 else "phrase"
        yield Term("excluded" if part["minus"] else kind, words, cjk=piece["cjk"] is not None)
