"""Laws of placing: slices are found, nothing hostile costs much, and no word is lost in silence."""

from __future__ import annotations

import re
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sources.anchoring import Placement, place, view_of
from sources.anchoring.borders import inside_word, word_around
from tests.bench.quotes.rendering import marked_down, printed_japanese, sample, scanned

TEXTS = [scanned(sample("ferries.txt")), marked_down(sample("ferries.txt")), printed_japanese(sample("watashi.txt"))]
VIEWS = [view_of(text) for text in TEXTS]
WORDS = [
    "ferry",
    "Ferry",
    "not",
    "1897",
    "1.5",
    "—",
    "“",
    "”",
    ".",
    "…",
    "[…]",
    "[it]",
    "12",
    "-\n",
    "\n\n",
    "<em>",
    "渡し",
    "舟。",
    "é",
    "e\u0301",
    "ﬁ",
]


@given(st.integers(0, len(TEXTS) - 1), st.data())
@settings(max_examples=120, deadline=None)
def test_a_slice_of_whole_words_is_exact_where_it_stands(number, data):
    text = TEXTS[number]
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, min(len(text), start + 300)))
    quote = text[start:end]
    if inside_word(text, start) or inside_word(text, end) or not view_of(quote).text:
        return

    answer = place(quote, text, view=VIEWS[number])

    here = [candidate.grade for candidate in answer.candidates if candidate.start == start and candidate.end == end]
    assert here == ["exact"] or answer.more
    assert (answer.grade == "exact") == (len(answer.candidates) == 1)


@given(st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join), st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join))
@settings(max_examples=150, deadline=None)
def test_an_answer_is_sound_whatever_is_asked(quote, content):
    answer = place(quote, content)

    assert answer == place(quote, content)
    assert (answer.grade == "absent") == (not answer.candidates)
    assert (answer.grade == "ambiguous") == (len(answer.candidates) > 1)
    for candidate in [*answer.candidates, *answer.near]:
        held = content[candidate.start : candidate.end]
        assert 0 <= candidate.start < candidate.end <= len(content)
        if candidate.grade == "exact":
            assert held == quote or held == quote.strip()
        if candidate.grade == "normalised":
            assert not lost(candidate.diff, quote)


def lost(diff, quote: str) -> list[str]:
    """Words of either side that a diff calls the same though their letters differ."""
    return [change.quoted for change in diff if change.kind == "equal" and view_of(change.quoted).text != view_of(change.held).text]


@given(st.integers(0, 10_000))
@settings(max_examples=60, deadline=None)
def test_a_diff_accounts_for_every_letter_of_the_quote_and_of_the_place(seed):
    rng = Random(seed)
    text = TEXTS[0]
    words = list(re.finditer(r"\S+", text))
    first = rng.randrange(len(words) - 20)
    chosen = [word[0] for word in words[first : first + 20]]
    chosen[rng.randrange(20)] = rng.choice(["quite", "tbe", "…", "[they]", "1807", ""])
    quote = " ".join(chosen)

    for candidate in place(quote, text, view=VIEWS[0]).candidates:
        quoted = "".join(view_of(change.quoted).text for change in candidate.diff)
        held = "".join(view_of(change.held).text for change in candidate.diff)
        assert quoted == view_of(quote).text
        assert held == view_of(text[slice(*word_around(text, candidate.start, candidate.end))]).text


@pytest.mark.parametrize(
    "quote",
    [
        "zebra quux " * 9000,
        "a" * 100_000,
        "… " * 50_000 + "ferry",
        "ferry … " * 20_000,
        "the … " * 60,
        "." * 300_000,
        "[" * 20_000 + "a" + "]" * 20_000,
        "[a] " * 10_000,
        "<" * 200_000 + "ferry of glass",
        "<b " * 30_000,
        "(emphasis " * 10_000,
        "\n12\n" * 20_000 + "ferry",
        "\n" + " " * 50_000 + "12" + " " * 50_000 + "\nferry",
        "a" + "\u0301" * 50_000,
        "\ud800 a ferry made of \udfff sugar and glass",
        "".join(chr(0x4E00 + 7 * number) for number in range(2500)),
    ],
    ids=lambda quote: f"{quote[:8]!r}*{len(quote)}",
)
def test_hostile_quotes_are_answered(quote):
    assert place(quote, TEXTS[0], view=VIEWS[0]).grade in {"absent", "ambiguous"}


def test_a_quote_with_more_characters_than_edlib_tells_apart_is_placed_through_noise():
    letters = [chr(0x4E00 + 7 * number) for number in range(900)]
    content = "".join(letters)
    quote = "".join(letters[100:300]) + "々" + "".join(letters[301:600])

    answer = place(quote, content)

    assert [(c.start, c.end, c.grade) for c in answer.candidates] == [(100, 600, "approximate")]
    assert [change.held for change in answer.candidates[0].diff if change.kind != "equal"] == [letters[300]]


def test_many_places_are_listed_up_to_a_hundred():
    answer = place("the ferry", "the ferry " * 1000)

    assert (answer.grade, len(answer.candidates), answer.more) == ("ambiguous", 100, True)


def test_a_quote_without_a_letter_or_digit_is_absent():
    assert place("—…!", "—…! so it was") == Placement("absent", (), ())
