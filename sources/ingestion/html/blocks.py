"""The words of a page as blocks: what stands between two line ends on the screen, with what it is and where it came from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from sources.ingestion.elements import Element

#: Never shown, or no words of the page.
_SILENT = frozenset(
    [
        "area",
        "audio",
        "base",
        "button",
        "canvas",
        "datalist",
        "embed",
        "frame",
        "frameset",
        "head",
        "iframe",
        "img",
        "input",
        "link",
        "map",
        "meta",
        "noframes",
        "noscript",
        "object",
        "optgroup",
        "option",
        "param",
        "progress",
        "rp",
        "rt",
        "script",
        "select",
        "source",
        "style",
        "svg",
        "template",
        "textarea",
        "title",
        "track",
        "video",
    ]
)
#: What begins and ends a line; every other element stands within one.
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "col",
        "colgroup",
        "dd",
        "details",
        "dialog",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "hr",
        "html",
        "legend",
        "li",
        "listing",
        "main",
        "menu",
        "nav",
        "ol",
        "p",
        "pre",
        "search",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
        "xmp",
    ]
)
_CELLS = frozenset({"td", "th"})
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
#: White space of HTML, which is shown as one blank; a no-break space is a character like others.
_WHITE = re.compile(r"[ \t\n\r\f]+")
_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


@dataclass
class Block:
    """Words shown in one block.

    Attributes:
        text: They, with white space as it is shown.
        element: The innermost element that holds the block.
        level: Of a heading, else 0.
        pages: Printed page numbers that begin within, by offset in ``text``.
        ends_cell: Whether the next block is a cell of the same row of a table.
    """

    text: str
    element: Element
    level: int = 0
    pages: list[tuple[int, str]] = field(default_factory=list)
    ends_cell: bool = False


class _Walk:
    """One pass over the elements below a root; they are nested no deeper than the parser lets them."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.length = 0
        self.pages: list[tuple[int, str]] = []

    def blocks(self, element: Element, home: Element, *, is_kept: bool = False) -> Iterator[Block]:
        """Yield the finished blocks below ``element``; ``home`` is the block that it stands in."""
        if not isinstance(element.tag, str) or element.tag in _SILENT or _is_hidden(element):
            return
        page = _printed_page(element)
        if page:
            self.pages.append((self.length, page))
            return
        if element.tag == "br":
            self._write("\n")
            return
        is_kept = is_kept or element.tag in {"pre", "listing", "xmp"}
        if element.tag not in _BLOCKS:
            yield from self._inside(element, home, is_kept=is_kept)
            return
        yield from self._end(home)
        yield from self._inside(element, element, is_kept=is_kept)
        for block in self._end(element):
            block.ends_cell = element.tag in _CELLS and _following_cell(element)
            yield block

    def _inside(self, element: Element, home: Element, *, is_kept: bool) -> Iterator[Block]:
        self._say(element.text, is_kept=is_kept)
        for child in element:
            yield from self.blocks(child, home, is_kept=is_kept)
            self._say(child.tail, is_kept=is_kept)

    def _say(self, text: str | None, *, is_kept: bool) -> None:
        if text:
            self._write(text.replace("\r\n", "\n") if is_kept else _WHITE.sub(" ", text))

    def _write(self, text: str) -> None:
        self.pieces.append(text)
        self.length += len(text)

    def _end(self, home: Element) -> Iterator[Block]:
        """Yield what was gathered, if it says something."""
        raw = "".join(self.pieces)
        pages = self.pages
        self.pieces, self.length, self.pages = [], 0, []
        text, places = _shown(raw, [place for place, _ in pages], is_kept=home.tag in {"pre", "listing", "xmp"})
        if text:
            level = next((_HEADINGS[one.tag] for one in (home, *home.iterancestors()) if one.tag in _HEADINGS), 0)
            yield Block(text, home, level, [(place, value) for place, (_, value) in zip(places, pages, strict=True)])
        else:
            self.pages = [(0, value) for _, value in pages]


def blocks_of(root: Element) -> list[Block]:
    """Return all blocks below ``root``, in order."""
    walk = _Walk()
    found = list(walk.blocks(root, root))
    if walk.pages and found:
        found[-1].pages += [(len(found[-1].text), value) for _, value in walk.pages]
    return found


def _shown(raw: str, places: list[int], *, is_kept: bool) -> tuple[str, list[int]]:
    """Text with its white space as it is shown, and where ``places`` have gone."""
    if is_kept:
        lead = len(raw) - len(raw.lstrip("\n"))
        return raw.strip("\n").rstrip(), [max(0, place - lead) for place in places]
    return _squeezed(raw), [len(_squeezed(raw[:place] + "\0")) - 1 for place in places]


def _squeezed(raw: str) -> str:
    return re.sub(r" *\n *", "\n", re.sub(" +", " ", raw)).strip(" \n")


def _is_hidden(element: Element) -> bool:
    return element.get("hidden") is not None or bool(_HIDING.search((element.get("style") or "")[:1000]))


def _printed_page(element: Element) -> str:
    """The page that begins at an element: EPUB's and DPUB-ARIA's page breaks; else ""."""
    kinds = f"{element.get('role') or ''} {element.get('epub:type') or ''}".split()
    if "doc-pagebreak" not in kinds and "pagebreak" not in kinds:
        return ""
    said = element.get("title") or element.get("aria-label") or element.text_content()
    return " ".join(said.split())[:50]


def _following_cell(element: Element) -> bool:
    following = element.getnext()
    return following is not None and following.tag in _CELLS
