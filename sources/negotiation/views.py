"""Viewsets of what is cited, in every representation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Generic, TypeVar, cast

import orjson
from django.db.models import QuerySet
from django.utils.cache import patch_vary_headers
from rest_framework import status
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request
from rest_framework.response import Response

from history.http import RevisionedViewSet, is_held, tag_of
from history.models import Tracked
from sources.formats.csl.citations import Cite
from sources.formats.csl.writing import to_csl_json
from sources.models import Document
from sources.models.documents import DocumentQuerySet
from sources.negotiation.answers import answer_streamed, answer_whole
from sources.negotiation.choosing import PARAMETERS, chosen_representation
from sources.negotiation.representations import CITABLE, Chosen, Representation
from sources.services.cite import cite
from sources.services.describe_document import describe_document
from sources.services.export_sources import export_sources

T = TypeVar("T", bound=Tracked)

_PAGING = ("limit", "cursor")
# A few seconds of the citation engine.
_MOST_FORMATTED = 1000


class CitableViewSet(RevisionedViewSet[T], Generic[T]):
    """Lists and details that can be had as bibliographies too: of the documents that they cite, each once, in the order of keys.

    A list without ``limit`` and ``cursor`` is sent whole, as it is made; with one of them, that page, and the next in ``Link``.
    ``count=true`` adds the number of all rows as ``X-Total-Count``.
    """

    representations: Sequence[Representation] = CITABLE
    #: Query parameters beside the filters (read by the filter backend).
    further_parameters = PARAMETERS
    #: Name of a file that holds a list.
    file_name = "documents"
    #: Whether a detail is a citation of exactly one document.
    cites_one = True

    def cited_by(self, records: QuerySet[T]) -> DocumentQuerySet:
        """The public documents that records cite, each once."""
        raise NotImplementedError

    def write_one(self, record: T, chosen: Chosen) -> bytes:
        """A detail's body."""
        documents = self.cited_by(self.get_queryset().filter(pk=record.pk))
        if not self.cites_one:
            return "".join(_bibliography(documents, chosen)).encode()
        document = documents.with_record().first()
        if document is None:
            raise NotFound("The document that this cites is not public.")
        return write_document(document, chosen)

    def write_list(self, records: QuerySet[T], chosen: Chosen) -> Iterator[str]:
        """A list's body, in parts."""
        return _bibliography(self.cited_by(records), chosen)

    def write_page(self, records: Sequence[T], chosen: Chosen) -> Iterator[str]:
        """The body of one page of a list, in parts."""
        found = self.get_queryset().filter(pk__in=[record.pk for record in records])
        return _bibliography(self.cited_by(found), chosen)

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Answer one record in the representation asked for."""
        chosen = chosen_representation(request, self.representations)
        if chosen.representation.name == "json":
            return super().retrieve(request, *args, **kwargs)
        record = self.get_object()
        body = self.write_one(record, chosen)
        tag = tag_of(record, body)
        if is_held(request, tag):
            return Response(status=status.HTTP_304_NOT_MODIFIED, headers={"ETag": tag})
        answer = answer_whole(body, chosen, name=str(kwargs[self.lookup_url_kwarg or self.lookup_field]))
        answer["ETag"] = tag
        return answer

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Answer a list in the representation asked for."""
        chosen = chosen_representation(request, self.representations)
        if chosen.representation.name == "json":
            return super().list(request, *args, **kwargs)
        records = self.filter_queryset(self.get_queryset())
        if any(name in request.query_params for name in _PAGING):
            page = self.paginate_queryset(records) or []
            answer = answer_streamed(request, self.write_page(page, chosen), chosen, name=self.file_name)
            if links := self.page_links():
                answer["Link"] = ", ".join(f'<{address}>; rel="{relation}"' for relation, address in links.items())
        else:
            answer = answer_streamed(request, self.write_list(records, chosen), chosen, name=self.file_name)
        if _is_count_asked(request):
            answer["X-Total-Count"] = str(self.rows_to_count(records).count())
        return answer

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        """Say that another Accept header may have another answer."""
        final = super().finalize_response(request, response, *args, **kwargs)
        patch_vary_headers(final, ["Accept"])
        return final

    def page_links(self) -> dict[str, str]:
        """The addresses of the pages beside this one, by their relation (RFC 8288)."""
        paginator = cast("CursorPagination", self.paginator)
        pages = {"next": paginator.get_next_link(), "prev": paginator.get_previous_link()}
        return {relation: address for relation, address in pages.items() if address}


def _is_count_asked(request: Request) -> bool:
    """JSON says the number of all rows beside them; other representations have it in a header."""
    asked = request.query_params.get("count", "false")
    if asked not in {"true", "false"}:
        raise ValidationError({"count": ["Write true or false."]})
    return asked == "true"


def write_document(document: Document, chosen: Chosen) -> bytes:
    """One document as doi.org gives one: CSL-JSON as an object, a formatted reference on a line."""
    record = describe_document(document)
    if chosen.representation.name == "csl-json":
        return orjson.dumps(to_csl_json(record), option=orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE)
    if chosen.representation.is_styled:
        return (cite([Cite(record)], style=chosen.style, locale=chosen.locale)[0].reference + "\n").encode()
    return "".join(export_sources(Document.objects.filter(pk=document.pk), format=chosen.representation.name)).encode()


def _bibliography(documents: DocumentQuerySet, chosen: Chosen) -> Iterator[str]:
    if chosen.representation.is_styled:
        _refuse_too_many(documents)
    return export_sources(documents, format=chosen.representation.name, style=chosen.style, locale=chosen.locale)


def _refuse_too_many(documents: DocumentQuerySet) -> None:
    """A style tells works apart among all of them, so a formatted bibliography cannot be streamed."""
    if len(documents.values_list("pk", flat=True)[: _MOST_FORMATTED + 1]) > _MOST_FORMATTED:
        told = f"At most {_MOST_FORMATTED} works are formatted at once: filter, or ask for a page with limit. Other formats have no bound."
        raise ValidationError({"limit": [told]})
