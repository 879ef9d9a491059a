"""Laws 3, 5 and 9: who writes a remark, resolves it or speaks of conflicts has an active account, and a machine says that it is one."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import Group, User
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from claims.models import AuthorAccount, Comment, DeclaredConflict, Flag
from claims.services.accounts import ADMINISTRATORS, MACHINES
from claims.services.remarks import raise_flag, resolve, write_comment
from claims.services.ties import declare_conflict, say_who_an_author_is
from history.services import recorded
from tests.claims.staked import Stake, a_stake, account
from tests.claims.test_laws_of_review import run_as
from tests.factories.claims import DeclaredConflictFactory

pytestmark = pytest.mark.django_db

SILENT = "law 3: an account that is not active says nothing of conflicts of interest"
RESOLVED = "UPDATE claims_{} SET resolution = 'Not so.', resolved_at = now(), resolved_by_id = {}"


@pytest.fixture
def stake() -> Stake:
    return a_stake()


def leaves(user: User) -> User:
    User.objects.filter(pk=user.pk).update(is_active=False)
    return user


def test_who_is_not_active_writes_and_resolves_nothing(stake):
    remarks = {
        "flag": raise_flag(stake.claim, by=stake.curator, kind="other", words="Odd."),
        "comment": write_comment(stake.claim, by=stake.curator, words="Which edition?"),
    }
    gone = leaves(stake.first)

    for kind in remarks:
        with pytest.raises(IntegrityError, match="law 5: an account that is not active resolves nothing"), transaction.atomic():
            run_as(gone, RESOLVED.format(kind, gone.pk))
    with pytest.raises(ValidationError, match="an account that is not active resolves nothing"):
        resolve(remarks["flag"], by=gone, how="Not so.")
    with pytest.raises(ValidationError, match="an account that is not active writes no claims_flag"):
        raise_flag(stake.claim, by=gone, kind="other", words="Odd.")
    with pytest.raises(ValidationError, match="an account that is not active writes no claims_comment"):
        write_comment(stake.claim, by=gone, words="Odd.")

    assert (Flag.objects.open().count(), Comment.objects.open().count()) == (1, 1)


def says_which_author(stake: Stake, by: User) -> None:
    say_who_an_author_is(by=by, account=by, author=stake.author)


def declares_of_another(stake: Stake, by: User) -> None:
    with recorded(by=by):
        DeclaredConflict(account=stake.second, document=stake.document, reason="Paid for it.").save()


@pytest.mark.parametrize("speaks", [says_which_author, declares_of_another])
@pytest.mark.parametrize("is_superuser", [False, True])
def test_who_is_not_active_says_nothing_of_conflicts(stake, speaks: Callable[[Stake, User], None], *, is_superuser: bool):
    gone = leaves(stake.first)
    User.objects.filter(pk=gone.pk).update(is_superuser=is_superuser)

    with pytest.raises((IntegrityError, ValidationError), match=SILENT), transaction.atomic():
        speaks(stake, gone)

    assert not AuthorAccount.objects.exists()
    assert not DeclaredConflict.objects.exists()


def test_an_administrator_who_left_ends_no_tie(stake):
    tie = DeclaredConflictFactory(account=stake.first, document=stake.document)
    gone = leaves(account("ada", ADMINISTRATORS))

    with pytest.raises(IntegrityError, match="law 3: only an administrator ends"), transaction.atomic():
        run_as(gone, "UPDATE claims_declaredconflict SET ended_because = 'So.', ended_at = now(), ended_by_id = %s", gone.pk)

    tie.refresh_from_db()
    assert tie.ended_at is None


def test_others_may_still_speak_of_an_account_that_is_closed(stake):
    gone = leaves(stake.first)

    declared = declare_conflict(by=stake.second, account=gone, document=stake.document, reason="Paid for it.")

    assert (declared.said_by, declared.account) == (stake.second, gone)


@pytest.fixture
def machine(stake) -> User:
    """One that somebody put among the editors too."""
    machine = account("mach")
    machine.groups.add(Group.objects.get(name=MACHINES))
    return machine


@pytest.mark.parametrize("table", ["claims_comment", "claims_flag"])
def test_a_machine_does_not_say_that_a_person_wrote_it(stake, machine, table: str):
    kind, wrong_page = (", kind", ", 'wrong_page'") if table == "claims_flag" else ("", "")
    with pytest.raises(IntegrityError, match="law 9: .* is proposed by the account of a machine"), transaction.atomic():
        run_as(
            machine,
            f"INSERT INTO {table} (public_id, revision, claim_id, words, origin, tool, resolution{kind})"
            f" VALUES ('by-a-machine', 1, %s, 'Odd.', 'human', '', ''{wrong_page})",
            stake.claim.pk,
        )


def test_a_machine_declares_no_conflict_of_somebody_else(stake, machine):
    with pytest.raises(IntegrityError, match="law 3: only the account itself or an editor says so"), transaction.atomic():
        declares_of_another(stake, machine)
