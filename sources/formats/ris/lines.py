"""RIS files as records of tagged lines, whatever program wrote them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from sources.formats.plain_text import clean
from sources.formats.ris.tags import KEPT, READ

_TAGGED = re.compile(r"[ \t]{0,2}([A-Za-z][A-Za-z0-9])([ \t\u00a0]{0,4})-(?:[ \t\u00a0]?(.*)|)", re.DOTALL)
#: As the specification has it.
_REGULAR = re.compile(r"[A-Z][A-Z0-9]  - ")
_KNOWN = READ | KEPT
#: Values that stay in lines when they are continued: lists and notes, not running text.
_IN_LINES = frozenset({"N1", "RN", "KW", "AD", "U5"})
#: In characters. What is beyond is left out, and said; the lines that end in nothing count too.
_LONGEST_LINE = 16_000_000
_LARGEST = 20_000_000
_MOST_STRAYS = 1000
#: What some programs write between records.
_NUMBERING = re.compile(r"\s*(?:[0-9]{1,7}\.?)?\s*")


@dataclass(slots=True)
class Tagged:
    """One tag with its value."""

    #: Upper case.
    tag: str
    value: str
    #: In the file, from 1.
    line: int
    #: Lines that continue the value.
    more: list[str] = field(default_factory=list)
    _text: str | None = None

    def text(self) -> str:
        """Return the value with the lines that continue it, white space runs as one space; the lines are complete by then."""
        if self._text is None:
            self._text = self._joined() if self.more else clean(self.value)
        return self._text

    def _joined(self) -> str:
        between = "\n" if self.tag in _IN_LINES else " "
        return between.join(part for part in map(clean, (self.value, *self.more)) if part)


@dataclass(slots=True)
class RawRecord:
    """The tagged lines of one record."""

    line: int
    tags: list[Tagged] = field(default_factory=list)
    #: Lines before it that belong to no record: their number and what they say.
    strays: list[tuple[int, str]] = field(default_factory=list)
    #: Whether a line says of what type it is.
    is_begun: bool = True
    #: Whether lines were left out, because there are more than a work can have.
    is_cut: bool = False
    _size: int = 0

    def add(self, line: Tagged | str) -> None:
        """Add a tagged line, or one that continues the line before it."""
        length = len(line if isinstance(line, str) else line.value)
        self._size += length + 1
        if self._size > _LARGEST or length >= _LONGEST_LINE - len("TY  - "):
            self.is_cut = True
        elif isinstance(line, Tagged):
            self.tags.append(line)
        elif line.strip():
            self.tags[-1].more.append(line)


def split_lines(chunks: Iterable[str]) -> Iterator[str]:
    r"""Yield the lines of a text that comes in pieces, without the \n at their end; what is longer than taken is cut."""
    rest: list[str] = []
    size = 0
    for chunk in chunks:
        *whole, last = chunk.split("\n")
        for line in whole:
            yield "".join([*rest, line])[:_LONGEST_LINE]
            rest, size = [], 0
        if size < _LONGEST_LINE:
            rest.append(last)
        size += len(last)
    if size:
        yield "".join(rest)[:_LONGEST_LINE]


def raw_records(lines: Iterable[str]) -> Iterator[RawRecord]:
    """Yield records in the file's order, those without end and without type among them.

    A record begins with TY and ends with ER, with the next TY or with the file. Tagged lines after an ER and before the
    next TY make a record that is not ``is_begun``. What stands elsewhere is given as strays of the record after it; the
    last item may consist of strays only, and has no tags then.
    """
    record: RawRecord | None = None
    strays: list[tuple[int, str]] = []
    style = _Style()
    for number, text in enumerate(lines, start=1):
        tagged = style.tagged(text, number)
        if tagged is not None and tagged.tag in {"ER", "TY"}:
            if record is not None:
                yield record
            record, strays = (RawRecord(number, [tagged], strays), []) if tagged.tag == "TY" else (None, strays)
        elif record is not None:
            record.add(tagged or text)
        elif tagged is not None:
            record, strays = RawRecord(number, [tagged], strays, is_begun=False), []
        elif not _NUMBERING.fullmatch(text) and len(strays) < _MOST_STRAYS:
            strays.append((number, text.strip()[:200]))
    yield from [record or RawRecord(strays[0][0], strays=strays, is_begun=False)] if record or strays else []


class _Style:
    """How a file writes its tags, as the TY line of the record shows: lower case, one blank."""

    def __init__(self) -> None:
        self.is_lower = False
        self.is_tight = False

    def tagged(self, text: str, number: int) -> Tagged | None:
        if _REGULAR.match(text):
            tag = text[:2]
            if tag == "TY":
                self.is_lower = self.is_tight = False
            return Tagged(tag, text[6:], number)
        match = _TAGGED.fullmatch(text)
        return self._unusual(match, text, number) if match else None

    def _unusual(self, match: re.Match[str], text: str, number: int) -> Tagged | None:
        written, blanks, value = match[1], match[2], match[3] or ""
        tag = written.upper()
        if tag == "TY":
            self.is_lower, self.is_tight = written != tag, len(blanks) < 2
        is_known = tag in _KNOWN
        # A line of running text may begin like a tag: "is - as we know - ".
        is_fit = written == tag or (is_known and (self.is_lower or len(blanks) >= 2))
        is_set_off = len(blanks) >= 2 or (is_known and len(blanks) == 1) or (self.is_tight and len(blanks) == 1)
        is_bare = tag in {"TY", "ER"} and not blanks and (value == "" or text[len(written) + 1 :][:1] == " ")
        return Tagged(tag, value, number) if is_fit and (is_set_off or is_bare) else None
