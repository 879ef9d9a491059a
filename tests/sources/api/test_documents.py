from __future__ import annotations

from base64 import b64encode
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest

from tests.factories.sources import (
    AuthorFactory,
    ContributionFactory,
    DocumentFactory,
    IdentifierFactory,
    NameVariantFactory,
    TextFactory,
    TitleVariantFactory,
)

pytestmark = pytest.mark.django_db
URL = "/api/v1/documents/"


@pytest.fixture
def chapter():
    book = DocumentFactory(
        citation_key="ikenberry2003reinventing",
        type="book",
        title="Reinventing",
        issued="2003",
        publisher="Palgrave Macmillan",
        publisher_place="New York",
    )
    editor = AuthorFactory(family="Ikenberry", given="G. John")
    ContributionFactory(document=book, author=editor, role="editor")
    chapter = DocumentFactory(
        citation_key="ikenberry2003introduction", type="chapter", title="Introduction", part_of=book, chapter_number="1", page="1-24"
    )
    ContributionFactory(document=chapter, author=editor, credited="G. J. Ikenberry")
    return chapter


def test_a_chapter_is_cited_with_its_book(chapter, api):
    body = api.get(f"{URL}ikenberry2003introduction/").json()

    assert body["part_of"] == {
        "key": "ikenberry2003reinventing",
        "url": f"http://testserver{URL}ikenberry2003reinventing/",
        "title": "Reinventing",
    }
    assert body["contributions"][0]["credited"] == "G. J. Ikenberry"
    assert body["citation"] == {
        "key": "ikenberry2003introduction",
        "in_text": "(Ikenberry, 2003)",
        "reference": "Ikenberry, G. J. (2003). Introduction. In G. J. Ikenberry (Ed.), Reinventing (pp. 1–24). Palgrave Macmillan.",
    }


def test_the_opaque_id_leads_to_the_document_too(chapter, api):
    body = api.get(f"{URL}{chapter.public_id}/").json()

    assert (body["key"], body["id"]) == ("ikenberry2003introduction", chapter.public_id)


def test_a_key_with_a_slash_has_an_address(api):
    document = DocumentFactory(citation_key="DBLP:conf/icse/Smith01")

    body = api.get(URL).json()["results"][0]

    assert body["key"] == "DBLP:conf/icse/Smith01"
    assert body["url"] == f"http://testserver{URL}{document.public_id}/"
    assert api.get(body["url"]).status_code == 200


def test_hidden_documents_are_on_no_path(api):
    hidden = DocumentFactory(citation_key="secret2000book", is_hidden=True)
    chapter = DocumentFactory(citation_key="open2000chapter", type="chapter", part_of=hidden)

    assert [document["key"] for document in api.get(f"{URL}?count=true").json()["results"]] == ["open2000chapter"]
    assert api.get(f"{URL}secret2000book/").status_code == 404
    assert api.get(f"{URL}secret2000book/texts/").status_code == 404
    assert api.get(f"{URL}{chapter.citation_key}/").json()["part_of"] is None


def test_texts_are_listed_by_version_and_hash_without_their_words(api):
    text = TextFactory(document=DocumentFactory(citation_key="held2000text"), content="Some words.")
    awaited = TextFactory(document=text.document, version=2, content=None, words="Other words.")

    listed = api.get(f"{URL}held2000text/texts/").json()

    assert [(one["version"], one["held"], one["length"], one["sha256"]) for one in listed] == [
        (1, True, 11, text.sha256),
        (2, False, 12, awaited.sha256),
    ]
    assert "content" not in listed[0]


@pytest.mark.parametrize(
    ("filters", "keys"),
    [
        ({"search": "introduction"}, ["ikenberry2003introduction"]),
        ({"search": "ikenberry reinventing"}, ["ikenberry2003reinventing"]),
        ({"search": "Einleitung"}, ["ikenberry2003introduction"]),
        ({"search": "nothing"}, []),
        ({"author": "ikenberry"}, ["ikenberry2003introduction", "ikenberry2003reinventing"]),
        ({"type": "book"}, ["ikenberry2003reinventing"]),
        ({"issued_from": "2003"}, ["ikenberry2003reinventing"]),
        ({"issued_to": "2002"}, []),
    ],
)
def test_filters(chapter, api, filters, keys):
    TitleVariantFactory(document=chapter, title="Einleitung")

    assert [document["key"] for document in api.get(URL, filters).json()["results"]] == keys


