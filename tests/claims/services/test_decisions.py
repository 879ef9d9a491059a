"""What the pages say and what the database does are one thing: for everybody, in every situation."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from claims.models import Claim, Evidence, Relation
from claims.services.accounts import CURATORS, MACHINES
from claims.services.decisions import Decisions
from claims.services.propose import propose_claim, propose_evidence, propose_relation
from claims.services.review import approve, retract, submit
from tests.claims.staked import Stake, a_stake, account
from tests.claims.test_laws_of_review import review_row, run_as
from tests.debate import LINK
from tests.factories.claims import AuthorAccountFactory, DeclaredConflictFactory
from tests.factories.sources import PassageFactory, TextFactory

pytestmark = pytest.mark.django_db

APPROVED = {Claim: "published", Evidence: "accepted", Relation: "accepted"}


def nothing(stake: Stake) -> None:
    """Nobody has a stake."""


def proposer_is_author(stake: Stake) -> None:
    AuthorAccountFactory(account=stake.curator, author=stake.author)


def decider_is_author(stake: Stake) -> None:
    AuthorAccountFactory(account=stake.first, author=stake.author)


def declared(stake: Stake) -> None:
    DeclaredConflictFactory(account=stake.second, document=None, claim=stake.claim)


def all_of_them(stake: Stake) -> None:
    for one in (proposer_is_author, decider_is_author, declared):
        one(stake)


@pytest.mark.parametrize("situation", [nothing, proposer_is_author, decider_is_author, declared, all_of_them])
@pytest.mark.parametrize(("has_ground", "is_approved_once"), [(False, False), (True, False), (True, True)])
def test_the_reason_and_the_law_agree(situation: Callable[[Stake], None], *, has_ground: bool, is_approved_once: bool):
    stake = a_stake()
    submitter, editing, bystander, third = account("sub"), account("edi"), account("byst"), account("thir")
    machine = account("mach")
    machine.groups.add(Group.objects.get(name=MACHINES))
    chief = get_user_model().objects.create_superuser("chief")
    other = propose_claim(by=stake.curator, type="event", statement="It opened.", attributes={"what": "opening"})
    relation = propose_relation(by=stake.curator, from_claim=other, to_claim=stake.claim, kind="contradicts", reason="Not both.")
    run_as(editing, "UPDATE claims_evidence SET reason = 'It says that.'")
    run_as(editing, "UPDATE claims_relation SET reason = 'Not both of them.'")
    run_as(editing, "UPDATE claims_claim SET language = 'en-GB'")
    if has_ground:
        accept_ground(stake)
    situation(stake)
    for record in (stake.evidence, stake.claim, relation):
        record.refresh_from_db()
        submit(record, by=submitter)
        if is_approved_once:
            review_row(record, bystander)
    people = [stake.curator, submitter, editing, stake.first, stake.second, bystander, third, machine, chief, account("cura", CURATORS)]

    told, done = {}, {}
    for record in (stake.evidence, stake.claim, relation):
        for person in people:
            key = (record._meta.model_name, person.username)
            told[key] = not Decisions.of([record], person).why_not("approve", record)
            done[key] = approves(record, person)

    assert told == done
    assert {outcome for (kind, _), outcome in done.items() if kind == "evidence"} == {True, False}
    assert {outcome for (kind, _), outcome in done.items() if kind == "claim"} == {has_ground, False}


def accept_ground(stake: Stake) -> None:
    """Evidence for the claim from a document in which nobody has a stake."""
    passage = PassageFactory(text=TextFactory())
    ground = propose_evidence(by=stake.curator, claim=stake.claim, passage=passage, **LINK)
    submit(ground, by=stake.curator)
    approve(ground, by=account("grou"))


def approves(record, person) -> bool:
    """Whether the database takes this person's approval, and what follows from it: publication, or waiting for a third person."""
    weighed = Decisions.of([record], person).weighed[record.pk]
    before = transaction.savepoint()
    try:
        review_row(record, person)
        if len(weighed.given) + 1 >= weighed.needed:
            publish(record, person)
        else:
            with pytest.raises(IntegrityError, match="law 3"), transaction.atomic():
                publish(record, person)
    except IntegrityError:
        return False
    else:
        return True
    finally:
        transaction.savepoint_rollback(before)


def publish(record, person) -> None:
    run_as(person, f"UPDATE {record._meta.db_table} SET status = %s WHERE id = %s", APPROVED[type(record)], record.pk)


def test_no_approval_of_a_claim_comes_before_its_ground_not_even_the_first_of_two():
    stake = a_stake()
    proposer_is_author(stake)
    submit(stake.claim, by=stake.curator)

    def why_not(person) -> str:
        return Decisions.of([stake.claim], person).why_not("approve", stake.claim)

    assert why_not(stake.first) == "It has no accepted evidence yet: accept some first."
    with pytest.raises(ValidationError, match="law 2: claim .* has no accepted evidence: accept some first"):
        approve(stake.claim, by=stake.first)
    accept_ground(stake)
    assert why_not(stake.first) == ""
    approve(stake.claim, by=stake.first)
    assert stake.claim.status == "in_review"
    assert why_not(stake.first) == "You approved this already. One more approval is needed, by somebody other than cora and fay."
    retract(stake.claim.evidence.get(status="accepted"), by=stake.second, comment="Misread.")
    assert why_not(stake.second) == "It has no accepted evidence yet: accept some first."


def test_who_was_deactivated_is_no_decider():
    stake = a_stake()
    submit(stake.evidence, by=stake.curator)
    stake.first.is_active = False

    assert Decisions.of([stake.evidence], stake.first).why_not("reject", stake.evidence) == "Deciding is for editors: ask one."


def test_what_bears_on_many_records_is_looked_up_at_once(django_assert_max_num_queries):
    for _ in range(2):
        records = list(Claim.objects.all())
        if records:
            with django_assert_max_num_queries(12):
                Decisions.of(records, records[0].created_by)
        many = [a_stake_of(number) for number in range(3)]
    assert len(many) == 3


def a_stake_of(number: int) -> Claim:
    curator = get_user_model().objects.filter(username="cura").first() or account("cura", CURATORS)
    return propose_claim(by=curator, type="event", statement=f"The gate closed, {number}.", attributes={"what": "closing"})
