from __future__ import annotations

import pytest

from sources.services.references.finding import find_references
from sources.services.references.resolving import resolve_by_hand, resolve_references
from sources.services.rename_document import rename_document
from tests.factories.sources import DocumentFactory, ReferenceFactory, TextFactory
from tests.sources.services.references.test_finding import BODY, book

pytestmark = pytest.mark.django_db
URL = "/api/v1/documents/"


@pytest.fixture
def quill():
    return book("Quill", "Ada", "The Tide Tables of Norrhaven", "1998", citation_key="quill1998tide")


@pytest.fixture
def citing(quill):
    document = DocumentFactory(citation_key="crow2010harbour", title="Harbour")
    find_references(TextFactory(document=document, content=BODY, rights="excerpt_only"))
    return document


def listed(api, path, **query):
    return api.get(f"{URL}{path}/", query).json()["results"]


def test_what_a_document_cites_is_listed_with_what_is_meant(citing, quill, api):
    first, second, *_ = listed(api, "crow2010harbour/references")

    reference = citing.references.first()
    assert first == {
        "id": reference.public_id,
        "url": f"http://testserver/api/v1/references/{reference.public_id}/",
        "kind": "cites",
        "marker": "1",
        "raw": "Ada Quill, The Tide Tables of Norrhaven (London: Gull Press, 1998), 41.",
        "citing": {"key": "crow2010harbour", "url": f"http://testserver{URL}crow2010harbour/", "title": "Harbour"},
        "status": "resolved",
        "cited": {"key": "quill1998tide", "url": f"http://testserver{URL}quill1998tide/", "title": "The Tide Tables of Norrhaven"},
        "locator": {"label": "page", "value": "41"},
        "method": "bibliographic",
        "score": 0.95,
        "reason": "Title, author and year agree.",
        "candidates": [],
        "repeats": None,
        "parsed": reference.parsed,
        "text": reference.text.public_id,
        "start": reference.start,
        "end": reference.end,
        "cited_text": None,
        "cited_start": None,
        "cited_end": None,
        "diff": [],
        "origin": "machine",
        "tool": "citation reader 1",
        "revision": 1,
        "created_at": first["created_at"],
        "changed_at": first["changed_at"],
    }
    assert (second["raw"], second["repeats"], second["locator"]) == ("Ibid., 44.", reference.public_id, {"label": "page", "value": "44"})


def test_a_reference_has_an_address_of_its_own_unless_who_cites_is_hidden(citing, api):
    first, *_ = listed(api, "crow2010harbour/references")

    answer = api.get(first["url"])

    assert (answer.status_code, answer.json()) == (200, first)
    assert api.get(first["url"], headers={"If-None-Match": answer["ETag"]}).status_code == 304
    citing.is_hidden = True
    citing.save()
    hidden = api.get(first["url"])
    assert (hidden.status_code, hidden.json()["detail"]) == (404, "There is no such record, or you may not see it.")


def test_what_cites_a_document_is_listed_too(citing, quill, api):
    found = listed(api, "quill1998tide/cited_by")

    assert [(one["marker"], one["citing"]["key"]) for one in found] == [("1", "crow2010harbour"), ("2", "crow2010harbour")]


def test_references_are_filtered_by_status_and_kind(citing, api):
    assert [one["marker"] for one in listed(api, "crow2010harbour/references", status="resolved")] == ["1", "2"]
    assert [one["marker"] for one in listed(api, "crow2010harbour/references", kind="remark")] == ["4"]
    answer = api.get(f"{URL}crow2010harbour/references/", {"state": "resolved"})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "state")


def test_a_hidden_document_is_not_known_to_be_cited(citing, quill, api):
    quill.is_hidden = True
    quill.save()

    first = listed(api, "crow2010harbour/references")[0]

    shown = {name: first[name] for name in ("status", "cited", "method", "score", "reason", "candidates")}
    assert shown == {"status": "unmatched", "cited": None, "method": "", "score": None, "reason": "", "candidates": []}
    assert listed(api, "crow2010harbour/references", status="resolved") == []
    assert len(listed(api, "crow2010harbour/references", status="unmatched")) == 5
    assert api.get(f"{URL}quill1998tide/cited_by/").status_code == 404


