from __future__ import annotations

import hashlib

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from history.models import Change
from sources.models import Passage
from sources.services.locating.located import Quote, Reader
from sources.services.pin_passage import UnplacedQuoteError, pin_hash, pin_quote, pin_span
from tests.factories.sources import DocumentFactory, TextFactory

pytestmark = pytest.mark.django_db
CURATOR = Reader(sees_hidden=True)
WORDS = "The gate closed. The gate opened. 堤防は閉じた。"
words = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\0"), min_size=1, max_size=60)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=words, data=st.data())
def test_any_span_of_any_text_is_pinned_exactly(content, data):
    start = data.draw(st.integers(0, len(content) - 1))
    end = data.draw(st.integers(start + 1, len(content)))

    passage, is_new = pin_span(TextFactory(content=content), start, end)

    passage.refresh_from_db()
    assert (passage.quote, passage.status, is_new) == (content[start:end], "exact", True)


@pytest.mark.parametrize(("start", "end"), [(5, 5), (6, 5), (-1, 4), (0, 10_000)])
def test_a_span_outside_the_text_is_refused(start, end):
    with pytest.raises(ValidationError, match="it starts before it ends"):
        pin_span(TextFactory(content=WORDS), start, end)


def test_the_same_span_twice_is_one_passage():
    text = TextFactory(content=WORDS)

    first, _ = pin_span(text, 0, 16)
    second, is_new = pin_span(text, 0, 16)

    assert (first, is_new, Passage.objects.count()) == (second, False, 1)


def test_a_quote_finds_its_place():
    text = TextFactory(content=WORDS)

    passage, _ = pin_quote(text.document, Quote("gate opened"), reader=CURATOR)

    assert (passage.start, passage.end) == (21, 32)


def test_a_quote_that_stands_twice_asks_for_context():
    text = TextFactory(content=WORDS, document=DocumentFactory(citation_key="gate2000"))

    with pytest.raises(UnplacedQuoteError, match=r"stand in gate2000 2 times \(at 0, 17\); add the words before or after"):
        pin_quote(text.document, Quote("The gate"), reader=CURATOR)

    passage, _ = pin_quote(text.document, Quote("The gate", suffix=" opened"), reader=CURATOR)
    assert passage.start == 17


@pytest.mark.parametrize("quote", ["The gait closed", "gate is closed", "A door"])
def test_a_quote_that_does_not_stand_there_is_refused_with_what_was_found(quote):
    text = TextFactory(content=WORDS)

    with pytest.raises(UnplacedQuoteError, match="do not stand in") as refusal:
        pin_quote(text.document, Quote(quote), reader=CURATOR)

    assert refusal.value.located.grade in {"approximate", "absent"}
    assert not Passage.objects.exists()


def test_words_that_are_printed_otherwise_are_pinned_as_the_text_has_them():
    text = TextFactory(content="He said: \u201cThe har-\nbour gate\nclosed at dawn.\u201d")
    quote = Quote('"The harbour gate closed at dawn."')

    passage, _ = pin_quote(text.document, quote, reader=CURATOR)

    assert passage.quote == "\u201cThe har-\nbour gate\nclosed at dawn.\u201d"
    with pytest.raises(UnplacedQuoteError, match="verbatim"):
        pin_quote(text.document, quote, reader=CURATOR, is_verbatim=True)


def test_words_of_a_private_text_are_pinned_by_administrators_alone():
    text = TextFactory(content=WORDS, rights="private")

    with pytest.raises(ValidationError, match="No words of .* are held that may be searched"):
        pin_quote(text.document, Quote("gate opened"), reader=CURATOR)

    passage, _ = pin_quote(text.document, Quote("gate opened"), reader=Reader(sees_hidden=True, sees_private=True))
    assert passage.quote == "gate opened"


def test_a_hash_pins_a_passage_of_words_not_held_and_is_checked_where_they_are():
    right, wrong = (hashlib.sha256(quote.encode()).hexdigest() for quote in (WORDS[:8], "The bait"))
    awaited = TextFactory(content=None, words=WORDS)
    held = TextFactory(content=WORDS)

    assert pin_hash(awaited, 0, 8, right)[0].status == "pinned"
    assert pin_hash(held, 0, 8, right)[0].status == "exact"
    with pytest.raises(ValidationError, match="pinned with SHA-256"):
        pin_hash(awaited, 0, 8, wrong)
    with pytest.raises(ValidationError, match="The held words 0-8 have SHA-256"):
        pin_hash(held, 0, 8, wrong)


def test_a_machine_names_its_tool():
    text = TextFactory(content=WORDS)

    passage, _ = pin_span(text, 0, 8, origin="machine", tool="matcher 1.2")

    assert (passage.origin, passage.tool) == ("machine", "matcher 1.2")
    with pytest.raises(ValidationError, match="names its tool"):
        pin_span(text, 0, 9, origin="machine")
    assert Change.objects.of(passage).get().state["tool"] == "matcher 1.2"
