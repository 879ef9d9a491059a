"""Export and import of claims with evidence and their reviews, beside bare COPY of the rows."""

from __future__ import annotations

import hashlib
import json
import tempfile
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model

from claims.exchange.exporting import Choice, export_claims
from claims.exchange.importing import import_claims
from history.services import recorded
from tests.bench.copying import copy_out, timed_copies
from tests.bench.measuring import line, say, timed

#: In the order in which their keys allow them to be filled.
_TABLES = ("sources_passage", "claims_claim", "claims_evidence", "claims_review")
#: Two pieces of evidence for a claim, each and the claim submitted and approved.
_LINKS = 2
_WIDTH = 40
#: Claims that stand on one document.
_OF_ONE = 10
_WARM_UP = 50


def measure_claims_exchange(claims: int) -> None:
    """Print how long import and export of ``claims`` published claims take as ratios, and by how much memory grows."""
    root = get_user_model().objects.create_superuser("bench-root")
    with tempfile.TemporaryDirectory() as folder:
        path, small = Path(folder) / "claims.jsonl", Path(folder) / "few.jsonl"
        write_claims_file(path, claims)
        write_claims_file(small, _WARM_UP, name="few")
        _bring(small, root)
        # Memory first: what comes after holds whole tables.
        importing, import_growth = timed(lambda: _bring(path, root))
        again, _ = timed(lambda: _bring(path, root))
        exporting, export_growth = timed(lambda: _export(root))
        copying_out, _ = timed(lambda: copy_out(Path(folder), _TABLES))
        copying_in, _ = timed_copies(Path(folder), _TABLES)
    name = f"{claims} claims, {claims * _LINKS} evidence"
    line(f"import of {name}", importing, "bare COPY", copying_in)
    line("  the same file again", again, "bare COPY", copying_in)
    line(f"export of {name}", exporting, "bare COPY", copying_out)
    say(f"memory grows by {import_growth:.0f} MiB importing, {export_growth:.0f} MiB exporting")


def write_claims_file(path: Path, claims: int, *, name: str = "one") -> None:
    """Write a file of published claims, each with accepted evidence on words of its own; ten claims stand on one document."""
    with path.open("w", encoding="utf-8") as out:
        documents = [_document(f"{name}{number}") for number in range(claims // _OF_ONE + 1)]
        for line in (*(document for document, _ in documents), *(text for _, text in documents)):
            out.write(json.dumps(line) + "\n")
        for number in range(claims):
            out.write(json.dumps(_claim(name, number)) + "\n")


def _document(name: str) -> tuple[dict[str, Any], dict[str, Any]]:
    document = {"record": "document", "id": f"bench-{name}", "key": f"bench{name}", "type": "report", "title": f"The gates of {name}"}
    text = {"record": "text", "id": f"bench-text-{name}", "document": f"bench{name}", "version": 1, "sha256": _sha256(name)}
    size = {"length": (_OF_ONE * _LINKS + 1) * _WIDTH, "media_type": "text/plain", "file_name": "gates.txt", "rights": "private"}
    return document, text | size


def _sha256(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()


def _claim(name: str, number: int) -> dict[str, Any]:
    line = {
        "id": f"{name}-claim-{number}",
        "type": "event",
        "statement": f"Gate number {number} closed before the tide of that day.",
        "attributes": {"what": f"closing of gate {number}", "when": {"unknown": True}},
        "evidence": [_evidence(name, number, number * _LINKS + at) for at in range(_LINKS)],
    }
    return _reviewed(line, "published")


def _evidence(name: str, claim: int, number: int) -> dict[str, Any]:
    document = f"{name}{claim // _OF_ONE}"
    start = number % (_OF_ONE * _LINKS) * _WIDTH
    excerpt = {
        "id": f"{name}-excerpt-{number}",
        "document": f"bench{document}",
        "text": _sha256(document),
        "start": start,
        "end": start + 30,
    }
    excerpt["quote_sha256"] = _sha256(str(number))
    said = {"stance": "supports", "voice": "asserts", "basis": "uncited", "strength": "strong", "reason": "It says so."}
    return _reviewed({"id": f"{name}-evidence-{number}", "excerpt": excerpt, **said}, "accepted")


def _reviewed(line: dict[str, Any], status: str) -> dict[str, Any]:
    acts = [
        {"action": "submit", "by": "bench-curator", "at": "2026-01-01T09:00:00+00:00"},
        {"action": "approve", "by": "bench-editor", "at": "2026-01-02T09:00:00+00:00"},
    ]
    return line | {"status": status, "created_by": "bench-curator", "reviews": acts}


def _bring(path: Path, user: Any) -> None:
    with path.open("rb") as source, recorded(by=user, reason="Benchmark"):
        summary = import_claims(source, administrator=user, report=lambda _: None)
    if not summary.is_stored:
        raise RuntimeError(f"{summary.failed} failed.")


def _export(user: Any) -> int:
    return sum(len(line) for line in export_claims(Choice(), user=user))
