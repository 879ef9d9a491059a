"""Excerpts and claims in every representation: the documents that they cite, and web annotations."""

from __future__ import annotations

import json

import pytest

from sources.formats.bibtex.writing import write_bibliography
from sources.models import Document, Text
from sources.services.describe_document import describe_document
from tests.debate import reviewed_claim
from tests.factories.sources import AuthorFactory, ContributionFactory, DocumentFactory, PassageFactory, TextFactory

EXCERPTS = "/api/v1/excerpts/"
CLAIMS = "/api/v1/claims/"
PROFILE = "http://www.w3.org/ns/anno.jsonld"
REFERENCE = "Tarrowby, H. (2019). Holding the gate. Halver Press.\n"


def body(response) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


@pytest.fixture
def two(debate, curator, editor):
    """Another document with two excerpts under one claim, beside the debate's."""
    document = DocumentFactory(citation_key="aldwin2001tide", type="book", title="Tide", issued="2001")
    ContributionFactory(document=document, author=AuthorFactory(family="Aldwin", given="Mo"))
    text = TextFactory(document=document)
    for number, (start, end) in enumerate([(0, 16), (17, 32)]):
        reviewed_claim(PassageFactory(text=text, start=start, end=end), curator, editor, f"Tide {number}.", f"tide-{number}")
    return debate


@pytest.mark.parametrize("path", [EXCERPTS, CLAIMS])
def test_a_list_gives_the_documents_that_it_cites_once_each_in_the_order_of_keys(two, api, path):
    DocumentFactory(citation_key="uncited2000title")
    cited = [
        describe_document(document) for document in Document.objects.filter(citation_key__in=["aldwin2001tide", "tarrowby2019holding"])
    ]

    response = api.get(path, headers={"Accept": "application/x-biblatex"})

    assert (response.status_code, body(response).decode()) == (200, "".join(write_bibliography(cited, dialect="biblatex")))
    assert [item["id"] for item in json.loads(body(api.get(path, {"format": "csl-json", "document": "aldwin2001tide"})))] == [
        "aldwin2001tide"
    ]


@pytest.mark.parametrize("path", [EXCERPTS, CLAIMS])
def test_a_page_gives_the_documents_that_it_cites(two, api, path):
    first = api.get(path, {"format": "csl-json", "limit": "1"})
    (link,) = first["Link"].split(", ")

    assert len(json.loads(body(first))) == 1
    assert link.endswith('; rel="next"')
    assert "format=csl-json" in link
    assert len(json.loads(body(api.get(link.split(">")[0][1:])))) == 1


def test_an_excerpt_gives_its_document_as_the_document_does(debate, api):
    for name in ("bibtex", "biblatex", "ris", "csl-json", "bibliography"):
        of_excerpt = api.get(f"{EXCERPTS}{debate.public.public_id}/", {"format": name})
        of_document = api.get("/api/v1/documents/tarrowby2019holding/", {"format": name})
        assert of_excerpt.content == of_document.content != b""
        assert of_excerpt["Content-Type"] == of_document["Content-Type"]


def test_a_claim_gives_the_documents_of_its_evidence(debate, api):
    assert api.get(f"{CLAIMS}gate-closed-early/", {"format": "bibliography"}).content.decode() == REFERENCE
    assert [item["id"] for item in api.get(f"{CLAIMS}gate-closed-early/", {"format": "csl-json"}).json()] == ["tarrowby2019holding"]


def test_nothing_that_is_not_public_is_cited(debate, api):
    other = DocumentFactory(citation_key="secret2000title", title="Secret")
    passage = PassageFactory(text=TextFactory(document=other), is_published=True)
    Document.objects.filter(pk=other.pk).update(is_hidden=True)

    for path in (EXCERPTS, CLAIMS, f"{EXCERPTS}?search=harbour"):
        for name in ("bibtex", "biblatex", "ris", "csl-json", "bibliography"):
            assert b"ecret" not in body(api.get(path, {"format": name}))
    assert b"secret" not in body(api.get(EXCERPTS, {"format": "jsonld"}))
    assert api.get(f"{EXCERPTS}{passage.public_id}/", {"format": "jsonld"}).status_code == 404
    assert api.get(f"{CLAIMS}gate-opened-late/", {"format": "bibtex"}).status_code == 404


