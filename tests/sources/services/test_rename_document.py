from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction

from history.models import Change
from history.services import recorded
from sources.models import Document, FormerKey
from sources.services.add_document import NewDocument, add_document
from sources.services.find_document import resolve_author, resolve_document, resolve_documents
from sources.services.make_citation_key import make_citation_key, make_citation_keys
from sources.services.rename_document import rename_document
from tests.factories.sources import AuthorFactory, DocumentFactory

pytestmark = pytest.mark.django_db


def run(statement: str, *parameters: object) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, parameters)


def keys_of(document: Document) -> tuple[str, list[str]]:
    return Document.objects.get(pk=document.pk).citation_key, list(document.former_keys.values_list("key", flat=True))


def test_an_editor_renames_and_the_old_key_leads_there(editor):
    document = DocumentFactory(citation_key="nodomi2005chalenges")

    rename_document(document, "nodomi2005challenges", by=editor, reason="misspelt")

    assert keys_of(document) == ("nodomi2005challenges", ["nodomi2005chalenges"])
    found = {name: resolve_document(name) for name in ("nodomi2005chalenges", "nodomi2005challenges", document.public_id)}
    assert {name: (one.document.pk, one.is_current) for name, one in found.items()} == {
        "nodomi2005chalenges": (document.pk, False),
        "nodomi2005challenges": (document.pk, True),
        document.public_id: (document.pk, True),
    }
    change = Change.objects.get(table="sources_formerkey")
    assert (change.user, change.reason, change.state["key"]) == ("edith", "misspelt", "nodomi2005chalenges")


def test_keys_are_found_in_any_case_and_names_that_lead_nowhere_are_not(django_assert_max_num_queries):
    document = DocumentFactory(citation_key="Smith2000gate")

    with django_assert_max_num_queries(2):
        found = resolve_documents(["smith2000GATE", "Smith2000gate", "unknown", ""])

    assert {name: (one.document.pk, one.is_current) for name, one in found.items()} == {
        "smith2000GATE": (document.pk, False),
        "Smith2000gate": (document.pk, True),
    }
    assert resolve_document("unknown") is None
    assert resolve_author("unknown") is None


def test_a_key_is_found_before_an_id_that_reads_alike():
    by_id = DocumentFactory(public_id="smith2000gate")
    by_key = DocumentFactory(citation_key="smith2000gate")

    assert resolve_document("smith2000gate").document == by_key
    assert resolve_document(by_id.citation_key).document == by_id


def test_a_document_may_have_its_own_old_key_back(editor):
    document = DocumentFactory(citation_key="first")

    for key in ("second", "first", "second", "SECOND"):
        rename_document(document, key, by=editor, reason="to and fro")

    assert keys_of(document) == ("SECOND", ["first", "second"])
    assert resolve_document("second").document == document


@pytest.mark.parametrize("key", ["former", "FORMER"])
def test_no_other_document_gets_a_former_key(editor, key):
    rename_document(DocumentFactory(citation_key="former"), "present", by=editor, reason="better")
    other = DocumentFactory(citation_key="other")
    refusal = f"The key {key} was a key of the document that is now present: it leads there and is not given again"

    with pytest.raises(ValidationError) as renamed:
        rename_document(other, key, by=editor, reason="mine")
    with pytest.raises(ValidationError) as added:
        add_document(NewDocument(fields={"type": "book", "title": "New", "citation_key": key}))

    assert (renamed.value.messages, added.value.messages) == ([refusal], [refusal])
    assert not Document.objects.filter(citation_key=key).exists()


def test_made_keys_pass_former_keys_by(editor):
    rename_document(DocumentFactory(citation_key="smith2000gate"), "other", by=editor, reason="better")
    DocumentFactory(citation_key="Smith2000gatea")

    assert make_citation_key(family="Smith", issued="2000", title="Gate") == "smith2000gateb"


def test_many_keys_are_made_with_one_query(django_assert_num_queries):
    DocumentFactory(citation_key="smith2000gate")

    with django_assert_num_queries(1):
        keys = make_citation_keys(["smith2000gate", "jones1999door", "smith2000gate", "jones1999door"], reserved=["jones1999doora"])

    assert keys == ["smith2000gatea", "jones1999door", "smith2000gateb", "jones1999doorb"]


def test_keys_go_on_after_z():
    keys = make_citation_keys(["smith2000gate"] * 29)

    assert (keys[:2], keys[26:]) == (["smith2000gate", "smith2000gatea"], ["smith2000gatez", "smith2000gateaa", "smith2000gateab"])


def test_who_is_no_editor_renames_nothing(curator):
    document = DocumentFactory(citation_key="first")

    with pytest.raises(PermissionDenied, match="Renaming is for editors: ask one"):
        rename_document(document, "second", by=curator, reason="better")

    assert keys_of(document) == ("first", [])


def test_renaming_needs_a_reason_and_a_key_that_bibtex_takes(editor):
    document = DocumentFactory(citation_key="first")

    for key, reason, field in (("second", " ", "reason"), ("two words", "better", "citation_key"), ("", "better", "citation_key")):
        with pytest.raises(ValidationError) as refusal:
            rename_document(document, key, by=editor, reason=reason)
        assert list(refusal.value.message_dict) == [field]
    assert keys_of(document) == ("first", [])


def test_the_database_lets_only_an_active_editor_rename(editor, curator, administrator):
    document = DocumentFactory(citation_key="first")
    statement = "UPDATE sources_document SET citation_key = %s WHERE id = %s"

    for user in (None, curator):
        with pytest.raises(IntegrityError, match="changes only when an editor renames it"), recorded(by=user):
            run(statement, "second", document.pk)
    with recorded(by=administrator):
        run(statement, "second", document.pk)
    editor.is_active = False
    editor.save()
    with pytest.raises(IntegrityError, match="changes only when an editor renames it"), recorded(by=editor):
        run(statement, "third", document.pk)

    assert keys_of(document) == ("second", ["first"])


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE sources_formerkey SET key = 'forged'",
        "DELETE FROM sources_formerkey",
        "INSERT INTO sources_formerkey (public_id, revision, document_id, key) SELECT 'forged-key', 1, id, 'forged' FROM sources_document",
    ],
)
def test_former_keys_are_written_by_the_database_alone(editor, statement):
    rename_document(DocumentFactory(citation_key="first"), "second", by=editor, reason="better")

    with pytest.raises(Exception, match="permission denied"), recorded(by=editor):
        run(statement)

    assert list(FormerKey.objects.values_list("key", flat=True)) == ["first"]


def test_an_author_is_found_by_id(django_assert_num_queries):
    author = AuthorFactory()

    with django_assert_num_queries(1):
        found = resolve_author(author.public_id)

    assert (found.author, found.is_current) == (author, True)
