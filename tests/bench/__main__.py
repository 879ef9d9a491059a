"""Run the benchmark in a database of its own, which is gone afterwards."""

from __future__ import annotations

import os
import statistics
import sys
import time
from collections.abc import Callable
from io import StringIO
from itertools import zip_longest

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.conf import settings  # noqa: E402 - after the settings are ready
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from rest_framework.test import APIClient  # noqa: E402

from config.database import roles  # noqa: E402
from sources.models import Document  # noqa: E402
from sources.services.export_sources import export_sources  # noqa: E402
from tests.bench.claims_exchange import measure_claims_exchange  # noqa: E402
from tests.bench.data import fill  # noqa: E402
from tests.bench.importing import measure_bibliography  # noqa: E402
from tests.bench.locating import measure_locating  # noqa: E402
from tests.bench.questions import measure_questions  # noqa: E402
from tests.bench.writing import measure_writing  # noqa: E402
from tests.conftest import OWNER, drop, recreate, using_database  # noqa: E402

ROUNDS = 15
_RANKED = """
    SELECT json_agg(found) FROM (
        SELECT passage.public_id, passage.quote, document.citation_key,
               ts_headline('english', passage.quote, asked, 'HighlightAll=true')
          FROM (SELECT passage_id, ts_rank_cd(search, asked) AS rank, asked
                  FROM sources_passageindex, websearch_to_tsquery('english', %s) AS asked
                 WHERE search @@ asked ORDER BY rank DESC, passage_id DESC LIMIT 25) AS best
          JOIN sources_passage passage ON passage.id = passage_id JOIN sources_document document ON document.id = passage.document_id) AS found
"""
_LISTED = """
    SELECT json_agg(listed) FROM (SELECT document.*, (SELECT json_agg(author.*) FROM sources_contribution c
        JOIN sources_author author ON author.id = c.author_id WHERE c.document_id = document.id)
        FROM sources_document document ORDER BY citation_key LIMIT 25) AS listed
"""


def main() -> None:
    """Fill, measure, print.

    Arguments, each with its default: documents, passages in each, entries of the bibliography, claims of the exchange, claims that are asked for.
    """
    usual = ("2000", "5", "100000", "5000", "200000")
    documents, passages, entries, exchanged, asked = (int(given or one) for given, one in zip_longest(sys.argv[1:], usual))
    name = f"bench_pincite_{os.getpid()}"
    with roles.alone(OWNER):
        roles.prepare(OWNER, settings.DATABASES["default"])
    recreate(name)
    try:
        with using_database(name):
            call_command("migrate", verbosity=0)
            started = time.perf_counter()
            fill(documents=documents, passages=passages)
            print(f"{documents} documents, {documents * passages} passages, filled in {time.perf_counter() - started:.0f} s")  # noqa: T201
            measure()
            measure_locating()
            measure_writing()
        for measured, many in ((measure_bibliography, entries), (measure_claims_exchange, exchanged), (measure_questions, asked)):
            recreate(name)
            with using_database(name):
                call_command("migrate", verbosity=0)
                measured(many)
    finally:
        drop(name)


def measure() -> None:
    """Print a line for each pair: the product's median time over that of the bare statement, in turns."""
    api = APIClient(SERVER_NAME="localhost")
    pairs: list[tuple[str, Callable[[], object], Callable[[], object]]] = [
        ("search, rare word", lambda: api.get("/api/v1/excerpts/?search=w15000"), lambda: bare(_RANKED, "w15000")),
        ("search, common word", lambda: api.get("/api/v1/excerpts/?search=w2"), lambda: bare(_RANKED, "w2")),
        ("page of 25 documents", lambda: api.get("/api/v1/documents/"), lambda: bare(_LISTED)),
        ("export as BibLaTeX, all", export, lambda: copy_out("sources_document")),
    ]
    for name, product, plain in pairs:
        product(), plain()
        times: dict[str, list[float]] = {"product": [], "bare": []}
        for _ in range(3 if "export" in name else ROUNDS):
            times["product"].append(timed(product))
            times["bare"].append(timed(plain))
        mine, theirs = (statistics.median(times[kind]) for kind in ("product", "bare"))
        print(f"{name:<28} {mine * 1000:9.2f} ms  bare {theirs * 1000:9.2f} ms  ratio {mine / theirs:6.2f}")  # noqa: T201


def timed(action: Callable[[], object]) -> float:
    """Return how long it took, in seconds."""
    started = time.perf_counter()
    action()
    return time.perf_counter() - started


def bare(statement: str, *parameters: str) -> object:
    """The best plain SQL for the same answer."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchall()


def copy_out(table: str) -> int:
    """A bare COPY of the rows."""
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} TO STDOUT") as copied:
        return sum(len(part) for part in copied)


def export() -> int:
    """The whole bibliography."""
    out = StringIO()
    for part in export_sources(Document.objects.public()):
        out.write(part)
    return out.tell()


if __name__ == "__main__":
    main()
