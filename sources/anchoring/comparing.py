"""A quote beside the words that a text holds: what differs, word by word, and what that makes of the quote."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum
from itertools import pairwise

from sources.anchoring.aligning import Alignment, aligned
from sources.anchoring.apparatus import Stretch, apparatus, page_heads
from sources.anchoring.borders import is_unspaced, weight, word_around, word_count
from sources.anchoring.quoting import Quote
from sources.anchoring.sides import Side, side_of
from sources.anchoring.signs import misread, other_number, same_case, signs
from sources.anchoring.view import view_of

_NEGATION = re.compile(
    r"\b(?:no|not|never|none|nor|neither|cannot|nothing|hardly|without)\b|n['’]t\b|ない|なか|なく|ぬ|ず|ません|不|非|未|無", re.IGNORECASE
)
_FEW_WORDS = 2


@dataclass(frozen=True, slots=True)
class Change:
    """One piece of a word diff.

    A word that the place parts is shown whole. ``equal``: the same words. ``replace``: the quote has ``quoted`` where the text has ``held``. ``insert``: the text has
    words that the quote lacks. ``delete``: the quote has words that the text lacks.
    """

    kind: str
    quoted: str
    held: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a comparison of quote and held words found.

    Attributes:
        grade: ``exact``, ``normalised`` or ``approximate``.
        diff: All words of both, in order.
        distance: How many letters differ; note marks, page numbers and what an ellipsis leaves out are not counted.
        letters: How many letters were compared.
        words: How many words were compared.
        other: How many words are another word, not the same one misread.
        edge: How many of these stand together at the beginning or at the end, whichever has more.
        firm: How much of the quote is the same or the same misread, in letters; a character of a script without spaces counts twice.
        left_out: How many letters of the text stand where the quote has ellipses or brackets.
    """

    grade: str
    diff: tuple[Change, ...]
    distance: int
    letters: int
    words: float
    other: float
    edge: float
    firm: int
    left_out: int

    @property
    def score(self) -> float:
        """The share of letters that are the same, between 0 and 1."""
        return max(0.0, 1 - self.distance / self.letters) if self.letters else 1.0


class _Kind(Enum):
    SAME = "the same word"
    BESIDE = "note marks, page numbers, remarks"
    LEFT_OUT = "the text's words where the quote has an ellipsis"
    ADDED = "words that are no part of the quoted sentence: a page's head, a reference at the end"
    JOINT = "the quote's ellipsis or bracket"
    MISREAD = "the same word with other letters, signs or capitals"
    OTHER = "another word"


@dataclass(slots=True)
class _Group:
    """Tokens that belong together: ``[q0, q1)`` of the quote, ``[h0, h1)`` of the held words."""

    q0: int
    q1: int
    h0: int
    h1: int
    edits: int = 0
    kept: int = 0
    beside: int = 0
    left_out: int = 0
    kind: _Kind = _Kind.SAME


def compare(quote: Quote, content: str, start: int, end: int) -> Comparison:
    """Compare ``quote`` with the words that stand at ``content[start:end]``."""
    held = content[start:end]
    raw = quote.raw if quote.raw == held else quote.raw.strip()
    low, high = word_around(content, start, end)
    if raw == held and (low, high) == (start, end):
        return Comparison("exact", (Change("equal", raw, held),), 0, len(held), word_count(held), 0, 0, len(held), 0)
    left = side_of(quote.raw, (*quote.silent, *((joint.start, joint.end) for joint in quote.joints)))
    heads = [(low - start, high - start) for low, high in page_heads(content, start, end)]
    right = side_of(held, (*((low - start, high - start) for low, high in apparatus(content, start, end)), *heads))
    alignment = aligned(quote.parts, left, right)
    groups = _groups(left, right, alignment)
    _count(groups, left, right, alignment)
    _name(groups, quote, left, right)
    _name_marks(groups, left, right)
    _name_added(groups, left, list(quote.additions), right, heads)
    _name_parted(groups, at_start=low < start, at_end=high > end)
    found = _summary(groups, quote, left, right)
    return replace(found, diff=_with_rests(found.diff, content[low:start], content[end:high]))


