"""Plain text: paragraphs between blank lines, pages between form feeds, sections where headings are obvious."""

from __future__ import annotations

from sources.ingestion import Span
from sources.ingestion.plain_text import extract
from tests.sources.ingestion.marks import paragraphs, stretches

FIRST = "The harbour gate closed at dawn. Nobody had asked the pilots, who waited outside until noon."
SECOND = "At noon it opened again. The pilots sailed in one after the other, and none of them said a word."


def test_paragraphs_stand_between_blank_lines_and_are_trimmed():
    extraction = extract("\n  One line,\n  and another. \n \t \nSecond.\r\n\r\nThird.\r\rFourth.\n")

    assert paragraphs(extraction) == ["One line,\n  and another.", "Second.", "Third.", "Fourth."]


def test_offsets_count_code_points():
    extraction = extract("\U0001f6a2 e\u0301\n\nport")

    assert extraction.marks == (Span("paragraph", "1", 0, 4), Span("paragraph", "2", 6, 10))


def test_form_feeds_part_pages_and_a_blank_page_keeps_its_number():
    extraction = extract("One.\n\fTwo.\n\f \n\fFour, and\n\nmore.\f")

    assert stretches(extraction, "page") == [("1", "One.\n"), ("2", "Two.\n"), ("4", "Four, and\n\nmore.")]


def test_text_without_form_feeds_has_no_pages():
    assert stretches(extract(FIRST), "page") == []


def test_marks_come_in_the_order_of_their_starts_and_the_longer_first():
    extraction = extract(f"{FIRST}\n\fNew Gates\n\n{SECOND}")

    assert [(mark.label, mark.value) for mark in extraction.marks] == [
        ("page", "1"),
        ("paragraph", "1"),
        ("page", "2"),
        ("section", "New Gates"),
        ("paragraph", "2"),
        ("paragraph", "3"),
    ]


def test_ideographic_space_begins_a_paragraph_without_a_blank_line():
    extraction = extract("\u3000港の門は夜明けに閉じた。\n水先人は外で待った。\n\u3000正午に開いた。\n\n終わり。")

    assert paragraphs(extraction) == ["港の門は夜明けに閉じた。\n水先人は外で待った。", "正午に開いた。", "終わり。"]


def test_paragraph_goes_on_over_a_form_feed_in_mid_sentence():
    assert paragraphs(extract("The gate closed\n\fat dawn.\n\fIt opened.")) == ["The gate closed\n\fat dawn.", "It opened."]


def test_obvious_headings_begin_sections_that_reach_to_the_next():
    extraction = extract(f"{FIRST}\n\nThe Gates of the Harbour\n\n{SECOND}\n\n{FIRST}\n\nOPENING HOURS\n\n{SECOND}\n")

    assert stretches(extraction, "section") == [
        ("The Gates of the Harbour", f"The Gates of the Harbour\n\n{SECOND}\n\n{FIRST}\n\n"),
        ("OPENING HOURS", f"OPENING HOURS\n\n{SECOND}\n"),
    ]


def test_headings_are_counted_as_paragraphs_because_they_are_guesses():
    assert paragraphs(extract(f"Gates\n\n{FIRST}\n\n{SECOND}")) == ["Gates", FIRST, SECOND]


def test_title_directly_before_the_first_prose_is_a_heading():
    assert [value for value, _ in stretches(extract(f"Harbour Gates\n\n{FIRST}\n\n{SECOND}"), "section")] == ["Harbour Gates"]


def test_title_and_name_before_the_first_prose_are_no_headings():
    assert stretches(extract(f"Harbour Gates\n\nJane Pilot\n\n{FIRST}\n\n{SECOND}"), "section") == []


def test_headings_that_follow_each_other_all_begin_sections():
    extraction = extract(f"{FIRST}\n\nPART TWO\n\nOpening Hours\n\n{SECOND}")

    assert stretches(extraction, "section") == [
        ("PART TWO", "PART TWO\n\n"),
        ("Opening Hours", f"Opening Hours\n\n{SECOND}"),
    ]


def test_lines_that_only_resemble_headings_are_none():
    for line in ["A short sentence.", "only lower case here", "Gates, 11 February 2005", "3' Harbour News", "See below:", "COUNT= 5", "A"]:
        assert stretches(extract(f"{FIRST}\n\n{line}\n\n{SECOND}"), "section") == [], line


def test_text_without_real_paragraphs_has_no_sections():
    assert (
        stretches(
            extract("Milk\n\nBread\n\nButter and Eggs\n\nOne sentence only, long enough to be prose, follows the list here."), "section"
        )
        == []
    )


def test_list_of_titles_among_little_prose_has_no_sections():
    titles = "\n\n".join(f"{word} Harbour" for word in ["North", "South", "East", "West", "Old", "New"])

    assert stretches(extract(f"{FIRST}\n\n{titles}\n\n{SECOND}"), "section") == []
