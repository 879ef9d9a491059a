from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from history.models import Change
from history.services import recorded
from sources.services.find_duplicates import author_duplicates, duplicates_of_author
from sources.services.find_duplicates.names import sound_key
from sources.services.merging import merge_authors
from sources.services.tell_apart import tell_apart
from tests.factories.sources import AuthorFactory, ContributionFactory, DocumentFactory, NameVariantFactory

pytestmark = pytest.mark.django_db


def proposed() -> list[tuple[set[int], float, list[str], list[str]]]:
    return [({one.first.pk, one.second.pk}, one.score, one.reasons, one.counter_reasons) for one in author_duplicates().proposals]


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        ({"family": "Nodomi", "given": "Mitsuru"}, {"family": "Nodomi", "given": "M."}),
        ({"family": "Nodomi", "given": "Mitsuru"}, {"family": "Mitsuru", "given": "Nodomi"}),
        ({"family": "Ohno", "given": "Ken"}, {"family": "Ōno", "given": "Ken"}),
        ({"family": "Ohno", "given": "Ken"}, {"family": "Ono", "given": "Ken"}),
        ({"family": "Müller", "given": "Jan"}, {"family": "Mueller", "given": "Jan"}),
        ({"family": "Homma", "given": "Ken"}, {"family": "Honma", "given": "Ken"}),
        ({"family": "Gogh", "particle": "van", "given": "V."}, {"family": "van Gogh", "given": "Vincent"}),
        ({"family": "", "given": "", "literal": "Mitsuru Nodomi"}, {"family": "Nodomi", "given": "Mitsuru"}),
        ({"family": "", "given": "", "literal": "The Halver Press"}, {"family": "", "given": "", "literal": "the halver press"}),
        ({"family": "Weiß", "given": "Ida"}, {"family": "Weiß", "given": "I."}),
    ],
)
def test_likely_duplicates_are_proposed_in_the_list_and_on_either_page(mine, theirs):
    one, other = AuthorFactory(**mine), AuthorFactory(**theirs)
    AuthorFactory(family="Haldecott", given="Ida")

    assert [pair for pair, *_ in proposed()] == [{one.pk, other.pk}]
    assert [proposal.other(one) for proposal in duplicates_of_author(one)] == [other]
    assert [proposal.other(other) for proposal in duplicates_of_author(other)] == [one]


def test_a_variant_finds_its_author():
    one = AuthorFactory(family="野富", given="満")
    NameVariantFactory(author=one, form="romanisation", family="Nodomi", given="Mitsuru")
    other = AuthorFactory(family="Nodomi", given="Mitsuru")

    assert proposed() == [({one.pk, other.pk}, 0.9, ["the same name"], [])]
    assert [proposal.other(other) for proposal in duplicates_of_author(other)] == [one]


def test_shared_co_authors_and_titles_speak_for_it():
    one, other = AuthorFactory(family="Nodomi", given="Mitsuru"), AuthorFactory(family="Nodomi", given="M.")
    fellow = AuthorFactory(family="Haldecott", given="Ida")
    for author, title in ((one, "A gate"), (other, "A GATE!")):
        document = DocumentFactory(title=title)
        ContributionFactory(document=document, author=author)
        ContributionFactory(document=document, author=fellow, position=2)

    assert proposed() == [
        (
            {one.pk, other.pk},
            0.95,
            [
                "the same family name, and initials that fit: Mitsuru, M.",
                "works of the same title: A gate",
                "both are credited beside Haldecott",
            ],
            [],
        )
    ]


def test_different_orcids_are_never_proposed_and_other_numbers_speak_against_it():
    one = AuthorFactory(family="Nodomi", given="Mitsuru", orcid="0000-0002-1825-0097")
    AuthorFactory(family="Nodomi", given="Mitsuru", orcid="0000-0001-5109-3700")
    first = AuthorFactory(family="Haldecott", given="Ida", viaf="102333412")
    second = AuthorFactory(family="Haldecott", given="Ida", viaf="102333413")

    assert proposed() == [({first.pk, second.pk}, 0.6, ["the same name"], ["different VIAF numbers: 102333412, 102333413"])]
    assert duplicates_of_author(one) == []


def test_two_on_one_title_page_are_not_proposed():
    document = DocumentFactory()
    for position in (1, 2):
        ContributionFactory(document=document, author=AuthorFactory(family="Nodomi", given="Mitsuru"), position=position)

    assert proposed() == []


def test_what_was_told_apart_is_not_proposed_until_that_is_taken_back(editor):
    one, other = AuthorFactory(family="Nodomi", given="M."), AuthorFactory(family="Nodomi", given="M.")

    told = tell_apart(other, one, by=editor, reason="father and son")

    assert (proposed(), duplicates_of_author(one), duplicates_of_author(other)) == ([], [], [])
    assert Change.objects.of(told).get().reason == "father and son"
    with pytest.raises(ValidationError, match="These two authors are known to be different already"):
        tell_apart(one, other, by=editor)
    with recorded(by=editor, reason="one after all"):
        told.delete()
    assert [pair for pair, *_ in proposed()] == [{one.pk, other.pk}]


def test_what_was_told_apart_from_a_merged_record_is_not_proposed_of_the_kept_one(editor):
    one, double, other = (AuthorFactory(family="Nodomi", given="Mitsuru") for _ in range(3))
    tell_apart(double, other, by=editor)

    merge_authors(one, double, by=editor, reason="one person")

    assert (proposed(), duplicates_of_author(one), duplicates_of_author(other)) == ([], [], [])


def test_the_number_of_queries_does_not_grow(django_assert_num_queries):
    # What was told apart, the blocks, the authors, their variants, their works.
    for number in (1, 8):
        for _ in range(number):
            author = AuthorFactory(family=f"Nodomi{number}", given="Mitsuru")
            ContributionFactory(author=AuthorFactory(family=f"Nodomi{number}", given="M."))
        with django_assert_num_queries(5):
            author_duplicates()
        # The author's own variants come first.
        with django_assert_num_queries(5):
            assert len(duplicates_of_author(author)) == 2 * number - 1


def test_a_name_of_very_many_is_left_to_their_own_pages():
    authors = [AuthorFactory(family="Kim", given="Jin") for _ in range(31)]

    assert proposed() == []
    assert len(duplicates_of_author(authors[0])) == 30


@pytest.mark.parametrize(
    "name", ["Ohno", "Ōno", "Shimbun", "Shinbun", "Müller", "Mueller", "Kyōto", "Inoue", "Moore", "Kōhei", "Itō", "Sy", "Tyo"]
)
def test_the_database_and_python_hear_alike(name):
    with connection.cursor() as cursor:
        cursor.execute("SELECT sources_sound_key(%s)", [name])
        (heard,) = cursor.fetchone()

    assert heard == sound_key(name)
