"""Reading marks in tests: the stretches of one label as words."""

from __future__ import annotations

from sources.ingestion import Extraction


def stretches(extraction: Extraction, label: str) -> list[tuple[str, str]]:
    """Value and words of each mark with ``label``, in order."""
    return [(mark.value, extraction.content[mark.start : mark.end]) for mark in extraction.marks if mark.label == label]


def paragraphs(extraction: Extraction) -> list[str]:
    """The words of the paragraphs, whose values must be the running numbers."""
    found = stretches(extraction, "paragraph")
    assert [value for value, _ in found] == [str(number) for number in range(1, len(found) + 1)]
    return [words for _, words in found]
