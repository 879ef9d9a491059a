"""Citations and bibliographies in any CSL style, formatted by pandoc's citeproc."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING

from sources.formats.csl.engine import Answer, CitationError, Job, format_jobs, known_locale, places_in_words
from sources.formats.csl.pandoc import pandoc_version
from sources.formats.csl.styles import Style, UnknownStyleError, find_style
from sources.formats.locators import Locator

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sources.formats.record import Record

__all__ = [
    "Bibliography",
    "CitationError",
    "Cite",
    "FormattedCitation",
    "Locator",
    "format_alone",
    "format_notes",
    "format_together",
    "format_version",
]

#: Raised when the same pandoc and style would give another answer than before.
_REVISION = 2
#: How many citations go into one document where they do not touch each other.
_BATCH = 200


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
    #: Citation key -> the work's citation without a place, told apart from the others: "(Nodomi, 2005a)"; in the order given.
    in_text: dict[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        r"""The entries as a text file, the citations where the style has no bibliography: a blank line between them, ending in \n."""
        lines = self.entries or self.in_text
        return "\n\n".join(lines.values()) + "\n" if lines else ""


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
    answer = _format_in_order([Cite(record) for record in records], style, locale)
    in_text = dict(zip([record.key for record in records], answer.cites, strict=True))
    return Bibliography({entry["id"]: entry["text"].strip() for entry in answer.entries}, in_text)


def format_notes(cites: Sequence[Cite], style: str = "chicago-notes-bibliography", locale: str = "en-US") -> list[str]:
    """Format citations as they follow one another in one document, each in a note of its own where the style has notes.

    A work that was cited before is shortened, or said by *ibid.* right after itself, as the style does; works that read
    alike are told apart.

    Raises:
        CitationError: The style, locale or a locator is unknown, two different works have one key, or pandoc failed.
    """
    return _format_in_order(cites, style, locale).cites


def format_version(style: str = "apa", locale: str = "en-US") -> str:
    """Return a text that changes when `format_alone` may answer otherwise: a key for what is kept of its answers.

    Raises:
        CitationError: The style or locale is unknown.
    """
    found = _style(style)
    return f"{_REVISION} pandoc-{pandoc_version()} {found.name}-{found.digest} {known_locale(locale)}"


def _style(name: str) -> Style:
    try:
        return find_style(name)
    except UnknownStyleError as error:
        raise CitationError(str(error)) from error


def _format_in_order(cites: Sequence[Cite], style: str, locale: str) -> Answer:
    found = _style(style)
    works: dict[str, Record] = {}
    for cite in cites:
        if works.setdefault(cite.record.key, cite.record) != cite.record:
            raise CitationError(f"Two works have the key {cite.record.key}. Give each a key of its own.")
    job = Job()
    for record in works.values():
        job.add_work(record, record.key)
    _add_cites(job, [(cite.record.key, cite.locator) for cite in cites], _places(cites, locale))
    answers = format_jobs(found.with_locator_words(alone=False), locale, [job] if works else [])
    return answers[0] if answers else Answer([], [])


def _format_separately(cites: Sequence[Cite], style: Style, locale: str, *, batch: int) -> list[FormattedCitation]:
    """Format in documents of `batch` citations; each has an id of its own, though two may be of the same work."""
    places = _places(cites, locale)
    jobs = [_separate_job(cites[start : start + batch], places) for start in range(0, len(cites), batch)]
    answers = format_jobs(style.with_locator_words(alone=batch > 1), locale, jobs)
    return [formatted for job, answer in zip(jobs, answers, strict=True) for formatted in _formatted(job, answer)]


def _separate_job(cites: Sequence[Cite], places: Mapping[Locator, str]) -> Job:
    job = Job()
    for number, cite in enumerate(cites):
        job.add_work(cite.record, f"c{number}")
    _add_cites(job, [(f"c{number}", cite.locator) for number, cite in enumerate(cites)], places)
    return job


def _add_cites(job: Job, cites: Iterable[tuple[str, Locator | None]], places: Mapping[Locator, str]) -> None:
    for identifier, locator in cites:
        job.add_cite(identifier, locator, places)


def _places(cites: Iterable[Cite], locale: str) -> dict[Locator, str]:
    return places_in_words([place for cite in cites if cite.locator for place in cite.locator.further], locale)


def _formatted(job: Job, answer: Answer) -> Iterable[FormattedCitation]:
    entries = {entry["id"]: entry for entry in answer.entries}
    for cite, in_text in zip(job.cites, answer.cites, strict=True):
        entry = entries.get(cite["id"], {"text": ""})
        if entry["text"]:
            yield FormattedCitation(in_text, entry["text"].strip(), entry["html"].strip())
        else:
            yield FormattedCitation(in_text, in_text, escape(in_text, quote=False))
