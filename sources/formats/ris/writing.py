"""Records as RIS, for reference managers."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator

from sources.formats.dates import to_period
from sources.formats.leftovers import leftovers, whole
from sources.formats.plain_text import clean
from sources.formats.record import Record
from sources.formats.ris.describing import describe
from sources.formats.ris.lines import Tagged
from sources.formats.ris.names import write_name
from sources.formats.ris.numbering import is_medical_index
from sources.formats.ris.tags import (
    ANY_TYPE,
    CSL_TYPE_OF,
    IN_PERIODICAL,
    KEPT,
    LEFTOVERS_MARK,
    LEFTOVERS_TAG,
    NUMBERED,
    READ,
    STAND_ALONE,
    TEXTS,
    TYPE_OF_CSL,
)
from sources.formats.written_dates import slashed

#: Whoever made a work that has no author, the first that there is.
_MAKERS = ("director", "composer", "performer", "interviewer", "curator", "producer", "script-writer", "compiler", "organizer", "chair")
_PAGES = re.compile(r"([^\s,;\u2010-\u2015-]+)[\u2010-\u2015-]+([^\s,;\u2010-\u2015-]+)")
_TAG = re.compile(r"([A-Z][A-Z0-9])(?: ([0-9]+))?")

#: Tags that are read, and whose values are kept as they were where they do not fit the type or are faulty.
_KEPT_IF_UNFIT = frozenset({"C2", "C3", "C7", "LA", "M1", "SN", "AN"})

_Line = tuple[str, str]


def write_ris(records: Iterable[Record], *, presorted: bool = False) -> Iterator[str]:
    r"""Yield a RIS file, one record after another, lines ending in \r\n as the specification wants them; lone surrogates are dropped.

    What RIS cannot say stands as JSON in a line ``U5  - pincite-extra {...}``, which `read_ris` reads back.

    Args:
        records: The works.
        presorted: The records come in the order wanted, and are written as they come without being held in memory.
            Else they are sorted by key.
    """
    for record in records if presorted else sorted(records, key=lambda record: record.key):
        yield write_record(record)


def write_record(record: Record) -> str:
    """Return one record, with an empty line after it."""
    present = whole(record)
    lines = [(tag, text) for tag, value in _lines(present) if (text := clean(value))]
    left = _left(present, lines)
    if left:
        lines.append((LEFTOVERS_TAG, LEFTOVERS_MARK + json.dumps(left, separators=(",", ":"), sort_keys=True)))
    written = [f"{tag}  - {text}\r\n" for tag, text in [*lines, ("ER", "")]]
    return "".join([*written, "\r\n"])


def _left(record: Record, lines: list[_Line]) -> dict[str, object]:
    key = next((text for tag, text in lines if tag == "ID"), "")
    draft, _ = describe(key, 1, [Tagged(tag, text, 1) for tag, text in lines if tag != "ID"])
    said = draft.finish().record
    return leftovers(record, said or Record(key, record.type))


def _lines(record: Record) -> Iterator[_Line]:
    yield "TY", _type(record)
    yield "ID", record.key
    yield from _names(record)
    yield from _titles(record)
    yield from _dates(record)
    yield from _numbers(record)
    yield from ((tag, record.text(variable)) for tag, variable in TEXTS.items())
    yield from _identifiers(record)
    yield "M3", record.text("genre")
    yield "LA", record.text("language")
    keywords = record.text("keyword")
    yield from (("KW", word) for word in keywords.split(";" if ";" in keywords else ","))
    yield from (("N1", note) for note in record.text("note").splitlines())
    yield from _kept(record)


def _type(record: Record) -> str:
    """Return the type that the record was read with where that leads to its type, else the nearest."""
    read = record.extra.get("TY", "")
    return read if CSL_TYPE_OF.get(read) == record.type else TYPE_OF_CSL.get(record.type, ANY_TYPE)


def _names(record: Record) -> Iterator[_Line]:
    maker = "author" if record.has_names("author") else next((role for role in _MAKERS if record.has_names(role)), "author")
    is_alone = record.type in STAND_ALONE
    editors, series = ("A3", "A2") if is_alone else ("A2", "A3")
    if is_alone and not record.text("collection-title"):
        # Without a series the second list would be read as the editors.
        editors, series = "ED", "A3"
    for tag, role in (("AU", maker), (series, "collection-editor"), (editors, "editor"), ("A4", "translator")):
        yield from ((tag, write_name(name)) for name in record.names.get(role, ()))


def _titles(record: Record) -> Iterator[_Line]:
    yield "TI", record.text("title")
    container, series, event = record.text("container-title"), record.text("collection-title"), record.text("event-title")
    if record.type in STAND_ALONE:
        yield "T2", series
    elif record.type == "paper-conference" and container and event:
        yield "C3", container
        yield "T2", event
        yield "T3", series
    else:
        yield "T2", container
        yield "T3", series
    yield from (("TT", title.text) for title in record.titles if title.form == "translation")


def _dates(record: Record) -> Iterator[_Line]:
    issued = record.dates.get("issued", "")
    period = to_period(issued) if issued else None
    known = (period.start or period.end) if period else None
    if known and 0 < known.year <= 9999:
        yield "PY", f"{known.year:04d}"
    if len(issued) > 4:
        yield "DA", slashed(issued)
    if record.type in IN_PERIODICAL and not record.text("edition"):
        yield "ET", slashed(record.dates.get("available-date", ""))
    yield "Y2", slashed(record.dates.get("accessed", ""))


def _numbers(record: Record) -> Iterator[_Line]:
    number = "C7" if record.type in IN_PERIODICAL else "M1" if record.type in NUMBERED else ""
    if number:
        yield number, record.text("number")
    elif record.type in STAND_ALONE:
        yield "M1", record.text("collection-number")
    if record.type == "chapter":
        yield "SE", record.text("chapter-number")
    pages = _PAGES.fullmatch(record.text("page"))
    if pages:
        yield "SP", pages[1]
        yield "EP", pages[2]
    elif record.text("page"):
        yield "SP", record.text("page")
    elif record.type in STAND_ALONE:
        yield "SP", record.text("number-of-pages")


def _identifiers(record: Record) -> Iterator[_Line]:
    yield from (("SN", number) for variable in ("ISBN", "ISSN") for number in record.text(variable).split(" "))
    yield "DO", record.text("DOI")
    if record.type in IN_PERIODICAL:
        yield "C2", record.text("PMCID")
    if is_medical_index(record.text("archive"), record.text("source")):
        yield "AN", record.text("PMID")
    yield "UR", record.text("URL")
    yield from (("UR", address) for address in record.identifiers.get("url", ()))


def _kept(record: Record) -> Iterator[_Line]:
    """Yield the lines of a RIS file that were kept as they were, and that nothing else is read from."""
    for name in sorted(record.extra):
        match = _TAG.fullmatch(name)
        is_kept = match is not None and (match[1] in KEPT | _KEPT_IF_UNFIT or match[1] not in READ)
        if match and is_kept and not record.extra[name].startswith(LEFTOVERS_MARK):
            yield match[1], record.extra[name]
