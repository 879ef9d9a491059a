"""Winnowed fingerprints of a comparison view: which texts share a stretch of words is asked of an index, not of the texts.

The method is that of S. Schleimer, D. Wilkerson and A. Aiken, "Winnowing: Local Algorithms for Document Fingerprinting",
SIGMOD 2003.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain, repeat

_MODULUS = 2**61 - 1  # A Mersenne prime: hashes fit a signed 64-bit column.
_BASE = 0x1B8735939CC9E2D51 % _MODULUS
_SPREAD = 0x9E3779B97F4A7C15
# Han, kana and Hangul letters say more each than Latin ones: a word of two Han characters stands for some six letters.
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_DENSE = re.compile("[\u1100-\u11ff\u3041-\u3096\u30a1-\u30fa\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff]")


def fingerprints(view_text: str, *, k: int, window: int) -> Iterator[tuple[int, int]]:
    """Choose fingerprints of all runs of ``k`` letters, so densely that no long common stretch is missed.

    Letters are counted by what they say: a Han character counts as three, a kana or a Hangul jamo or syllable as two,
    everything else as one. Two texts with a common stretch of ``k + window - 1`` letters so counted (beginning at a
    character's first letter) share a fingerprint.

    Args:
        view_text: The text of a comparison view.
        k: How many letters a fingerprint covers.
        window: Of so many neighbouring runs at least one is chosen: the least of them.

    Yields:
        The hash, a non-negative number below 2**61 that is the same in every process and on every machine, and the index
        in ``view_text`` at which its run begins. Indices never fall.

    Raises:
        ValueError: ``k`` or ``window`` is less than one.
    """
    if k < 1 or window < 1:
        message = "The length of a run (k) and the window must both be at least one."
        raise ValueError(message)
    letters, places = _weighed(view_text)
    return ((value, places[index]) for value, index in _winnowed(_hashes(letters, k), window))


def _weighed(view_text: str) -> tuple[str, Sequence[int]]:
    """The letters, dense ones repeated by their weight, and the index each came from."""
    if view_text.isascii() or not _DENSE.search(view_text):
        return view_text, range(len(view_text))
    weighed = "".join(map(_several, view_text))
    places = chain.from_iterable(repeat(index, len(_several(character))) for index, character in enumerate(view_text))
    return weighed, list(places)


def _several(character: str) -> str:
    if _HAN.match(character):
        return character * 3
    return character * 2 if _DENSE.match(character) else character


def _hashes(letters: str, k: int) -> list[int]:
    """The rolling hash (Karp and Rabin) of each run of ``k`` letters."""
    if len(letters) < k:
        return []
    # Once for each different letter: a text has few.
    codes = {letter: ord(letter) * _SPREAD % _MODULUS for letter in set(letters)}
    value = 0
    for letter in letters[:k]:
        value = (value * _BASE + codes[letter]) % _MODULUS
    power = pow(_BASE, k, _MODULUS)
    leaving = {letter: code * power % _MODULUS for letter, code in codes.items()}
    hashes = [value]
    steps = zip(map(codes.__getitem__, letters[k:]), map(leaving.__getitem__, letters), strict=False)
    hashes.extend([value := (value * _BASE + new - old) % _MODULUS for new, old in steps])
    return hashes


def _winnowed(hashes: list[int], window: int) -> Iterator[tuple[int, int]]:
    """Of each window the least hash; the one already chosen stays while it is the least, so repetition chooses few."""
    if not hashes:
        return
    chosen = -1
    least = -1
    last = len(hashes) - 1
    for end in range(min(window, len(hashes)) - 1, last + 1):
        begin = max(0, end - window + 1)
        if chosen < begin:
            least = min(hashes[begin : end + 1])
            chosen = end - hashes[begin : end + 1][::-1].index(least)
        elif hashes[end] < least:
            least, chosen = hashes[end], end
        else:
            continue
        yield least, chosen
