from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from claims.models import Claim, Evidence, Relation, Topic
from history.models import Change
from sources.models import Passage
from tests.claims.exchange.conftest import WORDS, claim_line, evidence_of
from tests.factories.sources import AuthorFactory, TextFactory

pytestmark = pytest.mark.django_db
TOPIC = {"record": "topic", "slug": "gates", "labels": [{"language": "en", "label": "Gates"}]}


def results(outcomes) -> list[tuple[str, str, int, str]]:
    return [(one.record, one.key, one.line, one.result) for one in outcomes]


def test_a_claim_comes_in_as_a_draft_of_who_brings_it(bring, text, curator):
    AuthorFactory(public_id="hester")
    outcomes = bring(TOPIC, claim_line(topics=["gates"], holder="hester", evidence=[evidence_of(text)]))

    assert results(outcomes) == [("topic", "gates", 1, "created"), ("claim", "gate-closed", 2, "created")]
    claim = Claim.objects.get()
    link = claim.evidence.get()
    assert (claim.public_id, claim.status, claim.created_by, claim.holder.public_id) == ("gate-closed", "draft", curator, "hester")
    assert (claim.statement, claim.attributes, claim.revision) == ("The gate closed early.", {"what": "closing"}, 1)
    assert [topic.slug for topic in claim.topics.all()] == ["gates"]
    assert (link.public_id, link.status, link.created_by, link.stance) == ("gate-evidence", "draft", curator, "supports")
    assert (link.passage.quote, link.passage.status) == ("The harbour gate closed at dawn.", "exact")
    assert {(change.user, change.reason) for change in Change.objects.filter(table__startswith="claims_")} == {
        ("carla", "Imported from a test")
    }


def test_the_same_file_again_changes_nothing(bring, text):
    lines = (
        TOPIC,
        claim_line(topics=["gates"], evidence=[evidence_of(text)], relations=[]),
        claim_line(
            "gate-opened", relations=[{"id": "opened-after", "kind": "responds_to", "to": "gate-closed", "reason": "It came later."}]
        ),
    )
    bring(*lines)
    before = Change.objects.count()

    outcomes = bring(*lines)

    assert [one.result for one in outcomes] == ["unchanged"] * 4
    assert [one.differences for one in outcomes] == [()] * 4
    assert Change.objects.count() == before


def test_relations_lead_to_what_comes_later_in_the_file(bring, text):
    challenge = {"id": "undercut", "kind": "undercuts", "to_evidence": "gate-evidence", "reason": "The clock was wrong."}
    reply = {"id": "reply", "kind": "responds_to", "to": "gate-closed", "reason": "It came later."}
    outcomes = bring(claim_line("third", relations=[challenge, reply]), claim_line(evidence=[evidence_of(text)]))

    assert results(outcomes) == [
        ("claim", "third", 1, "created"),
        ("relation", "undercut", 1, "created"),
        ("relation", "reply", 1, "created"),
        ("claim", "gate-closed", 2, "created"),
    ]
    assert Relation.objects.get(public_id="undercut").to_evidence == Evidence.objects.get()
    assert Relation.objects.get(public_id="reply").to_claim.public_id == "gate-closed"


def test_a_revision_of_a_published_claim_comes_in_as_a_draft(bring, debate):
    bring(claim_line("revised", supersedes=debate.published.public_id))

    assert Claim.objects.get(public_id="revised").supersedes == debate.published


def test_one_false_record_keeps_the_whole_file_out(bring, text):
    outcomes = bring(claim_line(evidence=[evidence_of(text)]), claim_line("other", type="causual"))

    assert [one.result for one in outcomes] == ["created", "failed"]
    assert (bring.summary.created, bring.summary.failed, bring.summary.is_stored) == (0, 1, False)
    assert not Claim.objects.exists()
    assert not Passage.objects.exists()


def test_keep_going_takes_what_is_good(bring, text):
    bring(claim_line(evidence=[evidence_of(text)]), claim_line("other", type="causual"), keep_going=True)

    assert [claim.public_id for claim in Claim.objects.all()] == ["gate-closed"]


