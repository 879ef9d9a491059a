"""Identifiers, pages and numbers of a RIS record: what a tag holds shows in the form of its value and the type of the work."""

from __future__ import annotations

import re
from collections import defaultdict

from sources.formats.draft import Draft
from sources.formats.plain_text import clean
from sources.formats.ris.left import Left, set_first
from sources.formats.ris.lines import Tagged
from sources.formats.ris.tags import IN_PERIODICAL, NUMBERED, STAND_ALONE

_DOI = re.compile(r"(?:doi:?\s*|https?://(?:dx\.)?doi\.org/)?(10\.[0-9]{4,9}/\S+)", re.IGNORECASE)
_DOI_ADDRESS = re.compile(r"https?://(?:dx\.)?doi\.org/10\.", re.IGNORECASE)
_PMC = re.compile(r"PMC[0-9]+", re.IGNORECASE)
_MEDICAL_INDEX = re.compile(r"\b(?:pubmed|medline)\b", re.IGNORECASE)
_ISSN = re.compile(r"(?:[ep]?-?ISSN\b[\s:]*)?[0-9]{4}[-\u2010-\u2015 ]?[0-9]{3}[0-9X]", re.IGNORECASE)
_BETWEEN_NUMBERS = re.compile(r"\s*[;,]\s*|\s+(?=97[89]|[0-9]{4}-[0-9]{3}[0-9Xx]\b)")
_BETWEEN_ADDRESSES = re.compile(r"\s*[;,]?\s+(?=https?://)|;(?=https?://)")
_PAGES_OF_BOOK = re.compile(r"([0-9]+|[ivxlcdm]+, ?[0-9]+)(?:\s*(?:p|pp|pages)\.?)?", re.IGNORECASE)
_ISSUE = re.compile(r"[0-9]+(?:[-/][0-9]+)?[A-Za-z]?|Suppl.*", re.IGNORECASE)


def set_pages(draft: Draft, left: Left) -> None:
    """Set the pages from SP and EP, where EP may hold both ends; of a work that stands alone SP is how many it has."""
    first, last = left.take("SP"), left.take("EP")
    if not first:
        set_first(draft, "page", last)
        return
    start, end = clean(first[0].text()), clean(last[0].text()) if last else ""
    pages = _PAGES_OF_BOOK.fullmatch(start)
    if draft.type in STAND_ALONE and pages and not end:
        draft.set_text("number-of-pages", pages[1], field="SP", line=first[0].line, raw=start)
    elif not end or end == start or start.endswith(f"-{end}"):
        draft.set_text("page", start, field="SP", line=first[0].line)
    elif end.startswith(f"{start}-"):
        draft.set_text("page", end, field="EP", line=last[0].line)
    else:
        draft.set_text("page", f"{start}-{end}", field="SP", line=first[0].line)
    for tagged in (*first[1:], *last[1:]):
        draft.keep(tagged.tag, tagged.text())


def set_identifiers(draft: Draft, left: Left) -> None:
    """Set DOI, PMID, PMCID, addresses, ISBN and ISSN, once the databases that a record comes from are known."""
    for tagged in left.take("DO", "DI"):
        _set_doi(draft, tagged)
    for tagged in left.take("M3"):
        if _DOI.fullmatch(tagged.text()):
            _set_doi(draft, tagged)
        else:
            set_first(draft, "genre", [tagged])
    for tagged in left.take("C2"):
        variable = "PMCID" if _PMC.fullmatch(tagged.text()) else ""
        set_first(draft, variable, [tagged])
    if is_medical_index(draft.fields.get("archive", ""), draft.fields.get("source", "")):
        for tagged in left.take("AN"):
            set_first(draft, "PMID" if tagged.text().isdigit() else "", [tagged])
    _set_addresses(draft, left.take("UR"))
    _set_serial_numbers(draft, left.take("SN"))


def is_medical_index(*databases: str) -> bool:
    """Whether one of the databases numbers works by PMID."""
    return any(_MEDICAL_INDEX.search(database) for database in databases)


def _set_doi(draft: Draft, tagged: Tagged) -> None:
    if "DOI" not in draft.fields:
        draft.set_text("DOI", tagged.text(), field=tagged.tag, line=tagged.line)
        return
    held = draft.fields["DOI"]
    draft.add_identifier("doi", tagged.text(), field=tagged.tag, line=tagged.line)
    draft.identifiers["doi"] = [doi for doi in draft.identifiers["doi"] if doi != held]


def _set_addresses(draft: Draft, tags: list[Tagged]) -> None:
    for tagged in tags:
        for address in _BETWEEN_ADDRESSES.split(tagged.text()):
            _set_address(draft, tagged, re.sub(r"\A(?=www\.)", "http://", re.sub(r"\A//(?=\w)", "https://", address)))


def _set_address(draft: Draft, tagged: Tagged, address: str) -> None:
    if "DOI" not in draft.fields and _DOI_ADDRESS.match(address):
        draft.set_text("DOI", address, field=tagged.tag, line=tagged.line)
    if "URL" not in draft.fields:
        draft.set_text("URL", address, field=tagged.tag, line=tagged.line)
    else:
        draft.add_identifier("url", address, field=tagged.tag, line=tagged.line)


def _set_serial_numbers(draft: Draft, tags: list[Tagged]) -> None:
    """Tell ISBN, ISSN and report numbers by their form."""
    found: dict[str, list[str]] = defaultdict(list)
    for tagged in tags:
        for part in _BETWEEN_NUMBERS.split(tagged.text()):
            found[_serial_variable(draft, part)].append(part)
    for variable, values in found.items():
        if variable:
            draft.set_text(variable, "; ".join(values), field="SN", line=tags[0].line)
        else:
            for value in values:
                draft.keep("SN", value)


def _serial_variable(draft: Draft, text: str) -> str:
    digits = sum(character.isdigit() for character in text.partition("(")[0])
    if _ISSN.match(text) and digits in {7, 8}:
        return "ISSN"
    if digits in {9, 10, 13} and re.match(r"[^0-9]{0,12}[0-9]", text):
        return "ISBN"
    return "number" if draft.type in NUMBERED else ""


def set_numbers(draft: Draft, left: Left) -> None:
    """Set the numbers whose tags mean something else from type to type."""
    if draft.type in IN_PERIODICAL:
        set_first(draft, "number", left.take("C7"))
    elif draft.type in NUMBERED:
        set_first(draft, "number", left.take("M1"))
        set_first(draft, "number", left.take("IS"))
    elif draft.type in STAND_ALONE:
        set_first(draft, "collection-number", left.take("M1"))
    if draft.type == "chapter":
        set_first(draft, "chapter-number", left.take("SE"))
    for tagged in left.take("CP"):
        is_issue = bool(_ISSUE.fullmatch(tagged.text())) and not left.has("IS")
        set_first(draft, "issue" if is_issue else "publisher-place", [tagged])
