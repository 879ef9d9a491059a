"""Lists of documents in every representation."""

from __future__ import annotations

import json

import pytest

from tests.factories.sources import AuthorFactory, ContributionFactory, DocumentFactory
from tests.sources.api.test_negotiation import body, expected

pytestmark = pytest.mark.django_db
URL = "/api/v1/documents/"


@pytest.mark.parametrize("name", ["bibtex", "biblatex", "ris"])
def test_a_list_without_limit_is_sent_whole(api, name):
    documents = [DocumentFactory(citation_key=f"key{number:03}") for number in range(60)]
    DocumentFactory(citation_key="key999", is_hidden=True)

    response = api.get(URL, {"format": name})

    assert response.streaming
    assert body(response) == expected(documents, name)
    assert "Link" not in response
    assert response["Content-Disposition"].startswith('attachment; filename="documents.')


def test_pages_are_linked_and_hold_every_document_once(api):
    keys = [DocumentFactory(citation_key=f"key{number:03}").citation_key for number in range(7)]

    found, path = [], f"{URL}?format=csl-json&limit=3&type=report"
    while path:
        page = api.get(path)
        found += [item["id"] for item in json.loads(body(page))]
        links = dict(reversed(link.split("; ")) for link in page["Link"].split(", "))
        path = links.get('rel="next"', "").strip("<>")

    assert found == keys
    assert set(links) == {'rel="prev"'}


def test_the_count_stands_in_a_header(api):
    DocumentFactory.create_batch(2)

    assert api.get(URL, {"format": "bibtex", "count": "true"})["X-Total-Count"] == "2"
    assert api.get(URL, {"format": "bibtex", "count": "true", "limit": "1"})["X-Total-Count"] == "2"
    assert "X-Total-Count" not in api.get(URL, {"format": "bibtex"})
    assert api.get(URL, {"format": "bibtex", "count": "maybe"}).json()["errors"] == [{"field": "count", "message": "Write true or false."}]


def test_more_works_than_a_style_is_asked_to_tell_apart_are_refused(api, monkeypatch):
    monkeypatch.setattr("sources.negotiation.views._MOST_FORMATTED", 2)
    for number in range(3):
        DocumentFactory(citation_key=f"key{number}")

    response = api.get(URL, {"format": "bibliography"})

    assert (response.status_code, response.json()["errors"][0]["field"]) == (400, "limit")
    assert response.json()["errors"][0]["message"].startswith(
        "At most 2 works are formatted at once: filter, or ask for a page with limit."
    )
    assert api.get(URL, {"format": "bibliography", "limit": "2"}).status_code == 200


@pytest.mark.parametrize(("name", "queries"), [("bibtex", 2), ("biblatex", 2), ("ris", 2), ("csl-json", 2), ("bibliography", 6)])
@pytest.mark.parametrize("count", [1, 5])
def test_queries_do_not_grow_with_rows(api, django_assert_num_queries, name, queries, count):
    for _ in range(count):
        ContributionFactory(author=AuthorFactory())
    body(api.get(URL, {"format": name}))

    # documents; what is kept of them; for a bibliography documents; contributions, authors, identifiers, titles; how many there are
    with django_assert_num_queries(queries):
        assert body(api.get(URL, {"format": name}))


def test_lists_that_have_no_citations_are_json_only(api):
    assert api.get("/api/v1/authors/", headers={"Accept": "application/x-bibtex, */*;q=0.1"}).status_code == 200
    refused = api.get("/api/v1/authors/", headers={"Accept": "application/x-bibtex"})
    assert (refused.status_code, refused.json()["detail"]) == (406, "What there is here: application/json.")
    assert api.get("/api/v1/authors/", {"format": "bibtex"}).status_code == 400