def test_a_dry_run_says_it_all_and_stores_nothing(bring, text):
    outcomes = bring(TOPIC, claim_line(topics=["gates"], evidence=[evidence_of(text)]), dry_run=True)

    assert [one.result for one in outcomes] == ["created", "created"]
    assert (bring.summary.created, bring.summary.is_stored) == (2, False)
    assert not Topic.objects.exists()


def test_what_the_file_says_otherwise_is_shown_and_written_only_when_asked(bring, text):
    bring(claim_line())
    changed = claim_line(statement="The gate closed late.", evidence=[evidence_of(text)])

    (outcome,) = bring(changed)
    assert outcome.result == "unchanged"
    assert [(one.field, one.here, one.file) for one in outcome.differences] == [
        ("statement", "The gate closed early.", "The gate closed late."),
        ("evidence[0]", "", "gate-evidence: supports"),
    ]
    assert Claim.objects.get().statement == "The gate closed early."

    (outcome,) = bring(changed, update=True)
    assert outcome.result == "updated"
    assert (Claim.objects.get().statement, Evidence.objects.get().public_id) == ("The gate closed late.", "gate-evidence")
    assert [one.result for one in bring(changed, update=True)] == ["unchanged"]


def test_published_words_are_not_updated(bring, debate):
    line = {"id": debate.published.public_id, "type": "event", "statement": "The gate never closed.", "attributes": {"what": "closing"}}

    (outcome,) = bring(line, update=True)

    assert [str(fault) for fault in outcome.errors] == [
        f"line 1: law 3: the words of claims_claim {debate.published.public_id} are published: they never change, revise it instead"
    ]


def test_words_of_a_text_that_is_not_held_are_pinned_by_their_hash(bring):
    away = TextFactory(words=WORDS, content=None)
    link = evidence_of(away)

    bring(claim_line(evidence=[link]))

    passage = Passage.objects.get()
    assert (passage.status, passage.quote, passage.quote_sha256) == ("pinned", None, link["excerpt"]["quote_sha256"])


def test_a_quote_without_a_span_is_located(bring, text):
    bring(claim_line(evidence=[evidence_of(text, excerpt={"document": "tarrowby2019holding", "quote": "It opened  again at noon."})]))

    assert (Passage.objects.get().start, Passage.objects.get().quote) == (33, "It opened again at noon.")


def test_a_typed_quote_of_a_copy_that_is_not_held_says_so(bring, text):
    excerpt = {
        "document": "tarrowby2019holding",
        "status": "transcribed",
        "quote": "Typed words.",
        "locator": {"label": "page", "value": "9"},
    }
    bring(claim_line(evidence=[evidence_of(text, excerpt=excerpt)]))
    bring(claim_line("second", evidence=[evidence_of(text, excerpt=excerpt, id="second-evidence")]))

    passage = Passage.objects.get()
    assert (passage.status, passage.quote, passage.locator_value) == ("transcribed", "Typed words.", "9")


def test_a_machine_s_proposal_stays_one(bring, text):
    bring(claim_line(origin="machine", tool="matcher 1.2"))

    assert (Claim.objects.get().origin, Claim.objects.get().tool) == ("machine", "matcher 1.2")


def test_the_digits_of_a_number_stay_as_they_are(bring):
    line = b'{"id": "gate-width", "type": "quantitative", "statement": "It is wide.", "attributes": {"measure": "width", "value": 1.10}}'

    bring(line)

    assert Claim.objects.get().attributes == {"measure": "width", "value": "1.10"}
    assert [one.result for one in bring(line)] == ["unchanged"]


def test_queries_do_not_grow_with_the_claims_of_a_batch(bring, text):
    def lines(first: int, many: int):
        return [claim_line(f"claim-{n}", evidence=[evidence_of(text, n, n + 5, id=f"link-{n}")]) for n in range(first, first + many)]

    with CaptureQueriesContext(connection) as few:
        bring(*lines(0, 2))
    with CaptureQueriesContext(connection) as many:
        bring(*lines(10, 40))
    assert len(many) == len(few)
