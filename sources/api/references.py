"""What a document cites, and what cites it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.mixins import ListModelMixin
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from history.http import RevisionedViewSet
from sources.anchoring.carrying import Piece
from sources.api.addresses import public_document
from sources.api.filters import ReferenceFilter
from sources.api.serializers import LinkedDocumentSerializer
from sources.models import Document, Reference, Text
from sources.negotiation.located import ChangeSerializer
from sources.services.references.differences import differences_of

#: A citation is not longer; what is longer says something beside it.
_LONGEST_CITATION = 600
_LAST = 2**31 - 1


class CitedPlaceSerializer(serializers.Serializer[Any]):
    # The base class has an attribute of this name, for a field's title in forms.
    label = serializers.CharField(help_text="A CSL locator label, for example page.")  # type: ignore[assignment]
    value = serializers.CharField(help_text="As printed, for example 12-13.")


class PossibleDocumentSerializer(serializers.Serializer[Any]):
    document = LinkedDocumentSerializer()
    score = serializers.FloatField(help_text="How sure it is, from 0 to 1.")
    reason = serializers.CharField(help_text="What agrees and what does not.")


class ReferenceSerializer(serializers.ModelSerializer[Reference]):
    id = serializers.CharField(source="public_id", read_only=True)
    url = serializers.HyperlinkedIdentityField(view_name="reference-detail", lookup_field="public_id", lookup_url_kwarg="id")
    citing = LinkedDocumentSerializer(read_only=True)
    cited = serializers.SerializerMethodField()
    status = serializers.ChoiceField(source="public_status", choices=Reference.Status.choices, read_only=True)
    method = serializers.SerializerMethodField()
    score = serializers.SerializerMethodField()
    reason = serializers.SerializerMethodField()
    candidates = serializers.SerializerMethodField()
    raw = serializers.SerializerMethodField()
    locator = serializers.SerializerMethodField()
    repeats = serializers.SlugRelatedField[Reference](
        slug_field="public_id", read_only=True, help_text="The earlier citation that it repeats."
    )
    text = serializers.SlugRelatedField[Text](slug_field="public_id", read_only=True, help_text="The text in which it stands.")
    cited_text = serializers.SerializerMethodField()
    cited_start = serializers.SerializerMethodField()
    cited_end = serializers.SerializerMethodField()
    parsed = serializers.SerializerMethodField()
    diff = serializers.SerializerMethodField()

    class Meta:
        model = Reference
        fields = (
            "id",
            "url",
            "kind",
            "marker",
            "raw",
            "citing",
            "status",
            "cited",
            "locator",
            "method",
            "score",
            "reason",
            "candidates",
            "repeats",
            "parsed",
            "text",
            "start",
            "end",
            "cited_text",
            "cited_start",
            "cited_end",
            "diff",
            "origin",
            "tool",
            "revision",
            "created_at",
            "changed_at",
        )

    @extend_schema_field(LinkedDocumentSerializer(allow_null=True))
    def get_cited(self, reference: Reference) -> dict[str, Any] | None:
        return dict(LinkedDocumentSerializer(reference.cited, context=self.context).data) if _shows_cited(reference) else None

    def get_method(self, reference: Reference) -> str:
        return reference.method if _is_as_it_is(reference) else ""

    def get_score(self, reference: Reference) -> float | None:
        return reference.score if _is_as_it_is(reference) else None

    def get_reason(self, reference: Reference) -> str:
        return reference.reason if _is_as_it_is(reference) and not reference.candidates else ""

    @extend_schema_field(PossibleDocumentSerializer(many=True))
    def get_candidates(self, reference: Reference) -> list[dict[str, Any]]:
        shown: Mapping[int, Document] = self.context["documents"]
        return [
            {
                "document": dict(LinkedDocumentSerializer(shown[one["document"]], context=self.context).data),
                "score": one.get("score"),
                "reason": one.get("reason", ""),
            }
            for one in reference.candidates
            if one.get("document") in shown
        ]

    @extend_schema_field(serializers.CharField(allow_null=True, help_text="As printed; null where the text's rights do not let it show."))
    def get_raw(self, reference: Reference) -> str | None:
        return reference.raw if reference.raw and _may_show(reference) else None

    @extend_schema_field(
        serializers.JSONField(
            help_text="What it says, read by a machine: names, fields, how sure each is; empty where the text's rights let nothing show."
        )
    )
    def get_parsed(self, reference: Reference) -> Any:
        return reference.parsed if _may_tell(reference) else {}

    @extend_schema_field(CitedPlaceSerializer(allow_null=True))
    def get_locator(self, reference: Reference) -> dict[str, str] | None:
        if not reference.locator_value:
            return None
        return {"label": reference.locator_label, "value": reference.locator_value}

    @extend_schema_field(serializers.CharField(allow_null=True, help_text="For a quotation: the text it is taken from."))
    def get_cited_text(self, reference: Reference) -> str | None:
        return reference.cited_text.public_id if reference.cited_text and _shows_cited(reference) else None

    def get_cited_start(self, reference: Reference) -> int | None:
        return reference.cited_start if _shows_cited(reference) else None

    def get_cited_end(self, reference: Reference) -> int | None:
        return reference.cited_end if _shows_cited(reference) else None

    @extend_schema_field(
        ChangeSerializer(
            many=True,
            allow_null=True,
            help_text="For an altered quotation: word by word, as it is quoted and as the cited text has it. Empty where the words are the "
            "same; null where the rights of either text do not let them show.",
        )
    )
    def get_diff(self, reference: Reference) -> list[dict[str, str]] | None:
        if not _may_compare(reference):
            return None
        pieces: Sequence[Piece] = self.context["differences"].get(reference.pk, ())
        return [{"kind": _change(one), "quoted": one.after, "held": one.before} for one in pieces]


def _change(piece: Piece) -> str:
    """What the cited text does to the quotation."""
    if piece.before == piece.after:
        return "equal"
    return "replace" if piece.before and piece.after else "insert" if piece.before else "delete"


def _is_as_it_is(reference: Any) -> bool:
    """Whether the status that is shown is the real one: else nothing may tell that a hidden document is meant."""
    return bool(reference.public_status == reference.status)


def _shows_cited(reference: Reference) -> bool:
    return reference.cited is not None and _is_as_it_is(reference)


def _may_tell(reference: Reference) -> bool:
    """Whether rights let show what a citation says: that is a fact, but made of the text's words, of which a private one shows none."""
    return _rights(reference) != Text.Rights.PRIVATE


