"""How an excerpt looks from outside: words, place, citation and the claims that stand on it."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.reverse import reverse

from claims.models import Evidence
from claims.services.excerpts import Excerpt
from sources.formats.in_text import ready_citations
from sources.negotiation.places import LocatorSerializer
from sources.negotiation.retractions import RetractionSerializer, shown_retraction


class SelectorSerializer(serializers.Serializer[Any]):
    type = serializers.ChoiceField(
        choices=["TextQuoteSelector", "TextPositionSelector"], help_text="A selector of the W3C Web Annotation model."
    )
    exact = serializers.CharField(required=False)
    prefix = serializers.CharField(required=False)
    suffix = serializers.CharField(required=False)
    start = serializers.IntegerField(required=False, help_text="In Unicode code points from 0.")
    end = serializers.IntegerField(required=False, help_text="Just past the last character, same unit.")


class TextVersionSerializer(serializers.Serializer[Any]):
    version = serializers.IntegerField()
    sha256 = serializers.CharField(help_text="Of the whole text in UTF-8.")
    is_newest = serializers.BooleanField(help_text="False when this version of the text was corrected: see newer.")


class NewerSerializer(serializers.Serializer[Any]):
    version = serializers.IntegerField(help_text="Of the text that corrects this one.")
    carried = serializers.CharField(help_text="What became of the words there: moved, changed or orphaned; empty if nobody said.")
    url = serializers.URLField(allow_null=True, help_text="The excerpt there; null where the words are gone or it is not public.")


class CitedDocumentSerializer(serializers.Serializer[Any]):
    key = serializers.CharField()
    url = serializers.URLField()
    type = serializers.CharField()
    title = serializers.CharField()
    authors = serializers.ListField(child=serializers.CharField())
    issued = serializers.CharField(help_text="EDTF, as precise as it is known.")
    is_sample = serializers.BooleanField(help_text="Written for the demonstration.")
    retraction = RetractionSerializer(allow_null=True, help_text="Its retraction; null where none stands.")


class ReadyCitationSerializer(serializers.Serializer[Any]):
    biblatex = serializers.CharField(help_text=r"For example \autocite[4]{key}.")
    bibtex = serializers.CharField(help_text=r"For example \cite[p.~4]{key}.")
    pandoc = serializers.CharField(help_text="For example [@key, p. 4].")

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        # The format's name has a hyphen in it.
        item = serializers.DictField(child=serializers.CharField(), help_text="A citation item: id, label, locator, suffix.")
        return {**super().get_fields(), "csl-json": item}


class CitationSerializer(serializers.Serializer[Any]):
    key = serializers.CharField()
    in_text = serializers.CharField(help_text="APA, for example (Nodomi, 2005, p. 4).")
    reference = serializers.CharField(help_text="The entry of the reference list, APA.")
    ready = ReadyCitationSerializer(help_text="The citation as an author types it.")


class BearingClaimSerializer(serializers.Serializer[Any]):
    id = serializers.CharField()
    url = serializers.URLField()
    type = serializers.CharField()
    statement = serializers.CharField()
    stance = serializers.ChoiceField(choices=Evidence.Stance.choices)


class ExcerptSerializer(serializers.Serializer[Excerpt]):
    """A citable excerpt: a passage with its place, its citation and the public claims that stand on it."""

    id = serializers.CharField(source="passage.public_id")
    url = serializers.SerializerMethodField(help_text="The permalink.")
    text = serializers.CharField(
        source="words", allow_null=True, help_text="The words verbatim; null where the copy is absent or may not be shown."
    )
    reading = serializers.CharField(allow_null=True, help_text="The same for the eye: line breaks, hyphenation and markup undone.")
    highlight = serializers.CharField(allow_null=True, help_text="The reading as HTML with the searched words in <mark>.")
    status = serializers.CharField(source="passage.status", help_text="exact, pinned or transcribed.")
    language = serializers.SerializerMethodField()
    locator = LocatorSerializer(allow_null=True)
    selectors = serializers.SerializerMethodField()
    text_version = serializers.SerializerMethodField()
    derived_from = serializers.SerializerMethodField(help_text="The excerpt of the text before its correction, if that is public.")
    carried = serializers.CharField(
        source="passage.carried", help_text="How this excerpt came from the text before: moved or changed; empty for one pinned here."
    )
    newer = serializers.SerializerMethodField(help_text="What became of it when its text was corrected; null in the newest version.")
    quote_sha256 = serializers.CharField(source="passage.quote_sha256", help_text="Of the words in UTF-8.")
    document = serializers.SerializerMethodField()
    citation = serializers.SerializerMethodField()
    claims = serializers.SerializerMethodField()
    how_to_load = serializers.CharField(allow_blank=True, help_text="Where the words are absent: how to bring your own copy.")
    revision = serializers.IntegerField(source="passage.revision")

    def _address(self, name: str, key: str) -> str:
        return str(reverse(name, [key], request=self.context["request"]))

    def get_url(self, excerpt: Excerpt) -> str:
        return self._address("excerpt-detail", excerpt.passage.public_id)

    def get_language(self, excerpt: Excerpt) -> str:
        return excerpt.language

    @extend_schema_field(SelectorSerializer(many=True))
    def get_selectors(self, excerpt: Excerpt) -> list[dict[str, Any]]:
        return excerpt.selectors

    @extend_schema_field(TextVersionSerializer(allow_null=True))
    def get_text_version(self, excerpt: Excerpt) -> dict[str, Any] | None:
        text = excerpt.passage.text
        return {"version": text.version, "sha256": text.sha256, "is_newest": excerpt.lineage.newer is None} if text else None

    @extend_schema_field(serializers.URLField(allow_null=True))
    def get_derived_from(self, excerpt: Excerpt) -> str | None:
        earlier = excerpt.lineage.derived_from
        return self._address("excerpt-detail", earlier) if earlier else None

    @extend_schema_field(NewerSerializer(allow_null=True))
    def get_newer(self, excerpt: Excerpt) -> dict[str, Any] | None:
        newer = excerpt.lineage.newer
        if newer is None:
            return None
        url = self._address("excerpt-detail", newer.excerpt) if newer.excerpt else None
        return {"version": newer.version, "carried": newer.carried, "url": url}

    @extend_schema_field(CitedDocumentSerializer())
    def get_document(self, excerpt: Excerpt) -> dict[str, Any]:
        document = excerpt.passage.document
        authors = [credit for credit in document.contributions.all() if credit.role == "author"]
        return {
            "key": document.citation_key,
            "url": self._address("document-detail", document.address),
            "type": document.type,
            "title": document.title,
            "authors": [
                credit.full_name if credit.has_name else credit.author.full_name for credit in sorted(authors, key=lambda c: c.position)
            ],
            "issued": document.issued or (document.part_of.issued if document.part_of and not document.part_of.is_hidden else ""),
            "is_sample": document.is_sample,
            "retraction": shown_retraction(excerpt.retraction),
        }

    @extend_schema_field(CitationSerializer())
    def get_citation(self, excerpt: Excerpt) -> dict[str, Any]:
        key = excerpt.passage.document.citation_key
        return {
            "key": key,
            "in_text": excerpt.citation.in_text,
            "reference": excerpt.citation.reference,
            "ready": ready_citations(key, excerpt.locator),
        }

    @extend_schema_field(BearingClaimSerializer(many=True))
    def get_claims(self, excerpt: Excerpt) -> list[dict[str, str]]:
        return [
            {
                "id": evidence.claim.public_id,
                "url": self._address("claim-detail", evidence.claim.public_id),
                "type": evidence.claim.type,
                "statement": evidence.claim.statement,
                "stance": evidence.stance,
            }
            for evidence in excerpt.evidence
        ]
