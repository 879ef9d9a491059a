from __future__ import annotations

import hashlib
import json

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from claims.exchange.exporting import Choice, export_claims
from claims.services.propose import propose_relation
from tests.claims.exchange.conftest import WORDS, claim_line, evidence_of
from tests.factories.claims import ClaimFactory, TopicFactory, TopicLabelFactory
from tests.factories.sources import TextFactory

pytestmark = pytest.mark.django_db


def exported(choice: Choice = Choice(), **options) -> list[dict]:  # noqa: B008 - frozen
    return [json.loads(line) for line in export_claims(choice, with_sources=False, **options)]


def test_a_claim_is_one_line_with_all_that_is_its_own(debate):
    (line,) = exported()
    reviews = line["reviews"] + line["evidence"][0]["reviews"]

    assert [(review["action"], review["by"], review["comment"]) for review in reviews] == [
        ("submit", "carla", ""),
        ("approve", "edith", ""),
    ] * 2
    for reviewed in (line, line["evidence"][0]):
        assert all(review.pop("at") for review in reviewed["reviews"])
    words = "The harbour gate closed at dawn."
    acts = [{"action": "submit", "by": "carla", "comment": ""}, {"action": "approve", "by": "edith", "comment": ""}]
    made = {"origin": "human", "tool": "", "created_by": "carla", "reviews": acts}
    assert line == {
        "record": "claim",
        "id": "gate-closed-early",
        "type": "event",
        "statement": "The gate closed early.",
        "attributes": {"what": "The gate closed early."},
        "language": "en",
        "holder": None,
        "topics": [],
        "supersedes": None,
        "status": "published",
        **made,
        "evidence": [
            {
                "id": "gate-closed-early-evidence",
                "excerpt": {
                    "id": debate.public.public_id,
                    "document": "tarrowby2019holding",
                    "text": debate.public.text.sha256,
                    "version": 1,
                    "start": 0,
                    "end": 32,
                    "quote_sha256": hashlib.sha256(words.encode()).hexdigest(),
                    "quote": words,
                    "origin": "human",
                    "tool": "",
                },
                "stance": "supports",
                "voice": "asserts",
                "holder": None,
                "holder_as_named": "",
                "basis": "uncited",
                "strength": "strong",
                "reason": "It says so.",
                "supersedes": None,
                "status": "accepted",
                **made,
            }
        ],
        "relations": [],
    }


def test_strangers_get_what_is_public_and_curators_all(debate, curator):
    assert [line["id"] for line in exported()] == ["gate-closed-early"]
    assert [line["id"] for line in exported(user=curator)] == ["gate-closed-early", "gate-opened-late"]

    debate.document.is_hidden = True
    debate.document.save()
    assert [line["evidence"] for line in exported()] == [[]]


@pytest.mark.parametrize(
    ("rights", "plain", "with_quotes"), [("open", True, True), ("excerpt_only", False, True), ("private", False, False)]
)
def test_words_are_given_as_far_as_their_rights_allow(bring, curator, rights, plain, with_quotes):
    bring(claim_line(evidence=[evidence_of(TextFactory(content=WORDS, rights=rights))]))

    def has_words(**options) -> bool:
        return "quote" in exported(user=curator, **options)[0]["evidence"][0]["excerpt"]

    assert (has_words(), has_words(with_quotes=True)) == (plain, with_quotes)


def test_choices_narrow_and_an_unknown_one_is_named(debate, curator):
    topic = TopicFactory(slug="gates", broader=TopicFactory(slug="waterworks"))
    TopicFactory(slug="ships")
    TopicLabelFactory(topic=topic, label="Gates")
    debate.draft.topics.add(topic)
    propose_relation(
        by=curator, public_id="from-choice", from_claim=debate.draft, kind="responds_to", to_claim=debate.published, reason="Later."
    )

    def names(**choice) -> list[str]:
        return [line.get("slug") or line["id"] for line in exported(Choice(**choice), user=curator)]

    assert names() == ["ships", "waterworks", "gates", "gate-closed-early", "gate-opened-late"]
    assert names(topics=["gates"]) == ["waterworks", "gates", "gate-opened-late"]
    assert names(claims=["gate-closed-early"]) == names(states=["published"]) == ["gate-closed-early"]
    assert names(documents=["TARROWBY2019holding"], states=["draft"]) == ["waterworks", "gates", "gate-opened-late"]
    # A relation out of the choice would lead nowhere.
    assert exported(Choice(topics=["gates"]), user=curator)[-1]["relations"] == []
    for choice in (Choice(claims=["nothing"]), Choice(topics=["nothing"]), Choice(documents=["nothing"]), Choice(states=["nothing"])):
        with pytest.raises(ValidationError, match=r"There is no \w+ nothing\."):
            exported(choice)


def test_what_is_not_public_is_not_there_to_be_chosen(debate):
    with pytest.raises(ValidationError, match="There is no claim gate-opened-late"):
        exported(Choice(claims=["gate-opened-late"]))


def test_the_order_is_that_of_the_ids_whatever_came_first(curator):
    for name in ("b-claim", "a-claim", "aa-claim"):
        ClaimFactory(public_id=name)

    assert [line["id"] for line in exported(user=curator)] == ["a-claim", "aa-claim", "b-claim"]


def test_queries_do_not_grow_with_claims(bring, text, curator):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            exported(user=curator)
        return len(captured)

    bring(claim_line("claim-0", evidence=[evidence_of(text)]))
    few = queries()
    bring(*(claim_line(f"claim-{n}", evidence=[evidence_of(text, n, n + 9, id=f"link-{n}")]) for n in range(1, 20)))
    assert queries() == few


def test_drafts_exported_and_brought_in_where_they_are_not_give_the_same_bytes(bring, text, curator):
    relation = {"id": "came-after", "kind": "responds_to", "to": "gate-closed", "reason": "It came later."}
    topics = [{"record": "topic", "id": "topic-one", "slug": "gates", "labels": [{"language": "en", "label": "Gates"}]}]
    bring(*topics, claim_line(topics=["gates"], evidence=[evidence_of(text)]), claim_line("gate-opened", relations=[relation]))
    before = "".join(export_claims(Choice(), user=curator))

    bring(before.replace("gate-", "other-").replace("came-after", "came-again").encode())

    claims = Choice(claims=["other-closed", "other-opened"])
    again = "".join(export_claims(claims, user=curator))
    assert again.replace("other-", "gate-").replace("came-again", "came-after") == before
