from __future__ import annotations

import json

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from rest_framework.authtoken.models import Token
from rest_framework.test import APIClient

from history.models import Change
from sources.models import Document
from tests.factories.sources import DocumentFactory

pytestmark = pytest.mark.django_db
URL = "/api/v1/imports/"
BIBTEX = "application/x-bibtex"
GOOD = "@book{tarrowby2019holding,\n  author = {Tarrowby, Hester},\n  title = {Holding the Gate},\n  year = {2019},\n}\n"
FAULTY = "@book{senagawa2021closing,\n  title = {Closing\n"


@pytest.fixture
def client(curator) -> APIClient:
    """Somebody who may add documents, with a token."""
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Token {Token.objects.create(user=curator).key}")
    return client


def post(client, body: str | bytes, query: str = "", content_type: str = BIBTEX):
    response = client.post(f"{URL}{query}", body if isinstance(body, bytes) else body.encode(), content_type=content_type)
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return response, json.loads(content)


def test_a_file_is_stored_and_every_entry_said(client, curator):
    response, report = post(client, GOOD)

    assert (response.status_code, response["Content-Type"]) == (201, "application/json")
    assert {name: report[name] for name in ("created", "updated", "unchanged", "failed")} == {
        "created": 1,
        "updated": 0,
        "unchanged": 0,
        "failed": 0,
    }
    (entry,) = report["entries"]
    assert (entry["key"], entry["line"], entry["result"], entry["errors"], entry["document"]) == (
        "tarrowby2019holding",
        1,
        "created",
        [],
        "tarrowby2019holding",
    )
    assert Document.objects.get().title == "Holding the Gate"
    change = Change.objects.get(table="sources_document")
    assert (change.user_id, change.user, change.reason) == (curator.pk, "carla", "Imported over the API")


def test_a_file_that_brings_nothing_new_is_200(client):
    post(client, GOOD)

    response, report = post(client, GOOD)

    assert (response.status_code, report["created"], report["unchanged"]) == (200, 0, 1)


def test_a_dry_run_stores_nothing(client):
    response, report = post(client, GOOD, "?dry_run=true")

    assert (response.status_code, report["created"], Document.objects.count()) == (200, 1, 0)


def test_one_failed_entry_keeps_everything_out(client):
    response, problem = post(client, GOOD + FAULTY)

    assert (response.status_code, response["Content-Type"]) == (422, "application/problem+json")
    assert (problem["status"], problem["created"], problem["failed"]) == (422, 0, 1)
    assert problem["detail"] == (
        "1 of the entries cannot be taken, so nothing was stored. Mend them, or take the rest with keep_going=true."
    )
    assert [entry["result"] for entry in problem["entries"]] == ["created", "failed"]
    assert problem["entries"][1]["errors"]
    assert Document.objects.count() == 0


def test_the_good_entries_are_taken_when_asked_for(client):
    response, report = post(client, GOOD + FAULTY, "?keep_going=true")

    assert (response.status_code, report["created"], report["failed"], Document.objects.count()) == (201, 1, 1, 1)


def test_values_are_written_over_only_when_asked_for(client):
    post(client, GOOD)
    changed = GOOD.replace("  year", "  publisher = {Halver Press},\n  year")

    plain = post(client, changed)[1]
    response, updated = post(client, changed, "?update=true")

    assert (plain["unchanged"], plain["updated"]) == (1, 0)
    assert [one["field"] for one in plain["entries"][0]["differences"]] == ["publisher"]
    assert (response.status_code, updated["updated"], Document.objects.get().publisher) == (201, 1, "Halver Press")


@pytest.mark.parametrize(
    "content_type", ["application/octet-stream", "text/plain", "application/x-www-form-urlencoded", "application/x-biblatex"]
)
def test_a_file_shows_itself_what_it_is(client, content_type):
    assert post(client, GOOD, content_type=content_type)[0].status_code == 201


def test_a_form_may_carry_the_file(client):
    file = SimpleUploadedFile("library.bib", GOOD.encode(), content_type="application/octet-stream")

    response = client.post(URL, {"file": file}, format="multipart")

    assert response.status_code == 201
    assert Document.objects.count() == 1


@pytest.mark.parametrize(
    ("body", "query", "content_type", "status", "says"),
    [
        (GOOD, "?format=endnote", BIBTEX, 400, "format: 'endnote' is no format that is read. There are: bibtex, biblatex, ris, csl-json."),
        (GOOD, "?dry_run=yes", BIBTEX, 400, "dry_run: Write true or false."),
        (GOOD, "?dryrun=true", BIBTEX, 400, "dryrun: Unknown parameter. Known here: dry_run, format, keep_going, update."),
        ("", "", BIBTEX, 400, "file: Send the bibliography in the field file, or as the body of the request."),
        (GOOD, "", "application/pdf", 415, "No bibliography has the type application/pdf. Send one of application/"),
        ("No bibliography at all.", "", "text/plain", 422, "The file is in none of the formats that are read."),
    ],
)
def test_what_is_no_import_is_refused_in_a_sentence(client, body, query, content_type, status, says):
    response, problem = post(client, body, query, content_type)

    assert (response.status_code, response["Content-Type"]) == (status, "application/problem+json")
    assert problem["detail"].startswith(says)
    assert Document.objects.count() == 0


@pytest.mark.parametrize("chunked", [False, True])
def test_a_file_that_is_too_large_is_413(client, settings, chunked):
    settings.MAX_TEXT_BYTES = 20 if chunked else 10

    body = GOOD if not chunked else GOOD[:60]
    response, problem = post(client, body)

    assert response.status_code == 413
    assert problem["detail"].startswith(f"The file has more than the {settings.MAX_TEXT_BYTES} bytes that are accepted here.")


def test_strangers_are_asked_for_a_token_and_readers_are_refused(api):
    anonymous, _ = post(api, GOOD)
    api.force_authenticate(get_user_model().objects.create_user("reader"))
    reader, problem = post(api, GOOD)

    assert (anonymous.status_code, anonymous["WWW-Authenticate"]) == (401, "Token")
    assert (reader.status_code, problem["detail"]) == (
        403,
        "Importing is for curators: your account may not add documents. Ask an administrator.",
    )
    assert Document.objects.count() == 0


def test_imports_are_listed_among_the_resources(api):
    assert api.get("/api/v1/").json()["imports"] == "http://testserver/api/v1/imports/"
    assert api.get(URL).status_code in {401, 405}


def test_a_hidden_document_is_neither_matched_nor_named_for_who_may_not_see_it(api):
    DocumentFactory(citation_key="tarrowby2019holding", type="book", title="Holding the Gate", issued="2019", is_hidden=True)
    outsider = get_user_model().objects.create_user("outsider")
    outsider.user_permissions.add(Permission.objects.get(codename="add_document"))
    api.force_authenticate(outsider)

    report = post(api, GOOD)[1]

    assert report["created"] == 1
    assert report["entries"][0]["document"] != "tarrowby2019holding"
