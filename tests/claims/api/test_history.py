"""The stories of records: a curator is told all of it, a stranger what was public."""

from __future__ import annotations

import pytest
from django.db import connection

from claims.models import Claim, ClaimTopic
from claims.services.propose import propose_claim
from claims.services.review import approve, retract, submit
from claims.services.stories import CLAIM_PARTS, PUBLIC_STORY
from history.models import Change
from history.services import recorded
from history.story import story_of
from tests.factories.claims import ClaimFactory, RelationFactory, TopicFactory, TopicLabelFactory
from tests.factories.sources import ContributionFactory, DocumentFactory

STORY = "/api/v1/claims/gate-closed-early/history/"


def told(api, address: str) -> list[tuple[str, str, list[str]]]:
    """Which record, what was done, which columns; the newest first."""
    answer = api.get(address)
    assert answer.status_code == 200, answer.content
    return [(one["record"]["kind"], one["action"], [column["column"] for column in one["changes"]]) for one in answer.json()["results"]]


def test_a_curator_is_told_who_did_what_and_why(debate, api, curator, editor):
    retract(debate.published, by=editor, comment="The gate was another one.")
    api.force_authenticate(curator)

    retracted, *_, created = api.get(STORY).json()["results"]

    assert retracted | {"at": None} == {
        "record": {"kind": "claim", "id": "gate-closed-early"},
        "action": "update",
        "revision": 4,
        "at": None,
        "by": "edith",
        "reason": "The gate was another one.",
        "changes": [{"column": "status", "name": "status", "before": "published", "after": "retracted"}],
    }
    assert (created["by"], created["action"], created["revision"]) == ("carla", "create", 1)
    assert told(api, STORY)[1:] == [
        ("claim", "update", ["status"]),
        ("claim", "update", ["status"]),
        ("evidence", "update", ["status"]),
        ("evidence", "update", ["status"]),
        (
            "evidence",
            "create",
            ["origin", "created_by_id", "claim_id", "passage_id", "stance", "voice", "basis", "strength", "reason", "status"],
        ),
        ("claim", "create", ["origin", "created_by_id", "type", "statement", "attributes", "language", "status"]),
    ]


def test_a_stranger_is_told_what_was_public_and_by_nobody(debate, api, editor):
    retract(debate.published, by=editor, comment="The gate was another one.")

    retracted, published, accepted = api.get(STORY).json()["results"]

    assert (retracted["by"], retracted["reason"]) == (None, "The gate was another one.")
    assert (published["by"], published["reason"]) == (None, None)
    assert {one["column"]: (one["before"], one["after"]) for one in published["changes"]}["statement"] == (None, "The gate closed early.")
    passage = next(one for one in accepted["changes"] if one["column"] == "passage_id")
    assert (passage["before"], passage["after"]) == (None, debate.public.public_id)


def test_words_of_drafts_are_not_told_to_strangers(debate, api, curator, editor):
    claim = propose_claim(by=curator, public_id="gate-was-wide", type="event", statement="A secret slip.", attributes={"what": "x"})
    with recorded(by=curator):
        Claim.objects.filter(pk=claim.pk).update(statement="The gate was wide.")
        slip = ClaimTopic.objects.create(claim=claim, topic=TopicFactory(slug="slip"))
        slip.delete()
    from_evidence = debate.accepted
    with recorded(by=curator):
        from_evidence = type(from_evidence).objects.create(
            claim=claim,
            passage=debate.public,
            stance="supports",
            voice="asserts",
            basis="data",
            strength="weak",
            reason="Wide.",
        )
    claim.refresh_from_db()
    for record in (from_evidence, claim):
        submit(record, by=curator)
        approve(record, by=editor)
    RelationFactory(from_claim=claim, to_claim=debate.published, reason="A secret reason.")

    answer = api.get("/api/v1/claims/gate-was-wide/history/")

    assert [(one["record"]["kind"], one["action"]) for one in answer.json()["results"]] == [("claim", "update"), ("evidence", "update")]
    assert "secret" not in answer.content.decode()


