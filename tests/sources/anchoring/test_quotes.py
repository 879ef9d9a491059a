"""Where a verbatim quote stands, and what stands around it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.anchoring import context, find_exact

TEXT = "The gate closed. The gate opened. 門は閉じた。The gate"


def test_every_place_is_found():
    assert find_exact(TEXT, "The gate") == [0, 17, 40]


@pytest.mark.parametrize(
    ("prefix", "suffix", "places"),
    [("", " opened", [17]), ("閉じた。", "", [40]), (". ", " o", [17]), ("", "", [0, 17, 40]), ("x", "", []), ("", TEXT, [])],
)
def test_context_tells_places_apart(prefix, suffix, places):
    assert find_exact(TEXT, "The gate", prefix, suffix) == places


def test_overlapping_places_are_all_found():
    assert find_exact("aaaa", "aa") == [0, 1, 2]
    assert find_exact("abaababaab", "abaab") == [0, 5]
    assert find_exact("abaabaababaaba", "abaaba") == [0, 3, 8]


def test_search_can_stop_early():
    assert find_exact("aaaa", "a", most=2) == [0, 1]


@pytest.mark.parametrize(("content", "quote"), [("abc", ""), ("", "a"), ("", ""), ("abc", "abcd"), ("abc", "A")])
def test_what_does_not_stand_there_is_not_found(content, quote):
    assert find_exact(content, quote) == []


@given(st.text("ab", max_size=60), st.text("ab", min_size=1, max_size=8), st.text("ab", max_size=2), st.text("ab", max_size=2))
def test_same_places_as_by_looking_everywhere(content, quote, prefix, suffix):
    everywhere = [
        start
        for start in range(len(content))
        if content.startswith(quote, start) and content[:start].endswith(prefix) and content.startswith(suffix, start + len(quote))
    ]

    assert find_exact(content, quote, prefix, suffix) == everywhere


@given(st.text(min_size=1), st.data())
def test_context_and_quote_find_their_place_again(content, data):
    start = data.draw(st.integers(0, len(content) - 1))
    end = data.draw(st.integers(start + 1, len(content)))

    prefix, suffix = context(content, start, end)

    assert len(prefix) == min(32, start)
    assert len(suffix) == min(32, len(content) - end)
    assert start in find_exact(content, content[start:end], prefix, suffix)


def test_context_width_can_be_chosen():
    assert context("0123456789", 4, 6, width=2) == ("23", "67")
    assert context("0123456789", 0, 10, width=2) == ("", "")


@pytest.mark.parametrize(
    ("content", "quote", "count"),
    [
        ("a" * 500_000, "a" * 50_000, 450_001),
        (("a" * 999 + "b") * 500, ("a" * 999 + "b") * 100, 401),
        (("a" * 999 + "b") * 500, ("a" * 999 + "b") * 100 + "c", 0),
        ("ab" * 250_000, "ab" * 25_000 + "a", 225_000),
    ],
)
def test_hostile_repetition_ends_quickly(content, quote, count):
    assert len(find_exact(content, quote)) == count