def _groups(left: Side, right: Side, alignment: Alignment) -> list[_Group]:
    """Tokens in order, those together that share a letter's partner."""
    links = sorted({(left.token_of[index], right.token_of[partner]) for index, partner in enumerate(alignment.partner) if partner >= 0})
    groups: list[_Group] = []
    q = h = 0
    for token, other in links:
        if token < q or other < h:
            groups[-1].q1, groups[-1].h1 = max(token + 1, q), max(other + 1, h)
        else:
            _add_lone(groups, q, token, h, other)
            groups.append(_Group(token, token + 1, other, other + 1))
        q, h = groups[-1].q1, groups[-1].h1
    _add_lone(groups, q, len(left.tokens), h, len(right.tokens))
    return groups


def _add_lone(groups: list[_Group], q0: int, q1: int, h0: int, h1: int) -> None:
    """Tokens without a partner, each by itself: first the quote's."""
    groups.extend(_Group(token, token + 1, h0, h0) for token in range(q0, q1))
    groups.extend(_Group(q1, q1, token, token + 1) for token in range(h0, h1))


def _count(groups: list[_Group], left: Side, right: Side, alignment: Alignment) -> None:
    """Count for each group the letters that are kept, edited, beside the text, or left out."""
    of_quote = {token: group for group in groups for token in range(group.q0, group.q1)}
    of_held = {token: group for group in groups for token in range(group.h0, group.h1)}
    met = [False] * len(right.view)
    for index, partner in enumerate(alignment.partner):
        group = of_quote[left.token_of[index]]
        if partner >= 0:
            met[partner] = True
            same = left.view[index] == right.view[partner]
            group.kept, group.edits = group.kept + same, group.edits + (not same)
        elif left.silent[index]:
            group.beside += 1
        else:
            group.edits += 1
    for index in range(len(right.view)):
        group = of_held[right.token_of[index]]
        if met[index]:
            continue
        if right.silent[index]:
            group.beside += 1
        elif alignment.left_out[index]:
            group.left_out += 1
        else:
            group.edits += 1


def _name(groups: list[_Group], quote: Quote, left: Side, right: Side) -> None:
    joints = {joint.start: joint for joint in quote.joints}
    at_start = True
    for group in groups:
        at_joint = any(left.tokens[token][0] in joints for token in range(group.q0, group.q1))
        group.kind = _Kind.JOINT if at_joint else _kind(group, left, right, at_start=at_start)
        if group.kept or at_joint:
            at_start = at_joint


def _name_added(groups: list[_Group], left: Side, quoted: list[Stretch], right: Side, held: list[Stretch]) -> None:
    """A page's head beside the text has words: that it is no part of the quote is for the reader to see."""
    for group in groups:
        if group.kind is _Kind.BESIDE and (left.touches(group.q0, group.q1, quoted) or right.touches(group.h0, group.h1, held)):
            group.kind = _Kind.ADDED


def _name_marks(groups: list[_Group], left: Side, right: Side) -> None:
    """Two note marks or page numbers side by side are the same, or one is misread."""
    for group, other in pairwise(groups):
        if group.kind is other.kind is _Kind.BESIDE and group.q1 > group.q0 and other.h1 > other.h0:
            same = view_of(left.words(group.q0, group.q1)).text == view_of(right.words(other.h0, other.h1)).text
            group.kind = other.kind = _Kind.SAME if same else _Kind.MISREAD


def _name_parted(groups: list[_Group], *, at_start: bool, at_end: bool) -> None:
    """Where the place begins or ends inside a word of the text, that word is not the quote's."""
    held = [group for group in groups if group.h1 > group.h0]
    for group in (held[:1] if at_start else []) + (held[-1:] if at_end else []):
        group.kind = _Kind.MISREAD if group.kind is _Kind.SAME else group.kind


def _with_rests(diff: tuple[Change, ...], before: str, after: str) -> tuple[Change, ...]:
    """The diff with the rest of the word that the place parts at either end."""
    held = [index for index, change in enumerate(diff) if change.held]
    changes = list(diff)
    if held and before:
        changes[held[0]] = replace(changes[held[0]], held=before + changes[held[0]].held)
    if held and after:
        changes[held[-1]] = replace(changes[held[-1]], held=changes[held[-1]].held + after)
    return tuple(changes)


