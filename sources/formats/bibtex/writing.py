"""Bibliographies as BibLaTeX or classic BibTeX files."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from sources.formats.bibtex.biblatex import biblatex_entry
from sources.formats.bibtex.classic import MONTHS, bibtex_entry
from sources.formats.bibtex.comment import write_comment
from sources.formats.bibtex.entry import in_order

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sources.formats.record import Record

Dialect = Literal["biblatex", "bibtex"]

_KEY = re.compile(r"[A-Za-z0-9_:.+/-]+")

#: Fields in the order a person reads a reference; others follow by alphabet.
_ORDER = (
    "key",
    "author",
    "editor",
    "editortype",
    "translator",
    "bookauthor",
    "title",
    "shorttitle",
    "titleaddon",
    "date",
    "year",
    "month",
    "day",
    "journal",
    "journaltitle",
    "shortjournal",
    "booktitle",
    "series",
    "volume",
    "number",
    "issue",
    "pages",
    "chapter",
    "edition",
    "version",
    "type",
    "institution",
    "school",
    "organization",
    "publisher",
    "location",
    "address",
    "howpublished",
    "eventtitle",
    "eventdate",
    "venue",
    "origdate",
    "origtitle",
    "origpublisher",
    "origlocation",
    "doi",
    "eprint",
    "eprinttype",
    "archiveprefix",
    "url",
    "urldate",
    "isbn",
    "issn",
    "langid",
    "note",
    "addendum",
    "keywords",
    "abstract",
)


def write_entry(record: Record, *, dialect: Dialect, ascii_only: bool = False) -> str:
    """Return one entry, and after it a comment with what the dialect cannot say (`sources.formats.bibtex.comment`).

    The entry type is the most telling one for which the record has all that is demanded, so neither
    `biber --validate-datamodel` nor a standard `.bst` file warns.

    Args:
        record: The work.
        dialect: "biblatex" for BibLaTeX's default data model, "bibtex" for the standard styles.
        ascii_only: Write Latin letters with accents as LaTeX commands. Scripts that LaTeX cannot say in ASCII
            (Japanese, Arabic, ...) stay UTF-8.

    Raises:
        ValueError: The key has characters that BibTeX does not take.
    """
    _check_key(record.key)
    build = biblatex_entry if dialect == "biblatex" else bibtex_entry
    entry = build(record, ascii_only=ascii_only)
    lines = [f"@{entry.entry_type}{{{record.key},"]
    lines += [f"  {name} = {_delimited(name, entry.fields[name])}," for name in in_order(entry.fields, _ORDER)]
    return "\n".join([*lines, "}", write_comment(record.key, entry.leftovers())])


def write_bibliography(records: Iterable[Record], *, dialect: Dialect, ascii_only: bool = False, presorted: bool = False) -> Iterator[str]:
    r"""Yield the entries of a bibliography file, a blank line between them, all lines ending in \n.

    Args:
        records: The works, each with a key of its own.
        dialect: As for `write_entry`.
        ascii_only: As for `write_entry`.
        presorted: The records come in the order wanted, and are written as they come without being held in memory.
            Else they are sorted by key.

    Raises:
        ValueError: Two keys are the same but for case, or a key has characters that BibTeX does not take.
    """
    ordered = records if presorted else sorted(records, key=lambda record: record.key)
    yield from join_entries(write_entry(record, dialect=dialect, ascii_only=ascii_only) for record in _with_keys_of_their_own(ordered))


def join_entries(entries: Iterable[str]) -> Iterator[str]:
    """Yield a bibliography file of entries that `write_entry` gave, whose keys differ: a blank line between them."""
    separator = ""
    for entry in entries:
        yield separator + entry
        separator = "\n"


def _with_keys_of_their_own(records: Iterable[Record]) -> Iterator[Record]:
    seen: set[str] = set()
    for record in records:
        folded = record.key.lower()
        if folded in seen:
            raise ValueError(f"The key {record.key!r} occurs twice (BibTeX does not regard case). Give one work another key.")
        seen.add(folded)
        yield record


def _check_key(key: str) -> None:
    if not _KEY.fullmatch(key):
        raise ValueError(f"The key {key!r} is not fit for BibTeX. Use ASCII letters, digits and _ : . + / - only.")


def _delimited(name: str, value: str) -> str:
    """Return the value in braces; months of classic BibTeX are macros, which each style spells out its own way."""
    return value if name == "month" and value in MONTHS else f"{{{value}}}"
