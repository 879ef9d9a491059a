"""Headings, paragraphs and footnotes of a PDF."""

from __future__ import annotations

from tests.sources.ingestion.marks import paragraphs, stretches
from tests.sources.ingestion.pdf.printing import SENTENCES, centred, extracted, lines, printed, together

FIRST = list(SENTENCES[:3])
SECOND = list(SENTENCES[3:])


def test_larger_type_is_a_heading_that_governs_what_follows():
    data = printed(
        together(
            lines(["The Harbour Gate"], top=790, size=20),
            lines(["Closing"], top=760, size=14),
            lines(FIRST, top=740),
            lines(["Opening"], top=680, size=14),
            lines(SECOND, top=660),
        )
    )

    found = stretches(extracted(data), "section")

    assert [(title, words.split()[-1]) for title, words in found] == [
        ("The Harbour Gate", "week."),
        ("Closing", "before."),
        ("Opening", "week."),
    ]


def test_names_and_dates_in_large_type_under_a_title_are_no_headings():
    data = printed(
        together(
            lines(["The Harbour Gate"], top=790, size=20),
            lines(["Mary Ogden"], top=770, size=16),
            lines(["Closing"], top=750, size=13),
            lines(FIRST, top=730),
            lines(["Opening"], top=660, size=13),
            lines(SECOND, top=640),
        )
    )

    assert [title for title, _ in stretches(extracted(data), "section")] == ["The Harbour Gate", "Closing", "Opening"]


def test_paragraphs_are_parted_by_room_or_by_an_indented_line():
    data = printed(together(lines(FIRST, top=760), lines(SECOND, top=700), lines(FIRST[:1], x=90, top=661), lines(FIRST[1:], top=648)))

    assert paragraphs(extracted(data)) == ["\n".join(FIRST), "\n".join(SECOND), "\n".join(FIRST)]


def test_a_paragraph_goes_on_behind_notes_heads_and_feet():
    first = together(centred("GATES", y=810), lines(FIRST[:2]), centred("4"))
    data = printed(
        first, together(centred("GATES", y=810), lines(FIRST[2:]), centred("5")), together(centred("GATES", y=810), centred("6"))
    )

    assert paragraphs(extracted(data)) == ["\n".join(FIRST[:2]) + "\n\n4\n\fGATES\n\n" + FIRST[2]]


def test_notes_in_small_type_at_the_foot_are_marked_under_their_numbers():
    data = printed(
        together(
            lines([*FIRST, *SECOND]),
            lines(["7 See the book of the keeper, vol. 2,", "where all of it is told.", "8. Ibid."], top=90, size=7.5, leading=9),
            centred("12"),
        ),
        together(lines([*FIRST, *SECOND]), lines(["which is long.", "9 Another book."], top=90, size=7.5, leading=9), centred("13")),
    )

    assert stretches(extracted(data), "note") == [
        ("7", "7 See the book of the keeper, vol. 2,\nwhere all of it is told."),
        ("8", "8. Ibid."),
        ("8", "which is long."),
        ("9", "9 Another book."),
    ]
    assert [words.split()[0] for words in paragraphs(extracted(data))] == ["The", "The"]


def test_the_number_of_a_note_stays_where_it_stands():
    def draw(canvas):
        text = canvas.beginText(72, 700)
        text.textOut("The gate closed.")
        text.setRise(4)
        text.setFont("Helvetica", 6)
        text.textOut("12")
        text.setRise(0)
        text.setFont("Helvetica", 10)
        text.textOut(" Then it opened.")
        canvas.drawText(text)

    assert extracted(printed(draw)).content == "The gate closed.12 Then it opened."


def test_a_small_line_of_text_without_a_marker_is_no_note():
    data = printed(together(lines([*FIRST, *SECOND]), lines(["Printed in the harbour."], top=90, size=7)))

    assert stretches(extracted(data), "note") == []
