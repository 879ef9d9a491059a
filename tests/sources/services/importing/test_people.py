from __future__ import annotations

import pytest

from sources.models import Author, Contribution
from tests.factories.sources import AuthorFactory, NameVariantFactory
from tests.sources.services.importing.bringing import imported


def credited(key: str) -> list[tuple[str, int, int]]:
    return list(
        Contribution.objects.filter(document__citation_key=key).order_by("role", "position").values_list("role", "position", "author_id")
    )


@pytest.mark.django_db
def test_a_name_equal_in_all_parts_is_the_author_who_bears_it():
    vangogh = AuthorFactory(family="Gogh", given="Vincent", particle="van")
    AuthorFactory(family="Gogh", given="Vincent")

    imported("@book{a, author = {van Gogh, Vincent}, title = {Letters from Arles}}")

    assert credited("a") == [("author", 1, vangogh.pk)]


@pytest.mark.django_db
def test_a_variant_s_name_is_credited_as_it_is_written():
    nodomi = AuthorFactory(family="Nodomi", given="Mitsuru")
    NameVariantFactory(author=nodomi, form="other", family="Noudomi", given="M.")

    imported("@book{a, author = {Noudomi, M.}, title = {The Gate}}")

    contribution = Contribution.objects.get()
    assert (contribution.author_id, contribution.family, contribution.given) == (nodomi.pk, "Noudomi", "M.")


@pytest.mark.django_db
def test_of_two_authors_of_one_name_the_first_is_taken():
    first = AuthorFactory(family="Smith", given="John")
    AuthorFactory(family="Smith", given="John", note="another")

    imported("@book{a, author = {Smith, John}, title = {The Gate}}")

    assert credited("a") == [("author", 1, first.pk)]


@pytest.mark.django_db
def test_a_name_that_stands_twice_in_one_role_is_two_people_and_always_the_same_two():
    for key in ("a", "b"):
        imported(f"@book{{{key}, author = {{Wang, Wei and Wang, Wei}}, editor = {{Wang, Wei}}, title = {{On {key * 9}}}}}")

    assert Author.objects.count() == 2
    one, two = Author.objects.order_by("id").values_list("pk", flat=True)
    assert credited("a") == credited("b") == [("author", 1, one), ("author", 2, two), ("editor", 1, one)]


@pytest.mark.django_db
def test_a_body_is_an_organisation_and_one_record_for_the_whole_file():
    imported("@book{a, author = {{Institute of Gates}}, title = {One}}\n@book{b, author = {{Institute of Gates}}, title = {Two Gates}}")

    author = Author.objects.get()
    assert (author.kind, author.literal) == ("organisation", "Institute of Gates")
    assert credited("a") == credited("b") == [("author", 1, author.pk)]
