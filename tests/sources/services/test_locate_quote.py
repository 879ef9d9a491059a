from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from sources.models import Fingerprint, TextView
from sources.services.locate_quote import LONGEST_QUOTE, locate_quote
from sources.services.locating.located import Quote, Reader, located_as_json
from tests.factories.sources import DocumentFactory, MarkFactory, TextFactory

pytestmark = pytest.mark.django_db
ENCLOSURE = (
    "Chapter one. The estuary was first embanked by the abbey, whose tenants owed two days of digging each spring. "
    "A harbour gate of oak was hung in the year of the great flood, and the tolls of forty boats paid for the iron on it. "
    "Nobody wrote down who shut it."
)
TIDES = (
    "Tide tables for the estuary are read by pilots and by nobody else. The institute prints them in spring, two hundred "
    "copies on grey paper, and sells about half. What remains is pulped."
)
GATE = "A harbour gate of oak was hung in the year of the great flood"
CURATOR = Reader(sees_hidden=True)
ADMINISTRATOR = Reader(sees_hidden=True, sees_private=True)


def held(key: str, content: str, **fields):
    is_hidden = fields.pop("is_hidden", False)
    return TextFactory(document=DocumentFactory(citation_key=key, is_hidden=is_hidden), content=content, **fields)


def found(located) -> tuple[str, list[tuple[str, int, int]]]:
    return located.grade, [(place.document.citation_key, place.start, place.end) for place in located.candidates]


def at(content: str, words: str, key: str) -> tuple[str, int, int]:
    return key, content.index(words), content.index(words) + len(words)


def test_a_quote_is_found_among_all_texts_with_its_place_in_print():
    text = held("abbey1900", ENCLOSURE)
    held("tides1950", TIDES)
    MarkFactory(text=text, label="page", value="7", start=0, end=len(ENCLOSURE))

    located = locate_quote(Quote(GATE))

    assert located_as_json(located) == {
        "grade": "exact",
        "candidates": [
            {
                "document": "abbey1900",
                "text_version": {"id": text.public_id, "version": 1, "sha256": text.sha256},
                "start": ENCLOSURE.index(GATE),
                "end": ENCLOSURE.index(GATE) + len(GATE),
                "text": GATE,
                "locator": {"label": "page", "value": "7"},
                "grade": "exact",
                "score": 1.0,
                "diff": [{"kind": "equal", "quoted": GATE, "held": GATE}],
            }
        ],
    }


@pytest.mark.parametrize(
    ("quote", "words"),
    [
        ("a harbour  gate of oak\nwas hung in the year of the great flood", GATE),
        ("the tolls of forty boats paid for the iron on it.", "the tolls of forty boats paid for the iron on it."),
        ("two days of dig-\nging each spring", "two days of digging each spring"),
        ("The estuary was first embanked … two days of digging", None),
    ],
)
def test_words_that_are_printed_otherwise_are_the_same_words(quote, words):
    held("abbey1900", ENCLOSURE)
    words = words or ENCLOSURE[ENCLOSURE.index("The estuary") : ENCLOSURE.index(" each spring")]

    located = locate_quote(Quote(quote))

    assert located.only is not None
    assert (located.only.words, found(located)[1]) == (words, [at(ENCLOSURE, words, "abbey1900")])


@pytest.mark.parametrize(
    "quote",
    [
        "The estuary was never embanked by the abbey at all, whatever its tenants said",
        "Tide tables for the river are read by farmers and by everybody else",
        "Completely other words about shipping insurance in the nineteenth century",
        "!?",
    ],
)
def test_what_stands_nowhere_is_absent_whatever_resembles_it(quote):
    held("abbey1900", ENCLOSURE)
    held("tides1950", TIDES)

    located = locate_quote(Quote(quote))

    assert found(located) == ("absent", [])


def test_an_altered_word_is_shown_and_never_passed_over():
    held("abbey1900", ENCLOSURE)
    altered = "the tolls of fifty boats paid for the iron on it. Nobody wrote down who shut it."

    located = locate_quote(Quote(altered))

    (place,) = located.candidates
    assert (located.grade, place.grade) == ("approximate", "approximate")
    assert [(one.quoted.strip(), one.held.strip()) for one in place.diff if one.kind != "equal"] == [("fifty", "forty")]


def test_the_same_words_in_two_documents_are_ambiguous_a_reprints_too():
    original = held("abbey1900", ENCLOSURE)
    reprint = held("abbey1970", f"Reprinted from the edition of 1900. {ENCLOSURE}")
    reprint.document.original = original.document
    reprint.document.save()

    located = locate_quote(Quote(GATE))

    start = ENCLOSURE.index(GATE)
    assert found(located) == (
        "ambiguous",
        [("abbey1900", start, start + len(GATE)), ("abbey1970", start + 36, start + 36 + len(GATE))],
    )


def test_what_stands_before_tells_documents_apart_and_what_stands_nowhere_does_not():
    held("first", "At dawn the gate stood open. All was quiet.")
    held("second", "At noon the gate stood open. All was quiet.")
    quote = "the gate stood open. All was quiet."

    assert found(locate_quote(Quote(quote, prefix="At noon ")))[1] == [("second", 8, 43)]
    assert found(locate_quote(Quote(quote, prefix="At midnight ")))[0] == "ambiguous"


