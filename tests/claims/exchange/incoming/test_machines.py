"""A machine's account brings in what says that it is a machine's, and nothing else (law 9)."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group

from claims.models import Claim
from claims.services.accounts import MACHINES
from tests.claims.exchange.conftest import claim_line

pytestmark = pytest.mark.django_db


@pytest.fixture
def robot(django_user_model):
    account = django_user_model.objects.create_user("matcher")
    account.groups.add(Group.objects.get(name=MACHINES))
    return account


def test_a_file_that_a_machine_brings_in_says_so_or_is_refused_with_the_line(bring, robot):
    said = claim_line("gate-opened", origin="machine", tool="matcher 1.2")

    done = bring(said, claim_line("gate-closed"), by=robot)

    assert [(one.line, one.result) for one in done] == [(1, "created"), (2, "failed")]
    assert "is proposed by the account of a machine: its origin is machine, and it names the tool" in str(done[1].errors[0])
    assert not Claim.objects.exists()
    assert [one.result for one in bring(said, by=robot)] == ["created"]