def test_a_hidden_document_is_not_known_to_cite(citing, api):
    citing.is_hidden = True
    citing.save()

    assert listed(api, "quill1998tide/cited_by") == []
    assert api.get(f"{URL}crow2010harbour/references/").status_code == 404


def test_candidates_are_shown_but_for_hidden_ones(citing, quill, api):
    twin = book("Quill", "A.", "The tide tables of Norrhaven", "1998", citation_key="quill1998twin")
    first = citing.references.first()
    type(first).objects.update(status="unmatched", cited=None, method="")
    resolve_references()

    assert [one["document"]["key"] for one in listed(api, "crow2010harbour/references")[0]["candidates"]] == [
        "quill1998tide",
        "quill1998twin",
    ]

    for hidden, keys, status in ((twin, ["quill1998tide"], "ambiguous"), (quill, [], "unmatched")):
        hidden.is_hidden = True
        hidden.save()
        shown = listed(api, "crow2010harbour/references")[0]
        assert ([one["document"]["key"] for one in shown["candidates"]], shown["status"]) == (keys, status)


@pytest.mark.parametrize(("rights", "citation", "remark"), [("open", True, True), ("excerpt_only", True, False), ("private", False, False)])
def test_rights_say_what_of_a_note_shows(api, rights, citation, remark):
    find_references(TextFactory(document=DocumentFactory(citation_key="crow2010harbour"), content=BODY, rights=rights))

    shown = listed(api, "crow2010harbour/references")

    assert (shown[0]["raw"] is not None, shown[-1]["raw"] is not None) == (citation, remark)


@pytest.mark.parametrize(
    ("quoting", "quoted", "is_shown"), [("open", "open", True), ("excerpt_only", "open", False), ("open", "excerpt_only", False)]
)
def test_an_altered_quotation_shows_what_it_changed(api, quoting, quoted, is_shown):
    source = TextFactory(content="The gate was shut, and nobody is left to say why.", rights=quoted)
    text = TextFactory(content="The gate was shut, and no one is left to tell why.", rights=quoting)
    ReferenceFactory(
        citing=text.document,
        text=text,
        start=0,
        end=50,
        kind="quotes",
        status="resolved",
        cited=source.document,
        cited_text=source,
        cited_start=0,
        cited_end=49,
    )

    (shown,) = listed(api, f"{text.document.citation_key}/references", kind="quotes")

    changes = [
        {"kind": "equal", "quoted": "The gate was shut, and ", "held": "The gate was shut, and "},
        {"kind": "replace", "quoted": "no one", "held": "nobody"},
        {"kind": "equal", "quoted": " is left to ", "held": " is left to "},
        {"kind": "replace", "quoted": "tell", "held": "say"},
        {"kind": "equal", "quoted": " why.", "held": " why."},
    ]
    assert shown["diff"] == (changes if is_shown else None)


def test_a_quotation_in_the_same_words_has_no_difference(api):
    source, text = TextFactory(content="The gate was shut."), TextFactory(content="The gate\nwas shut.")
    fields = {"kind": "quotes", "status": "resolved", "cited": source.document, "cited_text": source, "cited_start": 0, "cited_end": 18}
    ReferenceFactory(citing=text.document, text=text, start=0, end=18, **fields)

    assert listed(api, f"{text.document.citation_key}/references")[0]["diff"] == []


def test_a_former_key_leads_to_the_present_one(citing, editor, api):
    rename_document(citing, "crow2010gate", by=editor, reason="Misread")

    answer = api.get(f"{URL}crow2010harbour/references/", {"kind": "cites"})

    assert (answer.status_code, answer["Location"]) == (301, f"http://testserver{URL}crow2010gate/references/?kind=cites")
    assert api.get(f"{URL}nobody2000nothing/references/").status_code == 404


@pytest.mark.parametrize("rows", [1, 5])
def test_queries_do_not_grow_with_rows(rows, api, django_assert_num_queries):
    document = DocumentFactory(citation_key="crow2010harbour")
    for _ in range(rows):
        ReferenceFactory(
            citing=document, status="ambiguous", candidates=[{"document": DocumentFactory().pk, "score": 0.5, "reason": "Perhaps."}]
        )
        resolve_by_hand(ReferenceFactory(citing=document), DocumentFactory())

    # The document, its references with what they name, the candidates.
    with django_assert_num_queries(3):
        assert len(listed(api, "crow2010harbour/references")) == 2 * rows
