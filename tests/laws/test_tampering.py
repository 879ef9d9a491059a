"""What the checker says of states that no law would let anybody reach: made by the tables' owner, with the triggers out of the way."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.conf import settings

from config.database import roles
from tests.laws.checker import faults

# What is done, each statement by itself, and what the checker says of it.
TAMPERING = {
    "law 1: passage .* is not the slice of its text": ["UPDATE sources_passage SET \"end\" = 30 WHERE start = 0 AND status = 'exact'"],
    "law 1: end of passage .* was changed": ["UPDATE sources_passage SET \"end\" = 30, revision = 2 WHERE start = 0 AND status = 'exact'"],
    "law 1: text .* has other words than its SHA-256 says": ["UPDATE sources_text SET content = upper(content)"],
    "law 1: sha256 of text .* was changed": [
        "UPDATE sources_text SET content = upper(content), sha256 = sources_sha256(upper(content)) WHERE rights = 'open' AND content IS NOT NULL"
    ],
    "law 1: the words of text .* were changed": ["UPDATE sources_text SET content = NULL"],
    "law 1: claims_claim .* was deleted: it may be cited": ["DELETE FROM claims_review", "DELETE FROM claims_evidence", "DELETE FROM claims_claim"],
    "law 1: sources_passage .* was deleted: it may be cited": [
        "UPDATE sources_passage SET is_published = true WHERE start = 33", "DELETE FROM sources_passage WHERE start = 33",
    ],
    "law 2: claim .* was published without accepted evidence": [
        "UPDATE claims_evidence SET status = 'draft'", "UPDATE claims_claim SET status = 'published' WHERE status = 'draft'",
    ],
    "law 3: claim .* went from draft to published without a review": ["UPDATE claims_claim SET status = 'published' WHERE status = 'draft'"],
    "law 3: claim .* did not begin as a draft": [
        "INSERT INTO claims_claim (public_id, revision, type, statement, attributes, language, status, origin, tool)"
        " VALUES ('born-so', 1, 'event', 'It was.', '{\"what\": \"it\"}', 'en', 'published', 'human', '')"
    ],
    "law 3: the words of claim .* were changed when it was published": ["UPDATE claims_claim SET statement = 'Not so.' WHERE status = 'published'"],
    "law 3: evidence .* was edited and stayed in_review": ["UPDATE claims_evidence SET reason = 'Not so.' WHERE status = 'in_review'"],
    "law 3: claim .* was approved by who made it": ["UPDATE claims_review SET by_id = (SELECT id FROM auth_user WHERE username = 'carla')"],
    "law 3: claim .* was approved by who submitted it": ["UPDATE claims_review SET by_id = (SELECT id FROM auth_user WHERE username = 'edith')"],
    "law 4: evidence .* stayed accepted when its document was retracted": [
        "SELECT set_config('pincite.actor', (SELECT id::text FROM auth_user WHERE username = 'edith'), true)",
        "INSERT INTO sources_retraction (public_id, revision, document_id, retracted_on, reason, notice, lifted_because)"
        " SELECT 'taken-back-' || id, 1, id, '', 'Misread.', '', '' FROM sources_document",
    ],
    "law 4: evidence .* stayed accepted when its words were orphaned": [
        "INSERT INTO sources_passage (public_id, revision, document_id, quote_sha256, status, locator_label, locator_value, derived_from_id, carried,"
        " is_published, origin, tool, text_id) SELECT 'it-is-gone', 1, document_id, quote_sha256, 'orphaned', '', '', id, 'orphaned', false, 'human',"
        " '', text_id FROM sources_passage WHERE start = 0 LIMIT 1"
    ],
    "law 5: claims_claim .* is not what its history says: language": [
        "ALTER TABLE claims_claim DISABLE TRIGGER USER", "UPDATE claims_claim SET language = 'de'",
    ],
    "law 5: claims_claim .*: revision 1 comes where . should": [
        "ALTER TABLE claims_claim DISABLE TRIGGER revise", "UPDATE claims_claim SET language = 'de', revision = 2",
        "UPDATE claims_claim SET language = 'fr', revision = 1",
    ],
    "law 5: .*: it says that it changed": ["UPDATE history_change SET changed = '{language}' WHERE kind = 'update'"],
    "law 5: .* has no history": ["DELETE FROM history_change WHERE \"table\" = 'sources_mark'"],
    "law 5: author .* leads to another, and no merge says so": ["UPDATE sources_author SET merged_into_id = (SELECT max(id) FROM sources_author) WHERE family = 'Tarrowby'"],
    "law 6: .*: submit is of a revision that was published": ["UPDATE claims_review SET revision = 3 WHERE claim_id IS NOT NULL"],
    "law 6: .* is of revision 9, which there never was": ["UPDATE claims_review SET revision = 9"],
    "law 6: .* was changed twice from one revision: to 2": [
        "ALTER TABLE claims_claim DISABLE TRIGGER revise", "UPDATE claims_claim SET language = 'de', revision = 2",
        "UPDATE claims_claim SET language = 'fr', revision = 1", "UPDATE claims_claim SET language = 'it', revision = 2",
    ],
    "law 7: excerpt .* is public and is not counted as shown": ["UPDATE sources_passage SET is_published = true"],
    "law 7: text .* shows 114 of 485 characters, more than 20 %": ["UPDATE sources_passage SET is_published = true WHERE start = 200"],
    "law 7: more of text .* may be shown, and no administrator said why": ["UPDATE sources_text SET rights = 'open'"],
    "law 8: claims_claim .* was brought in by no administrator who acted": ["UPDATE claims_claim SET imported_by_id = created_by_id"],
    "law 8: .* was done after the record came in": ["UPDATE claims_review SET imported_by_id = (SELECT id FROM auth_user WHERE username = 'ada')"],
    "law 8: claims_evidence .* is by another than who proposed it": ["UPDATE claims_evidence SET created_by_id = NULL"],
    "law 9: origin of claims_evidence .* was changed": ["UPDATE claims_evidence SET origin = 'machine', tool = 'matcher 1'"],
    "law 9: a machine decided .approve. on claims_claim": ["UPDATE claims_review SET by_id = (SELECT id FROM auth_user WHERE username = 'robot')"],
    "standing: the standing of claim .* is wrong in category, supporting_documents": [
        "UPDATE claims_claimstanding SET category = 'disputed', supporting_documents = 7"
    ],
    "relations: claim .* leads back to itself by refines": [
        "INSERT INTO claims_relation (public_id, revision, from_claim_id, to_claim_id, kind, reason, status, origin, tool)"
        " SELECT 'way-' || one.id, 1, one.id, other.id, 'refines', 'So.', 'draft', 'human', ''"
        " FROM claims_claim one JOIN claims_claim other ON one.id < other.id",
        "DROP INDEX claims_relation_once",
        "INSERT INTO claims_relation (public_id, revision, from_claim_id, to_claim_id, kind, reason, status, origin, tool)"
        " SELECT 'back-' || one.id, 1, one.id, other.id, 'refines', 'So.', 'draft', 'human', ''"
        " FROM claims_claim one JOIN claims_claim other ON one.id > other.id",
    ],
    "enumerations: stance of claims_evidence .* is nods": [
        "ALTER TABLE claims_evidence DROP CONSTRAINT claims_evidence_stance_known", "UPDATE claims_evidence SET stance = 'nods'",
    ],
}  # fmt: skip


@pytest.fixture(scope="module")
def lawless(library: str) -> str:
    """The library with every trigger out of the way but those that record history."""
    with roles.connected(settings.DATABASES["owner"]) as connection:
        statements = connection.execute(
            "SELECT format('ALTER TABLE %s DISABLE TRIGGER %I', tgrelid::regclass, tgname) FROM pg_trigger"
            " WHERE NOT tgisinternal AND tgname NOT IN ('revise', 'track_insert', 'track_update', 'track_delete')"
        ).fetchall()
        connection.execute("; ".join(statement for (statement,) in statements))
    return library


@pytest.fixture
def owner(lawless: str) -> Iterator[psycopg.Cursor[Any]]:
    """The owner, in a transaction that comes to nothing."""
    with roles.connected(settings.DATABASES["owner"]) as connection, connection.transaction(force_rollback=True):
        yield connection.cursor()


def test_the_library_is_in_order(owner):
    assert faults(owner) == []


@pytest.mark.parametrize(("said", "statements"), TAMPERING.items())
def test_what_is_broken_is_said(owner, said, statements):
    for statement in statements:
        owner.execute(statement)

    found = faults(owner)

    assert [fault for fault in found if _is(said, fault)], found


def _is(said: str, fault: str) -> bool:
    return re.match(said, fault) is not None
