"""A kept file is what its hash says, and stays: against everything that the application's role can say to the database."""

from __future__ import annotations

import hashlib

import pytest
from django.db import Error, IntegrityError, connection, transaction

from history.models import Change
from sources.models import OriginalFile
from tests.factories.sources import OriginalFileFactory, TextFactory

pytestmark = pytest.mark.django_db


def run(statement: str, *parameters: object) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, parameters)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE sources_originalbytes SET content = content || 'x'::bytea",
        "UPDATE sources_originalbytes SET content = content",
        "UPDATE sources_originalfile SET size = 1, sha256 = encode(sha256('x'), 'hex')",
        "UPDATE sources_originalfile SET name = 'other.pdf'",
        "UPDATE sources_originalfile SET name = name",
        "DELETE FROM sources_originalbytes",
        "DELETE FROM sources_originalfile",
    ],
)
@pytest.mark.parametrize("prelude", ["SELECT 1", "SET LOCAL session_replication_role = replica", "SET LOCAL pgtrigger.ignore = 'all'"])
def test_a_kept_file_neither_changes_nor_goes(prelude, statement):
    OriginalFileFactory(content=b"bytes")

    with pytest.raises(Error, match="is never changed or deleted|permission denied"), transaction.atomic():
        run(prelude)
        run(statement)

    assert bytes(OriginalFile.objects.get().kept.content) == b"bytes"


def test_the_table_is_not_emptied():
    OriginalFileFactory()

    with pytest.raises(Error, match="permission denied"):
        run("TRUNCATE sources_originalbytes")


@pytest.mark.parametrize("false", [{"sha256": "0" * 64}, {"size": 7}])
def test_bytes_that_are_not_what_the_record_says_are_refused(false):
    with pytest.raises(IntegrityError, match="these are not the bytes of file"):
        OriginalFileFactory(**false)


def test_the_same_bytes_are_kept_once():
    OriginalFileFactory(content=b"bytes")

    with pytest.raises(IntegrityError):
        OriginalFileFactory(content=b"bytes")


def test_history_records_the_file():
    original = OriginalFileFactory(content=b"bytes")

    state = Change.objects.of(original).get().state

    assert (state["sha256"], state["size"], state["name"]) == (hashlib.sha256(b"bytes").hexdigest(), 5, "harbour.pdf")


def test_a_text_without_a_kept_file_is_valid():
    assert TextFactory(file_sha256="0" * 64).pk
