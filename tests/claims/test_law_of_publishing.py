"""Law 7: an excerpt that no public claim stands on shows when an editor publishes it, and not otherwise."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, User
from django.db import IntegrityError, transaction

from claims.services.accounts import ADMINISTRATORS, CURATORS, MACHINES
from history.services import recorded
from sources.models import Passage
from tests.claims.staked import account
from tests.factories.sources import PassageFactory

pytestmark = pytest.mark.django_db

REFUSED = "law 7: only an editor publishes passage .* by itself, or takes that back"


def a_curator() -> User:
    return account("cora", CURATORS)


def an_editor_who_left() -> User:
    gone = account("fay")
    User.objects.filter(pk=gone.pk).update(is_active=False)
    return gone


def a_machine_among_the_editors() -> User:
    machine = account("mach")
    machine.groups.add(Group.objects.get(name=MACHINES))
    return machine


def nobody() -> None:
    return None


@pytest.mark.parametrize("somebody", [a_curator, an_editor_who_left, a_machine_among_the_editors, nobody])
def test_nobody_but_an_editor_publishes_an_excerpt_or_takes_it_back(somebody):
    hidden, shown = PassageFactory(), PassageFactory(is_published=True)
    by = somebody()

    for passage in (hidden, shown):
        with pytest.raises(IntegrityError, match=REFUSED), recorded(by=by), transaction.atomic():
            Passage.objects.filter(pk=passage.pk).update(is_published=not passage.is_published)
    with pytest.raises(IntegrityError, match=REFUSED), recorded(by=by), transaction.atomic():
        columns = {name: getattr(hidden, name) for name in ("document", "text", "quote", "quote_sha256", "status")}
        Passage(**columns, start=0, end=len(hidden.quote), origin="machine", tool="finder 1", is_published=True).save()

    assert list(Passage.objects.order_by("pk").values_list("is_published", flat=True)) == [False, True]


@pytest.mark.parametrize("group", [None, ADMINISTRATORS])
def test_an_editor_or_an_administrator_publishes_and_takes_back(group: str | None):
    passage = PassageFactory()
    told = []
    for is_published in (True, False):
        with recorded(by=account(f"ed-{is_published}", group) if group else account(f"ed-{is_published}")):
            Passage.objects.filter(pk=passage.pk).update(is_published=is_published)
        passage.refresh_from_db()
        told.append(passage.is_published)

    assert told == [True, False]
