"""What holds for the extraction of any text."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sources.ingestion import ExtractionError, read_file

PIECES = [
    *["word", "Word.", "WORD", " ", "  ", "\n", "\n\n", "\r\n", "\r", "\f", "\t", "\u3000", "\u00a0", "\u2028", "\x1c", "。", "港"],
    *["# ", "## ", "===", "---", "> ", "- ", "1. ", "    ", "```", "<div>", "<!--", "[^1]: ", "[^1]", "[a]: b", "*", "**", "`", "\\", "|"],
    *["12", "lang: en", "e\u0301", "\U0001f6a2", '"', "A Title Line Here", "The gate closed at dawn. It opened at noon."],
]
texts = st.lists(st.sampled_from(PIECES), min_size=1, max_size=40).map("".join).filter(str.strip) | st.text(min_size=1).filter(
    lambda text: text.strip() and "\0" not in text
)
names = st.sampled_from(["a.txt", "a.md"])


@settings(max_examples=200, deadline=None)
@given(names, texts)
def test_content_is_the_decoded_file(name, text):
    assert read_file(name, text.encode()).content == text.removeprefix("\ufeff")


@settings(max_examples=200, deadline=None)
@given(names, texts)
def test_every_mark_lies_in_the_content_and_in_order(name, text):
    extraction = read_file(name, text.encode())

    assert all(0 <= mark.start < mark.end <= len(extraction.content) for mark in extraction.marks)
    assert list(extraction.marks) == sorted(extraction.marks, key=lambda mark: (mark.start, -mark.end))
    assert all(mark.value.strip() for mark in extraction.marks)


@settings(max_examples=200, deadline=None)
@given(names, texts)
def test_marks_of_one_label_do_not_overlap_and_sections_nest(name, text):
    extraction = read_file(name, text.encode())

    for label in ("page", "paragraph", "note"):
        marks = [mark for mark in extraction.marks if mark.label == label]
        assert all(before.end <= after.start for before, after in itertools.pairwise(marks))
    sections = [mark for mark in extraction.marks if mark.label == "section"]
    assert all(inner.start >= outer.end or inner.end <= outer.end for outer, inner in itertools.combinations(sections, 2))


@settings(max_examples=200, deadline=None)
@given(names, texts)
def test_paragraphs_and_notes_are_trimmed_and_paragraphs_counted(name, text):
    extraction = read_file(name, text.encode())

    for mark in extraction.marks:
        if mark.label in {"paragraph", "note"}:
            words = extraction.content[mark.start : mark.end]
            assert words == words.strip()
    values = [mark.value for mark in extraction.marks if mark.label == "paragraph"]
    assert values == [str(number) for number in range(1, len(values) + 1)]


@settings(max_examples=200, deadline=None)
@given(texts)
def test_every_visible_character_of_a_plain_text_stands_in_a_paragraph_or_is_a_page_number(text):
    extraction = read_file("a.txt", text.encode())

    rest = list(extraction.content)
    for mark in extraction.marks:
        if mark.label == "paragraph":
            rest[mark.start : mark.end] = " " * (mark.end - mark.start)
    assert not set("".join(rest).split()) - {"12", "---", "--12", "-"}


@pytest.mark.parametrize("name", ["a.txt", "a.md"])
@pytest.mark.parametrize(
    "text", ["a" + " " * 3_000_000 + "b", "`" * 3_000_000, "[" * 3_000_000, "* " * 1_500_000, "- " * 200_000 + "a", "# " + "[*" * 500_000]
)
def test_hostile_text_is_read_quickly(name, text):
    assert read_file(name, text.encode()).content == text


@pytest.mark.parametrize("name", ["a.txt", "a.md"])
@pytest.mark.parametrize("text", ["a" + "\n" * 1_000_000 + "b", "a\r" * 600_000, "a\f" * 1_500_000])
def test_text_of_too_many_lines_is_refused_quickly(name, text):
    with pytest.raises(ExtractionError) as refusal:
        read_file(name, text.encode())

    assert str(refusal.value) == "The file has more than 500,000 lines. Is it a list or a table? Split it into several files."
