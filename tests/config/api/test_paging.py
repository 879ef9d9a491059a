"""A cursor is taken from next or previous, and nothing else is one."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("cursor", ["\x00", "cD0x\x00", "cD0 x", "é", "cD0x!"])
def test_what_decoding_would_pass_over_is_no_cursor(client, cursor):
    answer = client.get("/api/v1/references/", {"cursor": cursor})

    assert answer.status_code in {400, 404}
    assert answer.json()["errors"][0]["field"] == "cursor"
