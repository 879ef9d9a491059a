"""Export, import into a database that holds nothing, and compare: every record whole, and every stored column."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from claims.collections.loading import load_fixtures
from history.services import recorded
from sources.formats.record import Record
from sources.models import Document
from sources.services.describe_document import describe_document
from sources.services.export_sources import export_sources
from sources.services.importing.importing import import_sources
from sources.services.importing.outcome import Outcome
from tests.conftest import drop, recreate, using_database

FORMATS = ("bibtex", "biblatex", "ris", "csl-json")
#: Names of rows, and links by numbers: they are another database's; links are compared by keys.
STEP = 12
NOT_COMPARED = {
    "id",
    "public_id",
    "revision",
    "created_at",
    "changed_at",
    "document_id",
    "author_id",
    "part_of_id",
    "original_id",
    "is_sample",
}
COLLECTIONS = Path(settings.BASE_DIR).parent / "shared" / "collections"


def described() -> dict[str, Record]:
    """Every document's record by its key."""
    return {one.citation_key: describe_document(one) for one in Document.objects.public().with_record()}


def stored() -> dict[str, object]:
    """Every document by its key: the record, and the columns of all its rows."""
    documents = Document.objects.with_record().order_by("citation_key")
    return {
        one.citation_key: (
            describe_document(one),
            columns(one),
            one.part_of and one.part_of.citation_key,
            one.original and one.original.citation_key,
            [(columns(credit) | {"named": credit.cited_name()}) for credit in one.contributions.order_by("role", "position")],
            [columns(identifier) for identifier in one.identifiers.order_by("scheme", "value")],
            [columns(title) for title in one.titles.order_by("form", "language")],
        )
        for one in documents
    }


def columns(row) -> dict[str, object]:
    # The name as printed is beside the record; whose name it is, the authority record says.
    left_out = NOT_COMPARED | {"credited", "family", "given", "particle", "dropping_particle", "suffix", "literal"}
    return {field.name: getattr(row, field.attname) for field in row._meta.concrete_fields if field.attname not in left_out}


def exported(dialect: str) -> bytes:
    return "".join(export_sources(Document.objects.public(), format=dialect)).encode()


def taken(content: bytes, dialect: str, **options: bool) -> list[Outcome]:
    outcomes: list[Outcome] = []
    with recorded(by=None, reason="Imported"):
        import_sources(io.BytesIO(content), format=dialect, report=outcomes.append, **options)
    return outcomes


@pytest.fixture
def empty_databases(template_database, committed_db) -> Iterator[tuple[str, str]]:
    names = (f"{template_database}_second", f"{template_database}_third")
    for name in names:
        recreate(name, template_database)
    yield names
    for name in names:
        drop(name)


def assert_returns(dialect: str, second: str, third: str) -> int:
    """Bring an export into a second database and that one's into a third; return how many documents came."""
    first_records, content = described(), exported(dialect)
    with using_database(second):
        outcomes = taken(content, dialect)
        second_records, second_rows, second_content = described(), stored(), exported(dialect)
        repeated = taken(content, dialect)
    with using_database(third):
        taken(second_content, dialect)
        third_rows = stored()

    assert [(one.key, one.result, one.errors) for one in outcomes if one.result != "created"] == []
    assert second_records == first_records
    assert third_rows == second_rows
    assert second_content == content
    assert {(one.result, one.differences) for one in repeated} == {("unchanged", ())}
    return len(first_records)


@pytest.mark.parametrize("dialect", FORMATS)
def test_the_demonstration_collection_comes_back_whole(empty_databases, dialect):
    load_fixtures(Path(settings.FIXTURES_DIR))

    assert assert_returns(dialect, *empty_databases) == 19


@pytest.fixture(scope="session")
def collections() -> Path:
    if not COLLECTIONS.is_dir():
        pytest.skip(f"the public test collections are absent ({COLLECTIONS})")
    return COLLECTIONS


def collected(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Some BibTeX files, as many as take a few seconds, and every RIS file."""
    for path in sorted((folder / "bibtex" / "files").glob("*.bib"))[::STEP]:
        yield "biblatex", path.read_bytes()
    for path in sorted((folder / "ris").rglob("*.ris")):
        if b"TY  -" in (content := path.read_bytes()):
            yield "ris", content


@pytest.mark.parametrize("dialect", FORMATS)
def test_public_collections_come_back_whole(empty_databases, collections, dialect):
    for read_as, content in collected(collections):
        taken(content, read_as, keep_going=True)

    assert assert_returns(dialect, *empty_databases) > 200