def _kind(group: _Group, left: Side, right: Side, *, at_start: bool) -> _Kind:
    if group.left_out and not group.kept and group.q0 == group.q1:
        return _Kind.LEFT_OUT
    group.edits += group.left_out  # Part of a word is left out: no ellipsis does that.
    group.left_out = 0
    quoted, held = left.unmarked(group.q0, group.q1), right.unmarked(group.h0, group.h1)
    if not group.edits:
        if not group.kept:
            return _Kind.BESIDE
        return _Kind.SAME if signs(quoted) == signs(held) and same_case(quoted, held, at_start=at_start) else _Kind.MISREAD
    if not group.kept or other_number(quoted, held):
        return _Kind.MISREAD if quoted and held and misread(quoted, held) and not other_number(quoted, held) else _Kind.OTHER
    return _Kind.MISREAD if group.kept >= group.edits or misread(quoted, held) else _Kind.OTHER


def _summary(groups: list[_Group], quote: Quote, left: Side, right: Side) -> Comparison:
    compared = [(group, _words(group, left, right)) for group in groups if group.kind in {_Kind.SAME, _Kind.MISREAD, _Kind.OTHER}]
    altered = any(group.kind in {_Kind.MISREAD, _Kind.OTHER, _Kind.ADDED} for group in groups)
    altered = altered or any(joint.kind != "ellipsis" for joint in quote.joints) or _hides_negation(groups, right)
    edits = sum(group.edits for group, _ in compared)
    return Comparison(
        grade="approximate" if altered else "normalised",
        diff=tuple(_changes(groups, left, right)),
        distance=edits,
        letters=edits + sum(group.kept for group, _ in compared),
        words=sum(words for _, words in compared),
        other=sum(words for group, words in compared if group.kind is _Kind.OTHER),
        edge=max(_run(compared), _run(compared[::-1])),
        firm=sum(weight(left.unmarked(group.q0, group.q1)) for group, _ in compared if group.kind is not _Kind.OTHER),
        left_out=sum(group.left_out for group in groups),
    )


def _words(group: _Group, left: Side, right: Side) -> float:
    """How many words a group counts as; a character of a script without spaces is half a word."""
    words = max(group.q1 - group.q0, group.h1 - group.h0)
    first = left.unmarked(group.q0, group.q1) or right.unmarked(group.h0, group.h1)
    return words / 2 if first and is_unspaced(first[0]) else float(words)


def _run(compared: list[tuple[_Group, float]]) -> float:
    """How many other words come before the first word that is clearly the same."""
    words = 0.0
    for group, count in compared:
        if group.kind is not _Kind.OTHER and group.kept > 2 * group.edits:
            break
        words += count if group.kind is _Kind.OTHER else 0
    return words


def _hides_negation(groups: list[_Group], right: Side) -> bool:
    """Whether an ellipsis leaves out little but a "not": that alters what is said, however it is marked."""
    return any(word_count(held) <= _FEW_WORDS and _NEGATION.search(held) for held in _left_out(groups, right))


def _left_out(groups: list[_Group], right: Side) -> Iterator[str]:
    """The words that each ellipsis leaves out."""
    first = None
    for index, group in enumerate([*groups, None]):
        if group is not None and group.kind is _Kind.LEFT_OUT:
            first = group.h0 if first is None else first
        elif first is not None:
            yield right.words(first, groups[index - 1].h1)
            first = None


def _changes(groups: list[_Group], left: Side, right: Side) -> Iterator[Change]:
    """Groups as changes, neighbours that are the same, and neighbours that differ, as one."""
    first = 0
    for index in range(1, len(groups) + 1):
        same = groups[first].kind is _Kind.SAME
        if index < len(groups) and (groups[index].kind is _Kind.SAME) == same:
            continue
        quoted, held = left.words(groups[first].q0, groups[index - 1].q1), right.words(groups[first].h0, groups[index - 1].h1)
        yield Change("equal" if same else "replace" if quoted and held else "delete" if quoted else "insert", quoted, held)
        first = index
