from __future__ import annotations

import pytest

from claims.models import Claim, Evidence, Relation, Topic
from claims.services.review import submit
from history.models import Change
from tests.claims.api.writers import signed_in
from tests.factories.claims import ClaimFactory, EvidenceFactory, RelationFactory, TopicFactory, TopicLabelFactory
from tests.factories.sources import AuthorFactory, PassageFactory

pytestmark = pytest.mark.django_db
CLAIMS, EVIDENCE, RELATIONS, TOPICS = (f"/api/v1/{name}/" for name in ("claims", "evidence", "relations", "topics"))
CAUSAL = {"type": "causal", "statement": "Late closing floods the quay.", "attributes": {"cause": "late closing", "effect": "a wet quay"}}
LINK = {"stance": "supports", "voice": "asserts", "basis": "data", "strength": "strong", "reason": "The log says so."}


@pytest.fixture
def writing(curator):
    return signed_in(curator)


def test_a_claim_is_proposed_with_all_that_can_be_said_of_it(writing):
    TopicFactory(slug="gates")
    holder = AuthorFactory()

    answer = writing.post(CLAIMS, CAUSAL | {"topics": ["gates"], "language": "en-GB", "holder": holder.public_id}, format="json")

    claim = Claim.objects.get()
    body = answer.json()
    assert (answer.status_code, answer["Location"], body["url"]) == (201, body["url"], f"http://testserver{CLAIMS}{claim.public_id}/")
    assert {name: body[name] for name in ("type", "statement", "attributes", "topics", "language", "holder", "status", "created_by")} == (
        CAUSAL
        | {
            "topics": ["gates"],
            "language": "en-GB",
            "holder": f"http://testserver/api/v1/authors/{holder.public_id}/",
            "status": "draft",
            "created_by": "carla",
        }
    )
    assert (body["id"], body["revision"], body["origin"], body["tool"]) == (claim.public_id, 1, "human", "")
    read = writing.get(answer["Location"])
    assert (read.json(), read["ETag"]) == (body, answer["ETag"])
    change = Change.objects.of(claim).get()
    assert (change.user, change.reason) == ("carla", "Proposed over the API")


@pytest.mark.parametrize("named", ["id", "url"])
def test_evidence_and_relations_name_records_by_id_or_by_our_address(writing, named):
    claim, other, passage = ClaimFactory(), ClaimFactory(), PassageFactory()
    author = AuthorFactory()
    name = {
        record: record.public_id if named == "id" else f"http://testserver/api/v1/{resource}/{record.public_id}/"
        for record, resource in ((claim, "claims"), (other, "claims"), (passage, "excerpts"), (author, "authors"))
    }

    evidence = writing.post(
        EVIDENCE, LINK | {"voice": "reports", "claim": name[claim], "excerpt": name[passage], "holder": name[author]}, format="json"
    )
    relation = writing.post(
        RELATIONS, {"from": name[claim], "kind": "contradicts", "to": name[other], "reason": "Not both."}, format="json"
    )
    undercut = writing.post(
        RELATIONS,
        {"from": name[other], "kind": "undercuts", "to_evidence": evidence.json()[named], "reason": "The log was forged."},
        format="json",
    )

    assert (evidence.status_code, relation.status_code, undercut.status_code) == (201, 201, 201)
    assert [evidence.json()[key] for key in ("claim", "holder", "status", "created_by", "revision")] == [
        f"http://testserver/api/v1/claims/{claim.public_id}/",
        f"http://testserver/api/v1/authors/{author.public_id}/",
        "draft",
        "carla",
        1,
    ]
    assert evidence.json()["excerpt"]["id"] == passage.public_id
    assert [relation.json()[key] for key in ("from", "kind", "to", "to_evidence", "reason", "status", "created_by")] == [
        f"http://testserver/api/v1/claims/{claim.public_id}/",
        "contradicts",
        f"http://testserver/api/v1/claims/{other.public_id}/",
        None,
        "Not both.",
        "draft",
        "carla",
    ]
    assert undercut.json()["to_evidence"] == evidence.json()["url"]


