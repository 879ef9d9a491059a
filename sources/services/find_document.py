"""From a name that somebody gives to the record that it stands for today."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.db.models.functions import Lower

from sources.models import Author, Document, FormerKey


@dataclass(frozen=True)
class Resolved:
    """The document that a name leads to; ``is_current`` is false where it has another name now: redirect there."""

    document: Document
    is_current: bool


@dataclass(frozen=True)
class ResolvedAuthor:
    """The author that an id leads to; ``is_current`` is false where it was merged into this one: redirect there."""

    author: Author
    is_current: bool


def resolve_document(name: str) -> Resolved | None:
    """Return the document that ``name`` leads to, hidden ones too; None where no document has or had that name.

    Tried in this order: its citation key, its public id, a former key; keys without regard to case, as BibTeX has it. A
    document that was merged leads to the one that was kept. Two queries at most.

    Args:
        name: A citation key, present or former, or a public id.
    """
    return resolve_documents([name]).get(name)


def resolve_documents(names: Iterable[str]) -> dict[str, Resolved]:
    """Return what each of several names leads to; names that lead nowhere are left out. Two queries at most, however many names."""
    wanted = list(dict.fromkeys(names))
    by_key, by_id = _present_names(wanted)
    missing = [name for name in wanted if name.lower() not in by_key and name not in by_id]
    former = _former_keys(missing) if missing else {}
    resolved = {}
    for name in wanted:
        document = by_key.get(name.lower()) or by_id.get(name) or former.get(name.lower())
        if document is not None:
            is_current = name in {document.citation_key, document.public_id} and document.merged_into is None
            resolved[name] = Resolved(document.merged_into or document, is_current)
    return resolved


def resolve_author(public_id: str) -> ResolvedAuthor | None:
    """Return the author that a public id leads to: one that was merged leads to the one that was kept. One query."""
    author = Author.objects.select_related("merged_into").filter(public_id=public_id).first()
    return None if author is None else ResolvedAuthor(author.merged_into or author, author.merged_into is None)


def find_document(name: str) -> Document | None:
    """Return the document that a name leads to today, as `resolve_document` does; None where it leads nowhere."""
    resolved = resolve_document(name)
    return None if resolved is None else resolved.document


def present_author(public_id: str) -> Author:
    """Return the author that a public id leads to today.

    Raises:
        Author.DoesNotExist: No author has or had that id.
    """
    resolved = resolve_author(public_id)
    if resolved is None:
        raise Author.DoesNotExist(f"There is no author {public_id}.")
    return resolved.author


def _present_names(names: list[str]) -> tuple[dict[str, Document], dict[str, Document]]:
    lowered = [name.lower() for name in names]
    named = Document.objects.annotate(lower_key=Lower("citation_key")).filter(Q(lower_key__in=lowered) | Q(public_id__in=names))
    found = list(named.select_related("merged_into"))
    return {document.citation_key.lower(): document for document in found}, {document.public_id: document for document in found}


def _former_keys(names: list[str]) -> dict[str, Document]:
    lowered = [name.lower() for name in names]
    keys = FormerKey.objects.annotate(lower_key=Lower("key")).filter(lower_key__in=lowered)
    return {former.key.lower(): former.document for former in keys.select_related("document__merged_into")}
