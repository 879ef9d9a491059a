"""A retraction on the pages: what it does before it is recorded, and where it shows."""

from __future__ import annotations

import pytest

from claims.models import Claim
from history.admin.markup import NOTHING
from sources.models import Retraction
from tests.debate import reviewed_claim
from tests.factories.sources import DocumentFactory, PassageFactory
from tests.history.admin.pages import filled, page

pytestmark = pytest.mark.django_db


@pytest.fixture
def claim(curator, editor) -> Claim:
    return reviewed_claim(PassageFactory(), curator, editor, "It ebbed.", "ebbing")


def retract(client, document, reason: str = "the log was <misread>") -> Retraction:
    address = f"{page('sources_retraction', 'add')}?document={document.pk}"
    form = client.get(address)
    assert "is re-opened for review" in form.content.decode()
    assert client.post(address, filled(form, reason=reason)).status_code == 302
    return Retraction.objects.get()


def test_a_retraction_shows_on_its_document_its_list_and_what_it_re_opened(client, editor, claim):
    client.force_login(editor)
    evidence = claim.evidence.get()
    document = evidence.passage.document
    before = client.get(page("sources_document", "change", document.pk)).content.decode()

    retraction = retract(client, document)

    pages = {
        name: client.get(page(*where)).content.decode()
        for name, where in {
            "document": ("sources_document", "change", document.pk),
            "list": ("sources_document", "changelist"),
            "claim": ("claims_claim", "change", claim.pk),
            "evidence": ("claims_evidence", "change", evidence.pk),
        }.items()
    }
    assert "Record a retraction …" in before
    assert "Record a retraction …" not in pages["document"]
    assert page("sources_retraction", "change", retraction.pk) in pages["document"]
    assert ">Retracted<" in pages["list"]
    assert [
        pages[name].count("The document it stands on was retracted: the log was &lt;misread&gt;") >= 1 for name in ("claim", "evidence")
    ] == [
        True,
        True,
    ]
    assert "<misread>" not in "".join(pages.values())


def test_a_retraction_is_lifted_on_its_page_and_both_stay_readable(client, editor, claim):
    client.force_login(editor)
    document = claim.evidence.get().passage.document
    address = page("sources_retraction", "change", retract(client, document).pk)

    client.post(address, filled(client.get(address), lifted_because="reinstated after appeal"))

    shown = client.get(page("sources_document", "change", document.pk)).content.decode()
    assert ("Lifted: reinstated after appeal" in shown, "Record a retraction …" in shown) == (True, True)
    assert "re-opened" not in client.get(page("claims_claim", "change", claim.pk)).content.decode()


def test_a_document_without_retraction_is_not_marked(client, editor):
    client.force_login(editor)
    DocumentFactory()

    listed = client.get(page("sources_document", "changelist")).content.decode()

    assert (">Retracted<" in listed, NOTHING in listed) == (False, True)
