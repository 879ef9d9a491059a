"""Law 4: the retraction of a document re-opens what stands on it, once and exactly that; lifting it restores what nobody touched."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import Error, IntegrityError

from claims.models import Claim, Evidence
from claims.models.excerpts import excerpts_visible_to
from claims.services.review import approve, reject
from claims.services.verify import verify_database
from history.models import Change
from history.services import recorded
from sources.models import Retraction, Text
from sources.services.correct_text import NewWords, accept_correction, preview_correction
from sources.services.retract_document import lift_retraction, retract_document
from tests.claims.test_laws_of_review import review_row, run_as
from tests.debate import WORDS, Debate, reviewed_claim
from tests.factories.sources import PassageFactory


@pytest.fixture
def retraction(debate: Debate, editor) -> Retraction:
    return retract_document(debate.document, by=editor, reason="The gauges were misread.", retracted_on="2020-02")


def state_of(evidence: Evidence) -> str:
    return Evidence.objects.get(pk=evidence.pk).status


def test_what_stands_on_a_retracted_document_is_reopened_and_says_why(debate, retraction, editor):
    act = debate.accepted.reviews.get(action="reopen")

    assert state_of(debate.accepted) == "in_review"
    assert (act.by, act.stood_on, act.retraction) == (editor, debate.public, retraction)
    assert act.comment == "The document it stands on was retracted: The gauges were misread."
    assert Change.objects.of(debate.accepted).last().reason == act.comment
    assert Change.objects.of(retraction).get().reason == "The gauges were misread."


def test_exactly_that_is_reopened(debate, curator, editor):
    elsewhere = reviewed_claim(PassageFactory(), curator, editor, "Elsewhere.", "elsewhere")

    retract_document(debate.document, by=editor, reason="Misread.")

    assert dict(Evidence.objects.order_by("id").values_list("public_id", "status")) == {
        debate.accepted.public_id: "in_review",
        debate.draft.evidence.get().public_id: "draft",
        elsewhere.evidence.get().public_id: "accepted",
    }


def test_a_claim_that_stood_on_it_stays_published_and_is_unsupported(debate, retraction):
    assert list(Claim.objects.unsupported()) == [debate.published]
    assert debate.public in excerpts_visible_to(None)


def test_lifting_restores_what_the_retraction_reopened(debate, retraction, editor):
    lift_retraction(retraction, by=editor, reason="Reinstated after appeal.")

    act = debate.accepted.reviews.get(action="restore")
    assert (state_of(debate.accepted), act.by) == ("accepted", editor)
    assert act.comment == "The retraction of its document was lifted: Reinstated after appeal."
    assert retraction.lifted_at is not None
    assert not Claim.objects.unsupported().exists()
    assert [fault for fault in verify_database()[1] if not fault.startswith("Role")] == []


def test_what_was_decided_on_meanwhile_stays_as_decided(debate, retraction, editor):
    reject(Evidence.objects.get(pk=debate.accepted.pk), by=editor, comment="It falls with the document.")

    lift_retraction(retraction, by=editor, reason="Reinstated.")

    assert state_of(debate.accepted) == "rejected"


def test_what_was_edited_meanwhile_stays_a_draft(debate, retraction, curator, editor):
    run_as(curator, "UPDATE claims_evidence SET reason = 'Another.' WHERE id = %s", debate.accepted.pk)

    lift_retraction(retraction, by=editor, reason="Reinstated.")

    assert state_of(debate.accepted) == "draft"


def test_what_was_corrected_meanwhile_waits_for_a_reviewer(debate, retraction, editor):
    new = NewWords(WORDS.replace("at dawn", "at dusk"), "repaired.txt", "text/plain", "plain text 1")
    text = Text.objects.get(document=debate.document)
    accept_correction(text, new, by=editor, seen=preview_correction(text, new).seen, reason="Misread.")

    lift_retraction(retraction, by=editor, reason="Reinstated.")

    assert state_of(debate.accepted) == "in_review"


def test_a_document_may_be_retracted_again(debate, retraction, editor):
    lift_retraction(retraction, by=editor, reason="Reinstated.")

    again = retract_document(debate.document, by=editor, reason="This time for good.")

    assert state_of(debate.accepted) == "in_review"
    lift_retraction(again, by=editor, reason="Not quite.")
    assert state_of(debate.accepted) == "accepted"


def test_reopened_evidence_may_be_accepted_on_the_retracted_document(debate, retraction, editor):
    approve(Evidence.objects.get(pk=debate.accepted.pk), by=editor, comment="The words are quoted as an error.")

    assert state_of(debate.accepted) == "accepted"


def test_retractions_are_for_editors_and_told_once(debate, retraction, curator, editor):
    with pytest.raises(PermissionDenied, match="ask one"):
        retract_document(debate.document, by=curator, reason="Misread.")
    with pytest.raises(ValidationError, match="The document is retracted already"):
        retract_document(debate.document, by=editor, reason="Misread.")
    with pytest.raises(ValidationError, match="Say why the document stands again"):
        lift_retraction(retraction, by=editor, reason=" ")


@pytest.mark.parametrize(
    ("statement", "refusal"),
    [
        ("UPDATE sources_retraction SET reason = 'Other.'", "stays as written"),
        ("UPDATE sources_retraction SET lifted_at = now()", "stays as written"),
        ("DELETE FROM sources_retraction", "is kept: lift it instead"),
        ("TRUNCATE sources_retraction CASCADE", "permission denied"),
    ],
)
def test_a_retraction_stays_as_written(retraction, editor, statement, refusal):
    with pytest.raises(Error, match=refusal):
        run_as(editor, statement)


@pytest.mark.parametrize("who", ["curator", None])
def test_nobody_but_an_editor_retracts_whatever_the_statement(debate, who, request):
    with (
        pytest.raises(IntegrityError, match="recorded and lifted by editors"),
        recorded(by=request.getfixturevalue(who) if who else None),
    ):
        Retraction.objects.create(document=debate.document, reason="Misread.")


@pytest.mark.parametrize("is_lifted", [False, True])
def test_nothing_is_restored_by_hand(debate, retraction, curator, editor, is_lifted):
    evidence = Evidence.objects.get(pk=debate.accepted.pk)
    if is_lifted:
        reject(evidence, by=editor, comment="It falls.")
        lift_retraction(retraction, by=editor, reason="Reinstated.")
    evidence.refresh_from_db()
    with pytest.raises(IntegrityError, match=r"law [34]: .*(cannot be reviewed like this|as a lifted retraction re-opened it)"):
        run_as(
            editor,
            "INSERT INTO claims_review (public_id, evidence_id, revision, action, by_id, comment, retraction_id)"
            " VALUES ('by-hand', %s, %s, 'restore', %s, 'why', %s)",
            evidence.pk,
            evidence.revision,
            editor.pk,
            retraction.pk,
        )


def test_nothing_is_reopened_without_a_retraction(debate, editor):
    with pytest.raises(IntegrityError, match="claims_review_reopened_by"):
        review_row(debate.accepted, editor, action="reopen")
