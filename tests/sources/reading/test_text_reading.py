"""A whole text for the eye: what only the whole text can tell."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sources.reading import read_text, reading_view
from sources.reading.page_rules import Page
from sources.reading.text_reading import slice_of

SCAN = (
    "The Keeper's Almanac\n\n iv\n\nThe gate was shut when the secu\n\n"
    "rity of the quay was\n\n\f"
    "The Keeper's Almanac\n\nv\n\nquestioned.\n\n"
    "Nobody asked the U nited\n\nPilots, United as they were.\n\n\f"
    "The Keeper's Almanac\n\n1\n\nThe United Pilots sailed.\n"
)
BREAKS = [SCAN.index("The Keeper", at) for at in (0, SCAN.index("\f"), SCAN.rindex("\f"))]


def test_page_numbers_running_heads_and_double_spacing_are_undone_and_paragraphs_stay():
    pages = [Page(start, label) for start, label in zip(BREAKS, ("iv", "v", "1"), strict=True)]
    paragraphs = [SCAN.index(words) for words in ("The gate", "Nobody", "The United")]

    reading = read_text(SCAN, pages=pages, paragraphs=paragraphs)

    assert reading.text == (
        "The gate was shut when the secu rity of the quay was questioned.\n\nNobody asked the United Pilots, United as they were.\n\nThe United Pilots sailed."
    )
    assert SCAN[slice(*reading.verbatim_span(reading.text.index("was questioned"), reading.text.index(".")))] == (
        "was\n\n\fThe Keeper's Almanac\n\nv\n\nquestioned"
    )


@pytest.mark.parametrize(
    ("verbatim", "reading"),
    [
        ("The secu rity of it: security is security.", "The security of it: security is security."),
        ("The U nited States, the U.S., the United Nations, United all", "The United States, the U.S., the United Nations, United all"),
        ("We can not go. We cannot go. We can.", "We can not go. We cannot go. We can."),
        ("It is on going and ongoing, on and on.", "It is on going and ongoing, on and on."),
        ("a way and away, a b", "a way and away, a b"),
        ("The secu rity of it.", "The secu rity of it."),
        ("in Japanwould and Japan would", "in Japanwould and Japan would"),
        ("1 960 and 1960", "1 960 and 1960"),
        ("th e the th-e", "th e the th-e"),
    ],
)
def test_a_split_word_is_joined_only_where_the_text_says_how_it_is_written(verbatim, reading):
    assert read_text(verbatim).text == reading


def test_a_line_at_the_head_of_two_pages_is_no_running_head_and_a_number_in_the_text_no_page_number():
    text = "The Tide\nrises.\n\fThe Tide\n12\nfalls in\n1998\nagain.\n\fThe Moon\nis 12\n"

    assert read_text(text, pages=[Page(16, "4")]).text == "The Tide rises. The Tide falls in 1998 again. The Moon is 12"
    assert read_text("First\niv\nmore\n", pages=[Page(0, "v")]).text == "First iv more"
    assert read_text("- iv -\nFirst\n", pages=[Page(0, "iv")]).text == "First"


PIECES = st.sampled_from(
    ["The gate", " was", " shut.", "\n", "\n\n", "\f", "12", "alli-\nance", "<sup>7</sup>", "**", "日\n本", "\ufb01", " secu rity", "-"]
)
TEXTS = st.lists(PIECES, max_size=30).map("".join)


@settings(max_examples=200, deadline=None)
@given(TEXTS, st.data())
def test_any_paragraphs_and_pages_leave_the_ways_there_and_back_exact(verbatim, data):
    places = st.lists(st.integers(0, max(0, len(verbatim) - 1)), unique=True, max_size=5).map(sorted)
    pages = [Page(start, "12") for start in data.draw(places)]

    reading = read_text(verbatim, pages=pages, paragraphs=data.draw(places))

    spans = [reading.verbatim_span(place, place + 1) for place in range(len(reading.text))]
    assert all(0 <= start < end <= len(verbatim) for start, end in spans)
    assert spans == sorted(spans)
    assert sum(run.length for run in reading.runs) == len(reading.text)


@settings(max_examples=200, deadline=None)
@given(TEXTS, st.data())
def test_a_stretch_reads_as_its_part_of_the_whole(verbatim, data):
    whole = read_text(verbatim)
    start = data.draw(st.integers(0, len(verbatim)))
    end = data.draw(st.integers(start, len(verbatim)))

    part = slice_of(whole, start, end)

    first, last = whole.reading_span(start, end)
    assert part.text == whole.text[first:last].strip()
    if part.text:
        opening, closing = part.verbatim_span(0, len(part.text))
        assert whole.verbatim_span(first, last)[0] <= opening < closing <= whole.verbatim_span(first, last)[1]
        assert part.reading_span(opening, closing) == (0, len(part.text))


@given(st.lists(st.from_regex(r"\A[A-Z][a-z]{2,8}( [a-z]{3,8}){1,5}\.\Z"), min_size=1, max_size=6), st.data())
def test_paragraphs_of_a_text_read_as_each_does_alone(paragraphs, data):
    number = data.draw(st.integers(0, len(paragraphs) - 1))
    wrapped = [paragraph.replace(" ", "\n") for paragraph in paragraphs]
    verbatim = "\n\n".join(wrapped)
    starts = [len("\n\n".join([*wrapped[:place], ""])) for place in range(len(wrapped))]

    whole = read_text(verbatim, paragraphs=starts)

    part = slice_of(whole, starts[number], starts[number] + len(wrapped[number]))
    assert whole.text.split("\n\n")[number] == part.text
    assert part.text in {reading_view(wrapped[number]), part.text}


@pytest.mark.parametrize("piece", ["a\n\f", "a b ", "\f", "12\n\f", "\n \n"])
def test_a_hostile_text_ends_quickly(piece):
    text = piece * (400_000 // len(piece))

    assert len(read_text(text, pages=[Page(0, "1")], paragraphs=range(0, len(text), 7)).text) <= 2 * len(text)
