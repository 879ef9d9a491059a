from __future__ import annotations

import re
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from history.models import Change
from sources.models import Reference
from sources.services.add_document import Credit, NewDocument, add_document
from sources.services.importing.importing import import_sources
from sources.services.merging.merge import merge_documents
from sources.services.references.finding import find_references
from sources.services.references.resolving import Resolved, resolve_by_hand, resolve_references, retry_references
from tests.factories.sources import AuthorFactory, DocumentFactory, TextFactory
from tests.sources.services.references.test_finding import BODY, book

pytestmark = pytest.mark.django_db


@pytest.fixture
def found():
    """Five rows, none of them resolved."""
    return find_references(TextFactory(content=BODY)).created


def state(row):
    row.refresh_from_db()
    return row.status, row.cited_id, row.method


def test_a_document_that_is_added_is_found_by_the_citations_that_mean_it(found):
    document = add_document(
        NewDocument(
            {"type": "book", "title": "The Tide Tables of Norrhaven", "issued": "1998"},
            [Credit(AuthorFactory(family="Quill", given="Ada"))],
        )
    )

    assert state(found[0]) == ("resolved", document.pk, "bibliographic")
    assert state(found[1]) == ("resolved", document.pk, "repeats")
    assert state(found[2]) == ("unmatched", None, "")


def test_a_document_that_came_by_another_way_is_found_by_the_command(found):
    document = book("Quill", "Ada", "The Tide Tables of Norrhaven", "1998")
    assert state(found[0])[0] == "unmatched"

    assert resolve_references() == Resolved(checked=3, changed=2, resolved=1, ambiguous=0)
    assert state(found[0]) == ("resolved", document.pk, "bibliographic")


def test_only_citations_that_may_mean_it_are_looked_at(found):
    quill = book("Quill", "Ada", "The Tide Tables of Norrhaven", "1998")
    other = book("Nobody", "N.", "Something Else", "1998")

    assert retry_references([other.pk]).checked == 0
    assert retry_references([quill.pk]).checked == 1


def test_a_subtitle_more_is_no_obstacle(found):
    keel = book("Keel", "D.", "Dues and Tolls: A History", "1987")

    retry_references([keel.pk])

    assert state(found[3]) == ("resolved", keel.pk, "bibliographic")


def test_looking_again_without_anything_new_changes_nothing(found):
    before = Change.objects.count()

    assert resolve_references() == Resolved(checked=3)
    assert Change.objects.count() == before


def test_what_was_decided_by_hand_stays_and_its_repeats_follow(found):
    chosen = DocumentFactory()
    resolve_by_hand(found[0], chosen)
    book("Quill", "Ada", "The Tide Tables of Norrhaven", "1998")

    resolve_references()

    assert state(found[0]) == ("resolved", chosen.pk, "hand")
    assert state(found[1]) == ("resolved", chosen.pk, "repeats")


def test_by_hand_a_citation_may_mean_nothing_here(found):
    quill = book("Quill", "Ada", "The Tide Tables of Norrhaven", "1998")
    resolve_by_hand(found[0], None)

    retry_references([quill.pk])

    assert state(found[0]) == ("unmatched", None, "hand")


def test_by_hand_too_a_document_does_not_cite_itself(found):
    with pytest.raises(ValidationError, match="A document does not cite itself"):
        resolve_by_hand(found[0], found[0].citing)


def test_the_number_of_queries_does_not_grow_with_the_citations(django_assert_num_queries):
    def text(count, word):
        notes = "\n".join(f"{n} Ada Quill, *{word} {n}* (London: Gull, 1998), 4." for n in range(1, count + 1))
        return find_references(TextFactory(content=f"Notes\n\n{notes}"))

    few, many = text(3, "Tides").created, text(60, "Storms").created
    book("Quill", "Ada", "Rain", "1998")
    # A savepoint and its release, the rows, their candidates, the records of those (5 parts), the keys.
    for rows in (few, many):
        with django_assert_num_queries(10):
            resolve_references([row.pk for row in rows])


def test_an_added_document_reads_the_index_and_no_whole_table(found):
    document = book("Quill", "Ada", "The Tide Tables of Norrhaven", "1998")
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO sources_reference (public_id, revision, citing_id, status, marker, raw, locator_label, locator_value, origin, tool, raw_sha256,"
            " kind, method, reason, parsed, candidates, match_keys)"
            " SELECT 'ref' || n || 'aaaaaaaaaaaa', 1, %s, 'unmatched', '', 'Raw', '', '', 'machine', 'test', '', 'cites', '', '', '{}', '[]',"
            " ARRAY['title/number' || n] FROM generate_series(1, 5000) AS n",
            [document.pk],
        )
        cursor.execute("EXPLAIN SELECT id FROM sources_reference WHERE match_keys @> ARRAY['title/x']::varchar[] AND status <> 'resolved'")
        plan = " ".join(row for (row,) in cursor.fetchall())

    # Which of the two indexes of what waits, depends on what the server has counted so far.
    assert "Seq Scan" not in plan
    assert re.search("sources_reference_(awaiting|waiting)", plan)
    assert retry_references([document.pk]).checked == 1


def test_a_merge_takes_the_citations_along_and_looks_again(found, editor):
    kept = book("Quill", "Ada", "The Tide Tables of Norrhaven", "1998")
    doubled = book("Quill", "A.", "The tide tables of Norrhaven", "1998")
    resolve_references()
    assert state(found[0])[0] == "ambiguous"

    merge_documents(kept, doubled, by=editor, reason="One book")

    assert state(found[0]) == ("resolved", kept.pk, "bibliographic")


def test_an_import_is_looked_through_too(found):
    entry = b"@book{tides, author = {Quill, Ada}, title = {The Tide Tables of Norrhaven}, year = 1998, publisher = {Gull Press}}"
    import_sources(BytesIO(entry), format="biblatex", report=lambda outcome: None)

    assert state(found[0])[0] == "resolved"
    assert Reference.objects.get(pk=found[0].pk).cited.citation_key == "tides"
