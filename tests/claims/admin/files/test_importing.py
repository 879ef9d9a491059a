"""The import of claims in the admin: the same services as the command, after a look at what would happen."""

from __future__ import annotations

import json
import shutil
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from claims.exchange.tables.mapping import read_mapping
from claims.models import Claim, Evidence, Review, Topic
from history.models import Change
from tests.claims.exchange.conftest import claim_line, evidence_of
from tests.claims.exchange.incoming.test_reviewed import published
from tests.claims.exchange.tables.test_mapping import HEAD, MAPPING, ROWS
from tests.factories.sources import DocumentFactory, IdentifierFactory, TextFactory
from tests.history.admin.pages import messages_of, page
from tests.sources.admin.files import imports
from tests.sources.admin.files.imports import faults, look, pressed, rows

pytestmark = pytest.mark.django_db

FORM = "admin:claims_claim_import_claims"
WORDS = "The harbour gate closed at dawn. It opened again at noon. Nobody knows why it did not stay shut."
TOPIC = {"record": "topic", "id": "gates-topic", "slug": "gates", "labels": [{"language": "en", "kind": "preferred", "label": "gates"}]}


@pytest.fixture
def text(db):
    return TextFactory(document=DocumentFactory(citation_key="tarrowby2019holding"), content=WORDS)


def lines(*records: dict[str, Any] | bytes) -> bytes:
    return b"".join(one if isinstance(one, bytes) else json.dumps(one).encode() + b"\n" for one in records)


def given(client, data: bytes = b"", name: str = "harbour.jsonl", **fields: Any) -> Any:
    return imports.given(client, data, name, form=FORM, **fields)


def table(mapping: str = MAPPING) -> dict[str, Any]:
    return {"mapping": SimpleUploadedFile("found.toml", mapping.encode())}


def buttons(answer) -> list[tuple[str, str]]:
    return [(button.act, button.words) for button in answer.context["buttons"]]


def test_a_file_is_looked_at_first_and_what_was_shown_is_imported_with_links(client, curator, text):
    client.force_login(curator)
    file = lines(TOPIC, claim_line(topics=["gates"], evidence=[evidence_of(text)]))

    looked = given(client, file)

    assert rows(looked) == [(1, "gates", "new"), (2, "gate-closed", "new")]
    assert [row["record"] for row in looked.context["rows"]] == ["topic", "claim"]
    assert buttons(looked) == [("import", "Import: 2 new")]
    assert (Claim.objects.count(), Topic.objects.count(), Change.objects.filter(table="claims_claim").count()) == (0, 0, 0)

    done = pressed(client, looked, "import")

    claim = Claim.objects.get()
    assert (claim.public_id, claim.status, claim.created_by, claim.evidence.get().status) == ("gate-closed", "draft", curator, "draft")
    assert messages_of(done) == ["2 records imported."]
    assert Change.objects.of(claim).get().reason == "Imported from harbour.jsonl"
    shown = done.content.decode()
    for record, name in ((claim, "gate-closed"), (Topic.objects.get(), "gates")):
        address = page(f"claims_{record._meta.model_name}", "change", record.pk)
        assert f'<a class="pin-link pin-key" href="{address}">{name}</a>' in shown


def test_sent_twice_it_imports_once_and_brought_again_it_offers_nothing(client, curator, text):
    client.force_login(curator)
    file = lines(claim_line(evidence=[evidence_of(text)]))
    looked = given(client, file)

    pressed(client, looked, "import")
    again = pressed(client, looked, "import")

    assert (messages_of(again), again.context["sentences"]) == ([], ["1 entry came in as new."])
    assert buttons(given(client, file)) == []
    assert (Claim.objects.count(), Evidence.objects.count()) == (1, 1)


