"""A bundle that was made is never changed or deleted, by nobody on no path."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connections, transaction

from claims.models import Bundle
from config.database import roles
from history.models import Change
from history.services import recorded
from tests.conftest import OWNER
from tests.factories.claims import BundleFactory


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE claims_bundle SET asked = '{}'",
        "UPDATE claims_bundle SET content = 'x'",
        "DELETE FROM claims_bundle",
        "TRUNCATE claims_bundle",
        "ALTER TABLE claims_bundle DISABLE TRIGGER ALL",
    ],
)
def test_the_application_neither_changes_nor_deletes_a_bundle(statement):
    BundleFactory()

    with pytest.raises(DatabaseError), transaction.atomic(), connections["default"].cursor() as cursor:
        cursor.execute(statement)

    assert Bundle.objects.count() == 1


@pytest.mark.parametrize("statement", ["UPDATE claims_bundle SET asked = '{}'", "DELETE FROM claims_bundle", "TRUNCATE claims_bundle"])
def test_even_the_owner_does_not(committed_db, statement):
    BundleFactory()

    with (
        roles.connected({**OWNER, "NAME": committed_db}) as owner,
        pytest.raises(Exception, match="law [15]: (update|delete|truncate) on claims_bundle is refused"),
    ):
        owner.execute(statement)


@pytest.mark.django_db
@pytest.mark.parametrize("wrong", [{"sha256": "0" * 64}, {"size": 3}])
def test_a_bundle_is_the_file_that_its_hash_says(wrong):
    with pytest.raises(DatabaseError, match="law 5: bundle .* is not the file that its SHA-256 and its size say"), transaction.atomic():
        BundleFactory(**wrong)


@pytest.mark.django_db
def test_the_database_says_who_made_it_and_history_does_not_hold_the_file(curator, editor):
    with recorded(by=curator, reason="Made a bundle"):
        bundle = BundleFactory(created_by=editor)

    bundle.refresh_from_db()
    (change,) = Change.objects.of(bundle)
    assert (bundle.created_by, change.user, change.kind, change.reason) == (curator, "carla", "create", "Made a bundle")
    assert change.state.keys() & {"content", "holds"} == set()
    assert change.state["sha256"] == bundle.sha256
