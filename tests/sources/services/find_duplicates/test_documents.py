from __future__ import annotations

import pytest

from sources.models import Document
from sources.services.find_duplicates import document_duplicates, duplicates_of_document
from sources.services.merging import merge_documents
from sources.services.tell_apart import tell_apart
from tests.factories.sources import AuthorFactory, ContributionFactory, DocumentFactory, IdentifierFactory, TitleVariantFactory

pytestmark = pytest.mark.django_db


def work(title: str, issued: str = "", family: str = "", given: str = "", **fields) -> Document:
    document = DocumentFactory(title=title, issued=issued, **fields)
    if family:
        ContributionFactory(document=document, author=AuthorFactory(family=family, given=given))
    return document


def proposed() -> list[tuple[set[str], float, list[str], list[str], bool]]:
    return [
        ({one.first.citation_key, one.second.citation_key}, one.score, one.reasons, one.counter_reasons, one.is_link)
        for one in document_duplicates().proposals
    ]


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        (("Holding the gate", "2019-04", "Tarrowby", "Hester"), ("Holding the Gate", "2019", "Tarrowby", "H.")),
        (("Holding the gate: a report", "2019", "Tarrowby", "Hester"), ("Holding the gate", "2019", "Tarrowby", "H.")),
        (("Holding the gate", "2019", "Tarrowby", "Hester"), ("Holding teh gate", "2019", "Tarrowby", "H.")),
        (("Holding the gate", "2019", "Tarrowby", "Hester"), ("Holding the gate", "", "Tarrowby", "H.")),
        (("Holding the gate", "2019", "Tarrowby", "Hester"), ("Holding the gate", "2019", "", "")),
        (
            ("Holding the gate of the U.S. harbour", "2019", "Tarrowby", ""),
            ("Holding the Gate of the US Harbour in the long winter", "2019", "Tarrowby", ""),
        ),
    ],
)
def test_likely_duplicates_are_proposed_in_the_list_and_on_either_page(mine, theirs):
    one, other = work(*mine), work(*theirs)
    work("Something else altogether", "2019", "Tarrowby", "Hester")

    assert [pair for pair, *_ in proposed()] == [{one.citation_key, other.citation_key}]
    assert [proposal.other(one) for proposal in duplicates_of_document(one)] == [other]
    assert [proposal.other(other) for proposal in duplicates_of_document(other)] == [one]


def test_reasons_are_told_with_the_score():
    work("Holding the gate", "2019", "Tarrowby", "Hester", citation_key="one", volume="4")
    work("Holding the gate", "2019", "Tarrowby", "H.", citation_key="other", volume="Vol. 4")

    assert proposed() == [
        ({"one", "other"}, 0.8, ["the same title", "authors of like names: Tarrowby, Hester, Tarrowby, H.", "both of 2019"], [], False)
    ]


def test_one_identifier_is_one_work_whatever_the_titles():
    for key, title in (("one", "Holding the gate"), ("other", "An entirely different title")):
        IdentifierFactory(document=DocumentFactory(citation_key=key, title=title), value="10.5555/gate")

    assert proposed() == [({"one", "other"}, 0.6, ["the same DOI: 10.5555/gate"], [], False)]


def test_a_title_in_another_form_is_known():
    one = work("閉じる門", "2021", "Senagawa")
    TitleVariantFactory(document=one, form="romanisation", language="ja-Latn", title="Tojiru mon")
    other = work("Tojiru mon", "2021", "Senagawa")

    assert [(pair, score) for pair, score, *_ in proposed()] == [({one.citation_key, other.citation_key}, 0.75)]
    assert [proposal.other(other) for proposal in duplicates_of_document(other)] == [one]


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        ({"volume": "1"}, {"volume": "2"}),
        ({"edition": "1"}, {"edition": "2nd"}),
        ({"family": "Haldecott"}, {}),
        ({"title": "Holding the gate: part 1"}, {"title": "Holding the gate: part 2"}),
        ({"title": "Holding the gate, volume ii"}, {"title": "Holding the gate, volume iii"}),
        ({"type": "chapter", "page": "1-9"}, {"type": "book", "page": "10"}),
    ],
)
def test_what_differs_in_what_tells_works_apart_is_not_proposed(mine, theirs):
    common = {"title": "Holding the gate", "issued": "2019", "family": "Tarrowby", "type": "book"}
    work(**common | mine)
    work(**common | theirs)

    assert proposed() == []


def test_different_dois_speak_against_it():
    for key in ("one", "other"):
        IdentifierFactory(document=work("Holding the gate", "2019", "Tarrowby", citation_key=key), value=f"10.5555/{key}")

    assert proposed() == []


def test_parts_and_linked_reprints_are_not_proposed():
    whole = work("Holding the gate", "2019", "Tarrowby")
    part = work("Holding the gate", "2019", "Tarrowby", part_of=whole)
    reprint = work("Holding the gate", "2019", "Tarrowby", original=whole)

    assert {frozenset(pair) for pair, *_ in proposed()} == {frozenset({part.citation_key, reprint.citation_key})}
    assert duplicates_of_document(whole) == []


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ({"publisher": "Halver Press"}, {"original_date": "1998-06"}),
        ({"container_title": "The Daily Gate"}, {"publisher": "Halver Press"}),
    ],
)
def test_a_reprint_is_proposed_as_a_link(earlier, later):
    author = AuthorFactory(family="Tarrowby")
    for key, issued, fields in (("first", "1998", earlier), ("again", "2005", later)):
        ContributionFactory(document=DocumentFactory(citation_key=key, title="Holding the gate", issued=issued, **fields), author=author)

    assert proposed() == [({"first", "again"}, 0.55, ["the same title", "the same author"], ["years apart: 1998, 2005"], True)]


def test_what_was_told_apart_or_merged_is_not_proposed(editor):
    one, other, third = (work("Holding the gate", "2019", "Tarrowby") for _ in range(3))
    tell_apart(one, other, by=editor, reason="two printings")

    merge_documents(other, third, by=editor, reason="the same")

    assert (proposed(), duplicates_of_document(one), duplicates_of_document(other)) == ([], [], [])


def test_the_number_of_queries_does_not_grow(django_assert_num_queries):
    # The pairs; the documents with contributions, authors, identifiers and titles; for all of them also what was told apart.
    for number in (2, 6):
        for place in range(number):
            document = work(f"Holding the gate {'again ' * number}", "2019", "Tarrowby", citation_key=f"work{number}of{place}")
            IdentifierFactory(document=document, scheme="isbn", value="978-0-306-40615-7")
        with django_assert_num_queries(7):
            document_duplicates()
        with django_assert_num_queries(6):
            duplicates_of_document(document)
