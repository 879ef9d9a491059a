from __future__ import annotations

import pytest
from django.db import connection

from history.services import recorded
from sources.models import Reference
from sources.services.references.finding import find_references
from sources.services.references.rejected import rejected_in
from tests.factories.sources import DocumentFactory, TextFactory
from tests.history.admin.pages import page
from tests.sources.services.references.test_finding import BODY

pytestmark = pytest.mark.django_db


def test_a_citation_that_an_editor_deleted_does_not_come_back(client, editor):
    client.force_login(editor)
    text = TextFactory(content=BODY)
    found = find_references(text).created

    client.post(page("sources_reference", "delete", found[3].pk), {"post": "yes"})

    again = find_references(text)
    assert (again.created, again.unchanged) == ([], len(found))
    assert Reference.objects.filter(text=text).count() == len(found) - 1


def test_nor_does_it_in_a_corrected_text(editor):
    text = TextFactory(content=BODY)
    remark = find_references(text).created[-1]
    with recorded(by=editor):
        remark.delete()

    corrected = TextFactory(document=text.document, version=2, derived_from=text, content=f"A line more.\n{BODY}")
    found = find_references(corrected).created

    assert remark.raw not in {row.raw for row in found}
    assert len(found) == 4


def test_what_was_deleted_under_nobody_s_name_is_found_again():
    text = TextFactory(content=BODY)
    number = len(find_references(text).created)
    Reference.objects.all().delete()

    assert len(find_references(text).created) == number


def test_what_was_deleted_of_other_documents_is_not_meant(editor):
    first, second = TextFactory(content=BODY), TextFactory(content=BODY)
    with recorded(by=editor):
        for row in find_references(first).created:
            row.delete()

    assert (len(rejected_in(first.document_id, ["remark"])), rejected_in(second.document_id, ["remark"])) == (1, [])
    assert len(find_references(second).created) == 5


def test_history_is_asked_by_an_index():
    document = DocumentFactory()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(
            "EXPLAIN SELECT state FROM history_change WHERE \"table\" = 'sources_reference' AND kind = 'delete' AND (state -> 'text_id') = %s",
            [str(document.pk)],
        )
        assert "sources_reference_deleted" in "".join(row for (row,) in cursor.fetchall())
