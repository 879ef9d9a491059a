"""The works that one note names, told apart: "see A; B; and C", and what a note says beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sources.citing.citation import LONGEST, Citation
from sources.citing.cleaning import plain
from sources.citing.reading import read_citation
from sources.citing.repeating import REPEATED, TO_EARLIER
from sources.citing.shapes import QUOTED
from sources.formats.record import Name

_ABBREVIATED = frozenset(
    [
        "vol",
        "no",
        "nos",
        "pp",
        "p",
        "ed",
        "eds",
        "trans",
        "cf",
        "e.g",
        "i.e",
        "fig",
        "ch",
        "chap",
        "sec",
        "art",
        "op",
        "cit",
        "loc",
        "ibid",
        "id",
        "et",
        "al",
        "st",
        "dr",
        "mr",
        "mrs",
        "ms",
        "prof",
        "col",
        "gen",
        "lt",
        "sen",
        "rep",
        "gov",
        "jr",
        "sr",
        "proc",
        "univ",
        "rev",
        "ser",
        "dept",
        "inc",
        "co",
        "ltd",
        "u.s",
        "u.k",
        "u.n",
        "d.c",
        "ph.d",
    ]
)
_CUT = re.compile(
    r"(?P<semicolon>[;；](?!\s*\())|(?P<stop>[.!?])(?P<mark>\[[0-9]+\])?(?=\s+[A-Z\"\u201c*_(\u300c\u300e])|(?P<japanese>。(?![」』]))"
)
_LEAD = re.compile(
    r"(?:^|\b)(?:[Ss]ee(?:,? (?:also|especially|generally|for example|for instance|in particular|the discussion in))*(?:,? e\.g\.)?|[Cc]f\.|[Cc]ompare|[Ee]\.g\.|[Qq]uoted in|[Cc]ited in|[Aa]s cited by),?\s+(?=[A-Z\"\u201c\u2018*_<\u00c0-\u00de])"
)
_JOINED = re.compile(r"\A(?:[Aa]nd|[Aa]lso|[Bb]ut|[Aa]s well as|[Mm]oreover,?)\s+(?:[Ss]ee(?: also)?\s+)?(?=[A-Z\"\u201c*_])")
#: "This argument is made in Robert Gilpin, ..."
_SAID_IN = re.compile(r"\b(?:in|by|from)\s+(?=[A-Z])")
_CORE = re.compile(r"[*_]{1,2}(?=[^\s*_])|<(?:em|i|cite)>")
_PERIODICAL_IN_BRACKETS = re.compile(r"\((?P<inside>[A-Z][^()]{4,100}[0-9]{4}\.?)\)")
_LOWER_WORD = re.compile(r"(?<![\w'’.-])(?!(?:and|eds?|et|al|de|da|del|der|den|di|du|la|van|von|the|of|trans)\b)[a-z]{2,}")
_INVERTED = re.compile(r"\A[A-Z\u00c0-\u00de][\w'’-]+, (?:[A-Z]\.|[A-Z][a-z]+)")
_SMALL = frozenset(
    [
        "of",
        "for",
        "on",
        "the",
        "and",
        "in",
        "de",
        "da",
        "del",
        "der",
        "den",
        "di",
        "do",
        "du",
        "des",
        "la",
        "le",
        "les",
        "van",
        "von",
        "zu",
        "für",
        "et",
        "e",
        "y",
        "to",
        "at",
        "al",
    ]
)
#: A title that is not set off is told from a sentence by its length.
_LONGEST_TITLE = 40


@dataclass(frozen=True, slots=True)
class Work:
    """A stretch ``[start, end)`` of a note that names a work, and what it says."""

    start: int
    end: int
    citation: Citation
    #: Whether it points back to what was named before: ibid., op. cit., a short form.
    is_repeat: bool = False


def works_of(content: str, start: int, end: int) -> list[Work]:
    """Return the works that the note ``content[start:end]`` names, in their order; none where it only says something."""
    words = content[start:end]
    if len(words) <= LONGEST and _INVERTED.match(plain(words)) and ";" not in words:
        citation = read_citation(words)
        if citation.names and citation.title and citation.year:
            return [Work(start, end, citation)]
    found: list[Work] = []
    for piece_start, piece_end in _pieces(words):
        found.extend(_works_in(content, start + piece_start, start + piece_end))
    return found


def _pieces(words: str) -> Iterator[tuple[int, int]]:
    """Cut a note where a sentence ends or a semicolon stands, outside brackets and quotation marks."""
    open_until = _enclosed(words)
    begins = 0
    for cut in _CUT.finditer(words):
        if open_until[cut.start()] or (cut["stop"] == "." and _is_abbreviation(words, cut.start())):
            continue
        yield begins, cut.start() if cut["semicolon"] else cut.end()
        begins = cut.end()
    yield begins, len(words)


def _enclosed(words: str) -> bytearray:
    """Return for each character whether it stands in brackets or quotation marks that are closed again."""
    enclosed = bytearray(len(words))
    opened: list[tuple[str, int]] = []
    closing = {")": "(", "]": "[", "\u201d": "\u201c", "」": "「", "』": "『", "）": "（"}
    for place, sign in enumerate(words):
        if sign == '"':
            if opened and opened[-1][0] == '"':
                _fill(enclosed, opened.pop()[1], place)
            else:
                opened.append((sign, place))
        elif sign in closing.values():
            opened.append((sign, place))
        elif sign in closing:
            at = next((n for n in range(len(opened) - 1, max(-1, len(opened) - 8), -1) if opened[n][0] == closing[sign]), None)
            if at is not None:
                _fill(enclosed, opened[at][1], place)
                del opened[at:]
    return enclosed


def _fill(enclosed: bytearray, start: int, end: int) -> None:
    enclosed[start:end] = b"\x01" * (end - start)


def _is_abbreviation(words: str, stop: int) -> bool:
    before = re.search(r"[\w.]{1,12}\Z", words[max(0, stop - 12) : stop])
    if before is None:
        return False
    word = before[0].lower().lstrip(".")
    return word in _ABBREVIATED or (len(word) == 1 and not word.isdigit()) or bool(re.fullmatch(r"(?:[a-z]\.)+[a-z]", word))


def _works_in(content: str, start: int, end: int) -> Iterator[Work]:
    start, end = _stripped(content, start, end)
    if start == end:
        return
    begins = start + _lead(content[start:end])
    work = _work(content, begins, end)
    if work is not None:
        yield work
        return
    for found in _PERIODICAL_IN_BRACKETS.finditer(content, start, end):
        citation = read_citation(found["inside"])
        if "container-title" in citation.fields and "issued" in citation.fields:
            yield Work(found.start("inside"), found.end("inside"), citation)


def _stripped(content: str, start: int, end: int) -> tuple[int, int]:
    words = content[start:end]
    return start + len(words) - len(words.lstrip()), start + len(words.rstrip())


def _lead(words: str) -> int:
    """Return how many characters stand before the work's own words: "For a survey, see also"."""
    joined = _JOINED.match(words)
    begins = joined.end() if joined else 0
    core = min((found.start() for found in (QUOTED.search(words, begins), _CORE.search(words, begins)) if found), default=len(words))
    leads = [found.end() for found in _LEAD.finditer(words, begins, core)]
    if leads:
        return leads[-1]
    if core < len(words) and len(_LOWER_WORD.findall(words[begins:core])) >= 2:
        said = [found.end() for found in _SAID_IN.finditer(words, begins, core)]
        return said[-1] if said else begins
    return begins


