from __future__ import annotations

import pytest


@pytest.mark.django_db
def test_whatever_can_be_listed_is_named_with_its_address(api):
    listed = api.get("/api/v1/").json()

    named = ["comments", "flags", "conflicts", "author-accounts", "claims", "evidence", "relations", "topics", "questions", "bundles"]
    assert [listed[name] for name in named] == [f"http://testserver/api/v1/{name}/" for name in named]
