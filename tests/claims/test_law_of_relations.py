"""Relations are stored once and lead no claim back to itself, whoever writes and at the same time as whom."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import psycopg
import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from claims.models import Relation
from claims.services.propose import propose_evidence, propose_relation
from claims.services.review import approve, reject, retract, submit
from tests.debate import LINK
from tests.factories.claims import ClaimFactory, EvidenceFactory, RelationFactory, TopicFactory
from tests.factories.sources import DocumentFactory


def related(kind: str, *names: str) -> list:
    """Claims in a row, each in that relation to the next."""
    claims = [ClaimFactory(public_id=name) for name in names]
    for one, other in pairwise(claims):
        RelationFactory(from_claim=one, to_claim=other, kind=kind)
    return claims


@pytest.mark.parametrize("kind", ["supports", "refines", "depends_on", "responds_to"])
def test_no_claim_leads_back_to_itself(db, kind):
    first, _, last = related(kind, "claim-one", "claim-two", "claim-three")

    with pytest.raises(IntegrityError, match=f"claim-three {kind} claim-one {kind} claim-two {kind} claim-three"), transaction.atomic():
        RelationFactory(from_claim=last, to_claim=first, kind=kind)


def test_ways_that_meet_again_are_no_circle_and_other_kinds_are_other_ways(db):
    first, _, last = related("supports", "claim-one", "claim-two", "claim-three")
    RelationFactory(from_claim=first, to_claim=last, kind="supports")
    RelationFactory(from_claim=last, to_claim=first, kind="depends_on")
    RelationFactory(from_claim=last, to_claim=first, kind="contradicts")

    assert Relation.objects.count() == 5


def test_a_relation_that_was_refused_closes_no_circle(debate, curator, editor):
    one, other = related("supports", "claim-one", "claim-two")
    relation = Relation.objects.get(from_claim=one)
    submit(relation, by=curator)
    reject(relation, by=editor, comment="It does not follow.")

    assert propose_relation(by=curator, from_claim=other, to_claim=one, kind="supports", reason="The other way.").status == "draft"


def test_an_edit_closes_no_circle_either(db):
    one, other = related("supports", "claim-one", "claim-two")
    relation = RelationFactory(from_claim=other, to_claim=one, kind="contradicts")

    with pytest.raises(IntegrityError, match="a claim would lead back to itself"), transaction.atomic():
        Relation.objects.filter(pk=relation.pk).update(kind="supports")


def test_one_statement_closes_no_circle(db):
    one, other = related("refines", "claim-one"), related("refines", "claim-two")

    with pytest.raises(IntegrityError, match="a claim would lead back to itself"), transaction.atomic():
        Relation.objects.bulk_create(
            [
                Relation(from_claim=one[0], to_claim=other[0], kind="refines", reason="So."),
                Relation(from_claim=other[0], to_claim=one[0], kind="refines", reason="So."),
            ]
        )


@pytest.mark.parametrize("kind", ["contradicts", "restates"])
def test_a_relation_without_direction_is_stored_once(curator, kind):
    one, other = related(kind, "claim-one", "claim-two")

    for pair in ((one, other), (other, one)):
        with pytest.raises(ValidationError, match="These two have a relation of this kind already"):
            propose_relation(by=curator, from_claim=pair[0], to_claim=pair[1], kind=kind, reason="Again.")


def test_what_is_accepted_is_revised_and_not_proposed_again(debate, curator, editor):
    relation = propose_relation(by=curator, from_claim=debate.draft, kind="undercuts", to_evidence=debate.accepted, reason="A rumour.")
    submit(relation, by=curator)
    approve(relation, by=editor)

    with pytest.raises(ValidationError, match="These two have a relation of this kind already"):
        propose_relation(by=editor, from_claim=debate.draft, kind="undercuts", to_evidence=debate.accepted, reason="A rumour.")
    with pytest.raises(ValidationError, match="This passage is evidence of this stance for this claim already"):
        propose_evidence(by=editor, claim=debate.published, passage=debate.public, **LINK)
    retract(relation, by=editor, comment="It was none.")
    assert propose_relation(by=editor, from_claim=debate.draft, kind="undercuts", to_evidence=debate.accepted, reason="It was.")


def test_evidence_under_an_accepted_challenge_is_challenged(debate, curator, editor):
    evidence = type(debate.accepted).objects
    challenge = propose_relation(by=curator, from_claim=debate.draft, kind="undercuts", to_evidence=debate.accepted, reason="A rumour.")
    assert not evidence.challenged().exists()

    submit(challenge, by=curator)
    approve(challenge, by=editor)

    assert list(evidence.challenged()) == [debate.accepted]
    retract(challenge, by=editor, comment="It was none.")
    assert not evidence.challenged().exists()


def test_no_topic_is_broader_than_itself_by_way_of_others(db):
    wide = TopicFactory(slug="alliances")
    narrow = TopicFactory(slug="burden-sharing", broader=TopicFactory(slug="treaties", broader=wide))

    with (
        pytest.raises(
            IntegrityError,
            match="alliances has the broader topic burden-sharing has the broader topic treaties has the broader topic alliances",
        ),
        transaction.atomic(),
    ):
        type(wide).objects.filter(pk=wide.pk).update(broader=narrow)


@pytest.mark.parametrize(("column", "words"), [("part_of", "is part of"), ("original", "has the original")])
def test_no_document_leads_back_to_itself(db, column, words):
    book = DocumentFactory(citation_key="book")
    chapter = DocumentFactory(citation_key="chapter", **{column: book})

    with pytest.raises(IntegrityError, match=f"book {words} chapter {words} book"), transaction.atomic():
        type(book).objects.filter(pk=book.pk).update(**{column: chapter})


def test_two_writers_at_once_close_no_circle(committed_db):
    one, other = ClaimFactory(), ClaimFactory()
    address = connection.get_connection_params()
    connection.close()

    def write(source: int, target: int, name: str) -> str:
        with psycopg.connect(**{k: v for k, v in address.items() if k in {"host", "port", "user", "password", "dbname"}}) as own:
            try:
                own.execute(
                    "INSERT INTO claims_relation (public_id, revision, from_claim_id, kind, to_claim_id, reason, status, origin, tool)"
                    " VALUES (%s, 1, %s, 'supports', %s, 'So.', 'draft', 'human', '')",
                    (name, source, target),
                )
                own.execute("SELECT pg_sleep(0.2)")
            except psycopg.errors.CheckViolation as error:
                return str(error).splitlines()[0]
        return "stored"

    with ThreadPoolExecutor(2) as writers:
        results = sorted(writers.map(write, (one.pk, other.pk), (other.pk, one.pk), ("there", "back-again")))

    assert [result.partition(":")[0] for result in results] == ["a claim would lead back to itself", "stored"]
    assert Relation.objects.count() == 1


def test_a_writer_of_an_older_snapshot_is_refused(committed_db):
    one, other = ClaimFactory(), ClaimFactory()

    with pytest.raises(IntegrityError, match="in a transaction that is READ COMMITTED"), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        RelationFactory(from_claim=one, to_claim=other, kind="supports")


def test_challenges_are_no_circle(db):
    evidence = EvidenceFactory()
    RelationFactory(from_claim=evidence.claim, to_claim=None, to_evidence=evidence, kind="undercuts")

    assert Relation.objects.get().to_evidence == evidence
