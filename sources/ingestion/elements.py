"""The type of an element of a parsed HTML or XML file: what is used of lxml's, which has no types of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Protocol


class Element(Protocol):
    """An element; a comment or declaration is one too, whose ``tag`` is no string."""

    tag: Any
    text: str | None
    tail: str | None
    attrib: Mapping[Any, str]

    def __iter__(self) -> Iterator[Element]:
        """Its children."""
        ...

    def __hash__(self) -> int:
        """By identity."""
        ...

    def get(self, key: str, default: str | None = None, /) -> str | None:
        """An attribute."""
        ...

    def getnext(self) -> Element | None:
        """The sibling behind it."""
        ...

    def getparent(self) -> Element | None:
        """The element that it stands in."""
        ...

    def getroottree(self) -> Any:
        """The whole file."""
        ...

    def iter(self, *tags: str) -> Iterator[Element]:
        """It and all elements within it, or those of some names."""
        ...

    def iterancestors(self) -> Iterator[Element]:
        """The elements that it stands in, from the inside out."""
        ...

    def text_content(self) -> str:
        """All text within it; of HTML only."""
        ...
