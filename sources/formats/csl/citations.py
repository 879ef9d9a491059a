"""Citations and bibliographies in any CSL style, formatted by pandoc's citeproc."""

from __future__ import annotations

import re
import tempfile
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sources.formats.csl.pandoc import PandocError, pandoc_version, run_lua
from sources.formats.csl.styles import Style, UnknownStyleError, find_style, locator_word
from sources.formats.csl.writing import to_csl_json
from sources.formats.plain_text import clean
from sources.formats.record import LOCATOR_LABELS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sources.formats.record import Record

_SCRIPT = Path(__file__).with_name("citations.lua")
#: Raised when the same pandoc and style would give another answer than before.
_REVISION = 1
#: How many citations go into one document where they do not touch each other.
_BATCH = 200
_SECONDS_TO_START = 30.0
_SECONDS_PER_WORK = 0.5
_LOCALE = re.compile(r"[a-z]{2,3}(?:-[A-Z]{2})?")
#: Labels that pandoc takes for locators; the others are written out in English after the citation.
_PANDOC_LABELS = frozenset(
    {
        "book",
        "chapter",
        "column",
        "figure",
        "folio",
        "issue",
        "line",
        "note",
        "opus",
        "page",
        "paragraph",
        "part",
        "section",
        "sub-verbo",
        "verse",
        "volume",
    }
)
_NUMBER = r"(?:[A-Za-z]{0,3}[0-9]+[A-Za-z]{0,2}|[ivxlcdm]+|[IVXLCDM]+)"
_NUMBERS = re.compile(rf"{_NUMBER}(?:\s*(?:[-\N{{EN DASH}},&]|and)\s*{_NUMBER})*")
#: Signs that citeproc would take for a list of numbers, markup or quotation marks, and private ones for the meanwhile.
_SEALS = {ord(sign): 0xF0000 + number for number, sign in enumerate(" \u00a0\u2009\u202f\u3000-\N{EN DASH},&<>\"'`")}
_UNSEALS = {after: before for before, after in _SEALS.items()}


class CitationError(Exception):
    """A citation cannot be formatted: the style, locale or locator is unknown, or pandoc failed."""


@dataclass(frozen=True, slots=True)
class Locator:
    """The place in a work that a citation points at."""

    #: One of `LOCATOR_LABELS`.
    label: str
    #: As printed: "4", "4-5", "iv", or the words of a heading.
    value: str


@dataclass(frozen=True, slots=True)
class Cite:
    """One citation: a work, and a place in it."""

    record: Record
    #: None: the work as a whole.
    locator: Locator | None = None


@dataclass(frozen=True, slots=True)
class FormattedCitation:
    """What a style makes of one citation."""

    #: "(Nodomi, 2005, p. 4)"; the whole note in styles that cite in notes.
    in_text: str
    #: The entry in the bibliography, plain text on one line; as `in_text` where the style lists no such work.
    reference: str
    #: The same in HTML: `<i>`, `<b>`, links to web addresses only.
    reference_html: str


@dataclass(frozen=True, slots=True)
class Bibliography:
    """What a style makes of a whole set of works."""

    #: Citation key -> entry, plain text on one line, in the order of the style; works that it does not list are absent.
    entries: dict[str, str]

    @property
    def text(self) -> str:
        r"""The entries as a text file: a blank line between them, ending in \n."""
        return "\n\n".join(self.entries.values()) + "\n" if self.entries else ""


def format_alone(cites: Sequence[Cite], style: str = "apa", locale: str = "en-US") -> list[FormattedCitation]:
    """Format each citation as if it were the only one of its document: never "2003a". One process for all.

    Where the style does not count the works before a citation, many are formatted in one document by the style without
    its rules for telling works apart, which is 30 times faster than a document each.

    Raises:
        CitationError: The style, locale or a locator is unknown, or pandoc failed.
    """
    found = _style(style)
    return _format_separately(cites, found, locale, batch=1 if found.counts_works else _BATCH)