def _work(content: str, start: int, end: int) -> Work | None:
    words = content[start:end]
    if REPEATED.match(words) and len(words) <= 120:
        return Work(start, end, Citation(), is_repeat=True)
    if TO_EARLIER.search(words) and len(words) <= 300:
        return Work(start, end, read_citation(TO_EARLIER.sub("", words)), is_repeat=True)
    citation = read_citation(words)
    if not citation:
        return None
    if is_told(citation) and not _is_sentence(citation):
        return Work(start, end, citation)
    if _is_short(citation) and len(words.split()) <= 14:
        return Work(start, end, citation, is_repeat=True)
    return None


def is_told(citation: Citation) -> bool:
    """Whether a citation says enough to mean a work by itself."""
    fields = citation.fields
    if {"DOI", "ISBN", "arxiv", "URL"} & fields.keys():
        return True
    if citation.title and citation.confidence["title"] >= 0.75:
        where = {"container-title", "publisher"} & fields.keys()
        return bool(citation.year and (where or citation.names)) or bool(
            citation.names and (where or "locator" in citation.confidence or not citation.year)
        )
    return "container-title" in fields and "issued" in fields


def _is_short(citation: Citation) -> bool:
    return bool(citation.names or citation.title) and bool(citation.locator[1] or citation.year or citation.title)


def _is_sentence(citation: Citation) -> bool:
    """Whether what was taken for a title that nothing sets off, or for a name, is a sentence of the note's own."""
    title = citation.title.split()
    if citation.confidence.get("title", 1) < 0.9 and len(title) > _LONGEST_TITLE:
        return True
    return not all(map(_may_be_called, citation.names))


def _may_be_called(name: Name) -> bool:
    """Whether somebody may have this name: capitals, but for the small words in the names of organisations."""
    words = (name.family or name.literal).split()
    return len(words) <= 12 and all(not word[:1].islower() or word.lower() in _SMALL for word in words) and not words[0][:1].islower()
