"""No page of the admin shows a curator or an editor a word of a private text, or confirms a guess; administrators read it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.urls import reverse

from claims.models import Evidence
from history.models import Change
from sources.models import OriginalFile, Reference
from sources.services.keep_original import keep_original
from tests.factories.sources import TextFactory
from tests.history.admin.pages import filled, page
from tests.rights import Guarded, words_in

pytestmark = pytest.mark.django_db


def pages(private: Guarded) -> Iterator[str]:
    """Every page that has to do with what is made of the text."""
    records = {
        "sources_document": [private.document],
        "sources_text": [private.text],
        "sources_passage": [private.public, private.under_draft],
        "sources_reference": [private.citation, private.remark, private.quotation, Reference.objects.get(repeats=private.citation)],
        "claims_claim": [private.published, private.draft],
        "claims_evidence": list(Evidence.objects.filter(passage__text=private.text)),
    }
    yield reverse("admin:index")
    for model, some in records.items():
        yield page(model, "changelist")
        yield from (page(model, name, record.pk) for record in some for name in ("change", "history", "delete"))
    yield from (page("sources_text", name, private.text.pk) for name in ("words", "correct"))
    yield page("history_change", "changelist")
    yield from (page("history_change", "change", change.pk) for change in Change.objects.exclude(state__has_key="password").order_by("pk"))


def shown(client, address: str, **query: str) -> set[str]:
    answer = client.get(address, query)
    assert answer.status_code in {200, 302, 403}, address
    return words_in(answer.getvalue())


@pytest.mark.parametrize("reader", ["curator", "editor"])
def test_no_page_shows_a_word_of_a_private_text(reader, request, client, private):
    client.force_login(request.getfixturevalue(reader))

    assert {address: words for address in pages(private) if (words := shown(client, address))} == {}


def test_an_administrator_reads_them(client, administrator, private):
    client.force_login(administrator)

    for record, words in ((private.citation, private.citation.raw), (private.remark, private.remark.raw)):
        assert words_in(words) <= shown(client, page("sources_reference", "change", record.pk))
    assert words_in(private.public.quote or "") <= shown(client, page("sources_passage", "change", private.public.pk))


@pytest.mark.parametrize("model", ["sources_reference", "sources_passage"])
def test_a_guess_is_not_confirmed(model, client, curator, private):
    client.force_login(curator)
    right, wrong = sorted(words_in(private.citation.raw if model == "sources_reference" else private.public.quote or ""))[0], "wrongguess"

    for name, query, empty in (("changelist", "q", "result_list"), ("autocomplete", "term", "")):
        found = []
        for guess in (right, wrong):
            asked = {query: guess}
            if name == "autocomplete":
                asked |= {"app_label": "claims", "model_name": "evidence", "field_name": "passage"}
                if model == "sources_reference":
                    continue
            answer = client.get(page(model, name), asked)
            found.append(len(answer.context["cl"].result_list) if empty else answer.json()["results"])
        assert not any(found)


def test_what_is_saved_without_being_read_stays_as_it_was(client, editor, private):
    client.force_login(editor)
    address = page("sources_reference", "change", private.citation.pk)

    answer = client.post(address, filled(client.get(address), marker="8"), follow=True)

    stored = Reference.objects.get(pk=private.citation.pk)
    assert (stored.marker, stored.raw, stored.parsed) == ("8", private.citation.raw, private.citation.parsed)
    assert words_in(answer.content) == set()


def test_a_quotation_is_not_found_for_who_may_not_read_it(client, curator, private):
    client.force_login(curator)
    start, end = private.sentence(13)
    quote = (private.text.content or "")[start:end]

    answer = client.post(f"{page('sources_passage', 'changelist')}find/", {"quote": quote})

    assert "These words stand nowhere" in answer.content.decode()
    assert words_in(answer.content) <= words_in(quote)


def test_the_file_of_a_private_text_is_not_taken(client, curator, private):
    client.force_login(curator)
    content = (private.text.content or "").encode()
    keep_original("veil.txt", content, "text/plain")
    original = OriginalFile.objects.get()
    TextFactory(content="Something else.", document=private.document, version=2, rights="private", file_sha256=original.sha256)

    assert (
        shown(client, page("sources_originalfile", "changelist"))
        == shown(client, page("sources_originalfile", "change", original.pk))
        == set()
    )
    assert client.get(page("sources_originalfile", "bytes", original.pk)).status_code == 403