def format_together(records: Sequence[Record], style: str = "apa", locale: str = "en-US") -> Bibliography:
    """Format the bibliography of a document that cites all of `records` in this order, told apart as the style does.

    Raises:
        CitationError: The style or locale is unknown, two works have one key, or pandoc failed.
    """
    if len({record.key for record in records}) < len(records):
        raise CitationError("Two works have the same key. Give each a key of its own.")
    if not records:
        return Bibliography({})
    works = [{"item": _item(record, record.key)} for record in records]
    (answer,) = _run(_style(style).with_locator_words(alone=False), locale, [works])
    return Bibliography({entry["id"]: entry["text"].strip() for entry in answer["entries"]})


def format_version(style: str = "apa", locale: str = "en-US") -> str:
    """Return a text that changes when `format_alone` may answer otherwise: a key for what is kept of its answers."""
    found = _style(style)
    return f"{_REVISION} pandoc-{pandoc_version()} {found.name}-{found.digest} {locale}"


def _style(name: str) -> Style:
    try:
        return find_style(name)
    except UnknownStyleError as error:
        raise CitationError(str(error)) from error


def _format_separately(cites: Sequence[Cite], style: Style, locale: str, *, batch: int) -> list[FormattedCitation]:
    """Format in documents of `batch` citations; each has an id of its own, though two may be of the same work."""
    works = [_work(cite, f"c{number}") for number, cite in enumerate(cites)]
    batches = [works[start : start + batch] for start in range(0, len(works), batch)]
    answers = _run(style.with_locator_words(alone=batch > 1), locale, batches)
    return [formatted for works_of_one, answer in zip(batches, answers, strict=True) for formatted in _formatted(works_of_one, answer)]


def _formatted(works: Sequence[dict[str, Any]], answer: dict[str, Any]) -> Iterable[FormattedCitation]:
    entries = {entry["id"]: entry for entry in answer["entries"]}
    for work, cite in zip(works, answer["cites"], strict=True):
        in_text = cite.translate(_UNSEALS)
        entry = entries.get(work["item"]["id"], {"text": ""})
        if entry["text"]:
            yield FormattedCitation(in_text, entry["text"].strip(), entry["html"].strip())
        else:
            yield FormattedCitation(in_text, in_text, escape(in_text, quote=False))


def _run(style: str, locale: str, batches: Sequence[Sequence[dict[str, Any]]]) -> list[dict[str, Any]]:
    """Format documents in one process, the style written to a file for the time it takes."""
    if not _LOCALE.fullmatch(locale):
        raise CitationError(f"{locale!r} is no locale. Write a language and a country, for example en-US or ja-JP.")
    if not batches:
        return []
    seconds = _SECONDS_TO_START + _SECONDS_PER_WORK * sum(map(len, batches))
    with tempfile.TemporaryDirectory(prefix="csl-") as folder:
        path = Path(folder) / "style.csl"
        path.write_text(style, encoding="utf-8")
        jobs = ({"csl": str(path), "locale": locale, "works": works} for works in batches)
        try:
            return run_lua(_SCRIPT, jobs, timeout=seconds)
        except PandocError as error:
            raise CitationError(f"The citations cannot be formatted: {error}") from error


def _work(cite: Cite, identifier: str) -> dict[str, Any]:
    work: dict[str, Any] = {"item": _item(cite.record, identifier)}
    return work | ({"locator": _locator(cite.locator)} if cite.locator and cite.locator.value else {})


def _item(record: Record, identifier: str) -> dict[str, Any]:
    """Return the CSL-JSON item with all text on one line."""
    item: dict[str, Any] = _cleaned(to_csl_json(record))
    item.pop("custom", None)
    return item | {"id": identifier}


def _cleaned(value: Any) -> Any:
    """Return a JSON value with its text on one line and its numbers as text: Lua would make 2005 to 2005.0."""
    if isinstance(value, dict):
        return {name: _cleaned(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_cleaned(part) for part in value]
    return value if isinstance(value, bool) else clean(str(value))


def _locator(locator: Locator) -> dict[str, Any]:
    if locator.label not in LOCATOR_LABELS:
        labels = ", ".join(LOCATOR_LABELS)
        raise CitationError(f"{locator.label!r} is no locator label. The labels of CSL are: {labels}.")
    value = clean(locator.value)
    sealed = value if _NUMBERS.fullmatch(value) else value.translate(_SEALS)
    is_known = locator.label in _PANDOC_LABELS
    word = locator_word(locator.label) if is_known else LOCATOR_LABELS[locator.label]
    return {"known": is_known, "word": word, "value": sealed}
