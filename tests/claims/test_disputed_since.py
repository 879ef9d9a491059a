"""Whether a claim was disputed after it was supported: by the moments at which evidence was accepted, asked of all claims at once."""

from __future__ import annotations

import pytest
from django.db import connection

from claims.models import Claim, ClaimStanding, Evidence
from claims.services.propose import propose_claim, propose_evidence
from claims.services.review import approve, submit
from sources.models import Passage
from sources.services.retract_document import lift_retraction, retract_document
from tests.claims.staked import Stake, a_stake
from tests.debate import LINK
from tests.factories.claims import DeclaredConflictFactory
from tests.factories.sources import AuthorFactory, ContributionFactory, DocumentFactory, PassageFactory, TextFactory

pytestmark = pytest.mark.django_db

#: As it was asked of one claim, by the first approval of each piece.
BY_FIRST_APPROVALS = """
    WITH accepted AS (
        SELECT evidence.stance, min(review.at) AS at FROM claims_evidence evidence
          JOIN claims_review review ON review.evidence_id = evidence.id AND review.action = 'approve'
         WHERE evidence.claim_id = %s AND evidence.status = 'accepted' GROUP BY evidence.id, evidence.stance)
    SELECT coalesce(max(at) FILTER (WHERE stance = 'disputes') > min(at) FILTER (WHERE stance = 'supports'), false) FROM accepted
"""


@pytest.fixture
def stake() -> Stake:
    return a_stake()


def passage() -> Passage:
    document = DocumentFactory()
    ContributionFactory(document=document, author=AuthorFactory())
    return PassageFactory(text=TextFactory(document=document))


def proposed(stake: Stake, stance: str, claim: Claim | None = None) -> Evidence:
    evidence = propose_evidence(by=stake.curator, claim=claim or stake.claim, passage=passage(), **LINK | {"stance": stance})
    submit(evidence, by=stake.curator)
    return evidence


def accepted(stake: Stake, stance: str, claim: Claim | None = None) -> Evidence:
    evidence = proposed(stake, stance, claim)
    approve(evidence, by=stake.first)
    return evidence


def is_disputed_since(claim: Claim) -> bool:
    return ClaimStanding.objects.get(claim=claim).is_disputed_since


@pytest.mark.parametrize(("waits", "comes_between", "is_since"), [("supports", "disputes", False), ("disputes", "supports", True)])
def test_what_needs_two_approvals_is_accepted_by_the_second(stake, waits: str, comes_between: str, is_since: bool):
    evidence = proposed(stake, waits)
    DeclaredConflictFactory(account=stake.curator, document=evidence.passage.document)
    approve(evidence, by=stake.first)
    accepted(stake, comes_between)
    approve(evidence, by=stake.second)

    assert (evidence.status, is_disputed_since(stake.claim)) == ("accepted", is_since)


@pytest.mark.parametrize("by_lifting", [True, False])
def test_what_was_re_opened_and_is_accepted_again_was_accepted_before(stake, by_lifting: bool):
    support = accepted(stake, "supports")
    accepted(stake, "disputes")
    retraction = retract_document(support.passage.document, by=stake.first, reason="Misread.")
    if by_lifting:
        lift_retraction(retraction, by=stake.first, reason="It was not.")
    else:
        support.refresh_from_db()
        approve(support, by=stake.second)

    assert is_disputed_since(stake.claim)


def test_of_many_claims_at_once_each_is_asked_as_if_alone(stake):
    orders = [
        "supports disputes",
        "disputes supports",
        "supports",
        "disputes",
        "disputes supports disputes",
        "supports disputes qualifies",
        "",
    ]
    claims = []
    for order in orders:
        claim = propose_claim(by=stake.curator, type="event", statement=f"It closed: {order}.", attributes={"what": "closing"})
        for stance in order.split():
            accepted(stake, stance, claim)
        claims.append(claim.pk)

    with connection.cursor() as cursor:
        cursor.execute("SELECT claims_disputed_since(%s)", [claims])
        at_once = {pk for (pk,) in cursor.fetchall()}
        alone = set()
        for pk in claims:
            cursor.execute(BY_FIRST_APPROVALS, [pk])
            alone |= {pk} if cursor.fetchone()[0] else set()

    assert [orders[claims.index(pk)] for pk in sorted(at_once)] == [
        "supports disputes",
        "disputes supports disputes",
        "supports disputes qualifies",
    ]
    assert at_once == alone == set(ClaimStanding.objects.filter(is_disputed_since=True).values_list("claim_id", flat=True))
