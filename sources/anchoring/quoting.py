"""How a quoter wrote the quote: the parts that claim to be the text's words, and the ellipses and brackets between them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sources.anchoring.apparatus import Stretch, apparatus, remarks
from sources.anchoring.view import view_of

MOST_PARTS = 64

_ELLIPSIS = r"[\[(（〔<]\s?(?:\.(?:\s?\.)+|[…⋯]+|・{2,}|中略|前略|後略|略|snip)\s?[\])）〕>]|\.(?:\s?\.){2,}|[…⋯](?:\s?[.…⋯])*|・{3,}"
_BRACKET = r"(?<!\w)[\[〔][^\[\]〔〕\n]{0,200}[\]〕](?!\w)"
_JOINT = re.compile(f"(?P<ellipsis>{_ELLIPSIS})|(?P<bracket>{_BRACKET})")
ELLIPSIS = re.compile(_ELLIPSIS)


@dataclass(frozen=True, slots=True)
class Joint:
    """A place in the quote where the text may go on otherwise: ``start`` and ``end`` count in the quote."""

    kind: str  # "ellipsis": words were left out; "bracket": other words stand for the text's.
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
    silent: tuple[Stretch, ...]  # Note marks, page numbers and remarks.

    @property
    def whole(self) -> str:
        """The view of all parts, as if nothing stood between them."""
        return "".join(part.text for part in self.parts)


def read_quote(quote: str, *, cut_brackets: bool = True) -> Quote:
    """Take a quote apart. Ellipses at its ends, and joints with no words between them, count for nothing."""
    silent = merged([*apparatus(quote), *remarks(quote)])
    joints = [joint for joint in _joints(quote, cut_brackets=cut_brackets) if not any(start <= joint.start < end for start, end in silent)]
    if len(joints) >= MOST_PARTS:
        joints = []
    parts: list[Part] = []
    kept: list[Joint] = []
    pending: Joint | None = None
    start = 0
    for joint in [*joints, None]:
        end = joint.start if joint else len(quote)
        text = without(quote, start, end, silent)
        if text:
            if parts:
                kept.append(pending or Joint("ellipsis", start, start))
            parts.append(Part(text, start, end))
            pending = joint
        elif pending and joint:
            pending = Joint(pending.kind if pending.kind == joint.kind else "ellipsis", pending.start, joint.end)
        if joint:
            start = joint.end
    return Quote(quote, tuple(parts), tuple(kept), tuple(silent))


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