def test_a_holder_who_is_no_author_is_named_as_the_passage_does(writing):
    sent = LINK | {"voice": "reports", "claim": ClaimFactory().public_id, "excerpt": PassageFactory().public_id}

    assert writing.post(EVIDENCE, sent | {"holder_as_named": "some critics"}, format="json").json()["holder_as_named"] == "some critics"
    nameless = writing.post(EVIDENCE, sent | {"stance": "context"}, format="json")
    assert (nameless.status_code, nameless.json()["detail"]) == (
        422,
        "holder: Reported words have somebody who says so: name the holder. Other evidence names none.",
    )


@pytest.mark.parametrize(
    ("address", "sent", "status", "fields"),
    [
        (CLAIMS, {}, 400, ["type", "statement", "attributes"]),
        (CLAIMS, CAUSAL | {"statment": "x", "status": "published"}, 400, ["statment", "status"]),
        (CLAIMS, CAUSAL | {"type": "gossip"}, 400, ["type"]),
        (CLAIMS, CAUSAL | {"statement": " "}, 400, ["statement"]),
        (CLAIMS, CAUSAL | {"statement": 7}, 400, ["statement"]),
        (CLAIMS, CAUSAL | {"statement": "a\x00b"}, 400, ["statement"]),
        (CLAIMS, CAUSAL | {"attributes": []}, 400, ["attributes"]),
        (CLAIMS, CAUSAL | {"attributes": {"cause": "a\x00b", "effect": "c"}}, 400, ["attributes"]),
        (CLAIMS, CAUSAL | {"attributes": {"cause": "a", "effect": 2**70}}, 400, ["attributes"]),
        (CLAIMS, CAUSAL | {"attributes": {"cause": "a"}}, 422, ["attributes"]),
        (CLAIMS, CAUSAL | {"attributes": {"cause": "a", "effect": "b", "colour": "red"}}, 422, ["attributes"]),
        (CLAIMS, CAUSAL | {"topics": ["nowhere"]}, 422, ["topics"]),
        (CLAIMS, CAUSAL | {"holder": "nobody-here"}, 422, ["holder"]),
        (CLAIMS, CAUSAL | {"holder": "https://elsewhere.example/api/v1/authors/abcd/"}, 400, ["holder"]),
        (CLAIMS, CAUSAL | {"holder": "/api/v1/claims/abcd/"}, 400, ["holder"]),
        (CLAIMS, CAUSAL | {"holder": "http://[bad/"}, 400, ["holder"]),
        (EVIDENCE, LINK | {"claim": "not-here", "excerpt": "not-here"}, 422, ["claim"]),
        (RELATIONS, {"from": "not-here", "kind": "supports", "to": "x", "reason": "y"}, 422, ["from"]),
        (TOPICS, {"slug": "no spaces"}, 422, ["slug"]),
        (TOPICS, {"slug": "gates", "labels": [{"language": "en"}]}, 400, ["labels.0.label"]),
    ],
)
def test_what_is_not_fit_is_refused_at_its_field_and_nothing_is_made(writing, address, sent, status, fields):
    answer = writing.post(address, sent, format="json")

    assert (answer.status_code, [one["field"] for one in answer.json().get("errors", [])]) == (status, fields)
    assert [model.objects.count() for model in (Claim, Evidence, Relation, Topic)] == [0, 0, 0, 0]


@pytest.mark.parametrize("body", ["[]", "7", "null", '"x"', "{", '{"type": 1e999}', "[" * 100_000])
def test_a_body_that_is_no_object_is_refused(writing, body):
    assert writing.post(CLAIMS, body, content_type="application/json").status_code == 400


def test_a_draft_is_changed_and_what_is_not_sent_stays(writing):
    gates, tides = TopicFactory(slug="gates"), TopicFactory(slug="tides")
    made = writing.post(CLAIMS, CAUSAL | {"topics": [gates.slug]}, format="json")

    changed = writing.patch(
        made["Location"], {"statement": "It floods.", "topics": [tides.slug]}, format="json", headers={"If-Match": made["ETag"]}
    )

    body = changed.json()
    assert (changed.status_code, body["statement"], body["topics"], body["revision"]) == (200, "It floods.", ["tides"], 2)
    assert (body["attributes"], changed["ETag"]) == (CAUSAL["attributes"], writing.get(made["Location"])["ETag"])
    again = writing.patch(made["Location"], {"statement": "It floods."}, format="json", headers={"If-Match": changed["ETag"]})
    assert (again.status_code, again.json()["revision"]) == (200, 2)


