"""Documents in every representation, by Accept and by format."""

from __future__ import annotations

import json

import pytest

from sources.formats.bibtex.writing import write_bibliography
from sources.formats.csl.writing import to_csl_json
from sources.formats.ris.writing import write_ris
from sources.models import Document
from sources.services.describe_document import describe_document
from tests.factories.sources import AuthorFactory, ContributionFactory, DocumentFactory

pytestmark = pytest.mark.django_db
URL = "/api/v1/documents/"
PLACE = f"{URL}nodomi2005challenges/"
REFERENCE = "Nodomi, M. (2005). Challenges to the alliance [Strategy Research Project]. U.S. Army War College.\n"
MEDIA_TYPES = {
    "json": "application/json",
    "bibtex": "application/x-bibtex",
    "biblatex": "application/x-biblatex",
    "ris": "application/x-research-info-systems",
    "csl-json": "application/vnd.citationstyles.csl+json",
    "bibliography": "text/x-bibliography",
}
CONTENT_TYPES = {
    "json": "application/json",
    "bibtex": "application/x-bibtex; charset=utf-8",
    "biblatex": "application/x-biblatex; charset=utf-8",
    "ris": "application/x-research-info-systems; charset=utf-8",
    "csl-json": "application/vnd.citationstyles.csl+json",
    "bibliography": "text/x-bibliography; style=apa; locale=en-US; charset=utf-8",
}
OTHERS = [name for name in MEDIA_TYPES if name != "json"]


@pytest.fixture
def report() -> Document:
    report = DocumentFactory(
        citation_key="nodomi2005challenges",
        title="Challenges to the alliance",
        issued="2005-03-18",
        genre="Strategy Research Project",
        publisher="U.S. Army War College",
    )
    ContributionFactory(document=report, author=AuthorFactory(family="Nodomi", given="Mitsuru"))
    return report


def body(response) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def expected(documents: list[Document], name: str) -> bytes:
    records = [describe_document(document) for document in documents]
    if name == "bibtex":
        return "".join(write_bibliography(records, dialect="bibtex", ascii_only=True)).encode()
    if name == "biblatex":
        return "".join(write_bibliography(records, dialect="biblatex")).encode()
    return "".join(write_ris(records)).encode()


@pytest.mark.parametrize("name", ["bibtex", "biblatex", "ris"])
def test_a_document_is_had_as_a_file_of_one_entry(report, api, name):
    response = api.get(PLACE, headers={"Accept": MEDIA_TYPES[name]})

    assert response.status_code == 200
    assert response.content == expected([report], name)
    extension = {"bibtex": "bib", "biblatex": "bib", "ris": "ris"}[name]
    assert response["Content-Disposition"] == f'attachment; filename="nodomi2005challenges.{extension}"'


def test_csl_json_of_one_document_is_an_object_as_at_doi_org(report, api):
    response = api.get(PLACE, headers={"Accept": MEDIA_TYPES["csl-json"]})

    assert json.loads(response.content) == to_csl_json(describe_document(report))


def test_a_reference_is_formatted_in_the_style_and_language_asked_for(report, api):
    assert api.get(PLACE, headers={"Accept": "text/x-bibliography"}).content.decode() == REFERENCE
    german = api.get(PLACE, headers={"Accept": "text/x-bibliography; locale=de-DE; style=modern-language-association"})
    assert (
        german.content.decode()
        == "Nodomi, Mitsuru. Challenges to the alliance. Strategy Research Project. U.S. Army War College, 18. März 2005.\n"
    )
    assert german["Content-Type"] == "text/x-bibliography; style=modern-language-association; locale=de-DE; charset=utf-8"


