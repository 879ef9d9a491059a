"""What documents and authors said once comes back over HTTP, with the rows that belong to them."""

from __future__ import annotations

import pytest

from history.models import Change
from history.services import recorded
from sources.models import Contribution, Document
from sources.services.merging import merge_documents
from sources.services.references.finding import find_references
from sources.services.rename_document import rename_document
from tests.claims.api.writers import signed_in
from tests.factories.sources import (
    AuthorFactory,
    ContributionFactory,
    DocumentFactory,
    IdentifierFactory,
    NameVariantFactory,
    TextFactory,
    TitleVariantFactory,
)
from tests.sources.services.references.test_finding import BODY, book

pytestmark = pytest.mark.django_db
URL = "/api/v1/documents/tarrowby2019gate/"
FIRST = {"revision": 1, "reason": "as the title page has it"}


@pytest.fixture
def document(curator) -> Document:
    """A document with rows of its own, all written in one step."""
    with recorded(by=curator):
        document = DocumentFactory(citation_key="tarrowby2019gate", title="The gate")
        ContributionFactory(document=document, author=AuthorFactory(family="Tarrowby"), position=1)
        TitleVariantFactory(document=document, form="translation", language="de", title="Das Tor")
    return document


def spoil(document: Document, by) -> None:
    with recorded(by=by):
        Document.objects.filter(pk=document.pk).update(title="The gates")
        Contribution.objects.filter(document=document).update(credited="H. T.")
        document.titles.all().delete()
        IdentifierFactory(document=document, scheme="doi", value="10.1000/later")


def restore(writing, address: str, body: object = FIRST, tag: str | None = None):
    return writing.post(f"{address}restore/", body, format="json", headers={"If-Match": tag or writing.get(address)["ETag"]})


def said(body: dict) -> tuple:
    return body["title"], [one["credited"] for one in body["contributions"]], body["titles"], body["identifiers"]


AS_IT_WAS = ("The gate", [""], [{"form": "translation", "language": "de", "title": "Das Tor"}], [])


def test_a_document_says_again_what_it_said_with_its_rows(document, curator):
    spoil(document, curator)
    writing = signed_in(curator)

    answer = restore(writing, URL)

    assert (answer.status_code, answer.json()["revision"], said(answer.json())) == (200, 3, AS_IT_WAS)
    assert answer["ETag"] == writing.get(URL)["ETag"]
    last = Change.objects.of(document).last()
    assert (last.user, last.reason) == ("carla", "Restores revision 1: as the title page has it")


def test_what_stood_at_a_moment_comes_back_where_only_rows_were_changed(document, curator):
    writing = signed_in(curator)
    credit = document.contributions.get()
    for credited in ("H. T.", "H. Tarrowby", "Anon."):
        with recorded(by=curator):
            Contribution.objects.filter(pk=credit.pk).update(credited=credited)
    moment = Change.objects.of(credit)[2].at.isoformat()

    answer = restore(writing, URL, {"as_of": moment, "reason": "as printed"})

    assert (answer.status_code, answer.json()["revision"], answer.json()["contributions"][0]["credited"]) == (200, 1, "H. Tarrowby")
    assert Change.objects.of(credit).last().reason.startswith("Restores what stood at ")


def test_an_author_says_again_what_it_said(document, curator):
    author = document.contributions.get().author
    with recorded(by=curator):
        author.family = "Tarroby"
        author.save()
        NameVariantFactory(author=author)
    address = f"/api/v1/authors/{author.public_id}/"

    answer = restore(signed_in(curator), address)

    assert (answer.status_code, answer.json()["family"], answer.json()["variants"]) == (200, "Tarrowby", [])
    assert answer["ETag"] == signed_in(curator).get(address)["ETag"]


def test_a_key_stays_as_it_was_renamed(document, curator, editor):
    rename_document(document, "tarrowby2019gates", by=editor, reason="misread")
    spoil(document, curator)

    answer = restore(signed_in(curator), "/api/v1/documents/tarrowby2019gates/")
    moved = signed_in(curator).post(f"{URL}restore/?format=json", FIRST, format="json")

    assert (answer.status_code, answer.json()["key"], answer.json()["title"]) == (200, "tarrowby2019gates", "The gate")
    assert (moved.status_code, moved["Location"]) == (308, "http://testserver/api/v1/documents/tarrowby2019gates/restore/?format=json")


