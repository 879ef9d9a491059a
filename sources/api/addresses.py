"""From the name in an address to what stands there today."""

from __future__ import annotations

from django.db.models import Q
from django.http import Http404
from rest_framework.request import Request

from history.http import MovedError, present_address
from sources.models import Document
from sources.models.documents import DocumentQuerySet
from sources.services.find_document import resolve_document


def public_document(request: Request, key: str, documents: DocumentQuerySet | None = None) -> Document:
    """Return the public document that a key or an opaque id in an address names.

    Args:
        request: What was asked.
        key: The name in the address.
        documents: Public documents with what the reader needs; None for no more than the row.

    Raises:
        Http404: There is none.
        MovedError: It has another key now, or was merged into another document.
    """
    public = Document.objects.public() if documents is None else documents
    document: Document | None = public.filter(Q(citation_key=key) | Q(public_id=key)).first()
    if document is not None:
        return document
    resolved = resolve_document(key)
    if resolved is None or resolved.is_current or resolved.document.is_hidden:
        raise Http404
    raise MovedError(present_address(request, key=resolved.document.address))
