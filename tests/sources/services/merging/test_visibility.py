"""Where merged records show (nowhere), and where former names lead."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from claims.bundles.selection import Asked, select
from sources.models import Author, Document
from sources.services.export_sources import export_sources, find_documents
from sources.services.merging import merge_authors, merge_documents
from sources.services.rename_document import rename_document
from tests.factories.sources import AuthorFactory, ContributionFactory, DocumentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept(debate, editor) -> Document:
    """The document that the debate's was merged into, renamed afterwards."""
    document = DocumentFactory(citation_key="tarrowby2019gate", title="Holding the gate", issued="2019")
    author = AuthorFactory(family="Tarrowby", given="H.")
    ContributionFactory(document=document, author=author)
    merge_documents(document, debate.document, by=editor, reason="twice")
    merge_authors(author, Author.objects.get(given="Hester"), by=editor, reason="one person")
    return rename_document(document, "tarrowby2019report", by=editor, reason="better")


def ask(api, address: str, **asked) -> dict:
    answer = api.get(f"/api/v1/{address}", asked)
    assert answer.status_code == 200
    return answer.json()


def test_lists_searches_and_counts_leave_merged_records_out(api, kept):
    for asked in ({}, {"search": "gate"}, {"author": "Tarrowby"}):
        documents = ask(api, "documents/", count="true", **asked)
        assert ([one["key"] for one in documents["results"]], documents["count"]) == (["tarrowby2019report"], 1)
    for asked in ({}, {"search": "Tarrowby"}):
        authors = ask(api, "authors/", count="true", **asked)
        assert ([one["name"] for one in authors["results"]], authors["count"]) == (["H. Tarrowby"], 1)


def test_excerpts_are_the_kept_documents_whatever_name_is_asked_for(api, debate, kept):
    for key in ("tarrowby2019holding", "tarrowby2019gate", "tarrowby2019report"):
        found = ask(api, "excerpts/", document=key)["results"]
        assert [(one["id"], one["document"]["key"]) for one in found] == [(debate.public.public_id, "tarrowby2019report")]


def test_an_export_holds_the_kept_document_once_under_any_of_its_names(kept):
    everything = "".join(export_sources(find_documents([]), format="csl-json"))
    named = "".join(export_sources(find_documents(["tarrowby2019holding", "tarrowby2019gate"]), format="csl-json"))

    assert [one["id"] for one in json.loads(everything)] == ["tarrowby2019report"]
    assert named == everything


def test_a_bundle_of_a_former_key_is_that_of_the_present_one(debate, kept):
    chosen = select(Asked(documents=["tarrowby2019holding"]))

    assert [document.citation_key for document in chosen.documents] == ["tarrowby2019report"]
    assert [claim.public_id for claim in chosen.claims] == [debate.published.public_id]


def test_a_file_is_taken_in_for_the_present_document(tmp_path, kept):
    file = tmp_path / "gate.txt"
    file.write_text("The harbour gate closed at dawn. It opened again at noon. Nobody knows why it did not stay shut.", encoding="utf-8")
    told = StringIO()

    call_command("ingest", str(file), document="tarrowby2019gate", as_json=True, stdout=told)

    assert [(one["document"], one["result"]) for one in _entries(told.getvalue())] == [("tarrowby2019report", "unchanged")]
    with pytest.raises(CommandError, match="There is no document nobody2000"):
        call_command("ingest", str(file), document="nobody2000")


def _entries(told: str) -> list[dict]:
    answer = json.loads(told)
    return answer if isinstance(answer, list) else answer["files"] if "files" in answer else answer["entries"]
