"""Another citation key, by an editor, in the admin."""

from __future__ import annotations

import pytest

from sources.models import Document
from sources.services.merging import merge_documents
from sources.services.rename_document import rename_document
from tests.factories.sources import DocumentFactory
from tests.history.admin.pages import messages_of, page

pytestmark = pytest.mark.django_db


@pytest.fixture
def document() -> Document:
    return DocumentFactory(citation_key="nodomi2005chalenges")


def address(document: Document) -> str:
    return page("sources_document", "rename", document.pk)


def test_an_editor_renames_and_the_former_key_is_shown(client, editor, document):
    client.force_login(editor)
    assert address(document) in client.get(page("sources_document", "change", document.pk)).content.decode()

    answer = client.post(address(document), {"key": "nodomi2005challenges", "reason": "misspelt"}, follow=True)

    assert messages_of(answer) == ["Renamed: nodomi2005chalenges leads to nodomi2005challenges for ever."]
    html = answer.content.decode()
    assert "Former keys, which lead here for ever:" in html
    assert "nodomi2005chalenges" in html
    assert list(client.get(page("sources_document", "changelist"), {"q": "chalenges"}).context["cl"].result_list) == [document]


def test_a_refused_key_says_why_and_keeps_what_was_typed(client, editor, document):
    client.force_login(editor)
    rename_document(DocumentFactory(citation_key="taken"), "other", by=editor, reason="better")

    for key, refusal in (
        ("taken", "The key taken was a key of the document that is now other: it leads there and is not given again"),
        ("two words", "Citation key: A citation key is made of ASCII letters, digits and _ : . + / -, for example nodomi2005challenges."),
    ):
        answer = client.post(address(document), {"key": key, "reason": "misspelt"})
        assert messages_of(answer) == [refusal]
        assert f'value="{key}"' in answer.content.decode()
    assert messages_of(client.post(address(document), {"key": "free", "reason": ""})) == [
        "Reason: Say why the key is changed: people may have cited the old one."
    ]
    document.refresh_from_db()
    assert document.citation_key == "nodomi2005chalenges"


def test_a_curator_sees_why_not(client, curator, document):
    client.force_login(curator)

    assert "Renaming is for editors: ask one." in client.get(address(document)).content.decode()
    answer = client.post(address(document), {"key": "other", "reason": "better"})

    assert messages_of(answer) == ["Renaming is for editors: ask one."]
    assert not Document.objects.filter(citation_key="other").exists()


def test_a_merged_document_is_not_renamed(client, editor, document):
    client.force_login(editor)
    merge_documents(DocumentFactory(), document, by=editor, reason="twice")

    assert "It was merged into another document: rename that one." in client.get(address(document)).content.decode()


def test_further_variables_of_csl_are_edited_and_checked(client, curator, document):
    client.force_login(curator)
    html = client.get(page("sources_document", "change", document.pk)).content.decode()

    assert "Further CSL variables" in html
    assert 'name="variables"' in html
