from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import User

from claims.exchange.exporting import Choice, export_claims
from claims.exchange.importing import import_claims
from claims.exchange.incoming.outcomes import ClaimOutcome
from history.services import recorded
from sources.models import Document
from sources.services.export_sources import export_sources
from sources.services.importing.importing import import_sources
from tests.conftest import drop, recreate, using_database
from tests.factories.sources import DocumentFactory, TextFactory

WORDS = "The harbour gate closed at dawn. It opened again at noon. Nobody knows why it did not stay shut."


@pytest.fixture
def text(db):
    return TextFactory(document=DocumentFactory(citation_key="tarrowby2019holding"), content=WORDS)


def claim_line(name: str = "gate-closed", **changes: Any) -> dict[str, Any]:
    """A claim as a line has it, without evidence."""
    return {"id": name, "type": "event", "statement": "The gate closed early.", "attributes": {"what": "closing"}} | changes


def evidence_of(text, start: int = 0, end: int = 32, **changes: Any) -> dict[str, Any]:
    """Evidence as a line has it, pinned in a text by its span."""
    excerpt = {
        "document": text.document.citation_key,
        "text": text.sha256,
        "start": start,
        "end": end,
        "quote_sha256": hashlib.sha256(WORDS[start:end].encode()).hexdigest(),
    }
    link = {
        "id": "gate-evidence",
        "stance": "supports",
        "voice": "asserts",
        "basis": "uncited",
        "strength": "strong",
        "reason": "It says so.",
    }
    return link | {"excerpt": excerpt} | changes


@pytest.fixture
def bring(curator) -> Callable[..., list[ClaimOutcome]]:
    """Import lines (objects, or bytes as they are) as the curator; return what became of every record."""

    def bring(*lines: dict[str, Any] | bytes, by=curator, **options: Any) -> list[ClaimOutcome]:
        data = b"".join(line if isinstance(line, bytes) else json.dumps(line).encode() + b"\n" for line in lines)
        outcomes: list[ClaimOutcome] = []
        with recorded(by=by, reason="Imported from a test"):
            bring.summary = import_claims(io.BytesIO(data), report=outcomes.append, **options)
        return outcomes

    return bring


@pytest.fixture
def elsewhere(template_database: str, committed_db: str) -> Callable[[], AbstractContextManager[User]]:
    """Another database, migrated and empty but for one administrator, who is given."""

    @contextmanager
    def elsewhere() -> Iterator[User]:
        name = f"{template_database}_other"
        recreate(name, template_database)
        try:
            with using_database(name):
                yield get_user_model().objects.create_superuser("root")
        finally:
            drop(name)

    return elsewhere


@pytest.fixture
def elsewhere_with_its_document(elsewhere) -> Callable[[Document], AbstractContextManager[User]]:
    """The same with one document that came by a bibliography."""

    @contextmanager
    def elsewhere_with_its_document(document: Document) -> Iterator[User]:
        bibliography = "".join(export_sources(Document.objects.filter(pk=document.pk))).encode()
        with elsewhere() as root:
            with recorded(by=root, reason="Imported"):
                import_sources(io.BytesIO(bibliography), format="biblatex", report=lambda _: None)
            yield root

    return elsewhere_with_its_document


def exported_bytes(user: User | None = None, **options: Any) -> bytes:
    """Everything that ``export_claims`` writes."""
    return "".join(export_claims(Choice(), user=user, **options)).encode()


def brought(data: bytes, *, by: User) -> list[ClaimOutcome]:
    """Bring a file in as an administrator; every record must be taken."""
    outcomes: list[ClaimOutcome] = []
    with recorded(by=by, reason="Imported from another database"):
        import_claims(io.BytesIO(data), administrator=by, report=outcomes.append)
    assert [one for one in outcomes if one.errors or one.warnings] == []
    return outcomes