@pytest.mark.parametrize("name", MEDIA_TYPES)
@pytest.mark.parametrize("path", [PLACE, URL])
def test_format_and_accept_give_the_same_bytes_and_headers(report, api, name, path):
    by_header = api.get(path, headers={"Accept": MEDIA_TYPES[name]})
    by_parameter = api.get(path, {"format": name}, headers={"Accept": "application/json"})

    assert body(by_header) == body(by_parameter) != b""
    for response in (by_header, by_parameter):
        assert (response.status_code, response["Content-Type"]) == (200, CONTENT_TYPES[name])
        assert "Accept" in response["Vary"]


@pytest.mark.parametrize(
    ("accept", "name"),
    [
        ("", "json"),
        ("*/*", "json"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "json"),
        ("application/*", "json"),
        ("text/*", "bibliography"),
        ("application/x-bibtex", "bibtex"),
        ("text/x-bibtex", "bibtex"),
        ("application/x-bibtex;q=0.2, application/x-research-info-systems;q=0.8", "ris"),
        ("application/json;q=0.1, application/x-bibtex", "bibtex"),
        ("application/x-bibtex, */*", "bibtex"),
        ("application/x-research-info-systems, application/x-bibtex", "ris"),
        ("*/*;q=0.1, application/x-bibtex;q=0.05", "json"),
        ("*/*, application/json;q=0", "bibtex"),
        ("application/json;q=0, application/*;q=0.3, text/*;q=0.2, application/x-bibtex;q=0", "biblatex"),
        ("application/vnd.citationstyles.csl+json;q=1.0, application/x-bibtex;q=0.999", "csl-json"),
        ("text/x-bibliography; style=nonsense, application/x-bibtex;q=0.5", "bibtex"),
        ("application/json; charset=utf-8", "json"),
        ("application/json; indent=4", "json"),
        ("APPLICATION/X-BIBTEX", "bibtex"),
        ("application/xml, application/x-bibtex;q=0.1", "bibtex"),
    ],
)
def test_qualities_wildcards_and_parameters_choose(report, api, accept, name):
    assert api.get(PLACE, headers={"Accept": accept})["Content-Type"].split(";")[0] == MEDIA_TYPES[name]


@pytest.mark.parametrize(
    ("accept", "style", "locale"),
    [
        ("text/x-bibliography; q=0.4; style=ieee, text/x-bibliography;locale=ja-JP;q=0.6;style=vancouver", "vancouver", "ja-JP"),
        ("text/x-bibliography; style=nonsense, text/x-bibliography; style=mla; q=0.1", "mla", "en-US"),
        ("text/x-bibliography; locale=ja", "apa", "ja-JP"),
        ('text/x-bibliography; style="chicago-author-date"', "chicago-author-date", "en-US"),
    ],
)
def test_the_best_bibliography_that_can_be_made_is_chosen(report, api, accept, style, locale):
    assert (
        api.get(PLACE, headers={"Accept": accept})["Content-Type"] == f"text/x-bibliography; style={style}; locale={locale}; charset=utf-8"
    )


def test_words_of_the_address_go_before_those_of_the_header(report, api):
    response = api.get(PLACE, {"style": "ieee"}, headers={"Accept": "text/x-bibliography; style=apa; locale=de-DE"})

    assert response["Content-Type"] == "text/x-bibliography; style=ieee; locale=de-DE; charset=utf-8"
    assert response.content.decode().startswith("[1] M. Nodomi")


