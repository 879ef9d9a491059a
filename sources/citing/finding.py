"""All citations of a text: those of its notes, its bibliography, and its brackets that name an entry of that."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from sources.citing.citation import Citation
from sources.citing.notes import Note, find_notes
from sources.citing.reading import read_citation
from sources.citing.repeating import REPEATED, Earlier, before, find_earlier, letters, place_of_repeat
from sources.citing.works import Work, is_told, works_of
from sources.ingestion.extraction import Span

#: What found them; the number rises when it finds other things.
TOOL = "citation reader 1"

_BRACKETS = re.compile(r"\((?P<inside>[^()]{4,300}?(?:1[4-9]|20)[0-9]{2}[^()]{0,60})\)")
_PIECE = re.compile(r"[^;]+")


@dataclass(frozen=True, slots=True)
class Found:
    """A citation found in a text.

    Attributes:
        start: Offset of its first character, in Unicode code points from 0.
        end: Offset just past its last character, same unit.
        marker: Number or sign of its note; "" where it has none or it is lost.
        printed_marker: The marker as it is printed, where a scan damaged it.
        repeats: Place, in the list, of the earlier citation that it repeats.
        is_remark: Whether the note names no work that could be told: the whole note is the stretch.
        doubt: Why no more was told; "" where nothing is doubtful.
    """

    start: int
    end: int
    marker: str
    citation: Citation
    printed_marker: str = ""
    repeats: int | None = None
    is_remark: bool = False
    doubt: str = ""


def find_citations(content: str, marks: Iterable[Span] = ()) -> list[Found]:
    """Return the citations of a text: of each note and entry those that it names, and a remark for a note that names none.

    In the order of notes and entries, then those in brackets that name an entry by its author and year.
    """
    found: list[Found] = []
    earlier: list[Earlier] = []
    places: list[int] = []
    for number, note in enumerate(find_notes(content, marks)):
        for work in _works(content, note):
            one = _found(content, note, number, work, earlier)
            if one.repeats is not None:
                one = replace(one, repeats=places[one.repeats])
            if not one.is_remark and not one.doubt:
                meant = found[one.repeats].citation if one.repeats is not None else one.citation
                earlier.append(Earlier(meant, note.marker, number))
                places.append(len(found) if one.repeats is None else one.repeats)
            found.append(one)
    return found + list(_in_brackets(content, found))


def _works(content: str, note: Note) -> list[Work]:
    if note.is_entry:
        return [Work(note.start, note.end, read_citation(content[note.start : note.end], is_note=False))]
    return works_of(content, note.start, note.end) or [Work(note.start, note.end, Citation())]


def _found(content: str, note: Note, number: int, work: Work, earlier: list[Earlier]) -> Found:
    one = Found(work.start, work.end, note.marker, work.citation, note.printed)
    printed = content[work.start : work.end]
    if not work.citation and not work.is_repeat:
        # An entry names a work even where its parts could not be told.
        return replace(one, is_remark=not note.is_entry, doubt="its parts could not be told" if note.is_entry else "")
    if not work.is_repeat and is_told(work.citation):
        meant = find_earlier(work.citation, "", earlier) if work.citation.names and not note.is_entry else None
        same = meant.place if meant else None
        return replace(one, repeats=same if same is not None and _is_same(work.citation, earlier[same].citation) else None)
    if REPEATED.match(printed):
        meant = before(number, earlier)
        return replace(one, citation=Citation(locator=place_of_repeat(printed)), repeats=meant.place, doubt=meant.doubt)
    meant = find_earlier(work.citation, printed, earlier)
    if meant.place is None and not meant.doubt and not _stands_alone(work.citation):
        return Found(note.start, note.end, note.marker, Citation(), note.printed, is_remark=True)
    locator = work.citation.locator if work.citation.locator[1] else place_of_repeat(printed)
    return replace(one, citation=replace(work.citation, locator=locator), repeats=meant.place, doubt=meant.doubt)


def _is_same(one: Citation, other: Citation) -> bool:
    """Whether a full citation gives a work again that was given in full before."""
    return letters(one.title) == letters(other.title) and one.year == other.year and bool(one.year)


def _stands_alone(citation: Citation) -> bool:
    """Whether a short form that nothing stands before may be a citation: a name with a year, a title or a page."""
    return bool(citation.names) and bool(citation.year or citation.title or citation.locator[1])


def _in_brackets(content: str, found: list[Found]) -> Iterator[Found]:
    """Yield "(Fathom, 2015, p. 90)" where the bibliography has one such entry."""
    entries: dict[tuple[str, str], list[int]] = {}
    for place, one in enumerate(found):
        if one.citation.names and one.citation.year and one.repeats is None:
            name = one.citation.names[0]
            entries.setdefault((letters(name.family + name.literal), one.citation.year), []).append(place)
    taken = [(one.start, one.end) for one in found]
    first = min((start for start, _ in taken), default=0)
    for brackets in _BRACKETS.finditer(content, 0, first) if entries else ():
        for piece in _PIECE.finditer(content, brackets.start("inside"), brackets.end("inside")):
            words = piece[0].strip()
            citation = read_citation(words)
            if not citation.names or not citation.year or is_told(citation):
                continue
            places = entries.get((letters(citation.names[0].family + citation.names[0].literal), citation.year), [])
            if len(places) == 1:
                start = piece.start() + len(piece[0]) - len(piece[0].lstrip())
                yield Found(start, start + len(words), "", citation, repeats=places[0])
