from __future__ import annotations

import pytest

from sources.formats.locators import Locator
from sources.services.place_passages import place_passages
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
