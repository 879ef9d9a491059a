"""An entry of a file as a record: each field as the CSL variable that it says."""

from __future__ import annotations

from collections.abc import Collection

from sources.formats.babel_languages import language_tag
from sources.formats.bibtex import fields as known
from sources.formats.bibtex.dates_of_entries import set_dates
from sources.formats.bibtex.entry_types import read_as
from sources.formats.bibtex.left_fields import LeftFields
from sources.formats.bibtex.names_of_entries import set_names
from sources.formats.bibtex.plain_values import flat, verbatim
from sources.formats.bibtex.raw import RawEntry
from sources.formats.draft import Draft
from sources.identifiers import normalise

#: CSL types of works that stand in a whole.
PARTS = frozenset({"chapter", "paper-conference", "entry", "entry-dictionary", "entry-encyclopedia"})
_EPRINTS = {"pubmed": "PMID", "pmid": "PMID", "pmcid": "PMCID", "pmc": "PMCID", "doi": "DOI"}
_EPRINT_SCHEMES = {"arxiv": "arxiv", "hdl": "handle", "handle": "handle", "urn": "urn", "oclc": "oclc"}
_VOLUMES = frozenset({"book", "collection", "proceedings", "reference", "mvbook", "mvcollection", "mvproceedings", "mvreference", "manual"})


def describe(raw: RawEntry, draft: Draft, *, given: Collection[str] = (), derived: Collection[str] = ()) -> None:
    """Put into the draft what the fields of an entry say.

    Args:
        raw: The entry, with what it takes from others.
        draft: Takes it.
        given: CSL variables, and the word "type", that are known from elsewhere: fields that say them are passed over.
        derived: Fields that say nothing of the work.
    """
    left = LeftFields(raw, draft, given, derived)
    if left.get("key") == raw.fields.get("title"):
        left.take("key")
    _set_type(left, given)
    _set_titles(left)
    set_names(left)
    set_dates(left)
    _set_numbers(left)
    _set_imprint(left)
    _set_identifiers(left)
    _set_language(left)
    left.set_prose()
    left.keep_all()


def _set_type(left: LeftFields, given: Collection[str]) -> None:
    kind = left.entry_type
    found = read_as(kind)
    subtype = flat(left.get("entrysubtype")).lower()
    if found == "article-journal" and subtype in {"magazine", "newspaper"}:
        found = f"article-{subtype}"
        left.take("entrysubtype")
    left.draft.type = found or "document"
    if not found and "type" not in given:
        left.draft.keep("entrytype", kind)


def _set_titles(left: LeftFields) -> None:
    left.set_joined_text("title", "subtitle", "title")
    _set_container(left)
    if left.get("maintitle"):
        is_volume = left.entry_type in _VOLUMES
        held = left.draft.fields.get("container-title", "")
        if held and not is_volume and "volume-title" not in left.given | left.draft.fields.keys():
            left.draft.fields["volume-title"] = left.draft.fields.pop("container-title")
        left.set_joined_text("maintitle", "mainsubtitle", "container-title")
    if read_as(left.entry_type) == "webpage" and "container-title" not in left.draft.fields:
        left.set_text("titleaddon", "container-title")


def _set_container(left: LeftFields) -> None:
    for name in left.among(known.CONTAINERS):
        subtitle = "booksubtitle" if name == "booktitle" else "journalsubtitle"
        left.set_joined_text(name, subtitle, "container-title")


def _set_numbers(left: LeftFields) -> None:
    kind = left.entry_type
    variable = "issue" if kind in known.ISSUED_NUMBER else "number" if kind in known.OWN_NUMBER else "collection-number"
    says = {"number": variable, "issue": "issue", "eid": "number", "pages": "page"}
    for name in left.among(says):
        left.set_text(name, says[name])


def _set_imprint(left: LeftFields) -> None:
    for name in left.among(known.PUBLISHERS):
        left.set_text(name, "publisher")
    places = left.among(known.PLACES)
    for name in places:
        is_event = len(places) > 1 and name == "location" and not left.get("venue")
        left.set_text(name, "event-place" if is_event else "publisher-place")
    _set_genre(left)
    address = verbatim(left.get("howpublished"))
    if "medium" not in left.given and address.startswith(("http://", "https://")) and " " not in address and not left.get("url"):
        left.set_identifier("howpublished", "URL")
    else:
        left.set_text("howpublished", "medium")


def _set_genre(left: LeftFields) -> None:
    if left.has("type"):
        left.set_text("type", "genre")
    elif left.entry_type in known.TYPED and "genre" not in left.given:
        left.draft.fields["genre"] = known.GENRES[left.entry_type]


def _set_identifiers(left: LeftFields) -> None:
    for name in left.among(known.IDENTIFIERS):
        left.set_identifier(name, known.IDENTIFIERS[name])
    _set_eprint(left)


def _set_eprint(left: LeftFields) -> None:
    """Set what `eprint` names, by its type; arXiv where it has none and looks so."""
    value = left.get("eprint")
    if not value:
        return
    kinds = [flat(left.get(name)).lower() for name in known.EPRINT_TYPES]
    kind = next(filter(None, kinds), "arxiv" if _is_arxiv(verbatim(value)) else "")
    variable, scheme = _EPRINTS.get(kind, ""), _EPRINT_SCHEMES.get(kind, "")
    if variable:
        left.set_identifier("eprint", variable)
    elif scheme and scheme not in left.given:
        left.draft.add_identifier(scheme, verbatim(left.take("eprint")), field="eprint", line=left.line("eprint"))
    elif scheme:
        left.take("eprint")
    if variable or scheme:
        for name in known.EPRINT_TYPES:
            left.take(name)


def _is_arxiv(value: str) -> bool:
    try:
        normalise("arxiv", value)
    except ValueError:
        return False
    return True


def _set_language(left: LeftFields) -> None:
    """Set the language by the most exact of its fields: `langid = {english}, language = {en-GB}` is en-GB."""
    tags = {name: language_tag(flat(left.get(name))) for name in left.among(known.LANGUAGES)}
    best = next(filter(None, tags.values()), "")
    best = max((tag for tag in tags.values() if tag.split("-")[0] == best.split("-")[0]), key=len, default="")
    for name, tag in tags.items():
        raw = left.take(name)
        if "language" in left.given or (tag and best.startswith(tag)):
            continue
        left.draft.keep(name, raw)
        if not tag:
            left.draft.warn(
                name, left.line(name), f"{raw!r} is no language that is known. Write a tag such as en or ja. It is kept under extra."
            )
    if best and "language" not in left.given:
        left.draft.fields["language"] = best
