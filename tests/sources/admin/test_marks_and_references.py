from __future__ import annotations

import pytest

from history.models import Change
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


def test_a_page_over_another_and_a_section_across_another_are_refused_in_words(client, curator):
    client.force_login(curator)
    text, address = TextFactory(), page("sources_mark", "add")
    MarkFactory(text=text, start=0, end=20)
    MarkFactory(text=text, label="section", value="The Gate", start=10, end=30)

    def refused(**given):
        return " ".join(errors(client.post(address, filled(client.get(address), text=text.pk, **given)))["__all__"])

    assert "pages do not overlap" in refused(label="page", value="2", start=10, end=30)
    assert "sections lie within each other or apart" in refused(label="section", value="Dawn", start=5, end=15)
    assert Mark.objects.count() == 2


def test_a_mark_is_corrected_by_somebody_for_a_reason(client, curator):
    client.force_login(curator)
    mark = MarkFactory(label="note", value="7", basis="found", start=4, end=12)
    address = page("sources_mark", "change", mark.pk)

    client.post(address, filled(client.get(address), value="8", end=16, change_reason="misread"))

    change = Change.objects.of(mark).latest("id")
    assert (change.who, change.reason) == (str(curator), "misread")
    assert (change.state["value"], change.state["basis"], change.state["end"]) == ("8", "typed", 16)


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
