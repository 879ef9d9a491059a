from __future__ import annotations

import pytest

from history.models import Change
from sources.models import Author, Contribution, Document
from tests.factories.sources import (
    AuthorFactory,
    ContributionFactory,
    DocumentFactory,
    IdentifierFactory,
    NameVariantFactory,
    TextFactory,
    TitleVariantFactory,
)
from tests.history.admin.pages import errors, filled, page

pytestmark = pytest.mark.django_db

ADD = "sources_document", "add"


def rows(prefix: str, *given: dict) -> dict:
    """New rows of an inline."""
    data = {f"{prefix}-TOTAL_FORMS": len(given), f"{prefix}-INITIAL_FORMS": 0}
    return data | {f"{prefix}-{number}-{name}": value for number, row in enumerate(given) for name, value in row.items()}


def add(client, **given):
    return client.post(page(*ADD), filled(client.get(page(*ADD)), **given))


def test_a_new_document_gets_its_key_from_its_first_author_its_year_and_its_title(client, curator):
    client.force_login(curator)
    editor, author = AuthorFactory(family="Haldecott"), AuthorFactory(family="Nodomi")

    answer = add(
        client,
        type="report",
        title="Challenges to the alliance",
        issued="2005-03-18",
        **rows(
            "contributions", {"author": editor.pk, "role": "editor"}, {"author": author.pk, "role": "author", "credited": "COL M. Nodomi"}
        ),
        **rows("identifiers", {"scheme": "doi", "value": "https://doi.org/10.5555/ABC"}),
    )

    assert answer.status_code == 302
    document = Document.objects.get()
    assert document.citation_key == "nodomi2005challenges"
    assert list(document.contributions.values_list("role", "position", "author__family", "credited")) == [
        ("author", 1, "Nodomi", "COL M. Nodomi"),
        ("editor", 1, "Haldecott", ""),
    ]
    assert list(document.identifiers.values_list("scheme", "value")) == [("doi", "10.5555/abc")]
    assert {change.user for change in Change.objects.filter(table__startswith="sources_").exclude(table="sources_author")} == {"carla"}


def test_the_key_of_a_japanese_work_is_made_from_its_romanisations(client, curator):
    client.force_login(curator)
    author = AuthorFactory(family="千川", given="")
    NameVariantFactory(author=author, form="romanisation", family="Senagawa")

    add(
        client,
        type="book",
        title="閉じる門",
        issued="2021",
        **rows("contributions", {"author": author.pk, "role": "author"}),
        **rows("titles", {"form": "romanisation", "language": "ja-Latn", "title": "Tojiru mon"}),
    )

    assert Document.objects.get().citation_key == "senagawa2021tojiru"


def test_a_key_may_be_given_and_then_stays(client, curator):
    client.force_login(curator)
    add(client, type="book", title="A title", citation_key="my.own:key")
    document = Document.objects.get()
    address = page("sources_document", "change", document.pk)

    client.post(address, filled(client.get(address), title="Another title", citation_key="changed"))

    document.refresh_from_db()
    assert (document.citation_key, document.title) == ("my.own:key", "Another title")


def test_faults_are_said_at_their_fields_and_nothing_is_stored(client, curator):
    client.force_login(curator)
    author = AuthorFactory()

    answer = add(
        client,
        type="",
        title="A title",
        issued="18 March 2005",
        **rows("contributions", {"author": author.pk, "role": "author"}),
        **rows("identifiers", {"scheme": "isbn", "value": "12345"}),
    )

    found = errors(answer)
    assert answer.status_code == 200
    assert sorted(found) == ["identifiers-0-value", "issued", "type"]
    assert found["identifiers-0-value"] == ["'12345' is no ISBN: an ISBN has 10 or 13 digits, for example 978-0-262-03384-8. This has 5."]
    assert not Document.objects.exists()


def test_an_author_twice_in_one_role_is_refused_before_anything_is_stored(client, curator):
    client.force_login(curator)
    author = AuthorFactory()

    answer = add(client, type="book", title="A title", **rows("contributions", *[{"author": author.pk, "role": "author"}] * 2))

    assert answer.status_code == 200
    assert "correct the duplicate data" in answer.content.decode()
    assert not Document.objects.exists()


@pytest.fixture
def credited():
    document = DocumentFactory()
    names = [("author", 1, "Penhallick"), ("author", 2, "Ostermeer"), ("editor", 1, "Haldecott")]
    return document, [
        ContributionFactory(document=document, role=role, position=position, author=AuthorFactory(family=family))
        for role, position, family in names
    ]


def order(document: Document) -> list[tuple[str, int, str]]:
    return list(document.contributions.values_list("role", "position", "author__family"))


def test_contributions_are_dragged_into_another_order(client, curator, credited):
    client.force_login(curator)
    document, _ = credited
    address = page("sources_document", "change", document.pk)

    client.post(
        address, filled(client.get(address), **{"contributions-0-place": 2, "contributions-1-place": 0, "contributions-2-place": 1})
    )

    assert order(document) == [("author", 1, "Ostermeer"), ("author", 2, "Penhallick"), ("editor", 1, "Haldecott")]


