"""Give a document another citation key; the old one leads to it for ever."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection

from history.services import recorded, store
from sources.models import Document

if TYPE_CHECKING:
    from history.services import Actor


def may_rename_and_merge(user: Actor) -> bool:
    """Whether the database would let ``user`` rename documents, merge records and undo merges: editors and administrators."""
    if user is None or user.pk is None:
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT sources_is_editor(%s)", [user.pk])
        (may,) = cursor.fetchone()
    return bool(may)


def rename_document(document: Document, key: str, *, by: Actor, reason: str) -> Document:
    """Give ``document`` the citation key ``key``; the database keeps the old one, which leads there from now on.

    To the key that it has already, nothing happens. A key that it had before may be given back to it.

    Raises:
        PermissionDenied: ``by`` is no editor.
        ValidationError: The key is not made of the allowed characters, another document has or had it, the document
            was merged into another, or no reason is given.
    """
    if not may_rename_and_merge(by):
        raise PermissionDenied("Renaming is for editors: ask one.")
    if not reason.strip():
        raise ValidationError({"reason": "Say why the key is changed: people may have cited the old one."})
    with recorded(by=by, reason=reason.strip()):
        renamed = Document.objects.select_for_update(of=("self",)).get(pk=document.pk)
        if renamed.citation_key != key.strip():
            renamed.citation_key = key.strip()
            store(renamed)
    document.refresh_from_db(fields=["citation_key", "revision", "changed_at"])
    return document
