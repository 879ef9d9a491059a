"""What an export and an import ask of the database and of memory, whatever the number of claims."""

from __future__ import annotations

import io
import tracemalloc
from collections.abc import Callable

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test.utils import CaptureQueriesContext

from claims.exchange.exporting import Choice, export_claims
from claims.exchange.importing import import_claims
from history.services import recorded
from tests.bench.claims_exchange import write_claims_file

pytestmark = pytest.mark.django_db


def queries(action: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as asked:
        action()
    return len(asked)


def peak(action: Callable[[], object]) -> int:
    """The most bytes that were held at once."""
    tracemalloc.start()
    try:
        action()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.fixture
def bring(tmp_path):
    """Import so many published claims with their evidence, texts and reviews."""
    root = get_user_model().objects.create_superuser("root")

    def bring(claims: int, name: str) -> None:
        path = tmp_path / f"{name}.jsonl"
        write_claims_file(path, claims, name=name)
        with recorded(by=root, reason="A test"):
            import_claims(io.BytesIO(path.read_bytes()), administrator=root, report=lambda _: None)

    return bring


def test_queries_do_not_grow_with_the_claims_of_a_batch(bring):
    bring(1, "warm")
    assert queries(lambda: bring(80, "many")) == queries(lambda: bring(4, "few"))

    one, forty = Choice(claims=["few-claim-0"]), Choice(claims=[f"many-claim-{number}" for number in range(40)])
    assert queries(lambda: list(export_claims(forty))) == queries(lambda: list(export_claims(one)))


def test_memory_does_not_grow_with_the_file(bring, monkeypatch):
    """In batches of 20 claims, 100 of them take hardly more than 40."""
    monkeypatch.setattr("claims.exchange.incoming.run._AT_ONCE", 20)
    monkeypatch.setattr("claims.exchange.outgoing.claims._AT_ONCE", 20)
    bring(20, "warm")

    few, many = peak(lambda: bring(40, "few")), peak(lambda: bring(100, "many"))
    assert many - few < 1_500_000

    few = peak(lambda: sum(1 for _ in export_claims(Choice(claims=[f"few-claim-{n}" for n in range(40)]))))
    many = peak(lambda: sum(1 for _ in export_claims(Choice())))
    assert many < few + 1_500_000
