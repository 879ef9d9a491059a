"""How a quoter wrote the quote: the parts that claim to be the text's words, and the ellipses and brackets between them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sources.anchoring.apparatus import Stretch, apparatus, citation, page_heads, remarks
from sources.anchoring.borders import UNSPACED
from sources.anchoring.view import view_of

MOST_PARTS = 64

_ELLIPSIS = r"[\[(（〔<]\s?(?:\.(?:\s?\.)+|[…⋯]+|・{2,}|中略|前略|後略|略|snip)\s?[\])）〕>]|\.(?:\s?\.){2,}|[…⋯](?:\s?[.…⋯])*|・{3,}"
# A bracket joined to a letter, as in "[T]he", changes that word; one by itself stands for other words.
_BRACKET = rf"(?<![^\W{UNSPACED}])[\[〔][^\[\]〔〕\n]{{0,200}}[\]〕](?![^\W{UNSPACED}])"
_JOINT = re.compile(f"(?P<ellipsis>{_ELLIPSIS})|(?P<bracket>{_BRACKET})")


@dataclass(frozen=True, slots=True)
class Joint:
    """A place in the quote where the text may go on otherwise: ``start`` and ``end`` count in the quote."""

    kind: str  # "ellipsis": words were left out; "bracket": other words stand for the text's; "gap" and "extra": unmarked.
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Part:
    """Words between two joints. ``text`` is their view without note marks; ``start`` and ``end`` count in the quote."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Quote:
    """A quote taken apart. ``joints[i]`` stands between ``parts[i]`` and ``parts[i + 1]``."""

    raw: str
    parts: tuple[Part, ...]
    joints: tuple[Joint, ...]
    silent: tuple[Stretch, ...]  # Note marks, page numbers, remarks, additions.
    additions: tuple[Stretch, ...]  # Of these what has words: page heads, a reference or a bracket at the end.

    @property
    def whole(self) -> str:
        """The view of all parts, as if nothing stood between them."""
        return "".join(part.text for part in self.parts)


def read_quote(quote: str, *, cut_brackets: bool = True, skip_additions: bool = True) -> Quote:
    """Take a quote apart.

    Args:
        quote: The words as they were pasted.
        cut_brackets: Whether a bracket stands for other words; else its words are the text's.
        skip_additions: Whether page heads, and a reference at the end, are passed over; else their words are the text's.
    """
    additions = [*page_heads(quote), *citation(quote)] if skip_additions else []
    silent = merged([*apparatus(quote), *remarks(quote), *additions])
    joints = _joints(quote, cut_brackets=cut_brackets)
    joints = [joint for joint in joints if not any(start <= joint.start < end for start, end in silent)] if len(joints) < MOST_PARTS else []
    parts, between = _parts(quote, joints, silent)
    outside = [(joint.start, joint.end) for joint in joints if not parts or joint.end <= parts[0].start or joint.start >= parts[-1].end]
    additions.extend(stretch for stretch in outside if any(map(str.isalnum, quote[slice(*stretch)])))
    return Quote(quote, tuple(parts), tuple(between), tuple(merged([*silent, *outside])), tuple(additions))


def unread(quote: str) -> Quote:
    """A quote taken as it stands: one part, nothing passed over."""
    return Quote(quote, (Part(view_of(quote).text, 0, len(quote)),), (), (), ())


def _parts(quote: str, joints: list[Joint], silent: list[Stretch]) -> tuple[list[Part], list[Joint]]:
    """The parts that have words, and between two of them the joint, or joints as one."""
    parts: list[Part] = []
    between: list[Joint] = []
    waiting: list[Joint] = []
    start = 0
    for joint in [*joints, None]:
        end = joint.start if joint else len(quote)
        text = without(quote, start, end, silent)
        if text and parts:
            kind = "bracket" if any(each.kind == "bracket" for each in waiting) else "ellipsis"
            between.append(Joint(kind, waiting[0].start, waiting[-1].end))
        if text:
            parts.append(Part(text, start, end))
            waiting = []
        if joint:
            waiting.append(joint)
            start = joint.end
    return parts, between


def merged(stretches: list[Stretch]) -> list[Stretch]:
    """The same stretches in order, overlapping ones as one."""
    joined: list[Stretch] = []
    for start, end in sorted(stretches):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def without(text: str, start: int, end: int, silent: list[Stretch]) -> str:
    """The view of ``text[start:end]`` without the ``silent`` stretches."""
    pieces = []
    for begin, stop in silent:
        if begin < end and stop > start:
            pieces.append(text[start : max(start, begin)])
            start = max(start, min(stop, end))
    pieces.append(text[start:end])
    return "".join(view_of(piece).text for piece in pieces)


def _joints(quote: str, *, cut_brackets: bool) -> list[Joint]:
    return [Joint(str(found.lastgroup), *found.span()) for found in _JOINT.finditer(quote) if found.lastgroup == "ellipsis" or cut_brackets]
