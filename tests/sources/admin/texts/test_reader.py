from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.admin.texts import reader
from sources.admin.texts.reader import draw, line_start, places, read_stretch
from sources.models import Mark, Passage
from tests.factories.sources import MarkFactory, PassageFactory, TextFactory

OFFSET = 100


@st.composite
def stretches(draw_from):
    """Words with marks and passages that may overlap, begin before them and end after them."""
    words = draw_from(st.text(alphabet="ab <&>\"'\n中", min_size=1, max_size=40))
    inside = st.integers(OFFSET, OFFSET + len(words) - 1)
    marks = [
        Mark(label=label, value="<4>", start=start, end=start + 1)
        for label, start in draw_from(st.lists(st.tuples(st.sampled_from(["page", "note"]), inside)))
    ]
    starts = draw_from(st.lists(st.integers(OFFSET - 10, OFFSET + len(words) - 1), max_size=4))
    passages = [
        Passage(pk=number, start=start, end=max(OFFSET, start) + draw_from(st.integers(1, 60))) for number, start in enumerate(starts, 1)
    ]
    return words, marks, passages


@given(stretches())
def test_what_is_drawn_are_the_words_and_every_passage_in_them(stretch):
    words, marks, passages = stretch

    html = draw(words, OFFSET, marks, passages)

    without_signs = re.sub(r'<span class="pin-place.*?</span>', "", html, flags=re.DOTALL)
    assert unescape(re.sub(r"</?a\b[^>]*>", "", without_signs)) == words
    assert html.count('class="pin-place') == len(marks)
    coloured = sum(len(unescape(piece)) for piece in re.findall(r"<a [^>]*>(.*?)</a>", without_signs, flags=re.DOTALL))
    covered = {place for one in passages for place in range(max(OFFSET, one.start), min(OFFSET + len(words), one.end))}
    assert coloured == len(covered)


@pytest.mark.django_db
def test_a_long_text_is_read_a_stretch_at_a_time_without_losing_a_character(monkeypatch):
    monkeypatch.setattr(reader, "STRETCH", 50)
    words = "".join(f"Line {number} of a long text.\n" for number in range(20)) + "x" * 120
    text = TextFactory(content=words)

    read, start = "", 0
    while True:
        stretch = read_stretch(text, start)
        read += unescape(stretch.html)
        start = stretch.end
        if stretch.is_last:
            break

    assert read == words


@pytest.mark.django_db
def test_a_place_near_which_one_reads_is_the_start_of_its_line():
    text = TextFactory(content="The first line.\nThe second line.")

    assert [line_start(text, place) for place in (0, 7, 16, 20, 10_000)] == [0, 0, 16, 16, 16]


@pytest.mark.django_db
def test_pages_and_headings_are_places_to_jump_to():
    text = TextFactory()
    for label, start in (("page", 0), ("paragraph", 0), ("section", 5), ("note", 9)):
        MarkFactory(text=text, label=label, start=start, end=20)

    assert [(mark.label, mark.start) for mark in places(text)] == [("page", 0), ("section", 5)]


@pytest.mark.django_db
@pytest.mark.parametrize("number", [1, 5])
def test_more_passages_and_marks_take_no_more_queries(number, django_assert_num_queries):
    text = TextFactory()
    for start in range(number):
        PassageFactory(text=text, start=start, end=start + 9)
        MarkFactory(text=text, label="line", start=start, end=start + 9)

    # The words, the marks, the passages.
    with django_assert_num_queries(3):
        read_stretch(text, 10)
