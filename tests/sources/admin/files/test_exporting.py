"""Documents taken away from their list."""

from __future__ import annotations

import pytest
from django.urls import reverse

from sources.models import Document
from sources.services.export_sources import export_sources
from tests.factories.sources import DocumentFactory
from tests.history.admin.pages import messages_of, page

pytestmark = pytest.mark.django_db

LIST = "sources_document", "changelist"
STREAMED = [
    ("biblatex", "documents.bib", "application/x-bibtex; charset=utf-8"),
    ("bibtex", "documents.bib", "application/x-bibtex; charset=utf-8"),
    ("ris", "documents.ris", "application/x-research-info-systems; charset=utf-8"),
    ("csl-json", "documents.json", "application/vnd.citationstyles.csl+json"),
]


@pytest.fixture
def shelf(db) -> list[Document]:
    """Three documents."""
    return [DocumentFactory(citation_key=f"ashdown{year}", title=f"門 & Gates of {year}", issued=str(year)) for year in (2001, 2002, 2003)]


def take(client, documents, form: str, address: str = "", **fields):
    data = {"action": f"take_{form.replace('-', '_')}", "_selected_action": [one.pk for one in documents], **fields}
    return client.post(address or page(*LIST), data)


def body(answer) -> str:
    return b"".join(answer.streaming_content).decode()


@pytest.mark.parametrize(("form", "name", "content_type"), STREAMED)
def test_the_selected_documents_come_as_a_file(client, curator, shelf, form, name, content_type):
    client.force_login(curator)

    answer = take(client, shelf[:2], form)

    assert (answer["Content-Type"], answer["Content-Disposition"]) == (content_type, f'attachment; filename="{name}"')
    assert body(answer) == "".join(export_sources(Document.objects.exclude(pk=shelf[2].pk), format=form))


def test_a_single_document_gives_the_file_its_key(client, curator):
    client.force_login(curator)
    document = DocumentFactory(citation_key="+de:ville/2001")

    answer = take(client, [document], "ris")

    assert answer["Content-Disposition"] == 'attachment; filename="de_ville_2001.ris"'


def test_all_that_a_search_finds_come_however_many_pages_they_fill(client, curator, shelf):
    client.force_login(curator)
    DocumentFactory(citation_key="bell1999", title="Bells")

    answer = take(client, shelf[:1], "csl-json", f"{page(*LIST)}?q=Gates", select_across="1")

    text = body(answer)
    assert [key for key in ("ashdown2001", "ashdown2002", "ashdown2003", "bell1999") if f'"{key}"' in text] == [
        "ashdown2001",
        "ashdown2002",
        "ashdown2003",
    ]


def test_a_formatted_bibliography_asks_for_its_style_first(client, curator, shelf):
    client.force_login(curator)

    asked = take(client, shelf, "bibliography")
    wrong = take(client, shelf, "bibliography", confirmed="1", style="klingon")
    answer = take(client, shelf, "bibliography", confirmed="1", style="ieee")

    assert (asked.context["number"], asked.context["form"].initial, list(asked.context["selected"])) == (
        3,
        {},
        [str(one.pk) for one in shelf],
    )
    assert wrong.context["form"].errors["style"][0].startswith("There is no style klingon. There are: apa, chicago-author-date,")
    assert answer["Content-Disposition"] == 'attachment; filename="documents-ieee.txt"'
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert [line[:3] for line in body(answer).splitlines() if line] == ["[1]", "[2]", "[3]"]


def test_what_is_hidden_is_left_out_and_the_page_says_so_first(client, curator, shelf):
    client.force_login(curator)
    hidden = DocumentFactory(citation_key="secret2001", is_hidden=True)

    asked = take(client, [*shelf, hidden], "biblatex")
    answer = take(client, [*shelf, hidden], "biblatex", confirmed="1")
    nothing = take(client, [hidden], "biblatex", confirmed="1")

    assert (asked.context["number"], asked.context["left_out"]) == (3, 1)
    assert "1 of those selected is hidden, or merged into another document." in asked.content.decode()
    assert "secret2001" not in body(answer)
    assert (nothing.context["number"], '<button type="submit" class="pin-button' in nothing.content.decode()) == (0, False)


def test_only_who_may_see_documents_takes_them_away(client, django_user_model, shelf):
    client.force_login(django_user_model.objects.create_user("stranger", is_staff=True))

    assert take(client, shelf, "biblatex").status_code == 403


def test_nothing_selected_is_said(client, curator, shelf):
    client.force_login(curator)

    answer = client.post(reverse("admin:sources_document_changelist"), {"action": "take_ris", "index": "0"}, follow=True)

    assert messages_of(answer) == ["Items must be selected in order to perform actions on them. No items have been changed."]


def test_a_file_asks_as_much_of_the_database_however_many_documents(client, curator, django_assert_max_num_queries):
    client.force_login(curator)
    documents = [DocumentFactory() for _ in range(6)]

    # Session, account, rights; the list's own; how many are public; the records with all that belongs to them.
    with django_assert_max_num_queries(24) as of_one:
        body(take(client, documents[:1], "biblatex"))
    with django_assert_max_num_queries(24) as of_all:
        body(take(client, documents, "biblatex"))

    assert len(of_all) == len(of_one)
