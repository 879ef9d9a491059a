"""Signs of sentences and of headings in unmarked text, for Western and CJK scripts."""

from __future__ import annotations

import re

CLOSING = "\"'\u201d\u2019\u00bb)\\]\u300d\u300f\uff09"
STOP = ".!?\u2026\u3002\uff0e\uff01\uff1f"
# A note number may stick to the full stop, scanned notes even as "1 6".
SENTENCE_END = re.compile(rf"[{STOP}][{CLOSING}]*(?:\d{{1,2}}(?: \d)?)?[{CLOSING}]*\Z")
INNER_SENTENCE_END = re.compile(rf"[.!?\u2026][{CLOSING}]*\d{{0,2}}(?=\s|\Z)|[\u3002\uff0e\uff01\uff1f]")
SMALL = (
    "a an and as at after before between but by during for from in into its nor of off on onto or over per since than "
    "the to toward towards under until upon via versus vs vs. with within without "
    "de del der des di du et la le les und von y"
)
SMALL_WORDS = frozenset(SMALL.split())
# A letter, or a number as headings have it: "2", "2.1", "2)". A damaged note begins with a digit too.
HEADING_START = re.compile(r"[^\W\d_]|\d+(?:\.\d+)*[.)]?\s")
LONGEST_HEADING = 100
MOST_HEADING_WORDS = 14


def ends_sentence(text: str) -> bool:
    """Tell whether the last word of ``text`` closes a sentence."""
    return SENTENCE_END.search(text[-16:]) is not None


def count_sentences(text: str, most: int = 2) -> int:
    """Count the sentences that end within ``text``, up to ``most``."""
    found = 0
    for _ in INNER_SENTENCE_END.finditer(text):
        found += 1
        if found == most:
            break
    return found


def looks_like_heading(text: str) -> bool:
    """Tell whether a line is obviously a heading: short, not closed, in capitals or in title case.

    Scripts without capitals have no obvious headings.
    """
    if not 3 <= len(text) <= LONGEST_HEADING or not text[-1].isalnum() or not HEADING_START.match(text):
        return False
    if "," in text and text[-1].isdigit():  # a date or a reference
        return False
    words = text.split()
    if len(words) > MOST_HEADING_WORDS or any(sign in text for sign in "=|<>@"):
        return False
    if text.isupper():
        return sum(letter.isalpha() for letter in text) > 3
    return _is_title_case(words)


def ends_in_small_word(text: str) -> bool:
    """Tell whether a line breaks off at a word such as "of" or "TO", so that its heading goes on."""
    return text.rsplit(maxsplit=1)[-1].lower() in SMALL_WORDS


def _is_title_case(words: list[str]) -> bool:
    wordlike = [word.lstrip("\"'(\u201c\u2018") for word in words if any(letter.isalpha() for letter in word)]
    if not wordlike or not wordlike[0][:1].isupper():
        return False
    if not any(letter.islower() for word in wordlike for letter in word):
        return False
    return all(word[:1].isupper() or word[:1].isdigit() or word in SMALL_WORDS for word in wordlike)
