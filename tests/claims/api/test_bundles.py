from __future__ import annotations

import hashlib
import json

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from claims.bundles import freezing
from claims.bundles.selection import Asked
from claims.models import Bundle, Claim
from claims.services.review import retract
from sources.models import Document, Passage, Text
from tests.claims.api.writers import signed_in
from tests.claims.bundles.made import make_bundle
from tests.claims.bundles.packing import unpack
from tests.factories.claims import BundleFactory
from tests.factories.sources import DocumentFactory

URL = "/api/v1/bundles/"


def client(user) -> APIClient:
    acting = APIClient()
    acting.force_authenticate(user)
    return acting


@pytest.fixture
def maker(debate, curator) -> APIClient:
    return client(curator)


@pytest.fixture
def made(maker) -> dict:
    return maker.post(URL, {"claims": ["gate-closed-early"]}, format="json").json()


def test_a_bundle_is_made_and_taken(maker, api):
    made = maker.post(URL, {"claims": ["gate-closed-early"], "documents": ["tarrowby2019holding"]}, format="json")
    record = made.json()
    taken = api.get(record["url"])

    expected = make_bundle(Asked(claims=["gate-closed-early"], documents=["tarrowby2019holding"]), site=settings.SITE_URL)
    assert made.status_code == 201
    assert made["Location"] == record["url"] == f"http://testserver{URL}{record['id']}/"
    assert record == {
        "id": record["id"],
        "url": record["url"],
        "sha256": hashlib.sha256(expected).hexdigest(),
        "size": len(expected),
        "asked": {"claims": ["gate-closed-early"], "topics": [], "documents": ["tarrowby2019holding"]},
        "created_by": "carla",
        "created_at": record["created_at"],
        "revision": 1,
    }
    assert (taken.status_code, taken.content) == (200, expected)
    assert {name: taken[name] for name in ("Content-Type", "Content-Length", "ETag", "Content-Disposition", "Cache-Control")} == {
        "Content-Type": "application/zip",
        "Content-Length": str(len(expected)),
        "ETag": f'"{record["sha256"]}"',
        "Content-Disposition": f'attachment; filename="bundle-{record["id"]}.zip"',
        "Cache-Control": "no-cache",
    }


def test_no_body_asks_for_everything_public(maker, debate):
    made = maker.post(URL).json()

    assert Bundle.objects.get().holds["claims"] == ["gate-closed-early"]
    assert made["asked"] == {"claims": [], "topics": [], "documents": []}


def test_the_same_state_gives_the_same_bundle(maker, editor, made):
    again = client(editor).post(URL, {"claims": ["gate-closed-early"]}, format="json")

    assert (again.status_code, again.json()) == (201, made)


def test_a_bundle_that_somebody_makes_at_the_same_moment_is_made_once(maker, made, monkeypatch):
    found = Bundle.objects.none()
    asked = iter([found])
    monkeypatch.setattr(freezing.Bundle.objects, "without_content", lambda: next(asked, Bundle.objects.all()), raising=False)

    assert maker.post(URL, {"claims": ["gate-closed-early"]}, format="json").json() == made


def test_making_one_needs_an_account_and_says_why(debate, api):
    refused = api.post(URL)

    assert (refused.status_code, refused["WWW-Authenticate"]) == (401, "Token")
    assert Bundle.objects.count() == 0


def test_an_account_that_is_no_curator_makes_bundles_of_what_is_public_only(debate, django_user_model, api):
    reader = client(django_user_model.objects.create_user("rita"))

    made = reader.post(URL).json()

    assert "gate-opened-late" not in unpack(reader.get(made["url"]).content)["claims.jsonl"].decode()
    assert reader.get(URL).status_code == 403


@pytest.mark.parametrize(
    ("body", "status", "errors"),
    [
        ({"claims": ["nonsense"]}, 422, [{"field": "claims", "message": "There is no public claim nonsense."}]),
        (
            {"topics": ["x"], "documents": ["y", "z"]},
            422,
            [
                {"field": "topics", "message": "There is no public topic x."},
                {"field": "documents", "message": "There is no public document y, z."},
            ],
        ),
        ({"claims": "gate-closed-early"}, 400, [{"field": "claims", "message": 'Expected a list of items but got type "str".'}]),
        ({"claim": ["x"]}, 400, [{"field": "claim", "message": "Unknown field. There are: as_of, claims, documents, topics."}]),
        ({"claims": [""]}, 400, [{"field": "claims.0", "message": "This field may not be blank."}]),
    ],
)
def test_what_cannot_be_made_is_refused_by_field(maker, body, status, errors):
    refused = maker.post(URL, body, format="json")

    assert (refused.status_code, refused["Content-Type"], refused.json()["errors"]) == (status, "application/problem+json", errors)
    assert Bundle.objects.count() == 0


