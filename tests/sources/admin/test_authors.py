from __future__ import annotations

import pytest

from sources.models import Author
from tests.factories.sources import AuthorFactory, ContributionFactory, DocumentFactory, NameVariantFactory
from tests.history.admin.pages import errors, filled, page

pytestmark = pytest.mark.django_db


def test_an_author_shows_the_documents_that_credit_it(client, curator):
    client.force_login(curator)
    document = DocumentFactory(citation_key="nodomi2005challenges")
    credit = ContributionFactory(document=document, credited="COL Mitsuru Nodomi")

    shown = client.get(page("sources_author", "change", credit.author_id)).content.decode()

    assert page("sources_document", "change", document.pk) in shown
    assert "author, as COL Mitsuru Nodomi" in shown


def test_authors_are_found_by_any_form_of_the_name(client, curator):
    client.force_login(curator)
    author = AuthorFactory(family="Senagawa")
    NameVariantFactory(author=author, family="千川", form="original")
    AuthorFactory(family="Other")

    found = [list(client.get(page("sources_author", "changelist"), {"q": term}).context["cl"].result_list) for term in ("senag", "千川")]

    assert found == [[author], [author]]


def test_authors_are_listed_by_whether_a_document_credits_them(client, curator):
    client.force_login(curator)
    credit = ContributionFactory()
    ContributionFactory(author=credit.author)
    bare = AuthorFactory()

    def listed(answer):
        return [
            (one, one.credits) for one in client.get(page("sources_author", "changelist"), {"credited": answer}).context["cl"].result_list
        ]

    assert (listed("yes"), listed("no")) == ([(credit.author, 2)], [(bare, 0)])


def test_a_false_orcid_is_refused_at_its_field(client, curator):
    client.force_login(curator)
    address = page("sources_author", "add")

    answer = client.post(address, filled(client.get(address), family="Nodomi", orcid="0000-0002-1825-0098"))

    assert errors(answer) == {
        "orcid": [
            "'0000-0002-1825-0098' is no ORCID iD: its last digit is 8, but the digits before it ask for 7. "
            "One of them is mistyped: compare it with the source."
        ]
    }
    assert not Author.objects.exists()


def test_a_name_that_is_no_name_is_refused_in_words(client, curator):
    client.force_login(curator)
    address = page("sources_author", "add")

    answer = client.post(address, filled(client.get(address), family="Nodomi", literal="The whole name"))

    assert errors(answer) == {"__all__": ["Give a family name (and the other parts), or the whole name alone."]}


def test_pasted_addresses_are_taken_as_numbers(client, curator):
    client.force_login(curator)
    address = page("sources_author", "add")

    client.post(
        address,
        filled(
            client.get(address),
            family="Nodomi",
            orcid="https://orcid.org/0000-0002-1825-0097",
            viaf="http://viaf.org/viaf/102333412/",
            wikidata="https://www.wikidata.org/wiki/Q42",
        ),
    )

    author = Author.objects.get()
    assert (author.orcid, author.viaf, author.wikidata) == ("0000-0002-1825-0097", "102333412", "Q42")


def test_a_number_is_brought_to_its_form_on_any_path_that_validates():
    author = Author(family="Nodomi", orcid="orcid.org/0000-0002-1694-233x", wikidata="q42")

    author.full_clean()

    assert (author.orcid, author.wikidata) == ("0000-0002-1694-233X", "Q42")


def test_what_is_no_number_is_refused_at_its_field(client, curator):
    client.force_login(curator)
    address = page("sources_author", "add")

    answer = client.post(address, filled(client.get(address), family="Nodomi", viaf="VIAF", wikidata="42"))

    assert errors(answer) == {
        "viaf": ["'VIAF' is no VIAF number: it is made of digits, as in https://viaf.org/viaf/102333412."],
        "wikidata": ["'42' is no Wikidata item: it is Q and digits, as in https://www.wikidata.org/wiki/Q42."],
    }


@pytest.mark.parametrize(
    ("column", "value", "words"),
    [("orcid", "0000-0002-1825-0097", "ORCID"), ("viaf", "102333412", "VIAF number"), ("wikidata", "Q42", "Wikidata item")],
)
def test_one_person_is_one_record(client, curator, column, value, words):
    client.force_login(curator)
    AuthorFactory(**{column: value})
    address = page("sources_author", "add")

    answer = client.post(address, filled(client.get(address), family="Nodomi", **{column: value}))

    assert errors(answer) == {"__all__": [f"Another author has this {words}: one person is one record."]}
