"""What a page says of its work: in the tags that Google Scholar, Dublin Core, PRISM and Open Graph know, else in its title."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

from sources.formats import dates
from sources.formats.written_dates import written_date
from sources.identifiers import normalise
from sources.ingestion.elements import Element
from sources.ingestion.extraction import Facts

_TITLE = ("citation_title", "dc.title", "dcterms.title", "og:title", "eprints.title", "bepress_citation_title")
_AUTHOR = (
    "citation_author",
    "citation_authors",
    "dc.creator",
    "dcterms.creator",
    "eprints.creators_name",
    "bepress_citation_author",
    "author",
)
_ISSUED = (
    "citation_publication_date",
    "citation_date",
    "citation_online_date",
    "dcterms.issued",
    "dc.date.issued",
    "dc.date",
    "dcterms.date",
    "prism.publicationdate",
    "article:published_time",
    "bepress_citation_date",
)
_DOI = ("citation_doi", "prism.doi", "bepress_citation_doi", "dc.identifier", "dcterms.identifier")
_MOMENT = re.compile(r"(\d{4}-\d{2}-\d{2})T.*")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")
_LONGEST = 500
_MOST_AUTHORS = 500


def facts_of(page: Element) -> Facts:
    """Return what the head of a page declares; what is not fit, such as a DOI that is none, counts as not said."""
    said: dict[str, list[str]] = defaultdict(list)
    for tag in page.iter("meta"):
        name = (tag.get("name") or tag.get("property") or "").strip().lower()
        value = " ".join((tag.get("content") or "").split())
        if name and value:
            said[name].append(value[:_LONGEST])
    title = next(iter(_first(said, _TITLE)), "") or _own_title(page)
    return Facts(title, _authors(_first(said, _AUTHOR)), _issued(said), _doi(said))


def language_of(page: Element) -> str:
    """Return the BCP 47 tag that the page's root declares, "" where it declares none."""
    for name in ("lang", "{http://www.w3.org/XML/1998/namespace}lang", "xml:lang"):
        tag = (page.get(name) or "").strip()
        if tag and len(tag) <= 35 and _LANGUAGE.fullmatch(tag):
            return tag
    return ""


def _first(said: Mapping[str, list[str]], names: Iterable[str]) -> list[str]:
    return next((said[name] for name in names if name in said), [])


def _own_title(page: Element) -> str:
    found = next(page.iter("title"), None)
    return "" if found is None else " ".join(found.text_content().split())[:_LONGEST]


def _authors(named: list[str]) -> tuple[str, ...]:
    names = (name.strip() for value in named for name in value.split(";"))
    # An address is no name.
    return tuple(dict.fromkeys(name for name in names if name and "://" not in name and "@" not in name))[:_MOST_AUTHORS]


def _issued(said: Mapping[str, list[str]]) -> str:
    for value in _first(said, _ISSUED):
        moment = _MOMENT.fullmatch(value)
        edtf, is_whole = written_date(moment[1] if moment else value)
        try:
            return dates.validate(edtf) if edtf and is_whole else ""
        except ValueError:
            return ""
    return ""


def _doi(said: Mapping[str, list[str]]) -> str:
    for name in _DOI:
        for value in said.get(name, ()):
            try:
                return normalise("doi", value)
            except ValueError:
                continue
    return ""
