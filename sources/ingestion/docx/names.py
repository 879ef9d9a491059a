"""Names of WordprocessingML, alike for transitional and strict files."""

from __future__ import annotations

from lxml import etree

from sources.ingestion.elements import Element

_WORD = frozenset({"http://schemas.openxmlformats.org/wordprocessingml/2006/main", "http://purl.oclc.org/ooxml/wordprocessingml/main"})
_OFF = frozenset({"0", "false", "off", "none"})


def name_of(element: Element) -> str:
    """Return the local name of an element of WordprocessingML, "" for a comment, and others with their prefix's place: "m:t"."""
    if not isinstance(element.tag, str):
        return ""
    name = etree.QName(element)
    if name.namespace in _WORD:
        return str(name.localname)
    if name.namespace and name.namespace.endswith("/math"):
        return f"m:{name.localname}"
    return f"other:{name.localname}"


def value_of(element: Element | None, name: str = "val") -> str:
    """Return an attribute of WordprocessingML, "" if the element or attribute is absent."""
    if element is None:
        return ""
    return next((value for key, value in element.attrib.items() if str(key).rpartition("}")[2] == name), "")


def child(element: Element | None, *path: str) -> Element | None:
    """Return the first child of that name, or that child's first of the next, and so on."""
    for name in path:
        if element is None:
            return None
        element = next((one for one in element if name_of(one) == name), None)
    return element


def is_on(element: Element | None) -> bool:
    """Whether a property that is on by its mere presence is on."""
    return element is not None and value_of(element).lower() not in _OFF
