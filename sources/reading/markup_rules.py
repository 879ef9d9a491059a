"""Rules of the reading view that undo markup.

An excerpt may begin or end inside emphasis, so signs are judged by their neighbours and not by their partner. Each
rule leaves nothing that it or a rule before it would take away when run once more; their order matters for that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sources.reading.edits import Edit

# With the backslashes that escape them.
STARS = re.compile(r"[\\*]+")
UNDERSCORES = re.compile(r"[\\_]+")
TAGS = frozenset(f"<{slash}{name}>" for name in ("b", "em", "i", "strong", "sub", "sup") for slash in ("", "/"))
LONGEST_TAG = max(map(len, TAGS))
NOTE_REFERENCE = re.compile(r"\[\^[^\s\[\]]+\]\Z")
LONGEST_REFERENCE = 64
START = re.compile(r"\s*(?:>\s*|#{1,6}\s+)+")
# Not a single space between words: it is what it should be.
WHITE_SPACE = re.compile(r"\s{2,}|[^\S ]|\A | \Z")
# An underscore beside one of these may stand inside a tag or a reference: "<_sup>".
BRACKETS = frozenset("<>[]^/")


def without_backticks(text: str) -> Iterator[Edit]:
    """Drop backticks."""
    for match in re.finditer("`+", text):
        yield Edit(match.start(), match.end(), "")


def without_stars(text: str) -> Iterator[Edit]:
    """Drop asterisks, but those standing free ("* * *") or between digits ("5*3")."""
    for start, end in _runs(text, STARS):
        before, after = _neighbours(text, start, end)
        stays = (before.isspace() and after.isspace()) or (before.isdigit() and after.isdigit())
        yield Edit(start, end, text[start:end].replace("\\", "") if stays else "")


def without_tags(text: str) -> Iterator[Edit]:
    """Drop the tags of emphasis and raised figures, keeping their words, and note references such as ``[^1]``."""
    if "<" not in text and "[^" not in text:
        return
    kept: list[int] = []
    for offset, sign in enumerate(text):
        kept.append(offset)
        if sign == ">":
            _drop_tag(text, kept)
        elif sign == "]":
            _drop_reference(text, kept)
    done = 0
    for offset in [*kept, len(text)]:
        if offset > done:
            yield Edit(done, offset, "")
        done = offset + 1


def without_start(text: str) -> Iterator[Edit]:
    """Drop the signs of a quotation or a heading at the very start."""
    match = START.match(text)
    if match:
        yield Edit(0, match.end(), "")


def without_underscores(text: str) -> Iterator[Edit]:
    """Drop underscores at the border of a word; those inside names and in blanks to fill in stay."""
    for start, end in _runs(text, UNDERSCORES):
        before, after = _neighbours(text, start, end)
        stays = before.isalnum() == after.isalnum() or before in BRACKETS or after in BRACKETS
        yield Edit(start, end, text[start:end].replace("\\", "") if stays else "")


def single_spaces(text: str) -> Iterator[Edit]:
    """Make each run of white space one space, and none at either end."""
    for match in WHITE_SPACE.finditer(text):
        is_inside = match.start() > 0 and match.end() < len(text)
        yield Edit(match.start(), match.end(), " " if is_inside else "")


def _runs(text: str, pattern: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """Yield the runs of a sign with its escaping backslashes; backslashes behind the last sign escape nothing."""
    for match in pattern.finditer(text):
        end = match.start() + len(match.group().rstrip("\\"))
        if end > match.start():
            yield match.start(), end


def _neighbours(text: str, start: int, end: int) -> tuple[str, str]:
    """The characters before and after a stretch; at either end of the text a space."""
    return text[start - 1 : start] or " ", text[end : end + 1] or " "


def _drop_tag(text: str, kept: list[int]) -> None:
    tail = "".join(text[offset] for offset in kept[-LONGEST_TAG:])
    opening = tail.rfind("<")
    if opening >= 0 and tail[opening:].lower() in TAGS:
        del kept[opening - len(tail) :]


def _drop_reference(text: str, kept: list[int]) -> None:
    match = NOTE_REFERENCE.search("".join(text[offset] for offset in kept[-LONGEST_REFERENCE:]))
    if match:
        del kept[-len(match.group()) :]
