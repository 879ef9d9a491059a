from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from history.admin.differences import WITHHELD, marked, tell, with_before
from history.models import Change
from tests.factories.claims import ClaimFactory
from tests.factories.sources import DocumentFactory, PassageFactory, TextFactory

WORDS = st.text(alphabet="ab <>&\"'\né中.", max_size=30)


def told(record) -> list[tuple[str, str, str]]:
    """The differences of a record's last change."""
    last = tell(with_before(Change.objects.of(record)))[-1]
    return [(one.name, str(one.before), str(one.after)) for one in last.differences]


@given(WORDS, WORDS)
def test_marking_what_differs_keeps_every_character_and_no_markup(old: str, new: str):
    before, after = marked(old, new)

    assert unescape(re.sub(r"</?del>", "", before)) == old
    assert unescape(re.sub(r"</?ins>", "", after)) == new
    if old == new:
        assert "<" not in before + after


@pytest.mark.django_db
def test_only_the_words_that_differ_are_marked():
    document = DocumentFactory(title="Holding the gate alone")
    document.title = "Holding the door alone"
    document.save()

    assert told(document) == [("title", "Holding the <del>gate</del> alone", "Holding the <ins>door</ins> alone")]


@pytest.mark.django_db
def test_a_record_that_is_pointed_to_is_named():
    whole, chapter = DocumentFactory(citation_key="whole2003book", title="The whole"), DocumentFactory()
    chapter.part_of = whole
    chapter.save()

    assert told(chapter) == [("part of", "–", "whole2003book: The whole")]


@pytest.mark.django_db
def test_yes_no_and_choices_are_words():
    document = DocumentFactory(type="report")
    document.is_hidden, document.type = True, "article-journal"
    document.save()

    assert told(document) == [
        ("type", "<del>report</del>", "<ins>article journal</ins>"),
        ("is hidden", "<del>no</del>", "<ins>yes</ins>"),
    ]


@pytest.mark.django_db
def test_attributes_are_told_one_by_one():
    claim = ClaimFactory(attributes={"cause": "late closing", "effect": "a flooded quay"})
    claim.attributes = {"cause": "late closing", "effect": "a dry quay"}
    claim.save()

    assert told(claim) == [
        ("attributes", "cause: late closing\neffect: a <del>flooded</del> quay", "cause: late closing\neffect: a <ins>dry</ins> quay")
    ]


@pytest.mark.django_db
def test_a_long_value_is_cut_and_says_how_long_it_is():
    document = DocumentFactory(abstract="a" * 5000)
    document.abstract = ""
    document.save()

    assert told(document) == [("abstract", f"{'a' * 1500}… (5,000 characters)", "–")]


@pytest.mark.django_db
def test_withheld_words_are_not_told():
    passage = PassageFactory(text=TextFactory(rights="private"))
    change = with_before(Change.objects.of(passage)).get()

    shown = {one.name: one.after for one in tell([change], {change.pk: {"quote"}})[0].differences}

    assert shown["quote"] == WITHHELD
    assert "harbour gate" not in str(shown)


@pytest.mark.django_db
@pytest.mark.parametrize("number", [1, 5])
def test_telling_more_changes_takes_no_more_queries(number, django_assert_num_queries):
    for _ in range(number):
        PassageFactory()
    changes = with_before(Change.objects.filter(table="sources_passage"))

    # The changes with the states before; the documents and the texts that they point to.
    with django_assert_num_queries(3):
        tell(changes)
