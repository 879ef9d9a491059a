"""The document that a foreign table means: by key, DOI or title."""

from __future__ import annotations

from django.db.models.functions import Lower

from sources.identifiers import normalise
from sources.models import Document
from sources.services.find_document import find_document


def find_key(named: str) -> str:
    """Return the citation key of the document that has this key, DOI or title; "" where there is none, or more than one."""
    named = named.strip()
    document = find_document(named) if named else None
    if document is not None or not named:
        return document.citation_key if document else ""
    found = Document.objects.unmerged().filter(identifiers__scheme="doi", identifiers__value=_doi(named)).distinct()
    keys = list(found.order_by("pk").values_list("citation_key", flat=True)[:2])
    if not keys:
        titled = Document.objects.unmerged().annotate(lower_title=Lower("title")).filter(lower_title=named.lower())
        keys = list(titled.order_by("pk").values_list("citation_key", flat=True)[:2])
    return str(keys[0]) if len(keys) == 1 else ""


def _doi(named: str) -> str:
    try:
        return normalise("doi", named)
    except ValueError:
        return ""
