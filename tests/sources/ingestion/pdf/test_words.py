"""Words of a PDF: in reading order, whole, and nothing else."""

from __future__ import annotations

import pytest

from tests.sources.ingestion.pdf.printing import SENTENCES, centred, extracted, lines, printed, together

LEFT = [f"{number} the left column has" + " words" * 2 for number in ("one", "two", "three", "four", "five", "six", "seven")]
RIGHT = [f"{number} the right column has" + " words" * 2 for number in ("one", "two", "three", "four", "five", "six", "seven")]


def interleaved(canvas):
    for number, (left, right) in enumerate(zip(LEFT, RIGHT, strict=True)):
        canvas.drawString(72, 700 - 13 * number, left)
        canvas.drawString(320, 700 - 13 * number, right)


@pytest.mark.parametrize(
    "columns",
    [together(lines(LEFT, top=700), lines(RIGHT, x=320, top=700)), interleaved],
    ids=["drawn one after the other", "drawn row by row"],
)
def test_two_columns_are_read_one_after_the_other(columns):
    content = extracted(printed(columns)).content

    assert content.split() == " ".join([*LEFT, *RIGHT]).split()


def test_a_line_across_both_columns_parts_what_is_above_and_below_it():
    across = "This heading runs across both of the columns, from the left edge to the far right of the page"

    content = extracted(printed(together(interleaved, lines([across], top=730)))).content

    assert content.split() == " ".join([across, *LEFT, *RIGHT]).split()


def test_cells_of_a_table_are_read_row_by_row():
    def draw(canvas):
        for number in range(8):
            canvas.drawString(72, 700 - 13 * number, f"hour {number}")
            canvas.drawString(320, 700 - 13 * number, f"ships {number}")

    content = extracted(printed(draw)).content

    assert content.split() == [word for number in range(8) for word in ("hour", str(number), "ships", str(number))]


def test_a_foot_that_is_drawn_first_is_read_last():
    content = extracted(printed(*(together(centred(str(number)), lines(SENTENCES)) for number in (7, 8)))).content

    assert content.split("\n\f")[0] == "\n".join(SENTENCES) + "\n\n7"


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        (["It was a matter of secu-", "rity for all of them."], "It was a matter of security for all of them."),
        (["It was the post-", "War order of things."], "It was the post-War order of things."),
        (["a well-known gate, as well-", "known as any."], "a well-known gate, as well-known as any."),
        (["It happened in 1998-", "1999 or so."], "It happened in 1998- 1999 or so."),
    ],
)
def test_a_word_broken_at_a_line_end_is_put_together_but_keeps_a_hyphen_of_its_own(broken, whole):
    assert extracted(printed(lines(broken))).content.replace("\n", " ") == whole


def test_a_turned_page_is_read_as_it_is_shown():
    def draw(canvas):
        canvas.setPageRotation(90)
        canvas.rotate(90)
        for number, text in enumerate(SENTENCES):
            canvas.drawString(72, -(60 + 13 * number), text)

    assert extracted(printed(draw)).content == "\n".join(SENTENCES)


def test_language_title_and_author_are_taken_where_the_pages_show_them():
    shown = lines(["The Harbour Gate", "Mary Ogden", *SENTENCES])

    extraction = extracted(printed(shown, title="The Harbour  Gate", author="Mary Ogden; Windows User", lang="en-GB"))

    assert (extraction.language, extraction.facts.title, extraction.facts.authors) == ("en-GB", "The Harbour Gate", ("Mary Ogden",))


def test_a_title_that_the_pages_do_not_show_is_a_name_of_a_file():
    facts = extracted(printed(lines(SENTENCES), title="Microsoft Word - final2.doc", author="Mary Ogden")).facts

    assert (facts.title, facts.authors) == ("", ())