def test_a_curator_s_records_are_drafts_whatever_the_file_says(client, curator, text):
    client.force_login(curator)

    looked = given(client, lines(published(text)), with_reviews="on")
    pressed(client, looked, "import")

    assert "with_reviews" not in client.get(reverse(FORM)).context["form"].fields
    assert looked.context["rows"][0]["faults"][0] == {
        "line": 1,
        "field": "status",
        "message": "It comes in as a draft: only an administrator brings reviews in.",
        "tone": "warning",
    }
    assert (Claim.objects.get().status, Claim.objects.get().created_by, Review.objects.count()) == ("draft", curator, 0)


@pytest.mark.parametrize(("ticked", "status", "by"), [({"with_reviews": "on"}, "published", "nora"), ({}, "draft", "ada")])
def test_an_administrator_brings_reviews_in_or_leaves_them(client, administrator, text, ticked, status, by):
    client.force_login(administrator)

    pressed(client, given(client, lines(published(text)), **ticked), "import")

    claim = Claim.objects.get()
    assert (claim.status, claim.created_by.username, claim.reviews.count()) == (status, by, 2 if ticked else 0)


def test_faults_name_line_and_field_and_stand_first_and_the_rest_can_be_imported(client, curator, text):
    client.force_login(curator)
    file = lines(claim_line(evidence=[evidence_of(text)]), b"{no json\n", claim_line("gate-shut", type="guess", topics=["tides"]))

    looked = given(client, file)
    done = pressed(client, looked, "import")

    said = [(row["line"], fault["field"]) for row in looked.context["rows"] for fault in row["faults"]]
    assert rows(looked) == [(2, "", "cannot be taken"), (3, "gate-shut", "cannot be taken"), (1, "gate-closed", "new")]
    assert said[:2] == [(2, ""), (3, "type")]
    assert buttons(looked) == [("import", "Import what is good: 1 new")]
    assert rows(done)[-1] == (1, "gate-closed", "imported")


def test_what_is_here_is_left_or_updated_as_was_shown(client, curator, text):
    client.force_login(curator)
    pressed(client, given(client, lines(claim_line())), "import")
    file = lines(claim_line(statement="The gate closed late."))

    looked = given(client, file)
    assert buttons(looked) == [("update", "Update: 1 changed")]
    assert looked.context["rows"][0]["differences"] == [
        {"field": "statement", "here": "The gate closed <del>early</del>.", "file": "The gate closed <ins>late</ins>."}
    ]
    done = pressed(client, looked, "update")

    assert (Claim.objects.get().statement, messages_of(done)) == ("The gate closed late.", ["1 record updated."])


def test_a_table_comes_in_by_its_mapping_and_says_where_each_sentence_is_from(client, curator, text):
    IdentifierFactory(document=text.document, scheme="doi", value="10.5555/gate")
    client.force_login(curator)

    looked = given(client, (HEAD + ROWS).encode(), "found.csv", **table())
    pressed(client, looked, "import")

    assert looked.context["format"] == "a table with a mapping"
    assert rows(looked) == [(2, "finder-7", "new"), (5, "finder-8", "new")]
    assert sorted(Evidence.objects.values_list("reason", "tool")) == [
        ("In found.csv, line 2, finder-7.", "claim finder 1"),
        ("In found.csv, line 4, finder-7.", "claim finder 1"),
    ]


@pytest.mark.parametrize(
    ("name", "fields", "field", "said"),
    [
        ("found.csv", {}, "mapping", "A table needs a mapping that says what its columns mean."),
        ("found.csv", table("[claim"), "mapping", "It is no TOML: "),
        ("found.csv", table("[claim]\nid = {column = 'a'}\n"), "mapping", "Say where a claim's id and statement come from."),
        ("found.csv", {"mapping": SimpleUploadedFile("m.toml", b"\xff")}, "mapping", "Byte 1 is not UTF-8. Save the mapping as UTF-8."),
        ("found.csv", table("#" * 100_001), "mapping", "It has 100,001 bytes: a mapping is a page of text, 100,000 at most."),
        ("found.csv", table(MAPPING + "[file]\nencoding = 'utf-16'\n"), "file", "In line 1 or after it, it is not utf-16"),
        ("found.jsonl", {"text": "{}"}, "__all__", "Choose a file or paste text, not both: which of them is meant?"),
    ],
)
def test_what_cannot_be_taken_is_said_at_its_field_and_nothing_is_kept(client, curator, kept_here, name, fields, field, said):
    client.force_login(curator)

    answer = given(client, HEAD.encode(), name, **fields)

    assert list(faults(answer)) == [field]
    assert faults(answer)[field][0].startswith(said)
    assert not kept_here.exists() or list(kept_here.iterdir()) == []


