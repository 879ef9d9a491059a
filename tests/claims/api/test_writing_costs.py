"""What writing costs in queries does not grow with what there is."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.claims.api.writers import signed_in
from tests.debate import LINK
from tests.factories.claims import ClaimFactory, ClaimTopicFactory, EvidenceFactory, RelationFactory, TopicLabelFactory
from tests.factories.sources import PassageFactory

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
    assert few <= 49


MOST = {
    "claim": 25,
    "evidence": 35,
    "evidence read to submit": 17,
    "submit evidence": 50,
    "claim read to submit": 21,
    "submit claim": 46,
    "evidence read to approve": 22,
    "approve evidence": 50,
    "claim read to approve": 28,
    "approve claim": 46,
}


def test_a_claim_is_published_in_few_queries(curator, editor):
    """What each answer shows is read once, for its reader and for its tag; only what is compared with ``If-Match`` is read before."""
    passage, writing, deciding = PassageFactory(), signed_in(curator), signed_in(editor)
    counts: dict[str, int] = {}

    def ask(what: str, request):
        with CaptureQueriesContext(connection) as queries:
            answer = request()
        assert answer.status_code in {200, 201}, answer.json()
        counts[what] = len(queries)
        return answer

    stated = {"type": "event", "statement": "The gate closed early.", "attributes": {"what": "closing"}}
    claim = ask("claim", lambda: writing.post("/api/v1/claims/", stated, format="json")).json()
    linked = {"claim": claim["id"], "excerpt": passage.public_id, **LINK}
    evidence = ask("evidence", lambda: writing.post("/api/v1/evidence/", linked, format="json")).json()
    for client, act in ((writing, "submit"), (deciding, "approve")):
        for kind, one in (("evidence", evidence), ("claim", claim)):
            tag = ask(f"{kind} read to {act}", lambda client=client, one=one: client.get(one["url"]))["ETag"]
            ask(
                f"{act} {kind}",
                lambda client=client, one=one, act=act, tag=tag: client.post(
                    f"{one['url']}{act}/", {}, format="json", headers={"If-Match": tag}
                ),
            )

    assert {what: count for what, count in counts.items() if count > MOST[what]} == {}


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
