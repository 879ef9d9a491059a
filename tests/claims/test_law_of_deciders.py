"""Law 3: whoever decides may decide at that very moment, whatever they might when it was submitted."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from claims.models import Review
from claims.services.accounts import CURATORS, EDITORS, MACHINES, acting_for, named_account
from claims.services.propose import propose_relation
from claims.services.review import approve, reject, request_changes, retract, submit, withdraw
from tests.claims.staked import account
from tests.claims.test_laws_of_review import review_row, run_as

pytestmark = pytest.mark.django_db

INACTIVE = "law 3: an account that is not active decides nothing"


def is_deactivated(user: User) -> None:
    User.objects.filter(pk=user.pk).update(is_active=False)


def loses_the_right(user: User) -> None:
    user.groups.set(Group.objects.filter(name=CURATORS))


def becomes_a_machine(user: User) -> None:
    user.groups.add(Group.objects.get(name=MACHINES))


@pytest.mark.parametrize("action", ["approve", "reject", "request_changes"])
@pytest.mark.parametrize(
    ("happens", "law"),
    [(is_deactivated, INACTIVE), (loses_the_right, "law 3: only an editor"), (becomes_a_machine, "law 9: a machine decides nothing")],
)
def test_what_an_account_lost_between_submission_and_decision_is_lost(stake, action: str, happens: Callable[[User], None], law: str):
    submit(stake.evidence, by=stake.curator)
    happens(stake.first)

    with pytest.raises(IntegrityError, match=law), transaction.atomic():
        review_row(stake.evidence, stake.first, action)

    assert list(Review.objects.values_list("action", flat=True)) == ["submit"]


@pytest.mark.parametrize("action", ["approve", "reject", "request_changes", "retract"])
@pytest.mark.parametrize("is_superuser", [False, True])
def test_who_is_not_active_decides_nothing(stake, action: str, *, is_superuser: bool):
    relation = propose_relation(by=stake.curator, from_claim=stake.claim, to_evidence=stake.evidence, kind="undercuts", reason="Misread.")
    for record in (stake.evidence, stake.claim, relation):
        submit(record, by=stake.curator)
    if action != "retract":
        approve(stake.evidence, by=stake.second)
    for record in (stake.claim, relation) if action != "retract" else (stake.evidence,):
        if action == "retract":
            approve(record, by=stake.second)
        User.objects.filter(pk=stake.first.pk).update(is_active=False, is_superuser=is_superuser)
        with pytest.raises(IntegrityError, match=INACTIVE), transaction.atomic():
            review_row(record, stake.first, action)


def test_the_services_say_the_same(stake):
    submit(stake.evidence, by=stake.curator)
    is_deactivated(stake.first)
    stake.first.refresh_from_db()

    for act in (approve, reject, request_changes, retract):
        with pytest.raises(PermissionDenied, match="fay may not decide on what others submitted: ask an editor"):
            act(stake.evidence, by=stake.first, comment="So.")


def test_what_was_decided_stays_when_the_account_is_closed_and_the_first_of_two_approvals_counts(stake):
    run_as(
        stake.curator,
        "INSERT INTO claims_authoraccount (public_id, revision, account_id, author_id, reason, ended_because) VALUES ('it-is-her', 1, %s, %s, '', '')",
        stake.curator.pk,
        stake.author.pk,
    )
    submit(stake.evidence, by=stake.curator)
    approve(stake.evidence, by=stake.first)
    is_deactivated(stake.first)

    approve(stake.evidence, by=stake.second)

    assert stake.evidence.status == "accepted"


def test_an_account_that_is_not_active_may_still_be_said_to_have_submitted_what_is_loaded(stake):
    absent = named_account("nora", CURATORS)
    submit(stake.evidence, by=absent)
    withdraw(stake.evidence, by=absent)

    assert (absent.is_active, stake.evidence.status) == (False, "draft")


def test_an_account_that_stands_for_a_person_acts_while_its_records_are_loaded_and_no_longer(stake):
    absent = named_account("nora", EDITORS)
    submit(stake.evidence, by=stake.curator)

    with acting_for(absent) as editor:
        approve(stake.evidence, by=editor)

    absent.refresh_from_db()
    assert (absent.is_active, stake.evidence.status) == (False, "accepted")


@pytest.mark.parametrize("was_here", ["has a password", "was logged in"])
def test_nobody_acts_for_who_was_deactivated(stake, was_here: str):
    gone = account("gus")
    gone.is_active = False
    if was_here == "has a password":
        gone.set_password("gus")
    else:
        gone.last_login = gone.date_joined
    gone.save()

    with pytest.raises(PermissionDenied, match="gus is not active any more: name somebody who is"), acting_for(gone):
        pass
    assert not User.objects.get(pk=gone.pk).is_active