@pytest.mark.parametrize(
    ("query", "field", "says"),
    [
        ("serach=x", "serach", "Unknown parameter. Known: as_of, author, count, cursor"),
        ("type=nonsense", "type", "nonsense is not one of the available choices"),
        ("limit=2&limit=3", "limit", "Give it once."),
        ("type=book&type=report", "type", "Give it once."),
        ("issued_from=recently", "issued_from", "Write a year, a month or a day"),
        ("issued_to=2019-13", "issued_to", "Write a year, a month or a day"),
        ("issued_to=2019/2020", "issued_to", "Write a year, a month or a day"),
        ("limit=0", "limit", "from 1 to 200"),
        ("limit=201", "limit", "from 1 to 200"),
        ("limit=ten", "limit", "from 1 to 200"),
        ("count=maybe", "count", "true or false"),
        ("search=", "search", "leave the parameter out"),
        ("type=", "type", "leave the parameter out"),
    ],
)
def test_a_parameter_that_is_not_fit_is_a_problem_that_names_it(api, query, field, says):
    response = api.get(f"{URL}?{query}")

    problem = response.json()
    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"
    assert (problem["status"], problem["title"], problem["errors"][0]["field"]) == (400, "Bad Request", field)
    assert says.replace("Known: ", "") in problem["detail"].replace("Known here: ", "")


@pytest.mark.parametrize("position", ["\0", "x\0y", "'", "99999999999999999999999999", "NaN"])
@pytest.mark.parametrize("path", ["/api/v1/documents/", "/api/v1/authors/", "/api/v1/excerpts/", "/api/v1/excerpts/?search=gate"])
def test_a_forged_cursor_is_never_an_error(api, path, position):
    cursor = b64encode(urlencode({"p": position}).encode()).decode()

    assert api.get(path, {**dict(parse_qsl(urlsplit(path).query)), "cursor": cursor}).status_code in {200, 404}
    assert api.get(URL, {"cursor": "nonsense"}).json()["errors"][0]["field"] == "cursor"


@pytest.mark.parametrize("path", [URL, "/api/v1/excerpts/", "/api/v1/claims/", "/api/v1/authors/"])
def test_a_nul_character_is_refused(api, path):
    response = api.get(path, {"search": "a\0b"})

    assert (response.status_code, response.json()["errors"][0]["field"]) == (400, "search")


def test_a_detail_takes_no_filter(chapter, api):
    response = api.get(f"{URL}ikenberry2003introduction/?type=book")

    assert response.status_code == 400
    assert response.json()["errors"] == [{"field": "type", "message": "Unknown parameter. Known here: as_of, format, locale, style."}]


def test_pages_hold_every_document_once(api):
    keys = [DocumentFactory(citation_key=f"key{n:02}").citation_key for n in range(7)]

    found, path = [], f"{URL}?limit=3&count=true"
    while path:
        page = api.get(path).json()
        assert page["count"] == 7
        found += [document["key"] for document in page["results"]]
        path = page["next"]

    assert found == keys


@pytest.mark.parametrize("count", [1, 5])
def test_queries_do_not_grow_with_rows(api, django_assert_num_queries, count):
    for _ in range(count):
        ContributionFactory(author=AuthorFactory())
    api.get(URL)

    # documents; contributions, authors, identifiers, titles; kept citations; retractions
    with django_assert_num_queries(7):
        assert len(api.get(URL).json()["results"]) == count


def test_a_changed_contribution_changes_the_tag(chapter, api):
    first = api.get(f"{URL}ikenberry2003introduction/")
    same = api.get(f"{URL}ikenberry2003introduction/", headers={"If-None-Match": f"W/{first['ETag']}"})
    IdentifierFactory(document=chapter)
    after = api.get(f"{URL}ikenberry2003introduction/", headers={"If-None-Match": first["ETag"]})

    assert (same.status_code, after.status_code) == (304, 200)


def test_an_author_is_found_in_any_script(api):
    author = AuthorFactory(family="Inoguchi", given="Takashi", public_id="inoguchi-takashi")
    NameVariantFactory(author=author, form="original", language="ja", family="猪口", given="孝")
    ContributionFactory(author=author)
    AuthorFactory(family="Unseen")

    (found,) = api.get("/api/v1/authors/?search=猪口").json()["results"]

    assert (found["id"], found["name"], found["variants"][0]["family"]) == ("inoguchi-takashi", "Takashi Inoguchi", "猪口")
    assert [one["family"] for one in api.get("/api/v1/authors/").json()["results"]] == ["Inoguchi"]


@pytest.mark.parametrize("address", ["/api/v1/nonsense/", "/api/v1/claims/%0Ax/", "/api/v1/claims/x%0A"])
def test_an_address_that_leads_nowhere_is_a_problem(api, address):
    response = api.get(address)

    assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json")
    assert "GET /api/v1/ lists what there is" in response.json()["detail"]


def test_reading_is_all_that_is_offered(api):
    assert api.post(URL, {"title": "x"}, format="json").status_code == 405
