from __future__ import annotations

import pytest

from sources.anchoring.common_stretches import common_stretches
from sources.anchoring.view import view_of
from sources.models import Reference
from sources.services.locating.index import index_texts
from sources.services.references.quoting import find_quotations
from sources.services.references.quoting_candidates import Side, candidates_of
from tests.factories.sources import DocumentFactory, TextFactory
from tests.sources.anchoring.test_common_stretches import BEFORE, BEHIND, OTHER_BEFORE, OTHER_BEHIND, QUOTED

pytestmark = pytest.mark.django_db
SOURCE = BEFORE + QUOTED + BEHIND
NOISE = (
    "Lanterns were counted twice on the eve of every sailing, and the keeper wrote the sum in chalk beside the door of the old granary.",
    "No ferry has landed at the northern stairs since the bridge was opened; the ropes are kept, oiled and coiled, for a wedding or a flood.",
    "The bell of the customs house is cracked, and rings a tone lower in frost, so that children say that winter has a voice of its own.",
)
QUOTES = {
    "exact": f"{OTHER_BEFORE}“{QUOTED}”{OTHER_BEHIND}",
    "altered": f"{OTHER_BEFORE}{QUOTED.replace('nobody is left', 'no one was left')}{OTHER_BEHIND}",
    "a second stretch": f"{OTHER_BEFORE}{NOISE[1]} {OTHER_BEHIND}",
    "nothing": OTHER_BEFORE + OTHER_BEHIND,
}


def side(text):
    return Side(text, text.content, view_of(text.content))


def pairwise(text, others):
    """What is found when every text is compared."""
    mine = side(text)
    return {
        (other.pk, one.start, one.end, one.other_start, one.other_end)
        for other in others
        for one in common_stretches(text.content, other.content, mine.view, view_of(other.content))
    }


@pytest.mark.parametrize("quoted", QUOTES)
def test_the_index_leads_to_all_that_comparing_every_text_finds(quoted):
    others = [TextFactory(content=content) for content in (f"{SOURCE} {NOISE[1]}", *NOISE[:1], NOISE[2])]
    text = TextFactory(content=QUOTES[quoted])
    index_texts()

    led_to = [one.text for one in candidates_of(side(text))]

    assert pairwise(text, led_to) == pairwise(text, others)
    find_quotations(text)
    found = {
        (row.cited_text_id, row.start, row.end, row.cited_start, row.cited_end)
        if row.text_id == text.pk
        else (row.text_id, row.cited_start, row.cited_end, row.start, row.end)
        for row in Reference.objects.all()
    }
    assert found == pairwise(text, others)


def test_texts_that_share_nothing_are_not_read():
    other = TextFactory(content=SOURCE)
    for content in NOISE:
        TextFactory(content=content)
    text = TextFactory(content=QUOTES["exact"])
    index_texts()

    assert [one.text for one in candidates_of(side(text))] == [other]


def test_words_that_came_without_an_index_are_found_too():
    other, text = TextFactory(content=SOURCE), TextFactory(content=QUOTES["exact"])

    assert [one.text for one in candidates_of(side(text))] == [other]


def test_a_phrase_of_very_many_texts_leads_to_none_of_them():
    for number in range(52):
        TextFactory(content=f"{number} {NOISE[0]} {QUOTED} {NOISE[2]}")
    text = TextFactory(content=QUOTES["exact"])
    index_texts()

    assert list(candidates_of(side(text))) == []


@pytest.mark.parametrize("others", [1, 5])
def test_queries_do_not_grow_with_texts(others, django_assert_num_queries):
    document = DocumentFactory()
    for number in range(others):
        # Each quotes something else: words of three documents are nobody's.
        TextFactory(content=f"{NOISE[0]} {number}. " if number % 2 else f"{number} {SOURCE[: -10 * (number + 1)]}")
    text = TextFactory(document=document, content=QUOTES["exact"])
    index_texts()

    # The text and its document; candidates: whether all is indexed (2), shared fingerprints, which texts, their words; citations in them; then
    # a savepoint and its release, the lock, citations between, rows that stand, the document's texts, rows that were deleted, new rows.
    with django_assert_num_queries(15 if others == 1 else 14):
        find_quotations(text)
