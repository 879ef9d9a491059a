from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.formats.locators import Locator, is_numbers, is_several, read_locator, value_from_to, with_range_dash


@pytest.mark.parametrize(
    ("label", "value", "locator"),
    [
        ("page", "4", Locator("page", "4")),
        ("page", "12, n. 7", Locator("page", "12", (Locator("note", "7"),))),
        ("page", "12-13, nn. 7-9", Locator("page", "12-13", (Locator("note", "7-9"),))),
        ("page", "12, note 7", Locator("page", "12", (Locator("note", "7"),))),
        ("page", "xii, Fn. 7", Locator("page", "xii", (Locator("note", "7"),))),
        ("page", "4, col. 2, l. 7", Locator("page", "4", (Locator("column", "2"), Locator("line", "7")))),
        ("page", "4, 9", Locator("page", "4, 9")),
        ("section", "The Logic, Part 2", Locator("section", "The Logic, Part 2")),
        ("section", "Two notes, n. 7", Locator("section", "Two notes, n. 7")),
        ("page", "", Locator("page", "")),
    ],
)
def test_a_note_on_a_page_is_two_places(label, value, locator):
    assert read_locator(label, value) == locator


@pytest.mark.parametrize("value", ["4", "iv", "XIV", "A4", "12a"])
def test_one_number_is_one_place(value):
    assert (is_numbers(value), is_several(value)) == (True, False)


@pytest.mark.parametrize("value", ["4-5", "4\N{EN DASH}5", "4--5", "4, 9", "4 and 9", "4 & 9", "iv-vi", "1-2, 5-6"])
def test_ranges_and_lists_are_several(value):
    assert (is_numbers(value), is_several(value)) == (True, True)


@pytest.mark.parametrize("value", ["A-3", "3.2", "The Logic of Alliance", "", "4; 5", "01:02:03"])
def test_anything_else_is_no_number(value):
    assert (is_numbers(value), is_several(value)) == (False, False)


def test_ranges_take_the_dash_asked_for_and_words_keep_theirs():
    assert with_range_dash(" 4 - 5,\n9\N{EN DASH}10 ", "--") == "4--5, 9--10"
    assert with_range_dash("A-3", "--") == "A-3"


def test_a_range_behind_prefixes_is_several():
    assert is_several("A-3\N{EN DASH}A-5")
    assert not is_several("A-3")


@pytest.mark.parametrize(
    ("first", "last", "value"),
    [
        ("4", "4", "4"),
        ("4", "5", "4-5"),
        ("iv", "1", "iv-1"),
        ("12-13", "12-13", "12-13"),
        ("12-13", "14-15", "12-15"),
        ("A-3", "A-5", "A-3\N{EN DASH}A-5"),
    ],
)
def test_a_place_reaches_from_one_value_to_another(first, last, value):
    assert value_from_to(first, last) == value


@given(st.text(), st.text())
def test_no_value_is_lost(label, value):
    read = read_locator(label, value)
    assert all(place.value.strip() in " ".join(value.split()) or not read.further for place in read.further)
    assert read.further or read.value == value
