"""Where words end. Scripts that are written without spaces have no such borders: a quote may begin anywhere in them."""

from __future__ import annotations

import re
import unicodedata

# Han, kana, Hangul (whose particles join the word), Thai, Lao, Khmer, Myanmar.
UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u3005-\u3007\u3041-\u309f\u30a1-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff"
_UNSPACED = re.compile(f"[{UNSPACED}]")
_WORD = re.compile(rf"[{UNSPACED}]|[^\W_](?:[^\s{UNSPACED}]*[^\W_])?")
_DENYING_BEFORE = frozenset({"un", "in", "im", "ir", "il", "dis", "non", "anti", "mis", "counter"})
_DENYING_AFTER = frozenset({"not", "less", "n"})  # "n" as in "don't".
_LONGEST_REST = 60
_SHORTEST_WORD = 3
_BROKEN_LINE = re.compile(r"[^\W\d_](?:[-\u2010\u00ac]\s*\n\s*|\u00ad\s*)\Z")

_LINE_BREAKS = re.compile(r"(?:[-\u2010\u00ac]\s*\n\s*|\u00ad\s*)[^\W\d_]")


def inside_word(content: str, offset: int) -> bool:
    """Whether ``offset`` parts a word, or a letter from its mark."""
    if not 0 < offset < len(content):
        return False
    before, after = content[offset - 1], content[offset]
    return unicodedata.category(after)[0] == "M" or (_joins(after) and _joins(before))


def at_line_end(content: str, offset: int) -> bool:
    """Whether ``offset`` stands beside the hyphen of a word that goes on in the next line."""
    if not 0 < offset < len(content):
        return False
    if _joins(content[offset]):
        return _BROKEN_LINE.search(content, max(0, offset - 8), offset) is not None
    return _joins(content[offset - 1]) and _LINE_BREAKS.match(content, offset, offset + 8) is not None


def changes_sense(content: str, start: int, end: int) -> bool:
    """Whether ``[start, end)`` parts a word from what denies it: "able" in "unable", "can" in "cannot"."""
    low, high = word_around(content, start, end)
    return content[low:start].casefold() in _DENYING_BEFORE or content[end:high].casefold() in _DENYING_AFTER


def word_around(content: str, start: int, end: int) -> tuple[int, int]:
    """``[start, end)`` with the words whole that it parts; ``start`` and ``end`` themselves where it parts none."""
    low, high = start, end
    while start - low < _LONGEST_REST and inside_word(content, low):
        low -= 1
    while high - end < _LONGEST_REST and inside_word(content, high):
        high += 1
    return low, high


def with_whole_words(content: str, start: int, end: int) -> tuple[int, int]:
    """The same, but words that a scan has run together stay parted: what is beside the border is a word of the text by itself."""
    low, high = word_around(content, start, end)
    return (start if _is_word_of(content, content[low:start]) else low), (end if _is_word_of(content, content[end:high]) else high)


def _is_word_of(content: str, rest: str) -> bool:
    return len(rest) >= _SHORTEST_WORD and rest.isalpha() and re.search(rf"(?<!\w){rest}(?!\w)", content) is not None


def word_count(text: str) -> int:
    """How many words ``text`` has; two characters of a script without spaces count as one."""
    found = _WORD.findall(text)
    dense = sum(1 for word in found if _UNSPACED.match(word))
    return len(found) - dense + (dense + 1) // 2


def weight(text: str) -> int:
    """How many letters ``text`` has, a character of a script without spaces counted twice: it says as much."""
    return len(text) if text.isascii() else len(text) + len(_UNSPACED.findall(text))


def is_unspaced(character: str) -> bool:
    """Whether the character belongs to a script that is written without spaces between words."""
    return _UNSPACED.match(character) is not None


def _joins(character: str) -> bool:
    return (character.isalnum() or unicodedata.category(character)[0] == "M") and not is_unspaced(character)