def test_a_draft_has_no_story_for_strangers(debate, api):
    assert api.get("/api/v1/claims/gate-opened-late/history/").status_code == 404


def test_what_was_written_while_a_document_was_hidden_is_not_told(db, api, curator):
    document = DocumentFactory(citation_key="tarrowby2019holding", title="Holding the gate")
    with recorded(by=curator, reason="in the dark"):
        for change in ({"is_hidden": True}, {"title": "A secret title"}, {"title": "Holding the gates"}):
            type(document).objects.filter(pk=document.pk).update(**change)
        ContributionFactory(document=document).delete()
        type(document).objects.filter(pk=document.pk).update(is_hidden=False)
        ContributionFactory(document=document)

    answer = api.get("/api/v1/documents/tarrowby2019holding/history/").json()["results"]

    assert [(one["record"]["kind"], one["action"], one["reason"]) for one in answer] == [
        ("contribution", "create", None),
        ("document", "update", None),
        ("document", "create", None),
    ]
    assert [(one["before"], one["after"]) for one in answer[1]["changes"]] == [("Holding the gate", "Holding the gates")]


def test_every_kind_of_record_has_a_story(debate, api, curator):
    api.force_authenticate(curator)
    relation = RelationFactory(from_claim=debate.published, to_claim=debate.draft)
    label = TopicLabelFactory(topic=TopicFactory(slug="gates"))
    author = debate.document.contributions.get().author

    assert told(api, f"/api/v1/evidence/{debate.accepted.public_id}/history/")[0] == ("evidence", "update", ["status"])
    assert told(api, f"/api/v1/relations/{relation.public_id}/history/")[0][:2] == ("relation", "create")
    assert [one[:2] for one in told(api, "/api/v1/topics/gates/history/")] == [("topic label", "create"), ("topic", "create")]
    assert told(api, f"/api/v1/excerpts/{debate.public.public_id}/history/")[0][:2] == ("passage", "create")
    assert told(api, f"/api/v1/authors/{author.public_id}/history/")[0][:2] == ("author", "create")
    assert debate.public.quote not in str(api.get(f"/api/v1/excerpts/{debate.public.public_id}/history/").json())
    assert label.label in str(api.get("/api/v1/topics/gates/history/").json())


def test_a_story_comes_in_pages(debate, api, curator):
    api.force_authenticate(curator)
    whole = api.get(STORY).json()["results"]

    pages, address = [], f"{STORY}?limit=2&count=true"
    while address:
        page = api.get(address).json()
        pages += page["results"]
        address = page["next"]

    assert (pages, page["count"]) == (whole, len(whole))
    assert api.get(f"{STORY}?status=draft").status_code == 400


@pytest.mark.parametrize("changes", [1, 9])
def test_queries_do_not_grow_with_changes(debate, api, curator, django_assert_num_queries, changes):
    with recorded(by=curator):
        for n in range(changes):
            ClaimTopic.objects.create(claim=debate.published, topic=TopicFactory(slug=f"topic-{n}"))
    api.force_authenticate(curator)

    # The claim and its topics, the page, and the names of accounts, authors, claims, passages and topics that it mentions.
    with django_assert_num_queries(7):
        assert api.get(STORY).status_code == 200


# A database of its own: one in which other tests undid much has long tables, in which the server counts no rows when it happens to look.
@pytest.mark.usefixtures("committed_db")
def test_a_story_is_found_by_indexes(debate):
    """Among many changes of other records, only those of the record and its parts are read."""
    claims = ClaimFactory.create_batch(20)
    for _ in range(30):
        Claim.objects.filter(pk__in=[claim.pk for claim in claims]).update(language="de")
        Claim.objects.filter(pk__in=[claim.pk for claim in claims]).update(language="en")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")

    plans = [story_of(debate.published, CLAIM_PARTS, public=public)[:26].explain() for public in (None, PUBLIC_STORY)]

    for plan in plans:
        assert "history_part_evidence_claim" in plan, plan
        assert "history_change_row" in plan, plan
        assert "Seq Scan on history_change" not in plan, plan
    assert Change.objects.count() > 1000
