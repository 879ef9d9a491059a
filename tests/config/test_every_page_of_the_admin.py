"""Every list and every form of the admin opens, for every role that may see it."""

from __future__ import annotations

import pytest
from django.contrib import admin
from django.urls import reverse

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", ["curator", "editor", "administrator"])
def test_every_list_and_every_empty_form_opens_or_is_refused(client, request, role):
    client.force_login(request.getfixturevalue(role))

    answers = {
        address: client.get(address).status_code
        for model in admin.site._registry
        for name in ("changelist", "add")
        if (address := reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{name}"))
    }

    assert {address: status for address, status in answers.items() if status not in {200, 403}} == {}
    assert answers[reverse("admin:claims_claim_changelist")] == answers[reverse("admin:claims_declaredconflict_add")] == 200