@pytest.mark.parametrize(
    ("bound", "most", "says"),
    [
        ("MOST_BYTES", 100, "bytes; at most 100 are kept."),
        ("MOST_EXCERPTS", 0, "The bundle would have 1 excerpts; with at most 0 it is kept."),
    ],
)
def test_a_bundle_that_is_too_large_to_keep_is_refused(maker, monkeypatch, bound, most, says):
    monkeypatch.setattr(freezing, bound, most)

    refused = maker.post(URL)

    assert refused.status_code == 422
    assert refused.json()["detail"].endswith(f"{says} Ask for less, or write it with manage.py export_bundle.")
    assert Bundle.objects.count() == 0


def test_the_record_is_had_as_json(api, made):
    assert api.get(made["url"], headers={"Accept": "application/json"}).json() == made
    assert api.get(f"{made['url']}?format=json").json() == made
    assert api.get(f"{made['url']}?format=zip", headers={"Accept": "application/json"})["Content-Type"] == "application/zip"
    assert api.get(made["url"], headers={"Accept": "application/json"})["ETag"] == f'"{made["sha256"]}"'


def test_what_a_bundle_is_not_had_as_is_answered_with_what_there_is(api, made):
    refused = api.get(made["url"], headers={"Accept": "text/csv"})

    assert (refused.status_code, [one["format"] for one in refused.json()["available"]]) == (406, ["zip", "json"])


def test_whoever_has_it_is_told_so(api, made):
    unchanged = api.get(made["url"], headers={"If-None-Match": f'"{made["sha256"]}"'})

    assert (unchanged.status_code, unchanged.content) == (304, b"")


def test_a_head_has_no_body(api, made):
    head = api.head(made["url"])

    assert (head.status_code, head.content, head["Content-Length"]) == (200, b"", str(made["size"]))


def test_there_is_no_other_address(api, made):
    assert api.get(f"{URL}nothing/").status_code == 404
    assert api.get(f"{made['url']}?x=1").status_code == 400


def test_curators_see_the_list_without_the_files(maker, made, api):
    BundleFactory()
    with CaptureQueriesContext(connection) as queries:
        listed = maker.get(f"{URL}?count=true").json()

    assert (listed["count"], listed["results"][1]) == (2, made)
    assert not any('"content"' in query["sql"] for query in queries)
    assert api.get(URL).status_code == 401


def hide_the_document(debate):
    Document.objects.update(is_hidden=True)


def withhold_the_words(debate):
    Text.objects.update(rights="private")


def retract_the_evidence(debate):
    retract(debate.accepted, by=debate.published.reviews.last().by, comment="Misread.")


@pytest.mark.parametrize("become", [hide_the_document, withhold_the_words, retract_the_evidence])
def test_what_is_no_longer_public_is_no_longer_given_to_strangers(debate, made, api, maker, django_user_model, become):
    become(debate)
    reader = client(django_user_model.objects.create_user("rita"))

    for stranger in (api, reader):
        for headers in ({}, {"Accept": "application/json"}, {"If-None-Match": f'"{made["sha256"]}"'}):
            refused = stranger.get(made["url"], headers=headers)
            assert (refused.status_code, refused.json()["detail"]) == (
                410,
                "Something in this bundle is no longer public, so it is not given out. "
                "Make another of what is public now: POST /api/v1/bundles/.",
            )
    assert maker.get(made["url"]).status_code == 200


def test_a_bundle_is_given_out_again_when_all_is_public_again(debate, made, api):
    hide_the_document(debate)
    assert api.get(made["url"]).status_code == 410
    Document.objects.update(is_hidden=False)

    assert api.get(made["url"]).status_code == 200


def test_a_hidden_whole_withdraws_the_bundle_that_names_it(debate, maker, api):
    whole = DocumentFactory(citation_key="whole", title="The whole")
    Document.objects.filter(pk=debate.document.pk).update(part_of=whole)
    made = maker.post(URL, {"documents": ["tarrowby2019holding"]}, format="json").json()
    assert api.get(made["url"]).status_code == 200

    Document.objects.filter(pk=whole.pk).update(is_hidden=True)

    assert api.get(made["url"]).status_code == 410


def test_a_retracted_claim_stays_public_and_so_does_its_bundle(debate, made, api, editor):
    retract(debate.published, by=editor, comment="Superseded by better words.")

    assert Claim.objects.get(pk=debate.published.pk).status == "retracted"
    assert api.get(made["url"]).status_code == 200


def test_what_is_asked_for_by_a_former_key_is_found(debate, maker):
    assert json.loads(maker.post(URL, {"documents": [debate.document.public_id]}, format="json").content)["size"] > 0
    assert Passage.objects.count() == 3


def test_the_same_request_again_makes_no_second_bundle(debate, curator):
    writing = signed_in(curator)

    first, second = (writing.post("/api/v1/bundles/", {}, format="json", headers={"Idempotency-Key": "one-bundle"}) for _ in range(2))

    assert (first.status_code, second.status_code, first.json(), Bundle.objects.count()) == (201, 201, second.json(), 1)
    other = writing.post("/api/v1/bundles/", {"claims": ["gate"]}, format="json", headers={"Idempotency-Key": "one-bundle"})
    assert (other.status_code, other.json()["errors"][0]["field"]) == (422, "Idempotency-Key")