@pytest.mark.parametrize(
    "accept",
    [
        f'application/ld+json; profile="{PROFILE}"',
        "application/ld+json",
        f'application/ld+json;profile="{PROFILE} http://www.w3.org/ns/ldp.jsonld"',
    ],
)
def test_an_excerpt_is_a_web_annotation(debate, api, accept):
    response = api.get(f"{EXCERPTS}{debate.public.public_id}/", headers={"Accept": accept})

    assert response["Content-Type"] == f'application/ld+json; profile="{PROFILE}"'
    annotation = response.json()
    assert (annotation.pop("created"), annotation.pop("modified")) == (
        debate.public.created_at.isoformat(),
        debate.public.__class__.objects.get(pk=debate.public.pk).changed_at.isoformat(),
    )
    address = f"http://testserver{EXCERPTS}{debate.public.public_id}/"
    assert annotation == {
        "@context": PROFILE,
        "id": address,
        "type": "Annotation",
        "canonical": address,
        "motivation": "commenting",
        "body": [
            {
                "id": f"http://testserver{CLAIMS}gate-closed-early/",
                "type": "TextualBody",
                "value": "The gate closed early.",
                "format": "text/plain",
                "purpose": "commenting",
            }
        ],
        "target": {
            "type": "SpecificResource",
            "source": "http://testserver/api/v1/documents/tarrowby2019holding/",
            "selector": [
                {
                    "type": "TextQuoteSelector",
                    "exact": "The harbour gate closed at dawn.",
                    "prefix": "",
                    "suffix": " It opened again at noon. Nobody",
                },
                {"type": "TextPositionSelector", "start": 0, "end": 32},
            ],
        },
    }


def test_a_list_of_excerpts_is_an_annotation_page_and_its_pages_are_linked(two, api):
    whole = json.loads(body(api.get(EXCERPTS, {"format": "jsonld"})))
    first = json.loads(body(api.get(EXCERPTS, {"format": "jsonld", "limit": "2"})))
    second = json.loads(body(api.get(first["next"])))

    assert (whole["@context"], whole["type"], whole["id"]) == (PROFILE, "AnnotationPage", f"http://testserver{EXCERPTS}?format=jsonld")
    assert whole["partOf"] == {"id": f"http://testserver{EXCERPTS}", "type": "AnnotationCollection"}
    assert [one["id"] for one in whole["items"]] == [one["id"] for one in first["items"] + second["items"]]
    assert len(whole["items"]) == 3
    assert "next" not in second
    assert second["prev"]


def test_another_profile_of_json_ld_is_not_to_be_had(debate, api):
    response = api.get(EXCERPTS, headers={"Accept": 'application/ld+json; profile="http://example.org/other"'})

    assert response.status_code == 406
    assert {one["format"] for one in response.json()["available"]} == {
        "json",
        "bibtex",
        "biblatex",
        "ris",
        "csl-json",
        "bibliography",
        "jsonld",
    }


def test_private_words_are_in_no_annotation(debate, api):
    Text.objects.update(rights="private")

    (annotation,) = json.loads(body(api.get(EXCERPTS, {"format": "jsonld"})))["items"]

    assert annotation["target"]["selector"] == [{"type": "TextPositionSelector", "start": 0, "end": 32}]


@pytest.mark.parametrize("name", ["json", "bibtex", "jsonld", "bibliography"])
@pytest.mark.parametrize("path", ["excerpts/{public}/", "claims/gate-closed-early/"])
def test_every_representation_answers_304_to_who_has_it(debate, api, path, name):
    if "claims" in path and name == "jsonld":
        return
    address = f"/api/v1/{path.format(public=debate.public.public_id)}"
    first = api.get(address, {"format": name})
    again = api.get(address, {"format": name}, headers={"If-None-Match": first["ETag"]})
    Document.objects.filter(pk=debate.document.pk).update(title="Letting the gate go")
    retitled = api.get(address, {"format": name}, headers={"If-None-Match": first["ETag"]})

    assert (again.status_code, again.content) == (304, b"")
    assert retitled.status_code == (304 if name == "jsonld" else 200)


@pytest.mark.parametrize(
    ("path", "name", "queries"),
    [
        (EXCERPTS, "biblatex", 2),
        (EXCERPTS, "csl-json", 2),
        (EXCERPTS, "ris", 2),
        (EXCERPTS, "jsonld", 8),
        (CLAIMS, "biblatex", 2),
        (CLAIMS, "bibliography", 6),
    ],
)
@pytest.mark.parametrize("count", [1, 5])
def test_queries_do_not_grow_with_rows(db, api, curator, editor, django_assert_num_queries, path, name, queries, count):
    for number in range(count):
        document = DocumentFactory(citation_key=f"key{number}")
        ContributionFactory(document=document, author=AuthorFactory())
        reviewed_claim(PassageFactory(text=TextFactory(document=document)), curator, editor, f"Number {number}.", f"number-{number}")
    body(api.get(path, {"format": name}))

    # as documents have them; annotations: passages; contributions, authors, identifiers, titles; marks; contexts; evidence
    with django_assert_num_queries(queries):
        assert body(api.get(path, {"format": name}))
