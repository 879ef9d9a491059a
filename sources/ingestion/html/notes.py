"""Notes of a page: where a raised number leads to, and how far the note there goes."""

from __future__ import annotations

import re
from urllib.parse import unquote

from sources.ingestion.elements import Element

_MARKER = re.compile(r"[\[(]?\s*(?P<marker>\d{1,4}|[ivxlc]{1,7}|[a-z]|[*\u2020\u2021\u00a7\u00b6#]{1,3})\s*[\])]?\.?")
_HOMES = frozenset({"aside", "blockquote", "dd", "div", "li", "p", "section", "td"})


def notes_of(root: Element) -> dict[Element, str]:
    """Return the elements that are notes, each with its printed marker.

    A note is where a link leads whose words are a marker, forwards: the way back from a note leads backwards.
    """
    order = {element: place for place, element in enumerate(root.iter())}
    targets: dict[str, Element] = {}
    for element in order:
        for name in (element.get("id"), element.get("name") if element.tag == "a" else None):
            if name:
                targets.setdefault(name, element)
    notes: dict[Element, str] = {}
    for link in root.iter("a"):
        marker = _marker(link)
        target = targets.get(unquote((link.get("href") or "")[1:])) if marker else None
        if target is None or order[target] <= order[link]:
            continue
        home = _home(target)
        if home is not None and home not in link.iterancestors():
            notes.setdefault(home, marker)
    return notes


def _marker(link: Element) -> str:
    if not (link.get("href") or "").startswith("#"):
        return ""
    found = _MARKER.fullmatch(" ".join(link.text_content().split())[:20])
    return found["marker"] if found else ""


def _home(target: Element) -> Element | None:
    """The block of a note: the element that the link names, or the one around it."""
    return next((one for one in (target, *target.iterancestors()) if one.tag in _HOMES), None)
