from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st

from history.models import Change
from sources.formats.locators import Locator
from sources.models import Mark
from sources.services.page_breaks import (
    PageBreak,
    breaks_of,
    continued_from,
    moved_break,
    state_of_pages,
    with_break,
    without_break,
)
from sources.services.set_page_breaks import StaleMarksError, preview_page_breaks, set_page_breaks
from tests.factories.sources import MarkFactory, PassageFactory, TextFactory

LENGTH = 120


@pytest.fixture
def text(db):
    return TextFactory(content="The gate stood. " * 8)


def pages(text):
    return [(mark.start, mark.end, mark.value, mark.basis) for mark in Mark.objects.filter(text=text).pages()]


def present(text):
    return breaks_of(Mark.objects.filter(text=text).pages())


def put(text, breaks, by=None):
    return set_page_breaks(text, breaks, seen=state_of_pages(text), by=by)


def test_one_label_labels_the_text(text, editor):
    change = put(text, [PageBreak(0), PageBreak(30, "iv"), PageBreak(60), PageBreak(90, "1")], editor)

    assert pages(text) == [(0, 30, "iii", "counted"), (30, 60, "iv", "typed"), (60, 90, "v", "counted"), (90, 128, "1", "typed")]
    assert (change.created, change.changed, change.deleted) == (4, 0, 0)
    assert {change.who for change in Change.objects.filter(table="sources_mark")} == {str(editor)}


def test_a_break_that_is_put_in_renumbers_what_is_counted_and_nothing_that_was_typed(text):
    put(text, [PageBreak(0, "1"), PageBreak(30), PageBreak(60, "7"), PageBreak(90)])

    change = put(text, with_break(present(text), 15, None))

    assert [(start, value) for start, _, value, _ in pages(text)] == [(0, "1"), (15, "2"), (30, "3"), (60, "7"), (90, "8")]
    assert (change.created, change.changed, change.deleted) == (1, 2, 0)


def test_a_break_moves_and_goes_with_its_label(text):
    put(text, [PageBreak(0, "1"), PageBreak(30), PageBreak(60, "7"), PageBreak(90)])

    put(text, moved_break(present(text), 60, 75))
    put(text, without_break(present(text), 30))

    assert pages(text) == [(0, 75, "1", "typed"), (75, 90, "7", "typed"), (90, 128, "8", "counted")]


def test_numbers_that_came_with_the_file_stay_until_numbering_is_continued_over_them(text):
    for number, start in enumerate((0, 30, 60, 90), 1):
        MarkFactory(text=text, value=str(number), start=start, end=start + 29)

    put(text, with_break(present(text), 30, "8"))
    assert pages(text) == [(0, 29, "1", "found"), (30, 59, "8", "typed"), (60, 89, "3", "found"), (90, 119, "4", "found")]

    put(text, with_break(present(text), 90, "20"))
    put(text, continued_from(present(text), 0))
    put(text, continued_from(present(text), 30))
    assert [(value, basis) for _, _, value, basis in pages(text)] == [("1", "found"), ("8", "typed"), ("9", "counted"), ("20", "typed")]


def test_what_would_change_is_shown_before_and_is_what_changes(text):
    put(text, [PageBreak(0, "4"), PageBreak(60)])
    stays = PassageFactory(text=text, start=4, end=14)
    moves = PassageFactory(text=text, start=32, end=52)
    widens = PassageFactory(text=text, start=20, end=70)
    breaks = with_break(present(text), 30, "4a")

    foreseen = preview_page_breaks(text, breaks)
    assert pages(text) == [(0, 60, "4", "typed"), (60, 128, "5", "counted")]
    done = put(text, breaks)

    assert foreseen == done
    assert [(moved.passage, moved.before, moved.after) for moved in done.moved] == [
        # Nothing says what follows page 4a, so no page is claimed for what runs into it.
        (widens, Locator("page", "4-5"), None),
        (moves, Locator("page", "4"), Locator("page", "4a")),
    ]
    assert stays not in {moved.passage for moved in done.moved}
    assert pages(text)[-1] == (60, 128, "", "unknown")


def test_labels_that_two_pages_have_are_said(text):
    assert preview_page_breaks(text, [PageBreak(0, "4"), PageBreak(30), PageBreak(60, "5")]).repeated == ["5"]


def test_pages_that_somebody_else_changed_meanwhile_are_not_overwritten(text):
    put(text, [PageBreak(0, "1")])
    seen = state_of_pages(text)
    put(text, [PageBreak(0, "2")])

    with pytest.raises(StaleMarksError, match="Somebody else changed the pages"):
        set_page_breaks(text, [PageBreak(0, "3")], seen=seen, by=None)

    assert pages(text) == [(0, 128, "2", "typed")]


def test_the_same_breaks_again_change_nothing(text):
    breaks = [PageBreak(0, "1"), PageBreak(30), PageBreak(60, "")]
    put(text, breaks)
    seen = state_of_pages(text)

    change = put(text, breaks)

    assert (change.created, change.changed, change.deleted, state_of_pages(text)) == (0, 0, 0, seen)


@pytest.mark.parametrize(
    ("breaks", "fault"),
    [
        ([PageBreak(128, "1")], "a page cannot begin at 128: the text has the places 0 to 127"),
        ([PageBreak(-1, "1")], "a page cannot begin at -1"),
        ([PageBreak(3, "1"), PageBreak(3)], "two pages cannot begin at the same place, 3"),
        ([PageBreak(3, "1\n2")], "the label of the page at 3 is what is printed on it"),
        ([PageBreak(3, "x" * 41)], "at most 40 characters"),
        ([PageBreak(start) for start in range(20_001)], "20,000 are the most"),
    ],
)
def test_breaks_that_are_not_fit_are_refused_whole(text, breaks, fault):
    put(text, [PageBreak(0, "1")])

    with pytest.raises(ValidationError, match=fault):
        put(text, breaks)

    assert pages(text) == [(0, 128, "1", "typed")]


BREAKS = st.lists(
    st.builds(PageBreak, st.integers(0, LENGTH - 1), st.sampled_from([None, None, "", "1", "iv", "A-3", "12-13", "12a"])),
    max_size=8,
    unique_by=lambda one: one.start,
)


@pytest.mark.django_db
@settings(max_examples=25)
@given(BREAKS, BREAKS)
def test_from_any_breaks_to_any_others_pages_follow_one_another(first, second):
    text = TextFactory(content="x" * LENGTH)
    put(text, first)

    put(text, second)

    found = pages(text)
    assert [start for start, *_ in found] == sorted(one.start for one in second)
    assert [end for _, end, *_ in found] == [start for start, *_ in found[1:]] + [LENGTH] * bool(found)
    assert sorted(present(text), key=lambda one: one.start) == sorted(second, key=lambda one: one.start)


@pytest.mark.parametrize("number", [1, 6])
def test_more_pages_and_passages_take_no_more_queries(text, number, django_assert_max_num_queries):
    for start in range(number):
        PassageFactory(text=text, start=start, end=start + 20)

    with django_assert_max_num_queries(20):
        put(text, [PageBreak(start, "1" if start == 0 else None) for start in range(0, 10 * number, 10)])