def test_citations_that_wait_for_it_are_tried_again(curator):
    quill = book("Quill", "Ada", "The Tide Tables of Norrhaven", "1998")
    Document.objects.filter(pk=quill.pk).update(title="The Bells of Aldermere")
    waiting = find_references(TextFactory(content=BODY)).created[0]

    restore(signed_in(curator), f"/api/v1/documents/{quill.citation_key}/")

    waiting.refresh_from_db()
    assert (waiting.status, waiting.cited) == ("resolved", quill)


def test_a_state_that_was_not_seen_is_not_written_over(document, curator):
    writing = signed_in(curator)
    tag = writing.get(URL)["ETag"]
    spoil(document, curator)
    before = said(writing.get(URL).json())

    answers = [restore(writing, URL, tag=tag), restore(writing, URL, tag="*"), writing.post(f"{URL}restore/", FIRST, format="json")]

    assert [answer.status_code for answer in answers] == [412, 428, 428]
    assert said(writing.get(URL).json()) == before


@pytest.mark.parametrize(
    ("body", "status", "at"),
    [
        ({"revision": 9, "reason": "x"}, 422, "revision"),
        ({"revision": 2, "reason": "x"}, 422, None),
        ({"as_of": "1999-01-01", "reason": "x"}, 422, "as_of"),
        ({"as_of": "yesterday", "reason": "x"}, 400, "as_of"),
        ({"as_of": "2999-01-01", "reason": "x"}, 400, "as_of"),
        ({"as_of": "1999-01-01", "revision": 1, "reason": "x"}, 400, "revision"),
        ({"revision": True, "reason": "x"}, 400, "revision"),
        ({"reason": "x"}, 400, "revision"),
        ({"revision": 1}, 400, "reason"),
    ],
)
def test_what_cannot_come_back_is_said_at_its_field(document, curator, body, status, at):
    spoil(document, curator)

    answer = restore(signed_in(curator), URL, body)

    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    assert (at is None) or at in {one["field"] for one in answer.json()["errors"]}
    assert Document.objects.get(pk=document.pk).revision == 2


def test_what_comes_back_hidden_is_told_once_and_seen_no_more(document, curator):
    writing = signed_in(curator)
    Document.objects.filter(pk=document.pk).update(is_hidden=True)
    Document.objects.filter(pk=document.pk).update(is_hidden=False)

    answer = restore(writing, URL, {"revision": 2, "reason": "it must not show"})

    assert (answer.status_code, answer.json()["key"]) == (200, "tarrowby2019gate")
    assert writing.get(URL).status_code == 404


def test_what_was_merged_leads_to_the_one_that_was_kept(document, curator, editor):
    kept = DocumentFactory(citation_key="tarrowby2019kept", type=document.type, title="The gate")
    merge_documents(kept, document, by=editor, reason="One work.")

    answer = signed_in(curator).post(f"{URL}restore/", FIRST, format="json", headers={"If-Match": '"1"'})

    assert (answer.status_code, answer["Location"]) == (308, "http://testserver/api/v1/documents/tarrowby2019kept/restore/")


def test_strangers_and_accounts_without_the_right_restore_nothing(document, api, django_user_model):
    nobody = signed_in(django_user_model.objects.create_user("nobody"))

    answers = [one.post(f"{URL}restore/", FIRST, format="json", headers={"If-Match": '"1"'}) for one in (api, nobody)]

    assert [answer.status_code for answer in answers] == [401, 403]
    assert answers[1].json()["detail"] == "Your account may not change documents: ask an administrator."


def test_the_same_request_again_restores_once(document, curator):
    spoil(document, curator)
    writing = signed_in(curator)
    headers = {"If-Match": writing.get(URL)["ETag"], "Idempotency-Key": "one-restore"}

    first, second = (writing.post(f"{URL}restore/", FIRST, format="json", headers=headers) for _ in range(2))

    assert (first.status_code, second.status_code, first.json()) == (200, 200, second.json())
    assert Document.objects.get(pk=document.pk).revision == 3
