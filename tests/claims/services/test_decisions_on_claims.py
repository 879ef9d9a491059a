"""What the pages say of claims: who edited one, and whether it has ground."""

from __future__ import annotations

import pytest

from claims.models import Claim
from claims.services.decisions import Decisions
from claims.services.edit_draft import edit_draft
from claims.services.propose import propose_claim, propose_evidence
from claims.services.review import approve, submit
from history.models import Change
from sources.services.merging.merge import merge_authors
from tests.claims.staked import account
from tests.debate import LINK
from tests.factories.claims import TopicFactory
from tests.factories.sources import AuthorFactory, PassageFactory

pytestmark = pytest.mark.django_db
EDITED = "You edited this: somebody else decides."


@pytest.fixture
def grounded(curator, editor) -> Claim:
    """A draft with accepted evidence, held by an author."""
    claim = propose_claim(by=curator, type="event", statement="It closed.", attributes={"what": "closing"}, holder=AuthorFactory())
    evidence = propose_evidence(by=curator, claim=claim, passage=PassageFactory(), **LINK)
    submit(evidence, by=curator)
    approve(evidence, by=editor)
    return claim


def why_not(claim: Claim, person) -> str:
    return Decisions.of([claim], person).why_not("approve", claim)


def test_a_claim_with_accepted_evidence_is_approved_by_whoever_had_no_part_in_it(grounded, curator, editor):
    submit(grounded, by=curator)

    assert why_not(grounded, editor) == ""
    approve(grounded, by=editor)
    assert grounded.status == "published"


def test_who_chose_its_topics_edited_it_and_nobody_else_did(grounded, curator, editor):
    librarian = account("lib")
    edit_draft(grounded, by=librarian, changes={}, topics=[TopicFactory()])
    submit(grounded, by=curator)

    assert (why_not(grounded, librarian), why_not(grounded, editor)) == (EDITED, "")


def test_who_merged_its_holder_did_not_edit_it(grounded, curator, editor):
    merge_authors(AuthorFactory(), grounded.holder, by=editor, reason="One person.")
    grounded.refresh_from_db()
    submit(grounded, by=curator)

    assert Change.objects.of(grounded).filter(user_id=editor.pk, changed=["holder_id"]).exists()
    assert why_not(grounded, editor) == ""


def test_who_chose_another_holder_edited_it(grounded, curator):
    chooser = account("cho")
    edit_draft(grounded, by=chooser, changes={"holder": AuthorFactory()})
    submit(grounded, by=curator)

    assert why_not(grounded, chooser) == EDITED


def test_who_edited_more_than_the_holder_edited_it_whatever_they_merged_in_the_same_moment(grounded, curator, editor):
    edit_draft(grounded, by=editor, changes={"statement": "It closed early."})
    merge_authors(AuthorFactory(), AuthorFactory(), by=editor, reason="One person.")
    submit(grounded, by=curator)

    assert why_not(grounded, editor) == EDITED
