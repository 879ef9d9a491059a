"""Merges in transactions of their own: two at once, and what they leave behind."""

from __future__ import annotations

from threading import Thread

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, User
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, connections, transaction

from claims.services.accounts import EDITORS
from history.services import recorded
from sources.models import Author, Merge
from sources.services.merging import merge_authors, merge_documents, undo_merge
from tests.factories.sources import AuthorFactory, DocumentFactory, TextFactory


def an_editor(name: str) -> User:
    editor = get_user_model().objects.create_user(name, is_staff=True)
    editor.groups.add(Group.objects.get(name=EDITORS))
    return editor


def run(statement: str, *parameters: object) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, parameters)


def test_of_two_who_merge_at_once_one_is_refused(committed_db):
    editors = [an_editor(name) for name in ("edith", "edgar")]
    pair = [AuthorFactory(), AuthorFactory()]
    refusals: list[str] = []

    def merge(kept: Author, merged: Author, editor: User) -> None:
        try:
            merge_authors(kept, merged, by=editor, reason="one person")
        except ValidationError as error:
            refusals.extend(error.messages)
        finally:
            connections.close_all()

    threads = [Thread(target=merge, args=[*pair, editors[0]]), Thread(target=merge, args=[*reversed(pair), editors[1]])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert Merge.objects.count() == 1
    gone = Author.objects.get(merged_into__isnull=False)
    assert refusals == [f"{gone} was merged into another record already: merge that one."]


def test_a_merge_moves_nothing_after_its_transaction(committed_db):
    editor = an_editor("edith")
    kept, merged = DocumentFactory(), DocumentFactory()
    text = TextFactory(document=merged)
    undo_merge(merge_documents(kept, merged, by=editor, reason="alike"), by=editor, reason="no")

    for statement, moved, refusal in (
        ("UPDATE sources_text SET document_id = %s WHERE id = %s", text, "is a record of one copy"),
        ("UPDATE sources_document SET merged_into_id = %s WHERE id = %s", merged, "leads to another record only by a merge"),
    ):
        with pytest.raises(IntegrityError, match=refusal), recorded(by=editor):
            run(statement, kept.pk, moved.pk)


def test_what_is_added_while_somebody_merges_is_taken_along(committed_db):
    editor = an_editor("edith")
    kept, merged = DocumentFactory(), DocumentFactory()
    refusals: list[str] = []

    def merge() -> None:
        try:
            merge_documents(kept, merged, by=editor, reason="alike")
        except ValidationError as error:
            refusals.extend(error.messages)
        finally:
            connections.close_all()

    merging = Thread(target=merge)
    with transaction.atomic():
        text = TextFactory(document=merged)
        merging.start()
        # The merge waits for this transaction: it cannot be done before.
        merging.join(timeout=0.5)
        assert merging.is_alive()
    merging.join()

    text.refresh_from_db()
    assert (text.document, refusals) == (kept, [])


def test_a_merge_while_somebody_goes_on_adding_is_refused(committed_db, monkeypatch):
    monkeypatch.setattr("sources.services.merging.merge._ATTEMPTS", 2)
    editor = an_editor("edith")
    kept, merged = DocumentFactory(), DocumentFactory()
    refusals: list[str] = []

    def merge() -> None:
        try:
            merge_documents(kept, merged, by=editor, reason="alike")
        except ValidationError as error:
            refusals.extend(error.messages)
        finally:
            connections.close_all()

    merging = Thread(target=merge)
    with transaction.atomic():
        TextFactory(document=merged)
        merging.start()
        merging.join()

    assert refusals == ["Records are being added at this moment, perhaps by an import: try the merge again in a while."]
    assert not Merge.objects.exists()
