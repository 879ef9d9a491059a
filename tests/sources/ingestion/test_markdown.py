"""Markdown: the file verbatim, with headings, paragraphs and footnotes marked as CommonMark reads them."""

from __future__ import annotations

import pytest

from sources.ingestion import ExtractionError, Span
from sources.ingestion.markdown import extract
from tests.sources.ingestion.marks import paragraphs, stretches


def test_sections_nest_and_reach_to_the_next_heading_of_their_level():
    content = "Before.\n\n# One\n\na\n\n## Two\n\nb\n\n## Three\n\nc\n\n# Four\n\nd\n"

    assert stretches(extract(content), "section") == [
        ("One", "# One\n\na\n\n## Two\n\nb\n\n## Three\n\nc\n\n"),
        ("Two", "## Two\n\nb\n\n"),
        ("Three", "## Three\n\nc\n\n"),
        ("Four", "# Four\n\nd\n"),
    ]


def test_skipped_levels_nest_too():
    assert [(m.value, m.start, m.end) for m in extract("### C\n\n# A\n\n### B\n\n## D\n").marks] == [
        ("C", 0, 7),
        ("A", 7, 24),
        ("B", 12, 19),
        ("D", 19, 24),
    ]


@pytest.mark.parametrize(
    ("heading", "value"),
    [
        ("# Plain  words #", "Plain words"),
        ("# **Bold** and *slanted* `code`", "Bold and slanted code"),
        ("# A [link](http://example.org) &amp; more[^1]", "A link & more"),
        (r"# 1\. Gates\*", "1. Gates*"),
        ("# H<sub>2</sub>O ![a ship](ship.png)", "H2O a ship"),
        ("   ## Indented", "Indented"),
        ("Underlined\n*twice*\n===", "Underlined twice"),
        ("Underlined once\n---", "Underlined once"),
        ("# [Gates][g]\n\n[g]: http://example.org", "Gates"),
    ],
)
def test_value_of_a_section_is_its_heading_without_markup(heading, value):
    content = f"Before.\n\n{heading}\n"

    assert stretches(extract(content), "section") == [(value, content[9:].lstrip())]


def test_long_heading_is_cut():
    (section,) = [mark for mark in extract("# " + "word " * 1_000).marks if mark.label == "section"]

    assert len(section.value) == 300
    assert section.value.endswith("\u2026")


def test_heading_full_of_markup_loses_its_signs():
    ((value, _),) = stretches(extract("# " + "[*" * 100 + "Gates" + "*]" * 100), "section")

    assert value == "Gates"


def test_empty_heading_ends_a_section_and_begins_none():
    assert stretches(extract("# One\n\na\n\n#\n\nb\n"), "section") == [("One", "# One\n\na\n\n")]


def test_heading_in_a_quotation_or_a_list_governs_nothing_outside():
    content = "# One\n\n> # Quoted\n>\n> q\n\n- ## Listed\n\n  l\n\na\n"

    assert stretches(extract(content), "section") == [("One", content), ("Quoted", "# Quoted\n>\n> q"), ("Listed", "## Listed\n\n  l")]


def test_paragraphs_of_lists_and_quotations_are_counted_with_the_others():
    content = "One\nline.  \n\n- Two\n  more\n- Three\n\n  Four\n\n> Five\n> > Six\nlazy\n\n1) Seven\n\tand more\n"

    assert paragraphs(extract(content)) == ["One\nline.", "Two\n  more", "Three", "Four", "Five", "Six\nlazy", "Seven\n\tand more"]


def test_what_is_not_prose_is_no_paragraph():
    content = (
        "# H\n\n---\n\n<div>\nhtml\n</div>\n\n[link]: http://example.org\n\n```\ncode\n```\n\n    code\n\nUnder\n=====\n\nOnly this.\n"
    )

    assert paragraphs(extract(content)) == ["Only this."]


def test_link_definition_before_a_paragraph_is_not_in_it():
    assert paragraphs(extract("[a]: http://example.org\nWords.\n")) == ["Words."]


def test_carriage_returns_keep_the_offsets_right():
    content = "# Eins\r\n\r\nZwei\r\ndrei\r\rVier \r\n"

    assert extract(content).marks == (Span("section", "Eins", 0, 29), Span("paragraph", "1", 10, 20), Span("paragraph", "2", 22, 26))


def test_blank_ideographic_line_is_no_paragraph():
    assert paragraphs(extract("\u3000\n\n\u3000港の門。\n\n\u00a0\n")) == ["港の門。"]


def test_footnotes_are_notes_under_their_printed_label():
    content = "Words.[^1] More.[^a*]\n\n[^1]: Short\n[^a*]: First line\nlazy line\n\n    Second paragraph\n\nAfter.\n"

    extraction = extract(content)

    assert stretches(extraction, "note") == [("1", "[^1]: Short"), ("a*", "[^a*]: First line\nlazy line\n\n    Second paragraph")]
    assert paragraphs(extraction) == ["Words.[^1] More.[^a*]", "After."]


def test_footnote_ends_a_paragraph_and_a_heading_ends_a_footnote():
    extraction = extract("Words.\n[^1]: Note\n# Next\n\n> [^2]: Quoted\n")

    assert paragraphs(extraction) == ["Words."]
    assert stretches(extraction, "note") == [("1", "[^1]: Note"), ("2", "[^2]: Quoted")]
    assert [value for value, _ in stretches(extraction, "section")] == ["Next"]


def test_footnote_in_code_is_code():
    assert extract("```\n[^1]: no\n```\n\n    [^2]: no\n").marks == ()


def test_front_matter_is_no_heading_and_declares_the_language():
    extraction = extract("---\ntitle: Gates\nlang: ja-JP\n---\n\nWords.\n")

    assert extraction.marks == (Span("paragraph", "1", 34, 40),)
    assert extraction.language == "ja-JP"


def test_rule_at_the_start_is_no_front_matter():
    extraction = extract("---\n\nWords.\n\n---\n")

    assert paragraphs(extraction) == ["Words."]
    assert extraction.language == ""


def test_form_feeds_part_pages():
    assert stretches(extract("One.\n\f\nTwo.\n"), "page") == [("1", "One.\n"), ("2", "\nTwo.\n")]


def test_quotations_nested_too_deep_are_refused_with_their_line():
    with pytest.raises(ExtractionError) as refusal:
        extract("Words.\n\n" + ">" * 10_000 + " deep\n")

    assert str(refusal.value) == "Line 3: Quotations are nested 10,000 deep here, too deep for a file of 4 lines. Remove some >."


def test_many_lines_in_deep_quotations_are_refused():
    with pytest.raises(ExtractionError, match=r"^Line 1: Quotations are nested 50 deep here, too deep for a file of 50,002 lines\."):
        extract(">" * 50 + " a\n" + "b\n" * 50_000)


def test_quotations_nested_deep_in_a_short_file_are_read():
    assert paragraphs(extract(">" * 50 + " deep\n")) == ["deep"]


def test_too_many_lines_are_refused():
    with pytest.raises(
        ExtractionError, match=r"^The file has more than 500,000 lines\. Is it a list or a table\? Split it into several files\.$"
    ):
        extract("a\n" * 500_001)


def test_many_headings_end_quickly():
    extraction = extract("# Gate\n\n## *Keeper*\n\n" * 10_000)

    assert len(extraction.marks) == 20_000
    assert extraction.marks[-1] == Span("section", "Keeper", 21 * 9_999 + 8, 21 * 10_000)
