"""Fingerprints: two texts with a long common stretch share one."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sources.anchoring import fingerprints, view_of

K, WINDOW = 5, 4


def hashes(text: str) -> set[int]:
    return {value for value, _ in fingerprints(text, k=K, window=WINDOW)}


@given(st.text("abcあ人", max_size=30), st.text("abcあ人", min_size=K + WINDOW - 1, max_size=20), st.text("abcあ人", max_size=30))
@settings(max_examples=150)
def test_a_common_stretch_shares_a_fingerprint(before, common, after):
    assert hashes(before + common + after) & hashes(common)


@given(st.text("ab人か", max_size=60))
def test_of_neighbouring_runs_one_is_chosen_and_places_rise(text):
    found = list(fingerprints(text, k=1, window=3))
    places = [place for _, place in found]

    assert places == sorted(places)
    assert all(0 <= value < 2**61 and 0 <= place < len(text) for value, place in found)
    assert all(later - earlier <= 3 for earlier, later in pairwise(places))


def test_hashes_are_the_same_in_every_process():
    assert list(fingerprints("thefirstferryofthevalley", k=10, window=6)) == [(149292548683133723, 5), (183193954196939907, 10)]


def test_characters_that_say_more_count_more():
    view = view_of("渡し舟の歴史").text

    assert len(list(fingerprints(view, k=10, window=1))) == 7
    assert not list(fingerprints("ferries", k=10, window=1))


def test_repetition_is_chosen_once_in_a_window():
    assert len(list(fingerprints("a" * 1000, k=10, window=10))) == 99


@pytest.mark.parametrize(("k", "window"), [(0, 1), (1, 0), (-3, 4)])
def test_a_run_and_a_window_are_at_least_one_long(k, window):
    with pytest.raises(ValueError, match="must both be at least one"):
        fingerprints("ferry", k=k, window=window)
