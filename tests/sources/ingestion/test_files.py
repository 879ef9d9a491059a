"""A file is read by the ending of its name."""

from __future__ import annotations

import pytest

from sources.ingestion import Extraction, ExtractionError, Span, read_file


@pytest.mark.parametrize("name", ["notes.txt", "NOTES.TXT", "a/b.c/notes.text"])
def test_plain_text_is_read_by_its_ending(name):
    extraction = read_file(name, b"The harbour gate closed.\n")

    assert extraction == Extraction(
        content="The harbour gate closed.\n",
        marks=(Span("paragraph", "1", 0, 24),),
        media_type="text/plain",
        tool="pincite-plain-text",
        tool_version="1",
        language="",
    )


@pytest.mark.parametrize("name", ["notes.md", "Notes.Markdown"])
def test_markdown_is_read_by_its_ending(name):
    extraction = read_file(name, b"# Gates\n\nThe gate closed.\n")

    assert (extraction.media_type, extraction.tool) == ("text/markdown", "markdown-it-py")
    assert extraction.marks == (Span("section", "Gates", 0, 26), Span("paragraph", "1", 9, 25))


def test_encoding_is_passed_on():
    assert read_file("notes.txt", b"caf\xe9", encoding="latin-1").content == "caf\u00e9"


@pytest.mark.parametrize("name", ["notes.rtf", "notes", ".txt", ""])
def test_other_endings_are_refused_with_those_understood(name):
    with pytest.raises(ExtractionError) as refusal:
        read_file(name, b"text")

    understood = ".docx, .htm, .html, .markdown, .md, .pdf, .text, .txt, .xhtml"
    assert str(refusal.value) == f'"{name}" has an ending that is not understood. Understood are: {understood}.'


def test_large_file_is_refused():
    with pytest.raises(ExtractionError) as refusal:
        read_file("notes.txt", b"a" * 1_001, most_bytes=1_000)

    assert str(refusal.value) == "The file has 1,001 bytes, more than the 1,000 that are read at once. Split it."
    assert read_file("notes.txt", b"a" * 1_000, most_bytes=1_000).content == "a" * 1_000