def _may_show(reference: Reference) -> bool:
    """Whether rights let the printed words show: a citation is a fact, what a note says or a document quotes is an excerpt."""
    rights = _rights(reference)
    if rights == Text.Rights.EXCERPT_ONLY:
        return reference.kind == Reference.Kind.CITES and len(reference.raw) <= _LONGEST_CITATION
    return rights == Text.Rights.OPEN


def _rights(reference: Reference) -> str:
    return reference.text.rights if reference.text else Text.Rights.OPEN


def _may_compare(reference: Reference) -> bool:
    """Whether the words of a quotation may show beside those that it quotes."""
    if reference.cited_text is None:
        return True
    return _may_show(reference) and _shows_cited(reference) and reference.cited_text.rights == Text.Rights.OPEN


class _References(GenericViewSet[Reference]):
    """References, a page at a time: as many queries however many rows."""

    serializer_class = ReferenceSerializer
    filterset_class = ReferenceFilter
    queryset = Reference.objects.none()

    def related(self, document: Document) -> QuerySet[Reference]:
        """The rows, public ones only."""
        raise NotImplementedError

    def rows(self) -> QuerySet[Reference]:
        """The rows of the document that the address names."""
        # The schema asks without a document.
        return self.related(public_document(self.request, self.kwargs["key"])) if "key" in self.kwargs else Reference.objects.all()

    def get_queryset(self) -> QuerySet[Reference]:
        rows = self.rows()
        joined = rows.with_public_status().select_related("citing", "cited", "text", "cited_text", "repeats")  # type: ignore[attr-defined]  # a ReferenceQuerySet
        deferred: QuerySet[Reference] = joined.defer("text__content", "cited_text__content", "repeats__raw")
        return deferred

    def represent(self, records: Sequence[Reference]) -> Sequence[Any]:
        """The bodies of a page of references, with the candidates and the differences of all of them."""
        differences = differences_of(row for row in records if _may_compare(row))
        context = {**self.get_serializer_context(), "documents": _public_candidates(records), "differences": differences}
        return list(ReferenceSerializer(records, many=True, context=context).data)


class _ReferenceListViewSet(ListModelMixin, _References):
    """References of one document."""

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Answer one page."""
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset())) or []
        return self.get_paginated_response(self.represent(page))


def _public_candidates(page: Sequence[Reference]) -> dict[int, Document]:
    wanted = {one["document"] for row in page for one in _candidates(row.candidates) if isinstance(one.get("document"), int)}
    return {document.pk: document for document in Document.objects.public().filter(pk__in=wanted)}


def _candidates(candidates: Any) -> Iterable[dict[str, Any]]:
    return (one for one in candidates if isinstance(one, dict))


class ReferenceViewSet(_ReferenceListViewSet):
    """What a document cites, in the order of its text: each citation as printed, and the document it means where that is known."""

    ordering = ("place", "id")

    def related(self, document: Document) -> QuerySet[Reference]:
        # Those that have no place in a text come last.
        return document.references.annotate(place=Coalesce("start", _LAST))


class CitedByViewSet(_ReferenceListViewSet):
    """The citations that public documents make of a document."""

    ordering = ("id",)

    def related(self, document: Document) -> QuerySet[Reference]:
        return document.cited_by.filter(Q(citing__is_hidden=False), citing__merged_into__isnull=True)


class EveryReferenceViewSet(_References, RevisionedViewSet[Reference]):
    """The citations that all public documents make, for example those that mean no document here (``status=unmatched``)."""

    ordering = ("id",)
    lookup_field = "public_id"
    lookup_url_kwarg = "id"
    lookup_value_regex = "[a-z0-9-]{4,64}"

    def rows(self) -> QuerySet[Reference]:
        return Reference.objects.of_public_documents()
