"""Former keys and merged ids lead to the present address, everywhere and in every representation."""

from __future__ import annotations

import pytest

from sources.models import Document
from sources.services.merging import merge_authors, merge_documents
from sources.services.rename_document import rename_document
from tests.factories.sources import AuthorFactory, ContributionFactory, DocumentFactory

pytestmark = pytest.mark.django_db
URL = "/api/v1/documents/"


@pytest.fixture
def renamed(debate, editor) -> Document:
    return rename_document(debate.document, "tarrowby2019gate", by=editor, reason="The title was misread.")


@pytest.mark.parametrize("tail", ["", "texts/", "?format=bibtex", "?format=bibliography&style=ieee&locale=de-DE", "?format=csl-json"])
def test_a_former_key_leads_to_the_present_address_with_its_query(renamed, api, tail):
    response = api.get(f"{URL}tarrowby2019holding/{tail}")

    assert (response.status_code, response["Location"]) == (301, f"http://testserver{URL}tarrowby2019gate/{tail}")
    assert api.get(response["Location"]).status_code == 200


@pytest.mark.parametrize("accept", ["application/x-bibtex", "text/x-bibliography; style=apa", "application/json", "*/*"])
def test_every_representation_is_moved(renamed, api, accept):
    response = api.get(f"{URL}tarrowby2019holding/", headers={"Accept": accept})

    assert (response.status_code, response["Location"]) == (301, f"http://testserver{URL}tarrowby2019gate/")
    assert response.json()["status"] == 301
    assert api.head(f"{URL}tarrowby2019holding/").status_code == 301


def test_a_key_in_other_capitals_leads_to_the_key(renamed, api):
    assert api.get(f"{URL}Tarrowby2019GATE/")["Location"] == f"http://testserver{URL}tarrowby2019gate/"


def test_a_former_key_that_comes_back_moves_no_more(renamed, api, editor):
    rename_document(renamed, "tarrowby2019holding", by=editor, reason="It was right after all.")

    assert api.get(f"{URL}tarrowby2019holding/").status_code == 200
    assert api.get(f"{URL}tarrowby2019gate/").status_code == 301


def test_a_merged_document_leads_to_the_one_that_was_kept(debate, api, editor):
    other = DocumentFactory(citation_key="tarrowby2019gates", type="report", title="Holding the gates")
    merge_documents(debate.document, other, by=editor, reason="One work.")

    for name in ("tarrowby2019gates", other.public_id):
        response = api.get(f"{URL}{name}/?format=ris")
        assert (response.status_code, response["Location"]) == (301, f"http://testserver{URL}tarrowby2019holding/?format=ris")


def test_what_is_hidden_is_not_given_away_by_a_former_key(renamed, api):
    Document.objects.update(is_hidden=True)

    assert api.get(f"{URL}tarrowby2019holding/").status_code == 404


def test_a_merged_author_leads_to_the_one_that_was_kept(debate, api, editor):
    kept, merged = debate.document.contributions.get().author, AuthorFactory(family="Tarrowbie", given="Hester", public_id="tarrowbie")
    ContributionFactory(author=merged)
    merge_authors(kept, merged, by=editor, reason="A misprint.")

    response = api.get("/api/v1/authors/tarrowbie/")

    assert (response.status_code, response["Location"]) == (301, f"http://testserver/api/v1/authors/{kept.public_id}/")
    for path in (URL, "/api/v1/excerpts/"):
        assert api.get(path, {"author": "tarrowbie"}).json()["results"] == api.get(path, {"author": kept.public_id}).json()["results"] != []


@pytest.mark.parametrize("path", ["/api/v1/excerpts/", "/api/v1/claims/", "/api/v1/evidence/"])
def test_filters_take_former_keys(renamed, api, path):
    old, new = (api.get(path, {"document": key}).json()["results"] for key in ("tarrowby2019holding", "tarrowby2019gate"))

    assert old == new != []
    assert api.get(path, {"document": "nobody1900nothing"}).json()["results"] == []
