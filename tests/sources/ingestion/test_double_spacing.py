"""A scan whose every line is followed by an empty one gives real paragraphs."""

from __future__ import annotations

import textwrap

from hypothesis import given
from hypothesis import strategies as st

from sources.ingestion.double_spacing import usual_width
from sources.ingestion.plain_text import extract
from tests.sources.ingestion.marks import paragraphs, stretches

ONE = (
    "The harbour gate closed at dawn because the keeper had not been told that the pilots were still outside. "
    "They waited in the roads until noon, while the tide went out and the smaller boats fell dry on the sand."
)
TWO = (
    "At noon the gate opened again. The pilots sailed in one after the other, and none of them said a word to the "
    "keeper, who stood on the wall and counted their boats as he had been ordered to do on every day of that year."
)
JAPANESE = "港の門は夜明けに閉じたが、門番は水先人がまだ外にいることを知らされていなかった。水先人たちは正午まで沖で待った。"


def doubled(*blocks: str, width: int = 60, gap: str = "\n\n") -> str:
    """The blocks as such a scan has them."""
    return gap.join(line for block in blocks for line in textwrap.wrap(block, width)) + "\n"


def words(text: str) -> str:
    return " ".join(text.split())


def test_lines_are_joined_to_paragraphs():
    assert [words(text) for text in paragraphs(extract(doubled(ONE, TWO)))] == [ONE, TWO]


def test_carriage_returns_make_no_difference():
    assert [words(text) for text in paragraphs(extract(doubled(ONE, TWO, gap="\r\n\r\n")))] == [ONE, TWO]


def test_some_lines_without_an_empty_one_between_make_no_difference():
    content = doubled(ONE, TWO).replace("\n\n", "\n", 2)

    assert [words(text) for text in paragraphs(extract(content))] == [ONE, TWO]


def test_page_number_within_a_paragraph_does_not_part_it():
    lines = textwrap.wrap(ONE, 60)
    content = doubled(*lines[:2]) + "\n12\n\n\n\n" + doubled(*lines[2:], TWO)

    assert [words(text) for text in paragraphs(extract(content))] == [ONE.replace(lines[2], f"12 {lines[2]}"), TWO]


def test_page_number_between_paragraphs_belongs_to_none():
    assert [words(text) for text in paragraphs(extract(doubled(ONE, "- 7 -", TWO)))] == [ONE, TWO]


def test_heading_over_two_lines_is_one_section():
    content = doubled(ONE) + "\nTHE GATES AND THE KEEPERS OF\n\nTHE OLD HARBOUR\n\n" + doubled(TWO)

    assert [words(text) for text in paragraphs(extract(content))] == [ONE, "THE GATES AND THE KEEPERS OF THE OLD HARBOUR", TWO]
    assert [value for value, _ in stretches(extract(content), "section")] == ["THE GATES AND THE KEEPERS OF THE OLD HARBOUR"]


def test_short_heading_in_title_case_is_no_paragraph_opening():
    assert [words(text) for text in paragraphs(extract(doubled(ONE, "The Keeper of the Gate", TWO)))] == [
        ONE,
        "The Keeper of the Gate",
        TWO,
    ]


def test_labels_of_a_cover_page_stand_alone():
    content = doubled("AUTHOR: Jane Pilot", "TITLE: The Gates of the Old Harbour and Their Keepers", "DATE: 18 March 1905", ONE, TWO)

    assert [words(text) for text in paragraphs(extract(content))] == [
        "AUTHOR: Jane Pilot",
        "TITLE: The Gates of the Old Harbour and Their Keepers",
        "DATE: 18 March 1905",
        ONE,
        TWO,
    ]


def test_notes_stand_alone_even_where_a_line_is_full():
    notes = [
        "1 The keeper was told at once; see the log of that day.",
        "2 Ibid., 18.",
        "' Harbour News, on the front page of the issue of that day.",
    ]

    assert [words(text) for text in paragraphs(extract(doubled(ONE, TWO, *notes)))] == [ONE, TWO, *notes]


def test_wider_gap_after_a_sentence_parts_paragraphs():
    full = "The keeper closed the gate again and nobody was there to see."
    content = doubled(full) + "\n\n" + doubled(ONE, TWO)

    assert [words(text) for text in paragraphs(extract(content))] == [full, ONE, TWO]


def test_japanese_lines_are_joined_and_indentation_begins_a_paragraph():
    lines = [JAPANESE[start : start + 15] for start in range(0, len(JAPANESE), 15)]
    content = "\n\n".join([*lines, "\u3000" + lines[0], *lines[1:]])

    assert ["".join(text.split()) for text in paragraphs(extract(content))] == [JAPANESE, JAPANESE]


def test_single_line_paragraphs_are_left_alone():
    content = "\n\n".join([ONE, TWO, ONE, TWO, "A short one."])

    assert usual_width(content) is None
    assert paragraphs(extract(content)) == [ONE, TWO, ONE, TWO, "A short one."]


def test_titles_one_a_line_are_no_scan():
    titles = ["The Gates of the Harbour", "A Keeper", "On Pilots and the Tide in the Roads", "Harbour News", "The Old Wall, Counted"]

    assert paragraphs(extract("\n\n".join(titles))) == titles


def test_verse_is_no_scan():
    verse = ["The gate is shut", "The pilots wait", "The tide runs out beneath the wall", "The keeper counts", "And that is all"]

    assert usual_width("\n\n".join(verse)) is None


@given(st.lists(st.sampled_from([ONE, TWO]), min_size=2, max_size=6), st.integers(50, 75))
def test_no_word_of_a_scan_is_lost(blocks, width):
    extraction = extract(doubled(*blocks, width=width))

    assert words(" ".join(paragraphs(extraction))) == " ".join(blocks)