@pytest.mark.parametrize(
    ("query", "accept", "says"),
    [
        ("", "application/xml", "Nothing that the Accept header asks for can be had here."),
        ("", "bibtex", "Nothing that the Accept header asks for can be had here."),
        ("", "*/*;q=0", "Nothing that the Accept header asks for can be had here."),
        ("?format=xml", "*/*", "There is no format 'xml' here."),
        ("?format=jsonld", "*/*", "There is no format 'jsonld' here."),
        ("?format=bibliography&style=apaa", "*/*", "There is no citation style 'apaa'. Did you mean apa, "),
        ("?format=bibliography&style=../apa", "*/*", "There is no citation style '../apa'."),
        ("?format=bibliography&locale=xx", "*/*", "'xx' is no locale. There are: af-ZA, ar, "),
        ("", "text/x-bibliography; style=apaa", "There is no citation style 'apaa'. Did you mean apa, "),
        ("", "text/x-bibliography; locale=klingon", "'klingon' is no locale. There are: af-ZA, ar, "),
    ],
)
@pytest.mark.parametrize("path", [PLACE, URL])
def test_what_cannot_be_had_is_a_406_that_lists_what_can(report, api, path, query, accept, says):
    response = api.get(f"{path}{query}", headers={"Accept": accept})

    assert (response.status_code, response["Content-Type"]) == (406, "application/problem+json")
    problem = response.json()
    assert problem["detail"].startswith(says)
    assert {one["format"]: one["media_type"] for one in problem["available"]} == CONTENT_TYPES
    assert all(media_type in problem["detail"] for media_type in MEDIA_TYPES.values())


@pytest.mark.parametrize("name", ["json", "bibtex", "biblatex", "ris", "csl-json"])
def test_a_format_without_styles_takes_no_notice_of_one(report, api, name):
    plain, styled = api.get(PLACE, {"format": name}), api.get(PLACE, {"format": name, "style": "ieee", "locale": "ja-JP"})

    assert (plain.content, plain["ETag"]) == (styled.content, styled["ETag"])
    assert api.get(PLACE, {"format": name, "style": "nonsense"}).status_code == 406


@pytest.mark.parametrize("name", MEDIA_TYPES)
def test_every_representation_has_a_strong_tag_of_its_own(report, api, name):
    first = api.get(PLACE, {"format": name})
    again = api.get(PLACE, {"format": name}, headers={"If-None-Match": f'"other", {first["ETag"]}'})
    others = {api.get(PLACE, {"format": other})["ETag"] for other in MEDIA_TYPES if other != name}
    Document.objects.filter(pk=report.pk).update(title="Changed")
    after = api.get(PLACE, {"format": name}, headers={"If-None-Match": first["ETag"]})

    assert first["ETag"].startswith('"1-')
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert "Accept" in again["Vary"]
    assert first["ETag"] not in others
    assert (after.status_code, after["ETag"] != first["ETag"]) == (200, True)


@pytest.mark.parametrize("name", MEDIA_TYPES)
@pytest.mark.parametrize("path", [PLACE, URL])
def test_a_head_has_the_headers_and_no_body(report, api, name, path):
    whole, head = api.get(path, {"format": name}), api.head(path, {"format": name})

    assert (head.status_code, body(head)) == (200, b"")
    said = ["Content-Type", "Vary", "ETag", "Content-Disposition"]
    assert [head.get(header) for header in said] == [whole.get(header) for header in said]


def test_a_list_is_filtered_in_every_representation(report, api):
    DocumentFactory(citation_key="other2000title", type="book")

    found = json.loads(body(api.get(URL, {"format": "csl-json", "type": "report"})))
    assert [item["id"] for item in found] == ["nodomi2005challenges"]
    assert json.loads(body(api.get(URL, {"format": "csl-json", "type": "thesis"}))) == []


def test_a_bibliography_of_a_list_tells_works_apart(report, api):
    other = DocumentFactory(citation_key="nodomi2005other", title="Another", issued="2005")
    ContributionFactory(document=other, author=report.contributions.get().author)

    assert body(api.get(URL, {"format": "bibliography"})).decode() == (
        "Nodomi, M. (2005a). Another.\n\n" + REFERENCE.replace("2005", "2005b")
    )


@pytest.mark.parametrize("name", OTHERS)
def test_a_hidden_document_is_in_no_representation(report, api, name):
    Document.objects.update(is_hidden=True)

    assert api.get(PLACE, {"format": name}).status_code == 404
    assert b"Challenges" not in body(api.get(URL, {"format": name}))
