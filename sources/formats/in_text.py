r"""Citations as an author types them: \autocite[4]{key} for BibLaTeX, \cite[p.~4]{key} for BibTeX, [@key, p. 4] for Pandoc."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from sources.formats.latex.encoding import prose
from sources.formats.locators import TERMS, Locator, is_numbers, is_several, with_range_dash
from sources.formats.plain_text import clean
from sources.formats.record import LOCATOR_LABELS

if TYPE_CHECKING:
    from collections.abc import Mapping

_KEY = re.compile(r"[A-Za-z0-9_:.+/-]+")
# A key that Pandoc ends where we do: inside it, single signs between letters and digits.
_BARE_KEY = re.compile(r"[A-Za-z0-9_]+(?:[:.+/-][A-Za-z0-9_]+)*")
# A word that Pandoc takes for one place behind a term; in several words it sees several places.
_WORD = re.compile(r"[^\W_]+(?:[.:][^\W_]+)*")
# What means something inside a citation, and runs of dots and hyphens, which would become other signs.
_SIGN = re.compile(r"""[\\`*_{}\[\]#<>@~^$|"'&;]|\.(?=\.)|(?<=\.)\.|-(?=-)|(?<=-)-""")
# Pandoc knows places by the terms of CSL's English locale, which differ from the usual ones here, and does not know the rest.
_EN_DASH = "\N{EN DASH}"
_PANDOC_TERMS: Mapping[str, tuple[str, str]] = MappingProxyType({**TERMS, "chapter": ("chap.", "chaps.")})


def latex_citation(key: str, locator: Locator | None = None, *, dialect: str = "biblatex") -> str:
    r"""Return a citation for LaTeX: \autocite[4-5]{key} for "biblatex", which says "pp." itself, \cite[pp.~4--5]{key} for "bibtex".

    Raises:
        ValueError: The key has characters that BibTeX does not take.
    """
    command = r"\autocite" if dialect == "biblatex" else r"\cite"
    place = _latex_place(locator, is_biblatex=dialect == "biblatex") if locator and clean(locator.value) else ""
    # A bracket would end the optional argument; inside braces it does not.
    guarded = f"{{{place}}}" if re.search(r"[][]", place) else place
    return f"{command}{f'[{guarded}]' if place else ''}{{{_checked(key)}}}"


def pandoc_citation(key: str, locator: Locator | None = None) -> str:
    """Return a citation for Pandoc's Markdown: ``[@key, p. 4]``.

    Raises:
        ValueError: The key has characters that BibTeX does not take.
    """
    named = f"@{key}" if _BARE_KEY.fullmatch(_checked(key)) else f"@{{{key}}}"
    if locator is None or not clean(locator.value):
        return f"[{named}]"
    return f"[{named}, {_pandoc_place(locator)}{_pandoc_further(locator)}]"


def csl_citation(key: str, locator: Locator | None = None) -> dict[str, Any]:
    """Return a citation as a CSL processor takes it: the item's id, and the label and value of the place.

    What lies within that place stands in ``suffix``, since CSL knows one place a citation.
    """
    item: dict[str, Any] = {"id": key}
    if locator and clean(locator.value):
        item |= {"label": locator.label, "locator": clean(locator.value)}
        if locator.further:
            item["suffix"] = "".join(f", {term(place)} {with_range_dash(place.value, _EN_DASH)}" for place in locator.further)
    return item


def ready_citations(key: str, locator: Locator | None = None) -> dict[str, Any]:
    """Return the citation in every format that has citations, by the format's name."""
    return {
        "biblatex": latex_citation(key, locator),
        "bibtex": latex_citation(key, locator, dialect="bibtex"),
        "pandoc": pandoc_citation(key, locator),
        "csl-json": csl_citation(key, locator),
    }


def term(locator: Locator, terms: Mapping[str, tuple[str, str]] = TERMS) -> str:
    """Return the English word for a place: "p.", or "pp." where the value names several."""
    word = LOCATOR_LABELS.get(locator.label, locator.label)
    one, several = terms.get(locator.label, (word, word))
    return several if is_several(locator.value) else one


def _checked(key: str) -> str:
    if not _KEY.fullmatch(key):
        raise ValueError(f"The key {key!r} is not fit for a citation. Use ASCII letters, digits and _ : . + / - only.")
    return key


def _latex_place(locator: Locator, *, is_biblatex: bool) -> str:
    if is_biblatex and locator.label == "page" and not locator.further and is_numbers(locator.value):
        return _latex_value(locator)
    places = [_latex_words(place, is_biblatex=is_biblatex) for place in (locator, *locator.further)]
    return ", ".join(places)


def _latex_words(place: Locator, *, is_biblatex: bool) -> str:
    if is_biblatex and place.label == "page":
        # BibLaTeX says "p." in the document's language only before bare numbers; these commands ask for it.
        return (r"\ppno~" if is_several(place.value) else r"\pno~") + _latex_value(place)
    return f"{prose(term(place))}~{_latex_value(place)}"


def _latex_value(place: Locator) -> str:
    return with_range_dash(place.value, "--") if is_numbers(place.value) else prose(place.value)


def _pandoc_place(locator: Locator) -> str:
    word = term(locator, _PANDOC_TERMS)
    value = clean(locator.value)
    if is_numbers(value):
        return f"{word} {with_range_dash(value, '-')}"
    if locator.label in TERMS and _WORD.fullmatch(value):
        return f"{{{word} {value}}}"
    # The empty braces are an empty place: what follows is printed as it is, never searched for one.
    return f"{{}}, {word} {_SIGN.sub(_escaped, value)}"


def _escaped(sign: re.Match[str]) -> str:
    return f"\\{sign[0]}"


def _pandoc_further(locator: Locator) -> str:
    return "".join(f", {term(place, _PANDOC_TERMS)} {_pandoc_value(place)}" for place in locator.further)


def _pandoc_value(place: Locator) -> str:
    if is_numbers(place.value):
        return with_range_dash(place.value, _EN_DASH)
    return _SIGN.sub(_escaped, clean(place.value))