def test_a_change_of_what_was_submitted_takes_it_back_to_draft(writing, curator):
    made = writing.post(CLAIMS, CAUSAL, format="json")
    submit(Claim.objects.get(), by=curator)
    tag = writing.get(made["Location"])["ETag"]

    changed = writing.patch(made["Location"], {"statement": "It floods."}, format="json", headers={"If-Match": tag})

    assert (changed.status_code, changed.json()["status"]) == (200, "draft")


def test_published_words_never_change(debate, writing, editor):
    tag = writing.get(f"{CLAIMS}gate-closed-early/")["ETag"]

    changed = writing.patch(f"{CLAIMS}gate-closed-early/", {"statement": "No."}, format="json", headers={"If-Match": tag})
    deleted = signed_in(editor).delete(f"{CLAIMS}gate-closed-early/", headers={"If-Match": tag})

    assert (changed.status_code, deleted.status_code) == (409, 409)
    assert changed.json()["detail"].startswith("This is published: its words never change.")
    assert Claim.objects.get(public_id="gate-closed-early").statement == "The gate closed early."


@pytest.mark.parametrize("factory", [ClaimFactory, EvidenceFactory, RelationFactory])
def test_an_editor_deletes_a_draft(editor, factory):
    record = factory()
    writing = signed_in(editor)
    address = (
        f"/api/v1/{ {'claim': 'claims', 'evidence': 'evidence', 'relation': 'relations'}[record._meta.model_name] }/{record.public_id}/"
    )

    answer = writing.delete(address, headers={"If-Match": writing.get(address)["ETag"]})

    assert (answer.status_code, answer.content, writing.get(address).status_code) == (204, b"", 404)
    assert Change.objects.of(record).last().kind == "delete"


def test_a_draft_that_something_refers_to_is_kept(editor):
    claim = EvidenceFactory().claim
    writing = signed_in(editor)
    address = f"{CLAIMS}{claim.public_id}/"

    answer = writing.delete(address, headers={"If-Match": writing.get(address)["ETag"]})

    assert (answer.status_code, Claim.objects.filter(pk=claim.pk).exists()) == (409, True)
    assert answer.json()["detail"].startswith("This is kept, since it has evidence.")


def test_topics_are_written_with_their_names(writing):
    TopicFactory(slug="harbours")
    sent = {"slug": "gates", "broader": "harbours", "labels": [{"language": "en", "label": "gates"}, {"language": "ja", "label": "水門"}]}

    made = writing.post(TOPICS, sent, format="json")
    changed = writing.patch(
        made["Location"],
        {"broader": None, "labels": [{"language": "ja", "label": "水門"}, {"language": "en", "label": "tide gates"}]},
        format="json",
        headers={"If-Match": made["ETag"]},
    )

    assert (made.status_code, made.json()["broader"], changed.status_code) == (201, "harbours", 200)
    assert changed.json()["broader"] is None
    assert [(one["language"], one["label"]) for one in changed.json()["labels"]] == [("en", "tide gates"), ("ja", "水門")]
    by_id = writing.get(f"{TOPICS}{made.json()['id']}/")
    assert (by_id.status_code, by_id.json()) == (200, changed.json())
    assert writing.post(CLAIMS, CAUSAL | {"topics": [made.json()["id"]]}, format="json").json()["topics"] == ["gates"]
    twice = writing.post(TOPICS, {"slug": "gates"}, format="json")
    assert (twice.status_code, [one["field"] for one in twice.json()["errors"]]) == (422, ["slug"])


def test_a_topic_in_use_is_kept_and_another_is_deleted(editor, writing):
    TopicLabelFactory(topic=TopicFactory(slug="gates"))
    writing.post(CLAIMS, CAUSAL | {"topics": ["gates"]}, format="json")
    TopicLabelFactory(topic=TopicFactory(slug="tides"))
    deciding = signed_in(editor)

    answers = {
        slug: deciding.delete(f"{TOPICS}{slug}/", headers={"If-Match": deciding.get(f"{TOPICS}{slug}/")["ETag"]})
        for slug in ("gates", "tides")
    }

    assert {slug: answer.status_code for slug, answer in answers.items()} == {"gates": 409, "tides": 204}


def test_the_same_proposal_sent_again_under_its_key_is_made_once(writing):
    answers = [writing.post(CLAIMS, CAUSAL, format="json", headers={"Idempotency-Key": "one"}) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()
    assert (answers[0]["ETag"], Claim.objects.count()) == (answers[1]["ETag"], 1)
