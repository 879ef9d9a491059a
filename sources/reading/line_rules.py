"""Rules of the reading view that need lines: page furniture, line openings, hyphens and breaks between lines.

They act before white space is collapsed, so a text that has been through once holds nothing for them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from sources.reading.edits import Edit
from sources.reading.scripts import IDEOGRAPHIC

BREAK = r"[\n\r\f\v\x85\u2028\u2029]"
SPACE = r"[^\S\n\r\f\v\x85\u2028\u2029]"
# A printed page number, "12" or "- 12 -", or a rule of three signs or more, alone on its line.
FURNITURE = re.compile(
    rf"{BREAK}({SPACE}*(?:(?:[-\u2013\u2014]{SPACE}*)?\d{{1,3}}(?:{SPACE}*[-\u2013\u2014])?|"
    rf"[-*_=](?:{SPACE}*[-*_=]){{2,}}){SPACE}*)(?={BREAK})",
)
OPENING = re.compile(rf"{BREAK}({SPACE}*(?:>{SPACE}*|#{{1,6}}{SPACE}+)+)")
HARD_BREAK = re.compile(rf"\\(?<!\\\\)\\*+(?={BREAK})")
# PDF readers give U+FFFE for a hyphen that a line end made.
SOFT_HYPHEN = re.compile(rf"[\u00ad\ufffe](?:{SPACE}*{BREAK}\s*)?")
LIGATURE = re.compile("[\ufb00-\ufb06]")
HYPHEN = re.compile(rf"([-\u2010])(?<=\S.){SPACE}*{BREAK}\s*(?=(\S))")
DASH = re.compile(rf"([\u2013\u2014])(?<=\S.){SPACE}*{BREAK}\s*(?=\S)")
IDEOGRAPHIC_BREAK = re.compile(rf"(?<=[{IDEOGRAPHIC}]){SPACE}*{BREAK}\s*(?=[{IDEOGRAPHIC}])")


def without_furniture(text: str) -> Iterator[Edit]:
    """Drop page numbers and rules between the first and the last visible line."""
    first = len(text) - len(text.lstrip())
    last = len(text.rstrip())
    for match in FURNITURE.finditer(text):
        if first < match.start() and match.end() < last:
            yield Edit(*match.span(1), "")


def without_openings(text: str) -> Iterator[Edit]:
    """Drop the signs of quotations and headings before a line."""
    for match in OPENING.finditer(text):
        yield Edit(*match.span(1), "")


def without_hard_breaks(text: str) -> Iterator[Edit]:
    """Drop the backslash that makes a line end a hard break."""
    for match in HARD_BREAK.finditer(text):
        yield Edit(match.start(), match.end(), "")


def without_soft_hyphens(text: str) -> Iterator[Edit]:
    """Drop soft hyphens, with the line break they made."""
    for match in SOFT_HYPHEN.finditer(text):
        yield Edit(match.start(), match.end(), "")


def without_ligatures(text: str) -> Iterator[Edit]:
    """Spell Latin ligatures out."""
    for match in LIGATURE.finditer(text):
        yield Edit(match.start(), match.end(), unicodedata.normalize("NFKC", match.group()))


def joined_hyphens(text: str) -> Iterator[Edit]:
    """Join a word divided at a line end; the hyphen stays unless small letters follow a letter ("Japan-U.S.")."""
    for match in HYPHEN.finditer(text):
        is_divided_word = text[match.start() - 1].isalpha() and match.group(2).islower()
        yield Edit(match.start(), match.end(), "" if is_divided_word else match.group(1))


def joined_dashes(text: str) -> Iterator[Edit]:
    """Let no space arise where a line ends in a dash that touches its word."""
    for match in DASH.finditer(text):
        yield Edit(match.start(), match.end(), match.group(1))


def joined_ideographs(text: str) -> Iterator[Edit]:
    """Let no space arise where a line ends between ideographs or kana."""
    if text.isascii():
        return
    for match in IDEOGRAPHIC_BREAK.finditer(text):
        yield Edit(match.start(), match.end(), "")
