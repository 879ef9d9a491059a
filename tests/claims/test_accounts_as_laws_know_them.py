"""Who is an administrator and who decides: the laws and the services say the same of every account."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.db import connection

from claims.services.accounts import ADMINISTRATORS, CURATORS, EDITORS, MACHINES, administers, may_decide

pytestmark = pytest.mark.django_db


def asked(function: str, account) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s)", [account.pk])
        return cursor.fetchone()[0]


@pytest.mark.parametrize("is_active", [True, False])
@pytest.mark.parametrize("group", [None, CURATORS, EDITORS, ADMINISTRATORS, MACHINES, "superuser", "permission"])
def test_laws_and_services_agree_on_every_account(administrator, editor, group, is_active):
    """Beside an administrator and an editor, whose rights are nobody else's. What inactive editors decided elsewhere may come in."""
    account = get_user_model().objects.create_user("somebody", is_active=is_active, is_superuser=group == "superuser")
    if group == "permission":
        account.user_permissions.add(Permission.objects.get(codename="review_claim"))
    elif group not in (None, "superuser"):
        account.groups.add(Group.objects.get(name=group))

    told = {"administers": asked("claims_is_administrator", account), "decides": is_active and asked("claims_is_editor", account)}

    assert told == {"administers": administers(account), "decides": may_decide(account)}
    assert told == {
        "administers": is_active and group in {ADMINISTRATORS, "superuser"},
        "decides": is_active and group in {EDITORS, ADMINISTRATORS, "superuser", "permission"},
    }
