"""Law 4: when a retraction is lifted, what it re-opened is restored if nobody has said or changed anything about it since."""

from __future__ import annotations

import pytest

from claims.models import Evidence
from claims.services.review import approve
from sources.models import Retraction, Text
from sources.services.retract_document import lift_retraction, retract_document
from tests.claims.test_law_of_reopening import CHANGED, GONE, correct
from tests.debate import Debate
from tests.factories.claims import DeclaredConflictFactory


@pytest.fixture
def text(debate: Debate) -> Text:
    return Text.objects.get(document=debate.document)


def retracted(debate: Debate, editor) -> Retraction:
    return retract_document(debate.document, by=editor, reason="The gauges were misread.")


def after_lifting(debate: Debate, retraction: Retraction, editor) -> str:
    lift_retraction(retraction, by=editor, reason="Reinstated.")
    return str(Evidence.objects.get(pk=debate.accepted.pk).status)


def test_the_first_of_two_approvals_leaves_it_to_the_second(debate, curator, editor, administrator):
    retraction = retracted(debate, editor)
    DeclaredConflictFactory(account=curator, document=debate.document)
    evidence = Evidence.objects.get(pk=debate.accepted.pk)
    approve(evidence, by=editor)
    assert evidence.status == "in_review"

    assert after_lifting(debate, retraction, editor) == "in_review"
    approve(evidence, by=administrator)
    assert evidence.status == "accepted"


def test_a_correction_before_the_retraction_is_settled(debate, text, editor):
    correct(text, CHANGED, by=editor)
    approve(Evidence.objects.get(pk=debate.accepted.pk), by=editor, comment="It says so still.")

    assert after_lifting(debate, retracted(debate, editor), editor) == "accepted"


def test_what_lost_its_words_meanwhile_waits_for_a_reviewer(debate, text, editor):
    retraction = retracted(debate, editor)
    correct(text, GONE, by=editor)

    assert after_lifting(debate, retraction, editor) == "in_review"