def test_positions_close_up_when_a_contribution_changes_its_role_or_goes(client, curator, credited):
    client.force_login(curator)
    document, _ = credited
    address = page("sources_document", "change", document.pk)

    client.post(address, filled(client.get(address), **{"contributions-0-role": "editor"}))

    assert order(document) == [("author", 1, "Ostermeer"), ("editor", 1, "Penhallick"), ("editor", 2, "Haldecott")]

    client.post(address, filled(client.get(address), **{"contributions-1-DELETE": "on"}))

    assert order(document) == [("author", 1, "Ostermeer"), ("editor", 1, "Haldecott")]


def test_contributions_that_stay_where_they_are_get_no_revision(client, curator, credited):
    client.force_login(curator)
    document, _ = credited
    address = page("sources_document", "change", document.pk)

    client.post(address, filled(client.get(address), title="Another title"))

    assert set(Contribution.objects.values_list("revision", flat=True)) == {1}


def test_a_document_is_found_by_its_names_and_identifiers(client, curator):
    client.force_login(curator)
    document = DocumentFactory(citation_key="senagawa2021tojiru", title="The closing gate")
    DocumentFactory(citation_key="other2000thing", title="Another thing")
    author = AuthorFactory(family="Senagawa")
    ContributionFactory(document=document, author=author, credited="S. Tōko")
    NameVariantFactory(author=author, form="original", family="千川")
    IdentifierFactory(document=document, value="10.5555/gate")
    TitleVariantFactory(document=document, title="Das Tor")

    found = {
        term: [one.citation_key for one in client.get(page("sources_document", "changelist"), {"q": term}).context["cl"].result_list]
        for term in ("senagawa2021", "closing", "Tōko", "千川", "10.5555/gate", "Tor", "senagawa gate", "nothing")
    }

    assert found == {term: ["senagawa2021tojiru"] for term in found} | {"nothing": []}


def test_documents_are_listed_by_words_sample_and_hidden(client, curator):
    client.force_login(curator)
    TextFactory(document=DocumentFactory(citation_key="held"))
    TextFactory(document=DocumentFactory(citation_key="awaited", is_sample=True), content=None, words="Words that are not here.")
    DocumentFactory(citation_key="none", is_hidden=True)

    def listed(**asked):
        return [one.citation_key for one in client.get(page("sources_document", "changelist"), asked).context["cl"].result_list]

    assert {
        "held": listed(words="held"),
        "awaited": listed(words="awaited"),
        "none": listed(words="none"),
        "sample": listed(sample="yes"),
        "not sample": listed(sample="no"),
        "hidden": listed(hidden="yes"),
        "nonsense": listed(hidden="perhaps"),
    } == {
        "held": ["held"],
        "awaited": ["awaited"],
        "none": ["none"],
        "sample": ["awaited"],
        "not sample": ["held", "none"],
        "hidden": ["none"],
        "nonsense": [],
    }


def test_a_document_shows_its_citation_its_texts_and_its_api_record(client, curator):
    client.force_login(curator)
    document = DocumentFactory(
        citation_key="nodomi2005challenges", title="Gates <script>", issued="2005", publisher="Halver Press", type="book"
    )
    ContributionFactory(document=document, author=AuthorFactory(family="Nodomi", given="Mitsuru"))
    text = TextFactory(document=document)

    shown = client.get(page("sources_document", "change", document.pk)).content.decode()

    assert "(Nodomi, 2005)" in shown
    assert "<i>Gates &lt;script&gt;</i>" in shown
    assert page("sources_text", "change", text.pk) in shown
    assert 'href="/api/v1/documents/nodomi2005challenges/"' in shown


@pytest.mark.parametrize("is_sample", [True, False])
def test_a_sample_is_labelled_wherever_it_is_named(client, curator, is_sample):
    client.force_login(curator)
    document = DocumentFactory(is_sample=is_sample)
    credit = ContributionFactory(document=document)
    text = TextFactory(document=document)
    pages = [
        page("sources_document", "changelist"),
        page("sources_author", "change", credit.author_id),
        page("sources_text", "changelist"),
        page("sources_text", "change", text.pk),
    ]

    assert [">Sample</span>" in client.get(address).content.decode() for address in pages] == [is_sample] * 4

    asked = {"term": "", "app_label": "sources", "model_name": "text", "field_name": "document"}
    (choice,) = client.get(page("sources_document", "autocomplete"), asked).json()["results"]
    assert choice["text"].startswith("[Sample] ") == is_sample


def test_a_document_that_something_refers_to_is_not_deleted(client, editor):
    client.force_login(editor)
    text = TextFactory()

    client.post(page("sources_document", "delete", text.document_id), {"post": "yes"})

    assert Document.objects.count() == 1
    assert Author.objects.count() == 0
