"""Where a text's notes and the entries of its bibliography stand, each with its number, damaged ones too."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from sources.ingestion.extraction import Span

#: More notes than any book has, and more characters than any note: what lies beyond is not looked at.
MOST_NOTES = 20_000
LONGEST_NOTE = 20_000

_NOTES = "end ?notes?|foot ?notes?|notes?|notes and references|references and notes|注|註|脚注|後注|注釈"
_ENTRIES = "references|reference list|bibliography|select(?:ed)? bibliography|works cited|literature cited|literature|sources cited|参考文献|引用文献|文献|文献一覧"
_HEADING = re.compile(
    rf"^[ \t]*(?:#{{1,6}}[ \t]*)?(?:\*\*|__)?(?:[0-9IVX]{{1,4}}\.?[ \t]+)?(?:(?P<notes>{_NOTES})|(?P<entries>{_ENTRIES}))(?:\*\*|__)?[ \t]*:?[ \t]*\r?$",
    re.IGNORECASE | re.MULTILINE,
)
#: What ends such a section, beside the next one.
_OTHER_HEADING = re.compile(
    r"^[ \t]*(?:#{1,6}[ \t]+\S|(?:APPENDIX|INDEX|ACKNOWLEDGE?MENTS?|ABOUT THE AUTHORS?|ABSTRACT)\b.{0,60}$)", re.MULTILINE
)
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
#: A note's number at the start of a line, whatever a scan made of the signs around it: 12, 12., [12], "12, <sup>12</sup>.
_NUMBERED = re.compile(
    r"[ \t>]*(?P<printed>(?:[-*] )?[\"'\u201c\u201d\u2018\u2019^*]{0,2}(?:\[|\(|<sup>|\*\*)?(?P<number>[0-9]{1,4})(?:\]|\)|</sup>|\*\*)?[.:]?(?P<damage>[\"'\u2019\u201d]?))[ \t]+(?=\S)"
)
_GLUED = re.compile(
    r"[ \t]*(?P<printed>(?P<number>[\u00b9\u00b2\u00b3\u2070\u2074-\u2079]{1,4})|<sup>\[?(?P<tagged>[0-9]{1,4})\]?</sup>|\[\^(?P<label>[^\s\]]{1,40})\]:)[ \t]*(?=\S)"
)
#: A number of which a scan left only a sign.
_LOST = re.compile(r"[ \t]?(?P<printed>[\"'\u201c\u201d\u2018\u2019*^])[ \t]+(?=[A-Z\u201c\"])")
_SENTENCE_END = re.compile(r"(?:[.!?\u3002)\]\u201d\u2019\"'>/]|\b(?:1[4-9]|20)[0-9]{2})[ \t]*\Z")
_MONTHS = re.compile(r"(?:January|February|March|April|May|June|July|August|September|October|November|December)\b")
_ENTRY_HEAD = re.compile(
    r"[ \t]*(?:[-*\u2022] |\u2014{1,3}|-{3}|_{3}|[A-Z\u00c0-\u00de][\w'’-]+(?: [A-Z][\w'’-]+)?, [A-Z]|[\u4e00-\u9fff]{2})"
)
_SUPERSCRIPTS = str.maketrans("\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079", "0123456789")
#: A lost number is told by its place, if so few stand between two that are known.
_MOST_LOST = 3


@dataclass(frozen=True, slots=True)
class Note:
    """A note, or an entry of a bibliography: its words ``[start, end)``, its marker left out."""

    start: int
    end: int
    #: The number or sign; "" where it is lost or there is none.
    marker: str
    #: The marker as it is printed, where that is something else: `"12`, `3'`.
    printed: str = ""
    #: Whether it is an entry of a bibliography.
    is_entry: bool = False


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    words: str


def find_notes(content: str, marks: Iterable[Span] = ()) -> list[Note]:
    """Return the notes and entries of a text, in their order.

    From sections that are headed as notes or as a bibliography, from footnotes that begin with a raised number, and from marks.

    Args:
        content: The text.
        marks: Its marks; those of label ``note`` that hold a note's words give what the text alone does not show.
    """
    found = [note for start, end, is_entry in _sections(content) for note in _in_section(content, start, end, is_entry=is_entry)]
    taken = sorted((note.start, note.end) for note in found)
    found += [note for note in _marked(content, marks) if not _overlaps(note, taken)]
    if not any(not note.is_entry for note in found):
        found += [note for note in _footnotes(content) if not _overlaps(note, taken)]
    return sorted(found, key=lambda note: note.start)[:MOST_NOTES]


def _overlaps(note: Note, taken: Sequence[tuple[int, int]]) -> bool:
    return any(start < note.end and note.start < end for start, end in taken)


def _sections(content: str) -> Iterator[tuple[int, int, bool]]:
    """Yield start and end of each section of notes or entries, and whether it is one of entries."""
    headings = list(_HEADING.finditer(content))
    for place, heading in enumerate(headings):
        other = _OTHER_HEADING.search(content, heading.end())
        ends = [len(content), *(found.start() for found in headings[place + 1 : place + 2]), *([other.start()] if other else [])]
        yield heading.end(), min(ends), heading["entries"] is not None


def _in_section(content: str, start: int, end: int, *, is_entry: bool) -> list[Note]:
    lines = [_Line(found.start(), found[0]) for found in _LINE.finditer(content, start, end) if found[0]]
    numbered = _numbered(lines, end)
    if numbered and (not is_entry or len(numbered) > 1):
        return [_trimmed(content, replace(note, is_entry=is_entry)) for note in numbered]
    return [_trimmed(content, note) for note in _entries(lines, end)] if is_entry else []


def _trimmed(content: str, note: Note) -> Note:
    """The note without white space around it, and no longer than is looked at."""
    words = content[note.start : note.end]
    start = note.start + len(words) - len(words.lstrip())
    return replace(note, start=start, end=max(start, min(note.start + len(words.rstrip()), start + LONGEST_NOTE)))


@dataclass(slots=True)
class _Beginning:
    """A line at which a note begins: where its words do, its number if it can be read, and its marker as printed."""

    start: int
    line: int
    number: int | None
    printed: str
    label: str = ""


def _numbered(lines: Sequence[_Line], end: int) -> list[Note]:
    """Return the notes that begin with rising numbers; a lost number is told where the numbers around it leave no other."""
    begun: list[_Beginning] = []
    last, lost = 0, 0
    previous = ""
    for line in lines:
        beginning = _beginning(line)
        if beginning and _fits(beginning, last, lost, previous, line):
            begun.append(beginning)
            lost = lost + 1 if beginning.number is None else 0
            last = beginning.number or last
        previous = line.words.strip() or previous
    if not begun:
        return []
    _restore(begun)
    ends = [one.line for one in begun[1:]] + [end]
    return [_note(one, until) for one, until in zip(begun, ends, strict=True)]


def _note(one: _Beginning, end: int) -> Note:
    marker = one.label or ("" if one.number is None else str(one.number))
    return Note(one.start, max(end, one.start), marker, one.printed if one.printed.strip(".[]()<>/sup*:-^ ") != marker else "")


def _beginning(line: _Line) -> _Beginning | None:
    found = _NUMBERED.match(line.words)
    if found:
        # "3'" is a number of which the end is lost.
        number = None if found["damage"] else int(found["number"])
        return _Beginning(line.start + found.end(), line.start, number, found["printed"])
    found = _GLUED.match(line.words)
    if found:
        printed = (found["number"] or found["tagged"] or found["label"] or "").translate(_SUPERSCRIPTS)
        number = int(printed) if printed.isdigit() else None
        return _Beginning(line.start + found.end(), line.start, number, found["printed"], printed)
    found = _LOST.match(line.words)
    return _Beginning(line.start + found.end(), line.start, None, found["printed"]) if found else None


def _fits(beginning: _Beginning, last: int, lost: int, previous: str, line: _Line) -> bool:
    """Whether a line can begin the next note: its number follows, and the note before has ended."""
    if previous and not _SENTENCE_END.search(previous) and not beginning.label:
        return bool(beginning.number == last + lost + 1 and last == 0)
    if beginning.number is None:
        return bool(beginning.label) or (last > 0 and lost < _MOST_LOST)
    if beginning.number == 1 and last >= 1:
        # The notes of the next chapter.
        return last > 1
    if beginning.number == last + lost + 1:
        return True
    return last + lost < beginning.number <= last + lost + _MOST_LOST and not _MONTHS.match(line.words[beginning.start - line.start :])


def _restore(begun: list[_Beginning]) -> None:
    """Give lost numbers back, where as many are lost as stand between two that are known, or at the end."""
    place = 0
    while place < len(begun):
        if begun[place].number is not None or begun[place].label:
            place += 1
            continue
        until = place
        while until < len(begun) and begun[until].number is None and not begun[until].label:
            until += 1
        before = begun[place - 1].number if place else 0
        after = begun[until].number if until < len(begun) else None
        if before is not None and (after is None or after - before - 1 == until - place):
            for number, one in enumerate(begun[place:until], before + 1):
                one.number = number
        place = until


def _entries(lines: Sequence[_Line], end: int) -> Iterator[Note]:
    """Yield the entries of a bibliography without numbers: each begins a paragraph, or a line as names begin."""
    starts: list[int] = []
    previous, was_blank = "", True
    for line in lines:
        words = line.words.strip()
        if not words:
            was_blank = True
            continue
        has_ended = not previous or bool(_SENTENCE_END.search(previous)) or previous[-1].isdigit()
        if has_ended and (not previous or _ENTRY_HEAD.match(line.words) or (was_blank and words[:1] in "\u201c\u300c\u300e*_")):
            starts.append(line.start)
        previous, was_blank = words, False
    for start, until in pairwise([*starts, end]):
        yield Note(start, until, "", is_entry=True)


def _marked(content: str, marks: Iterable[Span]) -> Iterator[Note]:
    for mark in marks:
        if mark.label != "note" or mark.end - mark.start < 4:
            continue
        words = content[mark.start : mark.end]
        found = _GLUED.match(words) or _NUMBERED.match(words)
        begins = found.end() if found else 0
        if any(c.isalpha() for c in words[begins:]):
            yield _trimmed(content, Note(mark.start + begins, mark.end, mark.value[:20]))


def _footnotes(content: str) -> Iterator[Note]:
    """Yield footnotes at the foot of pages and in Markdown: lines that begin with a raised number or ``[^1]:``; each is a paragraph."""
    begun: _Beginning | None = None
    for found in _LINE.finditer(content):
        line = _Line(found.start(), found[0])
        glued = _GLUED.match(line.words)
        beginning = _beginning(line) if glued else None
        if begun and (beginning or not line.words.strip()):
            yield _trimmed(content, _note(begun, line.start))
            begun = None
        begun = beginning or begun
    if begun:
        yield _trimmed(content, _note(begun, len(content)))
