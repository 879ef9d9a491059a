"""What a relation stands on is part of its words: laws 2, 3, 6 and 7."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError

from claims.models import Relation, RelationEvidence
from claims.models.excerpts import excerpts_visible_to
from claims.services.edit_draft import discard_draft, edit_draft
from claims.services.propose import propose_claim, propose_relation
from claims.services.review import approve, retract, submit
from claims.services.revise import revise
from claims.services.verify import verify_database
from history.models import Change
from tests.claims.test_law_of_reopening import correct
from tests.debate import WORDS, reviewed_claim
from tests.factories.claims import RelationEvidenceFactory
from tests.factories.sources import PassageFactory


@pytest.fixture
def other(debate, curator, editor):
    passage = PassageFactory(text=debate.public.text, start=4, end=11)
    return reviewed_claim(passage, curator, editor, "The gate stayed open.", "gate-stayed-open")


@pytest.fixture
def relation(debate, other, curator) -> Relation:
    ends = {"from_claim": debate.published, "to_claim": other, "kind": "contradicts"}
    return propose_relation(by=curator, reason="One excludes the other.", evidence=[debate.bare], **ends)


def accepted(relation, curator, editor) -> Relation:
    submit(relation, by=curator)
    approve(relation, by=editor)
    return relation


def passages_of(relation) -> list[int]:
    return list(relation.evidence_links.values_list("passage", flat=True))


def test_its_row_names_its_passages(relation, debate):
    relation.refresh_from_db()

    assert (relation.stands_on, relation.revision) == ([debate.bare.public_id], 2)


def test_what_is_written_there_counts_for_nothing(relation, debate):
    Relation.objects.filter(pk=relation.pk).update(stands_on=["another-passage"])
    relation.refresh_from_db()

    assert (relation.stands_on, relation.revision) == ([debate.bare.public_id], 2)


def test_another_passage_is_an_edit_that_takes_it_back_to_draft(relation, debate, curator):
    submit(relation, by=curator)
    RelationEvidenceFactory(relation=relation, passage=debate.under_draft)
    relation.refresh_from_db()

    assert (relation.status, relation.stands_on) == ("draft", sorted([debate.bare.public_id, debate.under_draft.public_id]))


def test_a_passage_that_is_taken_away_takes_it_back_to_draft(relation, curator):
    submit(relation, by=curator)
    relation.evidence_links.all().delete()
    relation.refresh_from_db()

    assert (relation.status, relation.stands_on) == ("draft", [])


def test_who_chose_a_passage_does_not_approve(relation, debate, curator, editor):
    edit_draft(relation, by=editor, changes={}, evidence=[debate.under_draft])
    submit(relation, by=curator)

    with pytest.raises(ValidationError, match="law 3: who made, edited or submitted"):
        approve(relation, by=editor)


def test_an_approval_of_other_passages_is_refused(relation, debate, curator, editor):
    submit(relation, by=curator)
    seen = relation.revision
    edit_draft(relation, by=curator, changes={}, evidence=[debate.under_draft])
    submit(relation, by=curator)

    with pytest.raises(Exception, match=f"You saw revision {seen}; it is {seen + 3} now"):
        approve(relation, by=editor, revision=seen)


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM claims_relationevidence WHERE relation_id = %(relation)s",
        "UPDATE claims_relationevidence SET passage_id = %(passage)s WHERE relation_id = %(relation)s",
        "INSERT INTO claims_relationevidence (public_id, relation_id, passage_id) VALUES ('added-later', %(relation)s, %(passage)s)",
        "UPDATE claims_relation SET status = 'draft' WHERE id = %(relation)s",
    ],
)
def test_what_is_accepted_keeps_its_passages(relation, debate, curator, editor, statement):
    accepted(relation, curator, editor)

    with pytest.raises(IntegrityError, match=r"law 3: the words of|passage_id of .* never changes|only by a review"), transaction.atomic():
        connection.cursor().execute(statement, {"relation": relation.pk, "passage": debate.under_draft.pk})
    assert passages_of(relation) == [debate.bare.pk]


def test_a_passage_is_named_once(relation, debate):
    with pytest.raises(IntegrityError, match="claims_relationevidence_once"), transaction.atomic():
        RelationEvidenceFactory(relation=relation, passage=debate.bare)


def test_no_relation_stands_on_words_that_are_gone(relation, debate, curator):
    new = correct(debate.public.text, WORDS.replace("It opened again at noon. ", ""))
    gone = new.passages.get(derived_from=debate.under_draft)

    with pytest.raises(ValidationError, match="law 2: no evidence stands on words that a correction removed"):
        edit_draft(relation, by=curator, changes={}, evidence=[gone])


def test_a_passage_that_is_cited_is_not_deleted(relation, debate):
    with pytest.raises(ProtectedError):
        debate.bare.delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        connection.cursor().execute("DELETE FROM sources_passage WHERE id = %s", [debate.bare.pk])
        connection.check_constraints()


def test_a_passage_given_before_its_relation_is_there_is_one_of_its_words_from_the_beginning(relation, debate):
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('claims_relation_id_seq')")
        (key,) = cursor.fetchone()
    RelationEvidence.objects.bulk_create([RelationEvidence(relation_id=key, passage=debate.bare)])
    given = Relation.objects.create(pk=key, from_claim=debate.draft, to_claim=debate.published, kind="supports", reason="So.")
    connection.check_constraints()
    given.refresh_from_db()

    assert (given.revision, given.stands_on) == (1, [debate.bare.public_id])


def test_a_draft_is_deleted_with_its_passages_and_history_keeps_them(relation, curator):
    discard_draft(relation, by=curator)

    deleted = Change.objects.filter(kind="delete").values_list("table", flat=True)
    assert sorted(deleted) == ["claims_relation", "claims_relationevidence"]


def test_a_revision_begins_with_the_same_passages(relation, curator, editor):
    accepted(relation, curator, editor)
    draft = revise(relation, by=curator)

    assert (passages_of(draft), draft.stands_on) == (passages_of(relation), relation.stands_on)
    assert accepted(draft, curator, editor).status == "accepted"


def test_the_revision_of_a_claim_takes_the_passages_of_its_relations_along(relation, debate, curator, editor):
    accepted(relation, curator, editor)
    draft = revise(debate.published, by=curator)

    assert [passages_of(copy) for copy in draft.relations.all()] == [[debate.bare.pk]]


def test_its_passages_show_when_it_does(relation, debate, curator, editor):
    def shown() -> bool:
        return excerpts_visible_to(None).filter(pk=debate.bare.pk).exists()

    as_draft = shown()
    accepted(relation, curator, editor)
    when_accepted = shown()
    faults = verify_database()[1]
    retract(relation, by=editor, comment="It does not follow.")

    assert (as_draft, when_accepted, shown(), faults) == (False, True, False, [])
    assert verify_database()[1] == []


def test_its_passages_stay_unseen_while_a_claim_of_it_is_a_draft(debate, curator, editor):
    claim = propose_claim(by=curator, type="event", statement="Nobody closed it.", attributes={"what": "nothing"})
    ends = {"from_claim": claim, "to_evidence": debate.accepted, "kind": "undercuts"}
    challenge = propose_relation(by=curator, reason="So.", evidence=[debate.bare], **ends)
    accepted(challenge, curator, editor)

    assert not excerpts_visible_to(None).filter(pk=debate.bare.pk).exists()
    assert verify_database()[1] == []


def test_its_passages_are_counted_among_what_a_text_shows(relation, debate, curator, editor):
    def counted() -> bool | None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT by_evidence FROM sources_shownspan WHERE passage_id = %s", [debate.bare.pk])
            found = cursor.fetchone()
        return found and found[0]

    before = counted()
    accepted(relation, curator, editor)
    shown = counted()
    retract(debate.accepted, by=editor, comment="Misread.")
    retract(relation, by=editor, comment="Misread too.")

    assert (before, shown, counted()) == (None, True, None)


def test_a_hidden_document_hides_them(relation, debate, curator, editor):
    accepted(relation, curator, editor)
    debate.document.is_hidden = True
    debate.document.save()

    assert not excerpts_visible_to(None).filter(pk=debate.bare.pk).exists()
