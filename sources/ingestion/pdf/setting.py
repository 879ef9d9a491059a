"""Writing the lines of pages into one text, and taking down what they are."""

from __future__ import annotations

from dataclasses import dataclass

from sources.ingestion.composing import Draft
from sources.ingestion.pdf.layout import Line, Page
from sources.ingestion.pdf.structure import Sizes, begins_paragraph, note_lines, pitch_of
from sources.ingestion.sentences import ends_sentence

_Block = tuple[str, list[Line], str]


@dataclass
class _Open:
    """A paragraph or note that may go on on the next page."""

    start: int
    end: int
    last: Line


class Setter:
    """Sets page after page."""

    def __init__(self, draft: Draft, sizes: Sizes, hyphenated: frozenset[str]) -> None:
        """Begin; ``hyphenated`` are words known to have a hyphen of their own, in lower case."""
        self._draft = draft
        self._sizes = sizes
        self._hyphenated = hyphenated
        self._paragraph: _Open | None = None
        self._note = ""

    def set_page(self, page: Page, left_out: set[int]) -> None:
        """Write one page: its blocks parted by empty lines."""
        is_first = True
        for kind, lines, value in _blocks(page, left_out, note_lines(page, left_out, self._sizes), self._sizes):
            if not is_first:
                self._draft.write("\n\n")
            is_first = False
            start = self._write(lines)
            self._take_down(kind, lines, value, start)

    def finish(self) -> None:
        """Take down what was left open."""
        if self._paragraph:
            self._draft.paragraph(self._paragraph.start, self._paragraph.end)
            self._paragraph = None

    def _take_down(self, kind: str, lines: list[Line], value: str, start: int) -> None:
        end = self._draft.length
        if kind == "note":
            self._note = value or self._note
            self._draft.mark("note", self._note, start, end)
        elif kind == "heading":
            self.finish()
            self._draft.heading(start, self._sizes.level(lines[0]), _title(lines))
        elif kind == "paragraph":
            if self._paragraph and not self._goes_on(lines[0]):
                self.finish()
            begin = self._paragraph.start if self._paragraph else start
            self._paragraph = _Open(begin, end, lines[-1])

    def _goes_on(self, first: Line) -> bool:
        """Whether the open paragraph goes on with this line, which stands on another page or behind notes."""
        last = self._paragraph.last if self._paragraph else first
        if abs(last.size - first.size) > 0.08 * last.size:
            return False
        return last.is_broken or (not ends_sentence(last.text) and not first.text[:1].isupper()) or first.text[:1].islower()

    def _write(self, lines: list[Line]) -> int:
        """Write the lines of a block; words broken at their ends are put together."""
        start = self._draft.length
        for place, line in enumerate(lines):
            following = lines[place + 1] if place + 1 < len(lines) else None
            self._draft.write(line.text)
            if line.is_broken:
                self._draft.write("" if following and self._is_one_word(line, following) else "-")
            if following:
                self._draft.write("" if line.is_broken else "\n")
        return start

    def _is_one_word(self, line: Line, following: Line) -> bool:
        """Whether a word broken at a line's end has no hyphen of its own: it goes on in lower case, and has none elsewhere."""
        first, second = line.words[-1].text, following.words[0].text
        if not first[-1:].isalpha() or not second[:1].islower():
            return False
        whole = f"{_letters_at_end(first)}-{_letters_at_start(second)}".casefold()
        return whole not in self._hyphenated


def _blocks(page: Page, left_out: set[int], notes: dict[int, str], sizes: Sizes) -> list[_Block]:
    """The page's lines as blocks: kind, lines, and for a note its marker."""
    pitch = pitch_of(page)
    blocks: list[_Block] = []
    for place, line in enumerate(page.lines):
        kind = _kind(place, line, left_out, notes, sizes)
        value = notes.get(place, "")
        if blocks and _continues(blocks[-1], (kind, [line], value), pitch, sizes):
            blocks[-1][1].append(line)
        else:
            blocks.append((kind, [line], value))
    return blocks


def _kind(place: int, line: Line, left_out: set[int], notes: dict[int, str], sizes: Sizes) -> str:
    if place in left_out:
        return "furniture"
    if place in notes:
        return "note"
    return "heading" if sizes.level(line) else "paragraph"


def _continues(block: _Block, following: _Block, pitch: float, sizes: Sizes) -> bool:
    kind, lines, _ = block
    other, (line,), value = following
    if kind != other or kind == "furniture":
        return False
    if kind == "note":
        return not value
    if kind == "heading":
        return sizes.level(lines[-1]) == sizes.level(line) and 0 <= lines[-1].middle - line.middle < 1.8 * line.size
    return not begins_paragraph(lines[-1], line, pitch)


def _title(lines: list[Line]) -> str:
    """The words of a heading, without the numbers of notes on it."""
    words = [word.text[: len(word.text) - word.marker] for line in lines for word in line.words]
    return " ".join(words)


def _letters_at_end(text: str) -> str:
    length = next((place for place, sign in enumerate(reversed(text)) if not sign.isalpha()), len(text))
    return text[len(text) - length :]


def _letters_at_start(text: str) -> str:
    return text[: next((place for place, sign in enumerate(text) if not sign.isalpha()), len(text))]
