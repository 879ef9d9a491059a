"""What a Word file says of its work in its core properties (ISO/IEC 29500-2, part 8); its dates are the file's and do not count."""

from __future__ import annotations

import re

from lxml import etree

from sources.ingestion.docx.package import Package
from sources.ingestion.extraction import Facts

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")
#: What programs fill in where nobody said a name.
_NO_TITLE = re.compile(r"(?:untitled|document\d*|microsoft word.*|.*\.(?:docx?|rtf|odt))", re.IGNORECASE)
_NO_NAME = re.compile(
    r"(?:windows|office|microsoft|word)? ?(?:user|admin(?:istrator)?|owner|author|office|word|python-docx)", re.IGNORECASE
)
_LONGEST = 500


def facts_of(package: Package) -> tuple[Facts, str]:
    """Return the title and authors in the core properties, and the language, "" where they name none."""
    name = next((name for kind, name in package.related("") if kind.endswith("core-properties")), "docProps/core.xml")
    root = package.read(name)
    said: dict[str, str] = {}
    for one in root if root is not None else ():
        if isinstance(one.tag, str):
            said.setdefault(etree.QName(one).localname, " ".join((one.text or "").split())[:_LONGEST])
    title = said.get("title", "")
    authors = tuple(name for part in re.split(r"[;\n]", said.get("creator", "")) if (name := part.strip()) and not _NO_NAME.fullmatch(name))
    language = said.get("language", "")
    is_tag = _LANGUAGE.fullmatch(language) and len(language) <= 35
    return Facts("" if _NO_TITLE.fullmatch(title) else title, authors), language if is_tag else ""
