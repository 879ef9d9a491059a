"""Marks keep to their text and to each other, whoever writes them."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction

from history.laws import broken_laws
from sources.models import Mark
from tests.factories.sources import MarkFactory, TextFactory

pytestmark = pytest.mark.django_db


def refused(text, label, start, end, value="x", basis="found") -> str:
    """What the database says to a mark written in SQL."""
    with pytest.raises(IntegrityError) as error, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            'INSERT INTO sources_mark (public_id, revision, text_id, label, value, basis, start, "end") VALUES (%s, 1, %s, %s, %s, %s, %s, %s)',
            ["mark-by-hand", text.pk, label, value, basis, start, end],
        )
    return str(error.value).splitlines()[0]


def test_pages_of_a_text_do_not_overlap():
    text = TextFactory()
    MarkFactory(text=text, start=0, end=20)
    MarkFactory(text=text, start=20, end=40)

    assert "sources_mark_pages_apart" in refused(text, "page", 19, 25)
    assert MarkFactory(text=TextFactory(), start=19, end=25).pk
    assert MarkFactory(text=text, label="note", start=19, end=25).pk


def test_sections_lie_within_each_other_or_apart():
    text = TextFactory()
    MarkFactory(text=text, label="section", value="The Gate", start=10, end=30)
    MarkFactory(text=text, label="section", value="Its Hinges", start=15, end=30)
    MarkFactory(text=text, label="section", value="The Tide", start=30, end=40)

    assert refused(text, "section", 5, 20, "Dawn") == (
        'the section "Dawn" at [5, 20) would cut across "The Gate" at [10, 30): sections lie within each other or apart'
    )
    assert "would cut across" in refused(text, "section", 20, 35)
    moved = Mark.objects.get(value="Its Hinges")
    moved.end = 35
    with pytest.raises(IntegrityError, match="would cut across"), transaction.atomic():
        moved.save()


@pytest.mark.parametrize(
    ("label", "value", "basis", "constraint"),
    [
        ("page", "", "typed", "sources_mark_value_or_none"),
        ("page", "4", "unknown", "sources_mark_value_or_none"),
        ("note", "", "unnumbered", "sources_mark_value_or_none"),
        ("page", "4", "guessed", "sources_mark_basis_known"),
    ],
)
def test_only_a_page_may_be_without_a_value_and_then_says_why(label, value, basis, constraint):
    assert constraint in refused(TextFactory(), label, 0, 9, value, basis)


def test_the_laws_of_marks_are_among_those_that_are_verified():
    assert broken_laws()[1] == []
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgenabled FROM pg_trigger WHERE tgname = 'law_mark'")
        assert cursor.fetchall() == [("A",)]
