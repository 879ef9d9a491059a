"""Words that a scan has split by a space, joined where the text itself says how they are written."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from sources.reading.edits import Edit

# A word by itself: "U" in "U.S." and "e" in "e.g." are parts of something else.
_WORD = re.compile(r"(?<![\w.'\u2019-])[^\W\d_]+(?![\w'\u2019-]|\.\w)")


def joined_split_words(text: str) -> Iterator[Edit]:
    """Join "secu rity" where the text writes "security" more often than not, and the parts only where they make a word of it.

    That is all that can be said honestly: "can not" stays, since "can" is a word of its own, and so does what is written together
    nowhere, or as seldom as words run together. Where they have, nothing says where one ends.
    """
    words = [(found.start(), found.end(), found.group()) for found in _WORD.finditer(text)]
    whole = Counter(word for _, _, word in words)
    beside = [
        (number, first[2] + second[2])
        for number, (first, second) in enumerate(pairwise(words))
        if second[0] == first[1] + 1 and text[first[1]] == " "
    ]
    apart = Counter(joined for _, joined in beside)
    split = [number for number, joined in beside if whole[joined] > apart[joined]]
    in_pairs = {number + place for number in split for place in (0, 1)}
    alone = {word for number, (_, _, word) in enumerate(words) if number not in in_pairs}
    last = -2
    for number in split:
        if words[number][2] not in alone and words[number + 1][2] not in alone and last != number - 1:
            last = number
            yield Edit(words[number][1], words[number + 1][0], "")
