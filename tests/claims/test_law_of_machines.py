"""Law 9: what the account of a machine proposes says that a machine proposed it, by whatever way it comes."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction

from claims.services.accounts import MACHINES
from claims.services.review import approve, submit
from claims.services.revise import revise
from history.services import recorded
from sources.models import Passage
from tests.claims.api.writers import signed_in
from tests.factories.claims import ClaimFactory, EvidenceFactory, RelationFactory
from tests.factories.sources import PassageFactory, TextFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def robot(django_user_model):
    account = django_user_model.objects.create_user("matcher")
    account.groups.add(Group.objects.get(name=MACHINES))
    return account


@pytest.mark.parametrize("factory", [ClaimFactory, EvidenceFactory, RelationFactory, PassageFactory])
def test_no_record_of_a_machine_says_that_a_person_proposed_it(robot, factory):
    parts = {EvidenceFactory: lambda: {"claim": ClaimFactory(), "passage": PassageFactory()}}
    parts[RelationFactory] = lambda: {"from_claim": ClaimFactory(), "to_claim": ClaimFactory()}
    parts[PassageFactory] = lambda: {"text": TextFactory()}
    others = parts.get(factory, dict)()

    with pytest.raises(IntegrityError, match="law 9: .* its origin is machine"), transaction.atomic(), recorded(by=robot):
        factory(**others)
    with recorded(by=robot):
        assert factory(**others, origin="machine", tool="matcher 1.2").tool == "matcher 1.2"


def test_a_machines_revision_is_a_machines_with_all_that_goes_along(robot, curator, editor):
    evidence = EvidenceFactory(created_by=None)
    for record in (evidence, evidence.claim):
        submit(record, by=curator)
        approve(record, by=editor)

    draft = revise(evidence.claim, by=robot)

    made = [draft, *draft.evidence.all()]
    assert [(one.origin, one.tool) for one in made] == [("machine", "matcher")] * 2


def test_what_a_machine_pins_is_a_machines(robot):
    text = TextFactory()

    answer = signed_in(robot).post("/api/v1/excerpts/", {"text": text.public_id, "start": 0, "end": 8}, format="json")

    assert answer.status_code == 201
    assert Passage.objects.values_list("origin", "tool").get() == ("machine", "matcher")