@pytest.mark.parametrize(
    "data", ["{}\n".encode("utf-16"), b"\x00\xff\n", b"[" * 5000 + b"\n", b'{"id": "' + "\u202e<img src=x>".encode() + b'"}\n']
)
def test_hostile_contents_are_told_with_their_line_and_run_nowhere(client, curator, data):
    client.force_login(curator)

    answer = given(client, data)

    assert answer.status_code == 200
    assert "<img src=x>" not in answer.content.decode()
    assert not Claim.objects.exists()
    assert faults(answer) if "form" in answer.context else [row["kind"] for row in answer.context["rows"]] == ["failed"]


def test_only_who_may_add_all_that_a_file_brings_imports(client, django_user_model):
    reader = django_user_model.objects.create_user("stranger", is_staff=True)
    reader.user_permissions.set(Permission.objects.filter(codename__in=["add_claim", "view_claim", "view_document"]))
    client.force_login(reader)

    assert client.get(reverse(FORM)).status_code == 403
    assert client.post(reverse(FORM), {"text": "{}"}).status_code == 403
    assert client.get(reverse("admin:claims_claim_import_look", args=["x" * 32])).status_code == 403
    assert reverse(FORM) not in client.get(reverse("admin:claims_claim_changelist")).content.decode()


def test_what_waits_as_claims_is_no_bibliography(client, curator, text):
    client.force_login(curator)
    token = look(given(client, lines(claim_line()))).rstrip("/").rpartition("/")[2]

    answer = client.get(reverse("admin:sources_document_import_look", args=[token]), follow=True)

    assert messages_of(answer) == ["What you looked at is no longer kept: it waits for a day. Choose the file again."]


@pytest.mark.parametrize("number", [1, 40])
def test_the_page_asks_as_much_of_the_database_however_many_records(client, curator, django_assert_num_queries, number):
    client.force_login(curator)
    looked = given(client, lines(TOPIC, *(claim_line(f"claim-{one}") for one in range(number))))
    pressed(client, looked, "import")

    # Session, account, its rights (2), what waits in three queues, the claims and the topics here.
    with django_assert_num_queries(9):
        client.get(look(looked))


def test_the_list_and_the_sidebar_lead_to_the_import_whose_example_can_be_followed(client, curator):
    client.force_login(curator)

    listed = client.get(reverse("admin:claims_claim_changelist")).content.decode()
    shown = client.get(reverse(FORM)).content.decode()

    assert listed.count(f'href="{reverse(FORM)}"') == 2
    example = shown.partition("<pre")[2].partition(">")[2].partition("</pre>")[0]
    assert read_mapping(example).evidence["stance"].labels == {"SUPPORT": "supports", "CONTRADICT": "disputes"}


def test_where_the_server_dies_between_the_import_and_its_report_nothing_comes_in_twice(client, curator, text, kept_here, tmp_path):
    client.force_login(curator)
    looked = given(client, lines(claim_line(evidence=[evidence_of(text)])))
    shutil.copytree(kept_here, tmp_path / "as it was")
    pressed(client, looked, "import")
    shutil.rmtree(kept_here)
    shutil.copytree(tmp_path / "as it was", kept_here)

    again = pressed(client, looked, "import")

    assert messages_of(again)[0].startswith(
        "Nothing was imported: 1 entry would end otherwise than you saw, because records here have changed"
    )
    assert (rows(again), buttons(again)) == ([(1, "gate-closed", "already here")], [])
    assert (Claim.objects.count(), Evidence.objects.count()) == (1, 1)
