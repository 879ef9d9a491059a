"""What only a merge may do, held by the database against raw SQL of the application's own role."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from django.core.exceptions import ValidationError
from django.db import Error, IntegrityError, connection, transaction

from history.services import recorded
from sources.models import Merge, Retraction
from sources.services.merging import merge_authors, merge_documents, undo_merge
from sources.services.retract_document import lift_retraction, retract_document
from tests.factories.claims import ClaimFactory, EvidenceFactory
from tests.factories.sources import (
    AuthorFactory,
    ContributionFactory,
    DocumentFactory,
    IdentifierFactory,
    NameVariantFactory,
    PassageFactory,
    ReferenceFactory,
    TextFactory,
    TitleVariantFactory,
)

pytestmark = pytest.mark.django_db

REASON = "catalogued twice"


def run(statement: str, *parameters: object) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, parameters)


def forge(kept, merged, editor, moved) -> None:
    """Write a merge that lists ``moved`` and nothing else."""
    with recorded(by=editor):
        run(
            "INSERT INTO sources_merge (public_id, revision, kept_document_id, merged_document_id, moved, reason, by_id, transaction, undone_reason)"
            " VALUES ('forged-merge', 1, %s, %s, %s, 'forged', %s, 0, '')",
            kept.pk,
            merged.pk,
            json.dumps(moved),
            editor.pk,
        )


@pytest.fixture
def forgotten(editor) -> Iterator[None]:
    """As ``editor``, in a transaction that comes to nothing: no merge is left that was not done."""
    with transaction.atomic():
        with recorded(by=editor):
            yield
        transaction.set_rollback(True)


def leads(record: object, to: object) -> dict[str, object]:
    return {"table": "sources_document", "id": record.pk, "column": "merged_into_id", "from": None, "to": to.pk}


def test_nothing_leads_to_another_record_without_a_merge(editor):
    kept, merged = DocumentFactory(), DocumentFactory()
    author, other = AuthorFactory(), AuthorFactory()

    with recorded(by=editor):
        for table, one, into in (("sources_document", merged, kept), ("sources_author", author, other)):
            with pytest.raises(IntegrityError, match="leads to another record only by a merge"):
                run(f"UPDATE {table} SET merged_into_id = %s WHERE id = %s", into.pk, one.pk)


def test_no_document_is_born_merged(editor):
    kept = DocumentFactory()

    with pytest.raises(IntegrityError, match="leads to another record only by a merge"), recorded(by=editor):
        DocumentFactory(merged_into=kept)


def test_only_the_acting_editor_writes_a_merge(curator, editor, administrator):
    kept, merged = DocumentFactory(), DocumentFactory()

    with pytest.raises(IntegrityError, match="Only an editor merges"):
        forge(kept, merged, curator, [])
    with pytest.raises(IntegrityError, match="A merge is written by the user who acts"), recorded(by=administrator):
        Merge.objects.create(kept_document=kept, merged_document=merged, reason=REASON, by=editor)


def test_a_merge_lets_move_only_what_it_lists_between_its_two_records(forgotten, editor):
    kept, merged, third = DocumentFactory(), DocumentFactory(), DocumentFactory()
    text = TextFactory(document=merged)
    elsewhere = TextFactory(document=third)
    listed = [{"table": "sources_text", "id": elsewhere.pk, "column": "document_id", "from": third.pk, "to": kept.pk}]
    forge(kept, merged, editor, listed)

    for moved in (text, elsewhere):
        with pytest.raises(IntegrityError, match="is a record of one copy"):
            run("UPDATE sources_text SET document_id = %s, version = 9 WHERE id = %s", kept.pk, moved.pk)
    with pytest.raises(IntegrityError, match="leads to another record only by a merge"):
        run("UPDATE sources_document SET merged_into_id = %s WHERE id = %s", kept.pk, third.pk)


def test_a_passage_goes_only_with_its_text(forgotten, editor):
    kept, merged = DocumentFactory(), DocumentFactory()
    passage = PassageFactory(text=TextFactory(document=merged))
    listed = [{"table": "sources_passage", "id": passage.pk, "column": "document_id", "from": merged.pk, "to": kept.pk}]

    forge(kept, merged, editor, listed)
    with pytest.raises(IntegrityError, match="never changes"):
        run("UPDATE sources_passage SET document_id = %s WHERE id = %s", kept.pk, passage.pk)


def test_nothing_leads_to_what_leads_elsewhere(forgotten, editor):
    first, second, third = DocumentFactory(), DocumentFactory(), DocumentFactory()
    merge_documents(second, first, by=editor, reason=REASON)

    with pytest.raises(IntegrityError, match="was merged into another already"):
        forge(first, third, editor, [leads(third, first)])
    forge(third, second, editor, [leads(second, third)])
    with pytest.raises(IntegrityError, match="must lead to a record that stands"):
        run("UPDATE sources_document SET merged_into_id = %s WHERE id = %s", third.pk, second.pk)


@pytest.mark.parametrize(
    ("statement", "refusal"),
    [
        ("UPDATE sources_merge SET reason = 'another'", "A merge never changes"),
        ("UPDATE sources_merge SET moved = '[]'", "A merge never changes"),
        ("UPDATE sources_merge SET undone_by_id = (SELECT min(id) FROM auth_user), undone_reason = 'no'", "by the user who acts"),
        ("DELETE FROM sources_merge", "is refused"),
    ],
)
def test_a_merge_never_changes(curator, editor, statement, refusal):
    merge_documents(DocumentFactory(), DocumentFactory(), by=editor, reason=REASON)

    with pytest.raises(IntegrityError, match=refusal), recorded(by=editor):
        run(statement)


def test_a_text_is_a_second_copy_only_by_a_merge(editor):
    text = TextFactory()

    with pytest.raises(IntegrityError, match="is a second copy only by a merge"), transaction.atomic():
        TextFactory(document=text.document, is_second_copy=True, version=2)
    with pytest.raises(IntegrityError, match="is a record of one copy"), recorded(by=editor):
        run("UPDATE sources_text SET is_second_copy = true WHERE id = %s", text.pk)


def test_a_merged_document_keeps_its_key(editor):
    kept, merged = DocumentFactory(), DocumentFactory()
    merge_documents(kept, merged, by=editor, reason=REASON)

    with pytest.raises(IntegrityError, match="was merged into another: rename that one"), recorded(by=editor):
        run("UPDATE sources_document SET citation_key = 'other' WHERE id = %s", merged.pk)


@pytest.mark.parametrize(("column", "value"), [("viaf", "102333412"), ("wikidata", "Q42"), ("orcid", "0000-0002-1825-0097")])
def test_an_authority_number_stands_once_and_in_its_normal_form(column, value):
    AuthorFactory(**{column: value})

    with pytest.raises(IntegrityError, match=f"sources_author_{column}_once"):
        run(
            "INSERT INTO sources_author (public_id, revision, kind, family, given, particle, dropping_particle, suffix, literal, orcid, viaf,"
            " wikidata, note) SELECT 'another', 1, kind, family, given, '', '', '', '', orcid, viaf, wikidata, '' FROM sources_author"
        )
    with pytest.raises(IntegrityError, match=f"sources_author_{column}_form"):
        run(f"UPDATE sources_author SET {column} = %s", f"{value[:-1]}x")


def test_a_temporary_table_cannot_forge_former_keys():
    with pytest.raises(Error, match="permission denied for function law_key_renamed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE sources_document (id bigint, public_id text, citation_key text, merged_into_id bigint)")
        cursor.execute(
            "CREATE TRIGGER law_key_renamed AFTER UPDATE ON pg_temp.sources_document FOR EACH ROW EXECUTE FUNCTION law_key_renamed()"
        )


def test_nothing_new_points_to_what_is_merged(editor):
    document, author = DocumentFactory(), AuthorFactory()
    merge_documents(DocumentFactory(), document, by=editor, reason=REASON)
    merge_authors(AuthorFactory(), author, by=editor, reason=REASON)

    for add in (
        lambda: TextFactory(document=document),
        lambda: PassageFactory(document=document, text=None, start=None, end=None, status="transcribed", quote="Typed."),
        lambda: ReferenceFactory(cited=document, status="resolved"),
        lambda: ReferenceFactory(citing=document),
        lambda: IdentifierFactory(document=document),
        lambda: TitleVariantFactory(document=document),
        lambda: DocumentFactory(part_of=document),
        lambda: DocumentFactory(original=document),
        lambda: ContributionFactory(document=document),
        lambda: ContributionFactory(author=author),
        lambda: NameVariantFactory(author=author),
        lambda: ClaimFactory(holder=author),
        lambda: EvidenceFactory(voice="reports", holder=author),
    ):
        with pytest.raises(IntegrityError, match="was merged into another: use that one"), transaction.atomic():
            add()


def test_a_document_that_was_retracted_once_is_merged_and_its_retraction_goes_along(editor):
    kept, merged = DocumentFactory(), DocumentFactory()
    retraction = lift_retraction(retract_document(merged, by=editor, reason="Invented."), by=editor, reason="It was not.")
    lifted_at = retraction.lifted_at

    merge = merge_documents(kept, merged, by=editor, reason=REASON)

    retraction.refresh_from_db()
    assert (retraction.document_id, retraction.lifted_at, retraction.lifted_because) == (kept.pk, lifted_at, "It was not.")
    undo_merge(merge, by=editor, reason="They are two.")
    retraction.refresh_from_db()
    assert (retraction.document_id, retraction.lifted_at) == (merged.pk, lifted_at)


@pytest.mark.parametrize("retracted", ["kept", "merged"])
def test_what_stands_retracted_is_not_merged_with_what_does_not(editor, retracted):
    kept, merged = DocumentFactory(), DocumentFactory()
    retract_document(kept if retracted == "kept" else merged, by=editor, reason="Invented.")

    with pytest.raises(ValidationError, match="One of the two is retracted and the other is not"):
        merge_documents(kept, merged, by=editor, reason=REASON)
    with pytest.raises(IntegrityError, match="law 4: one of the two documents stands retracted"), recorded(by=editor):
        forge(kept, merged, editor, [])


def test_two_that_stand_retracted_are_merged_and_each_retraction_is_lifted_by_itself(editor):
    kept, merged = DocumentFactory(), DocumentFactory()
    for document in (kept, merged):
        retract_document(document, by=editor, reason="Invented.")

    merge_documents(kept, merged, by=editor, reason=REASON)

    assert set(Retraction.objects.values_list("document_id", "lifted_at")) == {(kept.pk, None), (merged.pk, None)}


def test_a_retraction_goes_nowhere_by_itself(editor):
    retraction = retract_document(DocumentFactory(), by=editor, reason="Invented.")

    with pytest.raises(IntegrityError, match="stays as written"), recorded(by=editor):
        run("UPDATE sources_retraction SET document_id = %s WHERE id = %s", DocumentFactory().pk, retraction.pk)


def test_nothing_is_led_to_what_is_merged(editor):
    kept, merged, part = DocumentFactory(), DocumentFactory(), DocumentFactory()
    merge_documents(kept, merged, by=editor, reason=REASON)

    with pytest.raises(IntegrityError, match="was merged into another: use that one"):
        run("UPDATE sources_document SET part_of_id = %s WHERE id = %s", merged.pk, part.pk)
    run("UPDATE sources_document SET part_of_id = %s WHERE id = %s", kept.pk, part.pk)


def in_order() -> None:
    """Ask what is asked when a transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def test_a_merge_is_not_written_without_being_done(forgotten, editor):
    kept, merged, third = DocumentFactory(), DocumentFactory(), DocumentFactory()
    forge(kept, merged, editor, [leads(merged, kept)])

    with pytest.raises(IntegrityError, match="law 5: merge forged-merge is written and not done"), transaction.atomic():
        in_order()

    run("UPDATE sources_document SET merged_into_id = %s WHERE id = %s", kept.pk, merged.pk)
    in_order()
    merge_documents(third, kept, by=editor, reason=REASON)
    in_order()


def test_a_merge_is_not_undone_in_word_only(forgotten, editor):
    merge = merge_documents(DocumentFactory(), DocumentFactory(), by=editor, reason=REASON)
    run("UPDATE sources_merge SET undone_by_id = %s, undone_reason = 'Two.' WHERE id = %s", editor.pk, merge.pk)

    with pytest.raises(IntegrityError, match=f"law 5: merge {merge.public_id} is undone in word only"), transaction.atomic():
        in_order()
