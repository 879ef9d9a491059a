from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from claims.bundles.freezing import freeze_bundle
from claims.bundles.selection import Asked
from sources.models import Document
from tests.claims.bundles.packing import SITE
from tests.factories.claims import BundleFactory


@pytest.fixture
def bundle(debate, curator):
    return freeze_bundle(Asked(claims=["gate-closed-early"]), by=curator, site=SITE)


def test_the_list_says_what_was_asked_for_and_reads_no_file(bundle, client, curator):
    BundleFactory()
    client.force_login(curator)
    with CaptureQueriesContext(connection) as queries:
        page = client.get(reverse("admin:claims_bundle_changelist")).content.decode()

    assert "claims gate-closed-early" in page
    assert "everything public" in page
    assert bundle.sha256 in page
    assert not any('"content"' in query["sql"] for query in queries)


def test_a_bundle_is_shown_and_cannot_be_changed(bundle, client, curator):
    client.force_login(curator)
    address = reverse("admin:claims_bundle_change", args=[bundle.pk])
    page = client.get(address).content.decode()

    assert f"/api/v1/bundles/{bundle.public_id}/" in page
    assert "1 documents, 1 excerpts, 1 claims, 1 evidence, 0 relations" in page
    assert "to anybody" in page
    assert client.post(address, {"asked": "{}"}).status_code == 403
    assert client.get(reverse("admin:claims_bundle_add")).status_code == 403

    Document.objects.update(is_hidden=True)
    assert "something in it is no longer public" in client.get(address).content.decode()
