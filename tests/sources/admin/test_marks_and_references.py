from __future__ import annotations

import pytest

from sources.models import Mark, Reference
from tests.factories.sources import DocumentFactory, MarkFactory, ReferenceFactory, TextFactory
from tests.history.admin.pages import errors, filled, page

pytestmark = pytest.mark.django_db


def test_a_mark_shows_the_words_it_covers(client, curator):
    client.force_login(curator)
    mark = MarkFactory(start=4, end=16)

    assert ">harbour gate</blockquote>" in client.get(page("sources_mark", "change", mark.pk)).content.decode()


def test_a_mark_of_a_private_text_shows_no_words(client, editor):
    client.force_login(editor)
    mark = MarkFactory(text=TextFactory(rights="private"), start=4, end=16)

    assert "harbour gate" not in client.get(page("sources_mark", "change", mark.pk)).content.decode()


def test_a_mark_is_added_and_one_that_ends_before_it_starts_is_not(client, curator):
    client.force_login(curator)
    text, address = TextFactory(), page("sources_mark", "add")

    answer = client.post(address, filled(client.get(address), text=text.pk, label="page", value="iv", start=9, end=9))
    assert errors(answer) == {"__all__": ["A mark ends after it starts."]}

    client.post(address, filled(client.get(address), text=text.pk, label="page", value="iv", start=9, end=20))
    assert Mark.objects.get().value == "iv"


def test_a_reference_is_resolved_by_choosing_the_document_that_is_meant(client, curator):
    client.force_login(curator)
    reference, meant = ReferenceFactory(), DocumentFactory()
    address = page("sources_reference", "change", reference.pk)

    answer = client.post(address, filled(client.get(address), cited=meant.pk))
    assert errors(answer) == {"__all__": ["A resolved reference names the cited document; an ambiguous or unmatched one names none."]}

    client.post(address, filled(client.get(address), cited=meant.pk, status="resolved"))
    reference.refresh_from_db()
    assert (reference.status, reference.cited) == ("resolved", meant)


def test_references_are_listed_by_status(client, curator):
    client.force_login(curator)
    unmatched = ReferenceFactory()
    resolved = ReferenceFactory(cited=DocumentFactory(), status="resolved")

    def listed(status):
        return list(client.get(page("sources_reference", "changelist"), {"status__exact": status}).context["cl"].result_list)

    assert (listed("unmatched"), listed("resolved"), listed("ambiguous")) == ([unmatched], [resolved], [])
    assert Reference.objects.count() == 2
