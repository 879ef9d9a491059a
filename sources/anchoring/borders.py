"""Where words end. Scripts that are written without spaces have no such borders: a quote may begin anywhere in them."""

from __future__ import annotations

import re
import unicodedata

# Han, kana, Hangul (whose particles join the word), Thai, Lao, Khmer, Myanmar.
UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u3005-\u3007\u3041-\u309f\u30a1-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff"
_UNSPACED = re.compile(f"[{UNSPACED}]")
_WORD = re.compile(rf"[{UNSPACED}]|[^\W_](?:[^\s{UNSPACED}]*[^\W_])?")
_BROKEN_LINE = re.compile(r"[^\W\d_](?:[-\u2010\u00ac]\s*\n\s*|\u00ad\s*)\Z")


def inside_word(content: str, offset: int) -> bool:
    """Whether ``offset`` parts a word, or a letter from its mark. The broken end of a line parts a word too."""
    if not 0 < offset < len(content):
        return False
    before, after = content[offset - 1], content[offset]
    if unicodedata.category(after)[0] == "M":
        return True
    if not _joins(after):
        return False
    return _joins(before) or _BROKEN_LINE.search(content, max(0, offset - 8), offset) is not None


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
