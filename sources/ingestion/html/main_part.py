"""The main part of a page that has navigation and the like around it."""

from __future__ import annotations

import re
from collections.abc import Sequence

import trafilatura

from sources.ingestion.elements import Element
from sources.ingestion.html.blocks import Block

_AROUND = frozenset({"aside", "footer", "form", "header", "menu", "nav"})
_AROUND_ROLES = frozenset({"banner", "complementary", "contentinfo", "menu", "menubar", "navigation", "search"})
_NO_LETTER = re.compile(r"[\W_]+")
_TELLING = 25


def main_part(page: Element, source: str, blocks: Sequence[Block], notes: dict[Element, str]) -> list[Block]:
    """Return the blocks of the main part, in order.

    A page without any element for what stands around its words is taken whole. Else what trafilatura finds says where the main part
    begins and ends; everything between is kept, and so are all notes, the main heading and what stands between that and the beginning.

    Args:
        page: The page's root.
        source: Its HTML.
        blocks: All its blocks.
        notes: Its notes.
    """
    if not any(_is_around(element) for element in page.iter()):
        return list(blocks)
    found = _letters(trafilatura.extract(source, include_comments=False, include_tables=True, favor_recall=True) or "")
    is_note = [_within(block.element, notes) for block in blocks]
    inner = [note or not _stands_around(block.element) for block, note in zip(blocks, is_note, strict=True)]
    told = [
        place
        for place, block in enumerate(blocks)
        if inner[place] and not is_note[place] and len(_letters(block.text)) >= _TELLING and _letters(block.text) in found
    ]
    if not told:
        return [block for block, keep in zip(blocks, inner, strict=True) if keep]
    first, last = _with_heading(blocks, inner, told[0]), told[-1]
    return [block for place, block in enumerate(blocks) if is_note[place] or (inner[place] and first <= place <= last)]


def _with_heading(blocks: Sequence[Block], inner: Sequence[bool], first: int) -> int:
    """Where the main heading stands, if one does before the first words."""
    levels = [(blocks[place].level, place) for place in range(first) if inner[place] and blocks[place].level]
    if not levels:
        return first
    highest = min(level for level, _ in levels)
    return max(place for level, place in levels if level == highest)


def _stands_around(element: Element) -> bool:
    for one in (element, *element.iterancestors()):
        if one.tag in {"article", "main"} or one.get("role") in {"main", "article"}:
            return False
        if _is_around(one):
            return True
    return False


def _is_around(element: Element) -> bool:
    return element.tag in _AROUND or element.get("role") in _AROUND_ROLES


def _within(element: Element, notes: dict[Element, str]) -> bool:
    return any(one in notes for one in (element, *element.iterancestors()))


def _letters(text: str) -> str:
    return _NO_LETTER.sub("", text).casefold()
