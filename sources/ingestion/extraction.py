"""What reading a file gives: the exact words, the stretches marked in them, and how both were obtained."""

from __future__ import annotations

from dataclasses import dataclass, field

from sources.formats.page_labels import Basis


class ExtractionError(ValueError):
    """A file that cannot be read, in a sentence for the person who has to mend it.

    Attributes:
        line: The line of the fault, counted from 1, or None where the fault has no line.
    """

    def __init__(self, message: str, line: int | None = None) -> None:
        """Put the line, where there is one, in front of ``message``."""
        super().__init__(message if line is None else f"Line {line}: {message}")
        self.line = line


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the content that a locator can name.

    Attributes:
        label: A CSL locator label: page, section, paragraph, note.
        value: What is printed or counted there: "4", "Conclusion"; "" only for a page whose number nothing says.
        start: Offset of the first character, in Unicode code points from 0.
        end: Offset just past the last character, same unit.
        basis: How the value is known, one of `sources.formats.page_labels.Basis`.
    """

    label: str
    value: str
    start: int
    end: int
    basis: str = Basis.FOUND.value


@dataclass(frozen=True, slots=True)
class Facts:
    """What a file says of the work that it holds; each empty where it says nothing.

    Attributes:
        title: The work's title.
        authors: Names as the file writes them, "Given Family" or "Family, Given".
        issued: EDTF.
        doi: In its normal form.
    """

    title: str = ""
    authors: tuple[str, ...] = ()
    issued: str = ""
    doi: str = ""


@dataclass(frozen=True, slots=True)
class Extraction:
    """The words of one file, verbatim, with its marks in the order of their starts, the longer first.

    Attributes:
        tool: What read the words and found the marks.
        language: BCP-47 tag that the file itself declares, "" where it declares none.
        facts: What the file says of its work.
    """

    content: str
    marks: tuple[Span, ...]
    media_type: str
    tool: str
    tool_version: str
    language: str = ""
    facts: Facts = field(default_factory=Facts)


def in_reading_order(marks: list[Span]) -> tuple[Span, ...]:
    """Sort ``marks`` by start, the longer first."""
    return tuple(sorted(marks, key=lambda mark: (mark.start, -mark.end)))
