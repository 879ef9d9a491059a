"""The citation engine: what it is given of works, places and styles, and what it answers."""

from __future__ import annotations

import json
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sources.formats.csl.locales import UnknownLocaleError, find_locale
from sources.formats.csl.pandoc import PandocError, run_lua
from sources.formats.csl.styles import Style, locator_word
from sources.formats.csl.writing import to_item
from sources.formats.in_text import term
from sources.formats.locators import is_numbers
from sources.formats.plain_text import clean
from sources.formats.record import LOCATOR_LABELS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sources.formats.locators import Locator
    from sources.formats.record import Record

_SCRIPT = Path(__file__).with_name("citations.lua")
_PLACE_STYLE = Path(__file__).with_name("place.csl")
_SECONDS_TO_START = 30.0
_SECONDS_PER_CITATION = 0.5
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
#: Signs that citeproc would take for a list of numbers, markup or quotation marks, and private ones for the meanwhile.
_SEALS = {ord(sign): 0xF0000 + number for number, sign in enumerate(" \u00a0\u2009\u202f\u3000-\N{EN DASH},&<>\"'`")}
#: From the private signs in an answer back to what they stand for.
UNSEALS = {after: before for before, after in _SEALS.items()}
#: A work's texts hold no markup: what CSL would read as such is sealed.
_MARKUP_SEALS = {ord(sign): _SEALS[ord(sign)] for sign in "<>"}
_MARKUP_UNSEALS_IN_HTML = {_SEALS[ord("<")]: "&lt;", _SEALS[ord(">")]: "&gt;"}


class CitationError(Exception):
    """A citation cannot be formatted: the style, locale or locator is unknown, or pandoc failed."""


@dataclass
class Job:
    """One document for the engine: works, and citations of them in the order in which they stand."""

    items: list[dict[str, Any]] = field(default_factory=list)
    cites: list[dict[str, Any]] = field(default_factory=list)

    def add_work(self, record: Record, identifier: str) -> None:
        """Put a work in, under an id of its own."""
        self.items.append(_item(record, identifier))

    def add_cite(self, identifier: str, locator: Locator | None = None, places: Mapping[Locator, str] | None = None) -> None:
        """Cite a work that is in.

        Raises:
            CitationError: The label is none of CSL's.
        """
        cite: dict[str, Any] = {"id": identifier}
        if locator and clean(locator.value):
            cite["locator"] = _locator(locator)
            further = "".join(f", {(places or {}).get(place) or _in_english(place)}" for place in locator.further)
            cite |= {"further": further.translate(_SEALS)} if further else {}
        self.cites.append(cite)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the engine makes of a job."""

    #: Each citation's text, in order.
    cites: list[str]
    #: Of each work that the style lists, in its order: "id", "text" on one line, "html".
    entries: list[dict[str, str]]


def format_jobs(style: str, locale: str, jobs: Sequence[Job]) -> list[Answer]:
    """Format documents in one process.

    Args:
        style: The style as XML, with `Style.with_locator_words`; it is written to a file for the time it takes.
        locale: A language tag.
        jobs: The documents; nothing runs when there is none.

    Raises:
        CitationError: The locale is unknown, or pandoc failed.
    """
    language = known_locale(locale)
    if not jobs:
        return []
    seconds = _SECONDS_TO_START + _SECONDS_PER_CITATION * sum(len(job.cites) for job in jobs)
    with tempfile.TemporaryDirectory(prefix="csl-") as folder:
        path = Path(folder) / "style.csl"
        path.write_text(style, encoding="utf-8")
        lines = ({"csl": str(path), "locale": language, **_stored(job, Path(folder) / f"{number}.json")} for number, job in enumerate(jobs))
        try:
            answers = run_lua(_SCRIPT, lines, timeout=seconds)
        except PandocError as error:
            raise CitationError(f"The citations cannot be formatted: {error}") from error
    return [_answer(answer) for answer in answers]


def known_locale(name: str) -> str:
    """Return the locale that a language tag means.

    Raises:
        CitationError: There is none.
    """
    try:
        return find_locale(name)
    except UnknownLocaleError as error:
        raise CitationError(str(error)) from error


def places_in_words(places: Sequence[Locator], locale: str) -> dict[Locator, str]:
    """Return each place by the short word of the locale: "n. 7", in German "Anm. 7"; one run of the engine, none for none.

    Raises:
        CitationError: The locale or a label is unknown, or pandoc failed.
    """
    known = [place for place in dict.fromkeys(places) if place.label in _PANDOC_LABELS]
    job = Job(items=[{"id": "a", "type": "book", "title": "A"}])
    for place in known:
        job.add_cite("a", place)
    style = Style("place", _PLACE_STYLE.read_text(encoding="utf-8")).with_locator_words(alone=False)
    answers = format_jobs(style, locale, [job] if known else [])
    return {place: said for answer in answers for place, said in zip(known, answer.cites, strict=True)}


def _stored(job: Job, path: Path) -> dict[str, Any]:
    path.write_text(json.dumps(job.items), encoding="ascii")
    return {"bibliography": str(path), "cites": job.cites}


def _answer(answer: dict[str, Any]) -> Answer:
    entries = [
        {"id": entry["id"], "text": entry["text"].translate(UNSEALS), "html": entry["html"].translate(_MARKUP_UNSEALS_IN_HTML)}
        for entry in answer["entries"]
    ]
    return Answer([text.translate(UNSEALS) for text in answer["cites"]], entries)


def _item(record: Record, identifier: str) -> dict[str, Any]:
    """Return the CSL-JSON item with all text on one line."""
    item: dict[str, Any] = _cleaned(to_item(record))
    return item | {"id": identifier}


def _cleaned(value: Any) -> Any:
    """Return a JSON value with its text on one line and without markup."""
    if isinstance(value, dict):
        return {name: _cleaned(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_cleaned(part) for part in value]
    return clean(value).translate(_MARKUP_SEALS) if isinstance(value, str) else value


def _locator(locator: Locator) -> dict[str, Any]:
    if locator.label not in LOCATOR_LABELS:
        labels = ", ".join(LOCATOR_LABELS)
        raise CitationError(f"{locator.label!r} is no locator label. The labels of CSL are: {labels}.")
    value = clean(locator.value)
    sealed = value if is_numbers(value) else value.translate(_SEALS)
    is_known = locator.label in _PANDOC_LABELS
    word = locator_word(locator.label) if is_known else LOCATOR_LABELS[locator.label]
    return {"known": is_known, "word": word, "value": sealed}


def _in_english(place: Locator) -> str:
    return f"{term(place)} {clean(place.value)}"
