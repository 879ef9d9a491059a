"""Law 7: the words under evidence that was re-opened show with its claim, whichever of the two came first, and are counted as they show."""

from __future__ import annotations

import pytest

from claims.models import Claim, Evidence
from claims.models.excerpts import excerpts_visible_to
from claims.services.propose import propose_claim, propose_evidence
from claims.services.review import approve, reject, retract, submit
from sources.models import ShownSpan
from sources.services.retract_document import retract_document
from tests.debate import LINK
from tests.factories.sources import DocumentFactory, PassageFactory, TextFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def claim(curator, editor) -> Claim:
    """It waits, and has accepted evidence that nothing happens to."""
    claim = propose_claim(by=curator, type="event", statement="It closed.", attributes={"what": "closing"})
    accepted(claim, curator, editor)
    submit(claim, by=curator)
    return claim


def accepted(claim: Claim, curator, editor) -> Evidence:
    passage = PassageFactory(text=TextFactory(document=DocumentFactory()))
    evidence = propose_evidence(by=curator, claim=claim, passage=passage, **LINK)
    submit(evidence, by=curator)
    approve(evidence, by=editor)
    return evidence


def shown(evidence: Evidence) -> tuple[bool, bool]:
    """Whether its words show to strangers, and whether they are counted as shown."""
    passage = evidence.passage_id
    return excerpts_visible_to(None).filter(pk=passage).exists(), ShownSpan.objects.filter(passage=passage, by_evidence=True).exists()


def test_its_words_show_when_its_claim_is_published_afterwards(claim, curator, editor):
    evidence = accepted(claim, curator, editor)
    retract_document(evidence.passage.document, by=editor, reason="Invented.")
    before = shown(evidence)

    approve(claim, by=editor)

    assert (before, shown(evidence)) == ((False, False), (True, True))


@pytest.mark.parametrize(("ends", "stays"), [(None, True), ("rejected", False), ("accepted again", True), ("taken back", False)])
def test_its_words_show_until_it_is_refused(claim, curator, editor, ends: str | None, stays: bool):
    evidence = accepted(claim, curator, editor)
    approve(claim, by=editor)
    retract_document(evidence.passage.document, by=editor, reason="Invented.")
    evidence.refresh_from_db()
    if ends == "rejected":
        reject(evidence, by=editor, comment="Invented.")
    elif ends is not None:
        approve(evidence, by=editor)
    if ends == "taken back":
        retract(evidence, by=editor, comment="Invented.")

    assert shown(evidence) == (stays, stays)


def test_what_is_taken_back_to_draft_shows_still(claim, curator, editor):
    evidence = accepted(claim, curator, editor)
    approve(claim, by=editor)
    retract_document(evidence.passage.document, by=editor, reason="Invented.")
    evidence.refresh_from_db()
    evidence.reason = "It says so, as far as it goes."
    evidence.save()
    evidence.refresh_from_db()

    assert (evidence.status, shown(evidence)) == ("draft", (True, True))
