"""Who says which account is which author, and what conflicts of interest there are; who ends it; and that nothing else of it changes (law 3)."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.db import Error, IntegrityError, transaction

from claims.models import AuthorAccount, DeclaredConflict
from claims.services.ties import declare_conflict, end_tie, say_who_an_author_is
from history.models import Change
from history.services import recorded
from tests.claims.staked import sentences
from tests.claims.test_laws_of_review import run_as
from tests.factories.claims import AuthorAccountFactory, DeclaredConflictFactory

pytestmark = pytest.mark.django_db


def test_ties_are_ended_by_an_administrator_who_is_not_the_account(stake, administrator):
    link = say_who_an_author_is(by=administrator, account=administrator, author=stake.author)
    own = say_who_an_author_is(by=stake.first, account=stake.first, author=stake.author)
    for by, tie in ((stake.first, own), (stake.second, own), (administrator, link)):
        with pytest.raises(PermissionDenied, match="nobody their own"):
            end_tie(tie, by=by, because="Not me.")
        with pytest.raises(IntegrityError, match="law 3: only an administrator ends"), transaction.atomic():
            run_as(by, "UPDATE claims_authoraccount SET ended_because = 'x', ended_by_id = %s WHERE id = %s", by.pk, tie.pk)

    end_tie(own, by=administrator, because="A namesake.")

    assert (own.ended_by, own.ended_because, own.ended_at is not None) == (administrator, "A namesake.", True)
    assert sentences(stake.evidence, stake.first) == []
    assert [change.kind for change in Change.objects.of(own)] == ["create", "update"]


@pytest.mark.parametrize(
    ("statement", "law"),
    [
        ("UPDATE claims_declaredconflict SET reason = 'None.'", "never changes: it can only be ended"),
        ("UPDATE claims_declaredconflict SET account_id = said_by_id + 1", "never changes|foreign key"),
        ("UPDATE claims_declaredconflict SET document_id = document_id + 1", "never changes"),
        ("UPDATE claims_declaredconflict SET ended_at = now()", "law 3|ended_with_reason"),
        ("UPDATE claims_authoraccount SET author_id = author_id + 1", "never changes"),
        ("DELETE FROM claims_declaredconflict", "law 5: delete on claims_declaredconflict is refused"),
        ("DELETE FROM claims_authoraccount", "law 5: delete on claims_authoraccount is refused"),
        ("TRUNCATE claims_authoraccount", "permission denied|law 1"),
    ],
)
def test_ties_stay_as_they_were_said(stake, administrator, statement, law):
    DeclaredConflictFactory(account=stake.first)
    AuthorAccountFactory(account=stake.first)

    with pytest.raises(Error, match=law):
        run_as(administrator, statement)


def test_nobody_links_or_declares_for_others_but_who_may(stake):
    with pytest.raises(IntegrityError, match="only the account itself or an administrator says so"), transaction.atomic():
        AuthorAccountFactory._meta.model.objects.create(account=stake.first, author=stake.author)
    for by, model in ((stake.second, AuthorAccount), (stake.curator, DeclaredConflict)):
        about = {"author": stake.author} if model is AuthorAccount else {"author": stake.author, "reason": "x"}
        with pytest.raises(IntegrityError, match="law 3: only the account itself or an"), recorded(by=by):
            model.objects.create(account=stake.first, **about)
    with pytest.raises(PermissionDenied, match="of others an editor declares them"):
        declare_conflict(by=stake.curator, account=stake.first, author=stake.author, reason="x")
    with pytest.raises(PermissionDenied, match="of others an administrator says it"):
        say_who_an_author_is(by=stake.second, account=stake.first, author=stake.author)
