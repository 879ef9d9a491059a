"""How well quotes are placed, by kind of harm: a slice of what ``python -m tests.bench.anchoring`` measures."""

from __future__ import annotations

import pytest

from tests.bench.anchoring import merged, sentences
from tests.bench.quotes.measuring import Tally, measure_mutations, measure_negatives
from tests.bench.quotes.mutations import MUTATIONS
from tests.bench.quotes.mutations_held_out import HELD_OUT
from tests.bench.quotes.negatives import ABSENT, ALTERED
from tests.bench.quotes.rendering import marked_down, printed_japanese, sample, scanned

TEXTS = {
    "scan": scanned(sample("ferries.txt")),
    "markdown": marked_down(sample("ferries.txt")),
    "japanese": printed_japanese(sample("watashi.txt")),
}
OTHERS = {"scan": "watashi.txt", "markdown": "watashi.txt", "japanese": "ferries.txt"}
SEED = 11
# The bounds that outside tests hold the project to: of quotes that can be found.
RIGHT_PLACE, EXACT_OFFSETS, RIGHT_GRADE = 0.99, 0.985, 0.9


def assert_good(tally: Tally, exact_offsets: float = EXACT_OFFSETS) -> None:
    failures = "\n".join(tally.failures)
    assert tally.right_place >= RIGHT_PLACE * tally.asked, failures
    assert tally.exact_offsets >= exact_offsets * tally.asked, failures
    assert tally.right_grade >= RIGHT_GRADE * tally.asked, failures


@pytest.mark.parametrize("kind", MUTATIONS)
def test_quotes_find_their_exact_place_through_this_harm(kind):
    tallies = [measure_mutations(text, {kind: MUTATIONS[kind]}, SEED, 12) for text in TEXTS.values()]

    assert_good(merged(tallies)[kind])


def test_harms_that_nothing_was_fitted_to_are_borne_nearly_as_well():
    tallies = [measure_mutations(text, HELD_OUT, SEED, 3) for text in TEXTS.values()]
    total = Tally()
    for tally in merged(tallies).values():
        total.add(tally)

    assert_good(total, exact_offsets=0.96)


@pytest.mark.parametrize("name", TEXTS)
def test_what_does_not_stand_there_has_no_place(name):
    tallies = measure_negatives(TEXTS[name], ABSENT, sentences(sample(OTHERS[name])), SEED, 12, altered=False)

    assert {kind: tally.failures for kind, tally in tallies.items() if tally.false_places} == {}


@pytest.mark.parametrize("name", TEXTS)
def test_an_altered_sentence_is_shown_as_altered_or_not_at_all(name):
    tallies = measure_negatives(TEXTS[name], ALTERED, [], SEED, 12, altered=True)

    assert {kind: tally.failures for kind, tally in tallies.items() if tally.false_places} == {}


@pytest.mark.corpus
def test_the_corpus_bears_the_same_bounds(corpus_dir):
    texts = [path.read_text(encoding="utf-8") for path in sorted(corpus_dir.glob("*-*-*.*"))]
    total = Tally()
    for number, text in enumerate(texts):
        elsewhere = sentences(texts[number - 1])
        for tally in measure_mutations(text, MUTATIONS, SEED, 2).values():
            total.add(tally)
        for altered, kinds in ((True, ALTERED), (False, ABSENT)):
            for kind, tally in measure_negatives(text, kinds, elsewhere, SEED, 5, altered=altered).items():
                assert not tally.false_places, (kind, tally.failures)

    assert_good(total)
