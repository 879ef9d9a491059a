"""How documents and authors look from outside."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.reverse import reverse

from sources.models import Author, Contribution, Document, Identifier, NameVariant, Text, TitleVariant
from sources.negotiation.retractions import RetractionSerializer, shown_retraction
from sources.services.excerpt_limits import ExcerptMeter

_NAME = ("family", "given", "particle", "dropping_particle", "suffix", "literal")


class NameVariantSerializer(serializers.ModelSerializer[NameVariant]):
    class Meta:
        model = NameVariant
        fields = ("form", "language", *_NAME)


class AuthorSerializer(serializers.ModelSerializer[Author]):
    id = serializers.CharField(source="public_id", read_only=True)
    url = serializers.HyperlinkedIdentityField(view_name="author-detail", lookup_field="public_id", lookup_url_kwarg="id")
    name = serializers.CharField(source="full_name", read_only=True)
    variants = NameVariantSerializer(many=True, read_only=True)

    class Meta:
        model = Author
        fields = (
            "id",
            "url",
            "kind",
            "name",
            *_NAME,
            "variants",
            "orcid",
            "viaf",
            "wikidata",
            "note",
            "revision",
            "created_at",
            "changed_at",
        )


class ContributionSerializer(serializers.ModelSerializer[Contribution]):
    author = serializers.HyperlinkedRelatedField[Author](
        view_name="author-detail", lookup_field="public_id", lookup_url_kwarg="id", read_only=True
    )
    name = serializers.SerializerMethodField()

    class Meta:
        model = Contribution
        fields = ("role", "position", "name", "credited", "author")

    def get_name(self, contribution: Contribution) -> str:
        return contribution.full_name if contribution.has_name else contribution.author.full_name


class IdentifierSerializer(serializers.ModelSerializer[Identifier]):
    class Meta:
        model = Identifier
        fields = ("scheme", "value")


class TitleVariantSerializer(serializers.ModelSerializer[TitleVariant]):
    class Meta:
        model = TitleVariant
        fields = ("form", "language", "title")


class ExcerptLimitSerializer(serializers.Serializer[ExcerptMeter]):
    """What public excerpts show of a text together, overlaps once, with the 32 characters before and after each."""

    words = serializers.IntegerField(help_text="Shown; estimated while the words are not held.")
    most_words = serializers.IntegerField(help_text="That may be shown.")
    share = serializers.FloatField(help_text="Of the text's characters that are shown, in percent.")
    most_share = serializers.IntegerField(help_text="That may be shown, in percent.")
    is_near = serializers.BooleanField(help_text="Whether a limit is nearly reached.")


class TextSerializer(serializers.ModelSerializer[Text]):
    id = serializers.CharField(source="public_id", read_only=True)
    held = serializers.BooleanField(read_only=True, help_text="Whether the words are held here; if not, only their hash is known.")
    excerpts = serializers.SerializerMethodField(
        help_text="How much of it public excerpts show, of how much they may; null unless its rights are excerpt_only."
    )

    class Meta:
        model = Text
        fields = (
            "id",
            "version",
            "sha256",
            "length",
            "held",
            "media_type",
            "language",
            "file_name",
            "tool",
            "rights",
            "excerpts",
            "note",
            "created_at",
        )

    @extend_schema_field(ExcerptLimitSerializer(allow_null=True))
    def get_excerpts(self, text: Text) -> Any:
        meter = self.context["meters"].get(text.pk)
        return ExcerptLimitSerializer(meter).data if meter else None


class LinkedDocumentSerializer(serializers.ModelSerializer[Document]):
    key = serializers.CharField(source="citation_key", read_only=True)
    url = serializers.HyperlinkedIdentityField(view_name="document-detail", lookup_field="address", lookup_url_kwarg="key")

    class Meta:
        model = Document
        fields = ("key", "url", "title")


class DocumentCitationSerializer(serializers.Serializer[Any]):
    key = serializers.CharField()
    in_text = serializers.CharField()
    reference = serializers.CharField()


class DocumentSerializer(serializers.ModelSerializer[Document]):
    id = serializers.CharField(source="public_id", read_only=True)
    key = serializers.CharField(source="citation_key", read_only=True)
    url = serializers.HyperlinkedIdentityField(view_name="document-detail", lookup_field="address", lookup_url_kwarg="key")
    contributions = ContributionSerializer(many=True, read_only=True)
    identifiers = IdentifierSerializer(many=True, read_only=True)
    titles = TitleVariantSerializer(many=True, read_only=True)
    part_of = serializers.SerializerMethodField()
    original = serializers.SerializerMethodField()
    texts = serializers.SerializerMethodField()
    references = serializers.SerializerMethodField()
    cited_by = serializers.SerializerMethodField()
    citation = serializers.SerializerMethodField()
    retraction = serializers.SerializerMethodField(help_text="Its retraction; null where none stands.")

    class Meta:
        model = Document
        fields = (
            "id",
            "key",
            "url",
            "type",
            "title",
            "title_short",
            "titles",
            "language",
            "issued",
            "contributions",
            "part_of",
            "chapter_number",
            "container_title",
            "collection_title",
            "collection_number",
            "volume",
            "issue",
            "page",
            "edition",
            "number",
            "number_of_pages",
            "number_of_volumes",
            "genre",
            "medium",
            "publisher",
            "publisher_place",
            "event_title",
            "event_place",
            "event_date",
            "archive",
            "archive_location",
            "accessed",
            "original",
            "original_title",
            "original_date",
            "original_publisher",
            "original_publisher_place",
            "abstract",
            "note",
            "annote",
            "extra",
            "identifiers",
            "is_sample",
            "retraction",
            "texts",
            "references",
            "cited_by",
            "citation",
            "revision",
            "created_at",
            "changed_at",
        )

    @extend_schema_field(LinkedDocumentSerializer(allow_null=True))
    def get_part_of(self, document: Document) -> dict[str, Any] | None:
        return self._linked(document.part_of)

    @extend_schema_field(LinkedDocumentSerializer(allow_null=True))
    def get_original(self, document: Document) -> dict[str, Any] | None:
        return self._linked(document.original)

    def _linked(self, document: Document | None) -> dict[str, Any] | None:
        if document is None or document.is_hidden:
            return None
        return dict(LinkedDocumentSerializer(document, context=self.context).data)

    @extend_schema_field(serializers.URLField())
    def get_texts(self, document: Document) -> str:
        return str(reverse("document-texts", [document.address], request=self.context["request"]))

    @extend_schema_field(serializers.URLField())
    def get_references(self, document: Document) -> str:
        return str(reverse("document-references-list", [document.address], request=self.context["request"]))

    @extend_schema_field(serializers.URLField())
    def get_cited_by(self, document: Document) -> str:
        return str(reverse("document-cited-by-list", [document.address], request=self.context["request"]))

    @extend_schema_field(RetractionSerializer(allow_null=True))
    def get_retraction(self, document: Document) -> dict[str, Any] | None:
        return shown_retraction(self.context["retractions"].get(document.pk))

    @extend_schema_field(DocumentCitationSerializer)
    def get_citation(self, document: Document) -> dict[str, str]:
        citation = self.context["citations"][document.pk]
        return {"key": document.citation_key, "in_text": citation.in_text, "reference": citation.reference}