def test_one_document_is_searched_alone_in_its_newest_held_version():
    old = held("abbey1900", ENCLOSURE)
    TextFactory(document=old.document, version=2, derived_from=old, content=ENCLOSURE.replace("oak", "elm"))
    TextFactory(document=old.document, version=3, content=None, words=ENCLOSURE.replace("oak", "ash"))
    held("tides1950", ENCLOSURE)

    assert found(locate_quote(Quote("gate of elm"), document=old.document))[0] == "exact"
    assert found(locate_quote(Quote("gate of oak"), document=old.document)) == ("absent", [])
    assert found(locate_quote(Quote("gate of oak"), document=old.document, version=1))[0] == "exact"
    assert found(locate_quote(Quote(GATE)))[1] == [at(ENCLOSURE, GATE, "tides1950")]


def test_a_document_without_words_is_no_place_to_search():
    text = held("abbey1900", None, words=ENCLOSURE)

    with pytest.raises(ValidationError, match="No words of abbey1900 are held that may be searched"):
        locate_quote(Quote(GATE), document=text.document)


def test_words_are_found_on_whatever_path_they_came_and_indexed_then():
    held("abbey1900", ENCLOSURE)
    assert list(TextView.objects.values_list("algorithm", flat=True)) == [0]

    assert found(locate_quote(Quote(GATE)))[0] == "exact"

    assert TextView.objects.count() == 1
    assert Fingerprint.objects.exists()


def test_words_that_came_after_the_index_was_made_are_found_beside_those_in_it():
    held("abbey1900", ENCLOSURE)
    locate_quote(Quote(GATE))
    held("abbey1970", ENCLOSURE)

    assert found(locate_quote(Quote(GATE)))[1] == [at(ENCLOSURE, GATE, "abbey1900"), at(ENCLOSURE, GATE, "abbey1970")]


def test_an_index_that_is_wrong_costs_time_and_no_truth():
    text, other = held("abbey1900", ENCLOSURE), held("tides1950", TIDES)
    locate_quote(Quote(GATE))
    Fingerprint.objects.filter(text=text).delete()
    wrong = TextView.objects.get(text=other)
    TextView.objects.filter(text=text).update(packed=wrong.packed)

    located = locate_quote(Quote(GATE))

    assert found(located) == ("exact", [at(ENCLOSURE, GATE, "abbey1900")])


def test_short_words_are_found_by_reading_every_text():
    held("abbey1900", ENCLOSURE)

    assert found(locate_quote(Quote("Nobody")))[0] == "exact"
    assert found(locate_quote(Quote("the")))[0] == "ambiguous"


def test_hidden_documents_and_private_words_are_found_by_those_who_may_see_them():
    held("hidden1900", ENCLOSURE, is_hidden=True)
    private = held("private1950", TIDES, rights="private")
    quotes = {"hidden": Quote(GATE), "private": Quote("sells about half. What remains is pulped.")}

    grades = {
        name: [locate_quote(quote, reader=reader).grade for reader in (Reader(), CURATOR, ADMINISTRATOR)] for name, quote in quotes.items()
    }

    assert grades == {"hidden": ["absent", "exact", "exact"], "private": ["absent", "absent", "exact"]}
    with pytest.raises(ValidationError, match="No words of private1950"):
        locate_quote(quotes["private"], document=private.document, reader=CURATOR)


def test_a_search_is_no_way_to_read_on_in_a_text_that_is_not_open():
    held("abbey1900", ENCLOSURE, rights="excerpt_only")
    wide = Quote("The estuary … shut it.")
    resembling = Quote("A harbour gate of iron was sold in the year of the little flood by the burghers of the town")

    outside, inside = locate_quote(wide), locate_quote(wide, reader=CURATOR)
    near_outside, near_inside = locate_quote(resembling), locate_quote(resembling, reader=CURATOR)

    for place in (*outside.candidates, *near_outside.near):
        assert (place.words is None or len(place.words) <= 2 * len(wide.words) + 60, place.before, place.after) == (True, "", "")
    assert [place.words for place in near_outside.near] == [None] * len(near_inside.near)
    assert inside.grade == outside.grade


@pytest.mark.parametrize(
    ("quote", "message"),
    [
        (Quote("  \n"), "Paste the words"),
        (Quote("a" * (LONGEST_QUOTE + 1)), "at most 20,000 characters; this one has 20,001"),
        (Quote("gate", prefix="a" * 2001), "At most 2,000 characters"),
    ],
)
def test_what_is_no_quote_is_refused(quote, message):
    with pytest.raises(ValidationError, match=message):
        locate_quote(quote)


@pytest.mark.parametrize("copies", [1, 5])
def test_queries_do_not_grow_with_places(django_assert_num_queries, copies):
    for number in range(copies):
        held(f"abbey{number}", f"{number}. {ENCLOSURE}")
    locate_quote(Quote(GATE))

    # Whether all is indexed, the texts, marks; the words are in memory.
    with django_assert_num_queries(3):
        assert len(locate_quote(Quote(GATE)).candidates) == copies
