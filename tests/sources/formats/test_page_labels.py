from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.formats.page_labels import Basis, Labelled, label_after, labels_in_order, outer_numbers, roman


@pytest.mark.parametrize(
    ("label", "after"),
    [
        ("9", "10"),
        ("iii", "iv"),
        ("xxxix", "xl"),
        ("XIX", "XX"),
        ("A-3", "A-4"),
        ("C-9", "C-10"),
        ("A-iv", "A-v"),
        ("B12", "B13"),
        ("1-7", "1-8"),
        ("3.12", "3.13"),
        ("007", "008"),
        ("[12]", "[13]"),
        ("12頁", "13頁"),
        ("12-13", "14-15"),
        ("12\N{EN DASH}13", "14\N{EN DASH}15"),
        ("xii-xiii", "xiv-xv"),
        ("12r", "12v"),
        ("12v", "13r"),
        ("12a", None),
        ("a", None),
        ("iiii", None),
        ("mmmcmxcix", None),
        ("", None),
        ("9" * 400, None),
    ],
)
def test_a_label_says_the_next(label, after):
    assert label_after(label, 1) == after


@pytest.mark.parametrize(
    ("label", "before"), [("2", "1"), ("1", None), ("i", None), ("A-1", None), ("1-2", None), ("1r", None), ("3-4", "1-2")]
)
def test_a_label_says_the_one_before_down_to_the_first_page(label, before):
    assert label_after(label, -1) == before


LABELS = st.one_of(
    st.integers(1, 10**6).map(str),
    st.integers(1, 3800).map(roman),
    st.integers(1, 3800).map(lambda number: roman(number).upper()),
    st.integers(1, 900).map("A-{}".format),
    st.integers(1, 900).map(lambda number: f"{number}-{number + 1}"),
    st.tuples(st.integers(1, 900), st.sampled_from("rv")).map(lambda leaf: f"{leaf[0]}{leaf[1]}"),
)


@given(LABELS, st.integers(0, 90), st.integers(0, 90))
def test_counting_on_is_counting_on_further_and_back_again(label, pages, further):
    after = label_after(label, pages)

    assert label_after(after, further) == label_after(label, pages + further)
    assert label_after(after, -pages) == label


def typed(value):
    return Labelled(value, Basis.TYPED)


def counted(value):
    return Labelled(value, Basis.COUNTED)


UNKNOWN = Labelled("", Basis.UNKNOWN)
UNNUMBERED = Labelled("", Basis.UNNUMBERED)


def test_one_label_labels_what_follows_and_what_goes_before():
    assert labels_in_order([None, None, None, typed("iii"), None, typed("1"), None, None]) == [
        UNKNOWN,
        counted("i"),
        counted("ii"),
        typed("iii"),
        counted("iv"),
        typed("1"),
        counted("2"),
        counted("3"),
    ]


def test_pages_without_a_number_are_not_counted_and_what_was_given_stays():
    found = Labelled("9", Basis.FOUND)

    assert labels_in_order([typed("4"), UNNUMBERED, None, found, None]) == [typed("4"), UNNUMBERED, counted("5"), found, counted("10")]


def test_from_a_label_without_a_rule_nothing_is_counted_and_nothing_guessed_back_over_it():
    assert labels_in_order([typed("12a"), None, typed("20"), None]) == [typed("12a"), UNKNOWN, typed("20"), counted("21")]
    assert labels_in_order([None, None]) == [UNKNOWN, UNKNOWN]


@given(st.lists(st.none() | LABELS.map(typed) | st.just(UNNUMBERED), max_size=12), st.data())
def test_a_page_more_renumbers_what_is_counted_and_never_what_was_given(given_labels, data):
    place = data.draw(st.integers(0, len(given_labels)))

    before = labels_in_order(given_labels)
    after = labels_in_order([*given_labels[:place], None, *given_labels[place:]])

    kept = [*after[:place], *after[place + 1 :]]
    assert [label for label, asked in zip(kept, given_labels, strict=True) if asked] == [label for label in given_labels if label]
    assert [label.basis for label in before if label.basis != Basis.COUNTED] == [
        label.basis for label, old in zip(kept, before, strict=True) if old.basis != Basis.COUNTED
    ]


@pytest.mark.parametrize(
    ("label", "numbers"), [("12-13", ("12", "13")), ("xii-xiii", ("xii", "xiii")), ("A-3", ("A-3", "A-3")), ("2-9", ("2-9", "2-9"))]
)
def test_a_double_page_has_two_numbers(label, numbers):
    assert outer_numbers(label) == numbers
