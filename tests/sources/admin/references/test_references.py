from __future__ import annotations

import pytest
from django.urls import reverse

from sources.models import Document, Reference
from sources.services.references.finding import find_references
from sources.services.references.resolving import resolve_references
from tests.factories.sources import DocumentFactory, ReferenceFactory, TextFactory
from tests.history.admin.pages import filled, page
from tests.sources.services.references.test_finding import BODY, book

pytestmark = pytest.mark.django_db


@pytest.fixture
def ambiguous():
    book("Quill", "Ada", "The Tide Tables of Norrhaven", "1998")
    book("Quill", "A.", "The tide tables of Norrhaven", "1998")
    return find_references(TextFactory(content=BODY)).created[0]


def test_an_editor_chooses_among_the_candidates(client, editor, ambiguous):
    client.force_login(editor)
    address = page("sources_reference", "change", ambiguous.pk)
    first, second = Document.objects.filter(issued="1998").order_by("pk")
    shown = client.get(address).content.decode()
    assert first.citation_key in shown
    assert second.citation_key in shown

    client.post(reverse("admin:sources_reference_choose", args=[ambiguous.pk, second.pk]))

    ambiguous.refresh_from_db()
    assert (ambiguous.status, ambiguous.cited, ambiguous.method) == ("resolved", second, "hand")
    assert Reference.objects.get(marker="2").cited == second


def test_choosing_is_no_link_that_one_may_be_led_to(client, editor, ambiguous):
    client.force_login(editor)

    assert client.get(reverse("admin:sources_reference_choose", args=[ambiguous.pk, 1])).status_code == 405


def test_a_document_that_is_saved_by_hand_stays_chosen(client, curator, ambiguous):
    client.force_login(curator)
    chosen, address = DocumentFactory(), page("sources_reference", "change", ambiguous.pk)

    client.post(address, filled(client.get(address), cited=chosen.pk, status="resolved"))
    resolve_references()

    ambiguous.refresh_from_db()
    assert (ambiguous.cited, ambiguous.method, ambiguous.reason) == (chosen, "hand", "Chosen by hand.")


def test_a_document_is_made_of_a_citation(client, curator):
    client.force_login(curator)
    row = find_references(TextFactory(content=BODY)).created[0]

    shown = client.get(page("sources_reference", "change", row.pk)).content.decode()
    initial = client.get(page("sources_document", "add"), {"type": "book", "title": "The Tide Tables of Norrhaven", "issued": "1998"})

    query = "type=book&amp;title=The+Tide+Tables+of+Norrhaven&amp;issued=1998&amp;publisher=Gull+Press&amp;publisher_place=London"
    assert f"{page('sources_document', 'add')}?{query}" in shown
    assert initial.context["adminform"].form["title"].value() == "The Tide Tables of Norrhaven"


def test_the_list_of_documents_finds_references(client, curator):
    client.force_login(curator)
    text = TextFactory(content=BODY)
    address = page("sources_document", "changelist")

    answer = client.post(address, {"action": "find_references_here", "_selected_action": [text.document_id]}, follow=True)

    assert "5 references found, 0 were here already." in answer.content.decode()
    assert Reference.objects.filter(citing=text.document).count() == 5


def test_the_page_of_a_document_counts_its_references(client, curator):
    client.force_login(curator)
    quill = book("Quill", "Ada", "The Tide Tables of Norrhaven", "1998")
    text = TextFactory(content=BODY)
    find_references(text)

    assert "cites 4 times (2 resolved, 2 unmatched)" in client.get(page("sources_document", "change", text.document_id)).content.decode()
    assert "cited 2 times" in client.get(page("sources_document", "change", quill.pk)).content.decode()


def test_the_words_of_a_remark_in_a_private_text_do_not_show(client, editor):
    client.force_login(editor)
    text = TextFactory(content=BODY, rights="private")
    remark = find_references(text).created[-1]

    for address in (page("sources_reference", "change", remark.pk), page("sources_reference", "changelist")):
        assert "The gate was later rebuilt" not in client.get(address).content.decode()


def test_references_are_looked_at_again_from_their_list(client, curator):
    client.force_login(curator)
    row = find_references(TextFactory(content=BODY)).created[0]
    quill = book("Quill", "Ada", "The Tide Tables of Norrhaven", "1998")

    client.post(page("sources_reference", "changelist"), {"action": "resolve_again", "_selected_action": [row.pk]})

    row.refresh_from_db()
    assert row.cited == quill


def test_a_new_document_is_found_by_the_citations_that_mean_it_when_it_is_saved(client, curator):
    client.force_login(curator)
    document = book("Quill", "Ada", "The Tide Tables of Nowhere", "1998")
    row = find_references(TextFactory(content=BODY)).created[0]
    address = page("sources_document", "change", document.pk)

    client.post(address, filled(client.get(address), title="The Tide Tables of Norrhaven"))

    row.refresh_from_db()
    assert row.cited == document


def test_a_reference_is_added_by_hand(client, curator):
    client.force_login(curator)
    citing, cited, address = DocumentFactory(), DocumentFactory(), page("sources_reference", "add")

    client.post(address, filled(client.get(address), citing=citing.pk, cited=cited.pk, status="resolved", raw="Quill, Tides (1998)."))

    row = Reference.objects.get()
    assert (row.method, row.origin, row.cited) == ("hand", "human", cited)


def test_the_list_does_not_query_by_the_row(client, curator, django_assert_max_num_queries):
    client.force_login(curator)
    for _ in range(12):
        ReferenceFactory(cited=DocumentFactory(), status="resolved")

    with django_assert_max_num_queries(16):
        client.get(page("sources_reference", "changelist"))


@pytest.mark.parametrize(("rights", "is_shown"), [("open", True), ("excerpt_only", True), ("private", False)])
def test_what_a_quotation_changed_is_shown_to_who_may_read_both_texts(client, curator, rights, is_shown):
    client.force_login(curator)
    source, text = TextFactory(content="The gate was shut by nobody.", rights=rights), TextFactory(content="The gate was shut by someone.")
    fields = {"kind": "quotes", "status": "resolved", "cited": source.document, "cited_text": source, "cited_start": 0, "cited_end": 28}
    row = ReferenceFactory(citing=text.document, text=text, start=0, end=29, **fields)

    shown = client.get(page("sources_reference", "change", row.pk)).content.decode()

    assert ("<del>nobody</del>" in shown, "<ins>someone</ins>" in shown) == (is_shown, is_shown)
    assert ("nobody" in shown) == is_shown


def test_a_choice_on_a_page_that_is_stale_changes_nothing(client, editor, ambiguous):
    client.force_login(editor)
    chosen = Document.objects.order_by("pk").last()
    seen = ambiguous.revision
    ambiguous.marker = "7"
    ambiguous.save()

    answer = client.post(reverse("admin:sources_reference_choose", args=[ambiguous.pk, chosen.pk]), {"seen_revision": seen}, follow=True)

    ambiguous.refresh_from_db()
    assert ambiguous.cited is None
    assert [str(message)[:65] for message in answer.context["messages"]] == [
        "Somebody else changed this citation: you saw revision 1, it is 2 "
    ]
