"""Headings, notes and pages of a Word file."""

from __future__ import annotations

import pytest

from tests.sources.ingestion.docx.files import (
    PAGE_BREAK,
    PAGE_FIELD,
    RECORDED_BREAK,
    extracted,
    notes,
    paragraph,
    referring,
    root,
    run,
    word_file,
)
from tests.sources.ingestion.marks import paragraphs, stretches

STYLES = root(
    "styles",
    "".join(
        f'<w:style w:styleId="{key}"><w:name w:val="{name}"/>{further}</w:style>'
        for key, name, further in (
            ("T", "Title", ""),
            ("H1", "heading 1", ""),
            ("Own", "Own heading", '<w:basedOn w:val="H1"/>'),
            ("A", "Author", '<w:basedOn w:val="T"/>'),
        )
    ),
)


def styled(style: str, text: str) -> str:
    return paragraph(run(text), properties=f'<w:pStyle w:val="{style}"/>')


def test_styles_based_on_headings_are_headings_but_an_author_is_no_title():
    body = (
        styled("T", "The Harbour Gate")
        + styled("A", "Mary Ogden")
        + styled("H1", "Closing")
        + paragraph(run("It closed."))
        + styled("Own", "Opening")
        + paragraph(run("It opened."))
    )

    extraction = extracted(word_file(body, styles=STYLES))

    assert stretches(extraction, "section") == [
        ("The Harbour Gate", extraction.content),
        ("Closing", "Closing\n\nIt closed.\n\n"),
        ("Opening", "Opening\n\nIt opened."),
    ]
    assert paragraphs(extraction) == ["Mary Ogden", "It closed.", "It opened."]


def test_footnotes_and_endnotes_stand_behind_the_body_with_raised_markers_in_place():
    body = paragraph(run("Dawn"), referring("footnote", 7), run(" and noon"), referring("endnote", 3), run("."), referring("footnote", 2))
    own = "<w:r><w:footnoteRef/></w:r>"
    footnotes = notes("footnote", {2: own + run(" Ibid."), 7: own + run(" The log."), 9: run("Nobody refers to it.")})
    endnotes = notes("endnote", {3: "<w:r><w:endnoteRef/></w:r>" + run(" The book.")})

    extraction = extracted(word_file(body, footnotes=footnotes, endnotes=endnotes))

    assert extraction.content == "Dawn¹ and noonⁱ.²\n\n¹ The log.\n\n² Ibid.\n\nⁱ The book."
    assert stretches(extraction, "note") == [("1", "¹ The log."), ("2", "² Ibid."), ("i", "ⁱ The book.")]
    assert paragraphs(extraction) == ["Dawn¹ and noonⁱ.²"]


def test_a_mark_of_the_authors_own_takes_no_number():
    body = paragraph(
        run("Dawn"), referring("footnote", 1, customMarkFollows="1"), run("*"), run(" and noon"), referring("footnote", 2), run(".")
    )
    footnotes = notes("footnote", {1: run("* Thanks."), 2: "<w:r><w:footnoteRef/></w:r>" + run(" The log.")})

    extraction = extracted(word_file(body, footnotes=footnotes))

    assert extraction.content.startswith("Dawn* and noon¹.")
    assert stretches(extraction, "note") == [("*", "* Thanks."), ("1", "¹ The log.")]


def test_recorded_breaks_are_pages_whose_numbers_are_counted_as_the_sections_say():
    body = (
        paragraph(run("Preface."), PAGE_BREAK)
        + paragraph(RECORDED_BREAK, run("More of it."), properties='<w:sectPr><w:pgNumType w:fmt="lowerRoman" w:start="4"/></w:sectPr>')
        + paragraph(RECORDED_BREAK, run("The gate "), RECORDED_BREAK, run("closed."))
        + '<w:sectPr><w:pgNumType w:start="1"/></w:sectPr>'
    )

    extraction = extracted(word_file(body, footer=root("ftr", paragraph(PAGE_FIELD))))

    assert extraction.content == "Preface.\n\fMore of it.\n\fThe gate \n\fclosed."
    assert stretches(extraction, "page") == [("iv", "Preface."), ("v", "More of it."), ("1", "The gate "), ("2", "closed.")]
    assert paragraphs(extraction) == ["Preface.", "More of it.", "The gate \n\fclosed."]


@pytest.mark.parametrize(("footer", "values"), [(paragraph(run("no number")), ["", ""]), (paragraph(PAGE_FIELD), ["1", "2"])])
def test_pages_have_labels_only_where_numbers_are_printed(footer, values):
    body = paragraph(run("One.")) + paragraph(RECORDED_BREAK, run("Two."))

    found = stretches(extracted(word_file(body, footer=root("ftr", footer))), "page")

    assert [value for value, _ in found] == values


def test_without_recorded_breaks_no_page_is_known():
    assert stretches(extracted(word_file(paragraph(run("One."), PAGE_BREAK) + paragraph(run("Two.")))), "page") == []
