"""Claims taken away from their list come back as what they were."""

from __future__ import annotations

import json

import pytest

from tests.debate import Debate
from tests.history.admin.pages import page
from tests.sources.admin.files.imports import given

pytestmark = pytest.mark.django_db


def test_the_selected_claims_are_one_file_that_the_import_knows_again(client, curator, debate: Debate):
    client.force_login(curator)

    file = client.post(
        page("claims_claim", "changelist"), {"action": "take_json_lines", "_selected_action": [debate.published.pk, debate.draft.pk]}
    )
    data = b"".join(file.streaming_content)

    assert file.headers["Content-Disposition"] == 'attachment; filename="claims.jsonl"'
    told = [json.loads(line) for line in data.splitlines()]
    assert [(one.get("record", "claim"), one.get("id")) for one in told if "statement" in one] == [
        ("claim", debate.published.public_id),
        ("claim", debate.draft.public_id),
    ]
    back = given(client, data, "claims.jsonl", form="admin:claims_claim_import_claims")
    assert [row["kind"] for row in back.context["rows"]] == ["unchanged"] * len(told)


def test_one_claim_gives_its_name_to_its_file_and_no_other_goes_along(client, curator, debate: Debate):
    client.force_login(curator)

    file = client.post(page("claims_claim", "changelist"), {"action": "take_json_lines", "_selected_action": [debate.published.pk]})

    assert file.headers["Content-Disposition"] == f'attachment; filename="{debate.published.public_id}.jsonl"'
    assert debate.draft.public_id.encode() not in b"".join(file.streaming_content)
