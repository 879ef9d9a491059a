"""The representations of what is cited: their names, media types and file names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sources.formats.csl.locales import UnknownLocaleError, find_locale
from sources.formats.csl.styles import is_style

ANNOTATION_PROFILE = "http://www.w3.org/ns/anno.jsonld"
STYLE = "apa"
LOCALE = "en-US"


@dataclass(frozen=True, slots=True)
class Representation:
    """One format that a resource can be had in."""

    #: As ``?format=`` names it.
    name: str
    #: The media type it is sent as; then others by which it is known.
    media_types: tuple[str, ...]
    #: Of a file that holds it, without the dot.
    extension: str = ""
    #: Whether a browser should rather store it than show it.
    is_file: bool = False
    #: JSON says its encoding itself; text needs to be told.
    has_charset: bool = False
    #: W3C's name of what the JSON-LD says; "" for other formats.
    profile: str = ""

    @property
    def is_styled(self) -> bool:
        """Whether it is made by a citation style in a language."""
        return self.name == "bibliography"


JSON = Representation("json", ("application/json",))
#: Classic BibTeX, in ASCII wherever LaTeX can say it: what ``application/x-bibtex`` has always meant.
BIBTEX = Representation("bibtex", ("application/x-bibtex", "text/x-bibtex"), "bib", is_file=True, has_charset=True)
BIBLATEX = Representation("biblatex", ("application/x-biblatex", "text/x-biblatex"), "bib", is_file=True, has_charset=True)
RIS = Representation("ris", ("application/x-research-info-systems",), "ris", is_file=True, has_charset=True)
CSL_JSON = Representation("csl-json", ("application/vnd.citationstyles.csl+json", "application/citeproc+json"), "json", is_file=True)
BIBLIOGRAPHY = Representation("bibliography", ("text/x-bibliography",), "txt", has_charset=True)
ANNOTATIONS = Representation("jsonld", ("application/ld+json",), "jsonld", profile=ANNOTATION_PROFILE)

#: What every list of citable things can be had in; the first is what is sent to whoever takes anything.
CITABLE: tuple[Representation, ...] = (JSON, BIBTEX, BIBLATEX, RIS, CSL_JSON, BIBLIOGRAPHY)


@dataclass(frozen=True, slots=True)
class Chosen:
    """A representation with its style and language, where it has them."""

    representation: Representation
    style: str = STYLE
    locale: str = LOCALE

    @property
    def parameters(self) -> Mapping[str, str]:
        """The parameters of the media type, without the charset."""
        if self.representation.is_styled:
            return {"style": self.style, "locale": self.locale}
        return {"profile": self.representation.profile} if self.representation.profile else {}

    @property
    def content_type(self) -> str:
        """The value of the Content-Type header."""
        said = dict(self.parameters) | ({"charset": "utf-8"} if self.representation.has_charset else {})
        return "; ".join([self.representation.media_types[0], *(f"{name}={_quoted(value)}" for name, value in said.items())])


def fault_of_style(style: str) -> str:
    """Why a style cannot be had; "" if it can."""
    return "" if is_style(style) else f"There is no citation style {style[:80]!r}."


def fault_of_locale(locale: str) -> str:
    """Why a locale cannot be had; "" if it can."""
    try:
        find_locale(locale)
    except UnknownLocaleError as error:
        return str(error)
    return ""


def offers(representations: Iterable[Representation]) -> list[dict[str, str]]:
    """What there is, for somebody who asked for something else."""
    return [{"format": one.name, "media_type": Chosen(one).content_type} for one in representations]


def _quoted(value: str) -> str:
    return f'"{value}"' if set(value) & set('()<>@,;:\\"/[]?={} ') else value
