"""Who says which conflicts there are, and who ends them."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from claims.models import DeclaredConflict
from claims.services.accounts import CURATORS
from claims.services.review import WrongStateError
from claims.services.ties import declare_conflict, end_tie
from tests.claims.staked import account
from tests.factories.sources import DocumentFactory

pytestmark = pytest.mark.django_db


def test_conflicts_of_others_are_declared_by_who_may_decide(curator, editor, administrator):
    colleague = account("col", CURATORS)
    for by, of in ((curator, curator), (editor, curator), (administrator, curator)):
        declared = declare_conflict(by=by, account=of, reason="They own the quay.", document=DocumentFactory())
        assert (declared.account, declared.said_by) == (of, by)

    with pytest.raises(PermissionDenied, match="of others an editor declares them"):
        declare_conflict(by=curator, account=colleague, reason="They own the quay.", document=DocumentFactory())


def test_one_is_ended_once_and_no_other_with_it(curator, editor, administrator):
    one, other = (declare_conflict(by=editor, account=curator, reason="It is theirs.", document=DocumentFactory()) for _ in range(2))

    end_tie(one, by=administrator, because="They sold it.")

    assert (one.ended_by, one.ended_because, one.ended_at is None) == (administrator, "They sold it.", False)
    assert list(DeclaredConflict.objects.filter(ended_at__isnull=True)) == [other]
    with pytest.raises(WrongStateError, match="This was ended already"):
        end_tie(one, by=administrator, because="Again.")
