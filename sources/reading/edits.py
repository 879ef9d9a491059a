"""Rewriting a text by edits, with or without keeping account of where each character came from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple


class Edit(NamedTuple):
    """Characters ``start`` to ``end`` give way to ``replacement``."""

    start: int
    end: int
    replacement: str


Rule = Callable[[str], Iterable[Edit]]
"""A rule looks at a text and yields its edits, in order and without overlap; none of them only inserts."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A reading view with its way back.

    Attributes:
        starts: For each character of ``text`` the offset at which its origin in the verbatim text begins.
        ends: For each character of ``text`` the offset just past its origin.
    """

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def verbatim_span(self, start: int, end: int) -> tuple[int, int]:
        """The span of the verbatim text that a span of the reading, not empty, stands for."""
        return self.starts[start], self.ends[end - 1]


def rewrite(text: str, rules: Iterable[Rule]) -> str:
    """Apply ``rules`` one after the other."""
    for rule in rules:
        text = "".join(_pieces(text, rule(text)))
    return text


def rewrite_with_map(text: str, rules: Iterable[Rule]) -> Reading:
    """Apply ``rules`` one after the other and say where each character of the result came from."""
    starts: list[int] = list(range(len(text)))
    ends: list[int] = list(range(1, len(text) + 1))
    for rule in rules:
        edits = list(rule(text))
        text = "".join(_pieces(text, edits))
        starts = _moved(starts, edits, [starts[edit.start] for edit in edits])
        ends = _moved(ends, edits, [ends[edit.end - 1] for edit in edits])
    return Reading(text, tuple(starts), tuple(ends))


def _pieces(text: str, edits: Iterable[Edit]) -> Iterator[str]:
    done = 0
    for edit in edits:
        yield text[done : edit.start]
        yield edit.replacement
        done = edit.end
    yield text[done:]


def _moved(old: list[int], edits: list[Edit], origins: list[int]) -> list[int]:
    """The offsets of the characters that stay, and for those that come in the origin of their edit."""
    new: list[int] = []
    done = 0
    for edit, origin in zip(edits, origins, strict=True):
        new += old[done : edit.start]
        new += [origin] * len(edit.replacement)
        done = edit.end
    return new + old[done:]
