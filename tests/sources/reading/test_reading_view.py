"""The reading view: the same words for the eye."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sources.reading import reading_view, reading_with_map

PIECES = [
    *[
        "<",
        ">",
        "</",
        "sup",
        "<sup>",
        "</sup>",
        "<s",
        "up>",
        "[^1]",
        "[^",
        "]",
        "1",
        "12",
        "*",
        "**",
        "_",
        "__",
        "`",
        "``",
        "\\",
        "#",
        "# ",
        "> ",
    ],
    *[
        " ",
        "\n",
        "\r\n",
        "\n\n",
        "\f",
        "\u2028",
        "\u00a0",
        "\u3000",
        "-",
        "\u2010",
        "\u2013",
        "\u2014",
        "---",
        "\u00ad",
        "\ufffe",
        "\ufb01",
    ],
    *["a", "B", "日", "本", "。", ".", "\u00e9", "e\u0301", "\u00b2", "alli-\nance", "Japan-\n\nU.S."],
]
excerpts = st.lists(st.sampled_from(PIECES), max_size=30).map("".join) | st.text()


@pytest.mark.parametrize(
    ("verbatim", "reading"),
    [
        ("alli-\nance", "alliance"),
        ("alli-  \r\n\r\n  ance", "alliance"),
        ("alli\u2010\nance", "alliance"),
        ("alli\u00ad\nance and alli\u00adance", "alliance and alliance"),
        ("alli\ufffe\r\nance", "alliance"),
        ("Japan-\n\nU.S. alliance", "Japan-U.S. alliance"),
        ("U.S.-\nled", "U.S.-led"),
        ("1950-\n51", "1950-51"),
        ("gate -\nkeeper", "gate - keeper"),
        ("gate\u2014\nkeeper", "gate\u2014keeper"),
        ("gate \u2013\nkeeper", "gate \u2013 keeper"),
        ("alli-\n\n12\n\nance", "alliance"),
        ("alli-\n> ance", "alliance"),
    ],
)
def test_words_divided_at_a_line_end_are_joined(verbatim, reading):
    assert reading_view(verbatim) == reading


@pytest.mark.parametrize(
    ("verbatim", "reading"),
    [
        ("  one\n\ntwo \t three\u00a0four\r\n", "one two three four"),
        ("日米\n\n同盟。\n\u3000次の", "日米同盟。次の"),
        ("日米 同盟", "日米 同盟"),
        ("日米\nalliance\n同盟", "日米 alliance 同盟"),
        ("동맹\n한국", "동맹 한국"),
        ("one\ftwo", "one two"),
        ("", ""),
        (" \n ", ""),
    ],
)
def test_white_space_becomes_one_space_and_none_where_cjk_lines_meet(verbatim, reading):
    assert reading_view(verbatim) == reading


@pytest.mark.parametrize(
    ("verbatim", "reading"),
    [
        ("the gate\n\n12\n\n\fwas shut", "the gate was shut"),
        ("the gate\n- 12 -\nwas shut", "the gate was shut"),
        ("the gate\n\n* * *\n\nwas shut", "the gate was shut"),
        ("12\nthe gate\n13", "12 the gate 13"),
        ("in the year\n1998\nthe gate", "in the year 1998 the gate"),
        ("counted 12\nboats", "counted 12 boats"),
    ],
)
def test_page_numbers_alone_on_a_line_in_the_middle_are_passed_over(verbatim, reading):
    assert reading_view(verbatim) == reading


def test_latin_ligatures_are_spelt_out():
    assert (
        reading_view("\ufb00 \ufb01 \ufb02 \ufb03 \ufb04 \ufb05 \ufb06 \u00e6 \u0153 \u2122")
        == "ff fi fl ffi ffl st st \u00e6 \u0153 \u2122"
    )


@pytest.mark.parametrize(
    ("verbatim", "reading"),
    [
        ("**Bold**, *slanted*, ***both***, _one_, __two__ and `code`", "Bold, slanted, both, one, two and code"),
        ("cut *in the middle", "cut in the middle"),
        ("in the middle* cut", "in the middle cut"),
        ("## A heading\n\ntext\n### Another\nmore", "A heading text Another more"),
        ("> quoted\n> > twice", "quoted twice"),
        ("the pact.<sup>7</sup> It", "the pact.7 It"),
        ("H<SUB>2</SUB>O <em>and</em> <strong>more</strong>", "H2O and more"),
        ("the pact.[^1] It[^note-2]", "the pact. It"),
        ("a hard\\\nbreak", "a hard break"),
        (r"escaped \*stars\* and snake\_case", "escaped stars and snake_case"),
    ],
)
def test_markup_is_undone_and_words_are_kept(verbatim, reading):
    assert reading_view(verbatim) == reading


@pytest.mark.parametrize(
    "plain",
    [
        "5*3 and 5 * 3",
        "snake_case and a blank: ____ .",
        "#5 is alive",
        "a # b",
        "if a < b and b > c",
        "<script>",
        "[1] and [sic]",
        "[^ 1]",
        "C:\\ships",
        "- item",
    ],
)
def test_signs_that_are_no_markup_stay(plain):
    assert reading_view(plain) == plain


def test_map_gives_the_verbatim_stretch_of_any_stretch():
    verbatim = "The **alli-\n\n12\n\nance** of \ufb01ve.[^1]"

    reading = reading_with_map(verbatim)

    assert reading.text == "The alliance of five."
    assert [verbatim[slice(*reading.verbatim_span(*span))] for span in [(4, 12), (0, 3), (16, 20), (20, 21), (3, 4)]] == [
        "alli-\n\n12\n\nance",
        "The",
        "\ufb01ve",
        ".",
        " ",
    ]


@settings(max_examples=1_000, deadline=None)
@given(excerpts)
def test_view_of_a_view_is_the_view(verbatim):
    reading = reading_view(verbatim)

    assert reading_view(reading) == reading


@settings(max_examples=500, deadline=None)
@given(excerpts)
def test_map_has_the_same_text_and_rising_offsets(verbatim):
    reading = reading_with_map(verbatim)

    assert reading.text == reading_view(verbatim)
    spans = [reading.verbatim_span(place, place + 1) for place in range(len(reading.text))]
    assert all(0 <= start < end <= len(verbatim) for start, end in spans)
    assert spans == sorted(spans) == sorted(spans, key=lambda span: span[1])


@settings(max_examples=300, deadline=None)
@given(excerpts, st.data())
def test_what_is_read_of_a_verbatim_stretch_are_the_characters_that_come_from_it(verbatim, data):
    reading = reading_with_map(verbatim)
    start = data.draw(st.integers(0, len(verbatim)))
    end = data.draw(st.integers(start, len(verbatim)))

    first, last = reading.reading_span(start, end)

    origins = [reading.verbatim_span(place, place + 1) for place in range(len(reading.text))]
    read = [place for place, (opening, closing) in enumerate(origins) if start < end and opening < end and closing > start]
    assert list(range(first, last)) == read


@settings(max_examples=300, deadline=None)
@given(excerpts, st.data())
def test_a_stretch_of_the_reading_is_found_again_by_the_way_there_and_back(verbatim, data):
    reading = reading_with_map(verbatim)
    if reading.text:
        start = data.draw(st.integers(0, len(reading.text) - 1))
        end = data.draw(st.integers(start + 1, len(reading.text)))

        there = reading.verbatim_span(start, end)
        first, last = reading.reading_span(*there)

        assert first <= start
        assert end <= last
        assert reading.verbatim_span(first, last) == there


def test_an_empty_stretch_of_a_reading_stands_for_nothing():
    with pytest.raises(IndexError, match=r"\[2, 2\) is no span of a reading of 3 characters"):
        reading_with_map("one").verbatim_span(2, 2)


@given(excerpts)
def test_letters_and_digits_are_kept_in_order(verbatim):
    rest = iter(verbatim)

    assert all(sign in rest for sign in reading_view(verbatim) if sign.isalnum() and sign not in "fi")


@pytest.mark.parametrize(
    "piece", ["a-", "- ", "-\n", "<", "[^", "<sup>", "*", "\\", "\\*", "\n1", "\n> ", "# ", "\u2013 ", "日\n", "\u00ad "]
)
def test_hostile_excerpt_ends_quickly(piece):
    excerpt = piece * (1_000_000 // len(piece))

    assert len(reading_view(excerpt)) <= len(excerpt)


def test_deeply_wrapped_tags_end_quickly():
    assert reading_view("<s" * 200_000 + "<sup>" + "up>" * 200_000 + "end") == "end"
