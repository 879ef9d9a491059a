from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sources.formats.locators import Locator
from sources.services.place_passages import Span, place_in_text, place_passages, place_spans
from tests.factories.sources import DocumentFactory, MarkFactory, PassageFactory, TextFactory

pytestmark = pytest.mark.django_db
WORDS = "The gate closed at dawn. [7] It was said so in the log of the harbour."


@pytest.fixture
def text():
    text = TextFactory(content=WORDS)
    MarkFactory(text=text, label="page", value="12", start=0, end=40)
    MarkFactory(text=text, label="page", value="13", start=40, end=len(WORDS))
    MarkFactory(text=text, label="note", value="7", start=25, end=60)
    return text


def test_words_within_a_note_of_a_page_have_both_places(text, django_assert_num_queries):
    in_body = PassageFactory(text=text, start=0, end=15)
    in_note = PassageFactory(text=text, start=29, end=38)
    over_pages = PassageFactory(text=text, start=29, end=55)
    touching = PassageFactory(text=text, start=19, end=38)

    with django_assert_num_queries(1):
        placed = place_passages([in_body, in_note, over_pages, touching])

    assert placed == {
        in_body.pk: Locator("page", "12"),
        in_note.pk: Locator("page", "12", (Locator("note", "7"),)),
        over_pages.pk: Locator("page", "12-13", (Locator("note", "7"),)),
        touching.pk: Locator("page", "12"),
    }


@pytest.mark.parametrize(
    ("labels", "start", "end", "value"),
    [
        (("4", "5"), 10, 30, "4-5"),
        (("iv", "1"), 10, 30, "iv-1"),
        (("12-13", "14-15"), 0, 10, "12-13"),
        (("12-13", "14-15"), 10, 30, "12-15"),
        (("ii", "2-3"), 10, 30, "ii-3"),
        (("A-3", "A-4"), 10, 30, "A-3\N{EN DASH}A-4"),
    ],
)
def test_words_on_two_pages_have_both_numbers(labels, start, end, value):
    text = TextFactory(content=WORDS)
    MarkFactory(text=text, value=labels[0], start=0, end=20)
    MarkFactory(text=text, value=labels[1], start=20, end=len(WORDS))
    passage = PassageFactory(text=text, start=start, end=end)

    assert place_passages([passage]) == {passage.pk: Locator("page", value)}


def test_no_page_is_claimed_where_either_end_is_on_a_page_that_nobody_knows():
    text = TextFactory(content=WORDS)
    MarkFactory(text=text, value="4", start=0, end=20)
    MarkFactory(text=text, value="", basis="unknown", start=20, end=40)
    MarkFactory(text=text, value="", basis="unnumbered", start=40, end=50)
    MarkFactory(text=text, value="5", start=50, end=60)
    MarkFactory(text=text, label="paragraph", value="1", start=0, end=60)
    spans = [(5, 15), (15, 30), (22, 35), (42, 55), (52, 58), (15, 55), (55, 66)]
    passages = [PassageFactory(text=text, start=start, end=end) for start, end in spans]

    placed = place_passages(passages)

    paragraph = Locator("paragraph", "1")
    assert [placed[passage.pk] for passage in passages] == [
        Locator("page", "4"),
        paragraph,
        paragraph,
        paragraph,
        Locator("page", "5"),
        Locator("page", "4-5"),
        # It begins on page 5 and ends behind the last page that is marked.
        paragraph,
    ]


def test_words_over_two_notes_have_both_and_a_note_over_two_pages_both_pages():
    text = TextFactory(content=WORDS)
    MarkFactory(text=text, value="12", start=0, end=40)
    MarkFactory(text=text, value="13", start=40, end=len(WORDS))
    MarkFactory(text=text, label="note", value="7", start=20, end=50)
    MarkFactory(text=text, label="note", value="8", start=50, end=70)
    over_notes = PassageFactory(text=text, start=45, end=60)
    over_pages = PassageFactory(text=text, start=20, end=50)
    second_part = PassageFactory(text=text, start=42, end=50)

    assert place_passages([over_notes, over_pages, second_part]) == {
        over_notes.pk: Locator("page", "13", (Locator("note", "7-8"),)),
        over_pages.pk: Locator("page", "12-13", (Locator("note", "7"),)),
        second_part.pk: Locator("page", "13", (Locator("note", "7"),)),
    }


def test_without_pages_and_paragraphs_the_innermost_heading_over_the_words_is_the_place():
    text = TextFactory(content=WORDS)
    MarkFactory(text=text, label="section", value="The Gate", start=0, end=60)
    MarkFactory(text=text, label="section", value="Its Hinges", start=10, end=40)
    MarkFactory(text=text, label="section", value="Its Bolts", start=40, end=60)
    spans = [(2, 8), (12, 20), (30, 50), (42, 50), (55, 65)]
    passages = [PassageFactory(text=text, start=start, end=end) for start, end in spans]

    placed = place_passages(passages)

    assert [placed[passage.pk].value for passage in passages] == ["The Gate", "Its Hinges", "The Gate", "Its Bolts", "Its Bolts"]


def test_stretches_that_nobody_pinned_stand_where_passages_would(text, django_assert_num_queries):
    elsewhere = TextFactory(content=WORDS)
    MarkFactory(text=elsewhere, value="99", start=0, end=len(WORDS))
    spans = [Span(text.pk, 29, 55), Span(text.pk, 0, 15), Span(elsewhere.pk, 0, 15), Span(elsewhere.pk, 60, 80)]

    with django_assert_num_queries(1):
        placed = place_spans(spans)

    assert placed == [Locator("page", "12-13", (Locator("note", "7"),)), Locator("page", "12"), Locator("page", "99"), None]
    assert place_spans([]) == []


@settings(max_examples=60)
@given(st.data())
def test_stretches_of_one_text_stand_where_each_does_alone(data):
    text = TextFactory(content=WORDS)
    ends = st.integers(1, len(WORDS))
    for start in sorted(data.draw(st.sets(st.integers(0, len(WORDS) - 1), max_size=8))):
        label = data.draw(st.sampled_from(["note", "paragraph", "verse"]))
        MarkFactory(text=text, label=label, value=str(start), start=start, end=max(start + 1, data.draw(ends)))
    spans = [Span(text.pk, min(pair), max(pair) + 1) for pair in data.draw(st.lists(st.tuples(ends, ends), max_size=6))]

    assert place_in_text(text, spans) == [place_spans([span])[0] for span in spans]


def test_a_note_without_pages_is_the_place_itself():
    text = TextFactory(content=WORDS)
    MarkFactory(text=text, label="note", value="7", start=25, end=len(WORDS))
    passage = PassageFactory(text=text, start=29, end=38)

    assert place_passages([passage]) == {passage.pk: Locator("note", "7")}


def test_a_place_that_was_typed_is_taken_apart():
    passage = PassageFactory(
        text=None,
        document=DocumentFactory(),
        status="transcribed",
        quote="Words.",
        start=None,
        end=None,
        locator_label="page",
        locator_value="12, n. 7",
    )

    assert place_passages([passage]) == {passage.pk: Locator("page", "12", (Locator("note", "7"),))}
