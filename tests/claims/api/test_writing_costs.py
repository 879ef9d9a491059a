"""What writing costs in queries does not grow with what there is."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.claims.api.writers import signed_in
from tests.factories.claims import ClaimFactory, ClaimTopicFactory, EvidenceFactory, RelationFactory, TopicLabelFactory

pytestmark = pytest.mark.django_db


def queries_of_a_change(client, address: str, body: dict[str, object]) -> int:
    tag = client.get(address)["ETag"]
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.patch(address, body, format="json", headers={"If-Match": tag}).status_code == 200
    return len(queries)


def test_a_change_of_a_claim_costs_the_same_however_much_hangs_on_it(curator):
    client, claim = signed_in(curator), ClaimFactory()
    EvidenceFactory(claim=claim), RelationFactory(from_claim=claim), ClaimTopicFactory(claim=claim)
    address = f"/api/v1/claims/{claim.public_id}/"
    few = queries_of_a_change(client, address, {"statement": "It closed late."})
    for _ in range(4):
        EvidenceFactory(claim=claim), RelationFactory(from_claim=claim), ClaimTopicFactory(claim=claim)

    assert queries_of_a_change(client, address, {"statement": "It closed early."}) == few
    assert few < 80


@pytest.mark.parametrize(
    ("resource", "make"), [("evidence", EvidenceFactory), ("relations", RelationFactory), ("topics", TopicLabelFactory)]
)
def test_lists_cost_the_same_for_one_row_and_for_five(curator, resource, make):
    client, counts = signed_in(curator), []
    for more in (1, 4):
        for _ in range(more):
            make()
        client.get(f"/api/v1/{resource}/")
        with CaptureQueriesContext(connection) as queries:
            shown = client.get(f"/api/v1/{resource}/?count=true").json()
        counts.append((shown["count"], len(queries)))

    assert ([rows for rows, _ in counts], counts[0][1]) == ([1, 5], counts[1][1])
