"""Attacks on what holds documents, authors, their keys and merges together."""

from __future__ import annotations

import psycopg
from django.db import connection

from history.locks import Lock
from history.services import recorded
from sources.models import Merge
from sources.services.merging import merge_documents
from sources.services.rename_document import rename_document
from tests.factories.sources import (
    AuthorFactory,
    DocumentFactory,
)
from tests.laws.attacking import Scene, Steps, attack

_NAME = "what was called otherwise from its beginning looks the same; the history alone has the other name"


@attack("sources_document", "law_fixed", refused="public_id of .* never changes", unseen=_NAME)
def a_document_gets_another_id(s: Scene) -> Steps:
    yield
    s.run("UPDATE sources_document SET public_id = 'another-document' WHERE id = %s", s.holding.pk)


@attack("sources_author", "law_fixed", refused="public_id of .* never changes", unseen=_NAME)
def an_author_gets_another_id(s: Scene) -> Steps:
    yield
    s.run("UPDATE sources_author SET public_id = 'another-author' WHERE family = 'Tarrowby'")


@attack("sources_reference", "law_fixed", refused="never changes", seen="law 9: origin of sources_reference .* was changed")
def a_machine_takes_a_persons_citation_for_its_own(s: Scene) -> Steps:
    yield
    s.run("UPDATE sources_reference SET origin = 'machine', tool = 'finder 1'")


@attack("sources_document", "law_merged_into", refused="only by a merge", seen="law 5: document .* leads to another, and no merge says so")
def a_document_leads_to_another_without_a_merge(s: Scene) -> Steps:
    yield
    s.act("edith")
    s.run("UPDATE sources_document SET merged_into_id = %s WHERE id = %s", s.closing.pk, s.waiting.pk)


@attack("sources_author", "law_merged_into", refused="only by a merge", seen="law 5: author .* leads to another, and no merge says so")
def an_author_leads_to_another_without_a_merge(s: Scene) -> Steps:
    other = AuthorFactory()
    yield
    s.act("edith")
    s.run("UPDATE sources_author SET merged_into_id = %s WHERE family = 'Tarrowby'", other.pk)


@attack(
    "sources_document", "law_new_is_unmerged", refused="only by a merge", seen="law 5: document .* leads to another, and no merge says so"
)
def a_document_is_born_merged(s: Scene) -> Steps:
    yield
    DocumentFactory(merged_into=s.holding)


@attack("sources_author", "law_new_is_unmerged", refused="only by a merge", seen="law 5: author .* leads to another, and no merge says so")
def an_author_is_born_merged(s: Scene) -> Steps:
    kept = AuthorFactory()
    yield
    AuthorFactory(merged_into=kept)


@attack(
    "sources_merge",
    "law_merge",
    refused="Only an editor merges",
    seen="law 5: merge .* was not made by an editor",
    also=("law_merge_carried_out",),
)
def a_curator_merges(s: Scene) -> Steps:
    kept, merged = DocumentFactory(), DocumentFactory()
    yield
    s.act("carla")
    Merge.objects.create(kept_document=kept, merged_document=merged, reason="So.", by=s.carla, transaction=0, at="2020-01-01T00:00:00Z")


@attack("sources_merge", "law_merge_carried_out", refused="is written and not done", seen="law 5: document .* was merged and leads nowhere")
def a_merge_is_written_and_not_done(s: Scene) -> Steps:
    kept, merged = DocumentFactory(), DocumentFactory()
    yield
    s.act("edith")
    Merge.objects.create(kept_document=kept, merged_document=merged, reason="So.", by=s.edith)


@attack(
    "sources_merge",
    "law_merge_alone",
    refused="being added at this moment",
    unseen="it is a race, and the state of one that ended well",
    also=("law_merge_carried_out",),
)
def a_merge_while_others_add(s: Scene) -> Steps:
    kept, merged = DocumentFactory(), DocumentFactory()
    # What was added in the preparation holds the lock for this transaction: a merge finds it shared with somebody else only from outside.
    with psycopg.connect(**{**connection.get_connection_params(), "cursor_factory": psycopg.Cursor, "context": None}) as elsewhere:
        elsewhere.execute("SELECT pg_advisory_xact_lock_shared(%s)", [Lock.MERGING])
        yield
        s.act("edith")
        Merge.objects.create(kept_document=kept, merged_document=merged, reason="So.", by=s.edith)


@attack(
    "sources_merge", "law_merge_waits", refused="lock timeout", unseen="it is a race: who decided before may be an author only afterwards"
)
def a_merge_while_somebody_approves(s: Scene) -> Steps:
    kept, merged = DocumentFactory(), DocumentFactory()
    with psycopg.connect(**{**connection.get_connection_params(), "cursor_factory": psycopg.Cursor, "context": None}) as elsewhere:
        elsewhere.execute("SELECT pg_advisory_xact_lock_shared(%s)", [Lock.CONFLICTS])
        yield
        s.act("edith")
        s.run("SET LOCAL lock_timeout = '50ms'")
        merge_documents(kept, merged, by=s.edith, reason="So.")


@attack(
    "sources_merge",
    "law_append_only",
    refused="delete on sources_merge is refused",
    seen="law 5: .* leads to another, and no merge says so",
)
def a_merge_is_forgotten(s: Scene) -> Steps:
    yield
    s.act("edith")
    s.run("DELETE FROM sources_merge")


@attack(
    "sources_formerkey", "law_append_only", refused="delete on sources_formerkey is refused", seen="law 1: sources_formerkey .* was deleted"
)
def a_former_key_is_forgotten(s: Scene) -> Steps:
    yield
    s.run("DELETE FROM sources_formerkey")


@attack("sources_document", "law_key_renamed", refused="only when an editor renames it", seen="law 5: the former key .* leads nowhere")
def a_curator_renames(s: Scene) -> Steps:
    yield
    s.act("carla")
    s.run("UPDATE sources_document SET citation_key = 'stolen2001key' WHERE id = %s", s.waiting.pk)


@attack(
    "sources_document",
    "law_key_free",
    refused="was a key of the document",
    unseen="two documents with two keys; which came first, the history knows",
)
def a_former_key_is_given_again(s: Scene) -> Steps:
    rename_document(s.closing, "halver2020shutting", by=s.edith, reason="Misread.")
    yield
    DocumentFactory(citation_key="halver2020closing")


@attack("sources_text", "law_text_moved", seen="law 1: passage .* is of another document than its text")
def a_text_goes_and_leaves_its_passages(s: Scene) -> Steps:
    kept, text = DocumentFactory(), s.shown
    moves = [
        {"table": "sources_text", "id": text.pk, "column": "document_id", "from": s.holding.pk, "to": kept.pk},
        {"table": "sources_document", "id": s.holding.pk, "column": "merged_into_id", "from": None, "to": kept.pk},
    ]
    yield
    with recorded(by=s.edith):
        Merge.objects.create(kept_document=kept, merged_document=s.holding, reason="So.", by=s.edith, moved=moves)
        s.run("UPDATE sources_document SET merged_into_id = %s WHERE id = %s", kept.pk, s.holding.pk)
        s.run("UPDATE sources_text SET document_id = %s WHERE id = %s", kept.pk, text.pk)
    yield s.holds("SELECT 1 FROM sources_passage WHERE document_id = %s AND text_id = %s", s.holding.pk, text.pk)
