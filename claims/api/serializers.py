"""How excerpts, claims, evidence, relations and topics look from outside."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.reverse import reverse

from claims.api.attributes import AttributesField
from claims.models import Claim, ClaimStanding, Evidence, Relation, Topic, TopicLabel
from claims.services.excerpts import Excerpt
from sources.formats.in_text import ready_citations
from sources.negotiation.places import LocatorSerializer


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
        text = excerpt.passage.text
        return (text.language if text else "") or excerpt.passage.document.language

    @extend_schema_field(SelectorSerializer(many=True))
    def get_selectors(self, excerpt: Excerpt) -> list[dict[str, Any]]:
        selectors: list[dict[str, Any]] = []
        if excerpt.words is not None:
            selectors.append({"type": "TextQuoteSelector", "exact": excerpt.words, "prefix": excerpt.prefix, "suffix": excerpt.suffix})
        if excerpt.passage.start is not None:
            selectors.append({"type": "TextPositionSelector", "start": excerpt.passage.start, "end": excerpt.passage.end})
        return selectors

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


class TopicLabelSerializer(serializers.ModelSerializer[TopicLabel]):
    class Meta:
        model = TopicLabel
        fields = ("language", "kind", "label")


class TopicSerializer(serializers.ModelSerializer[Topic]):
    id = serializers.CharField(source="public_id", read_only=True)
    url = serializers.HyperlinkedIdentityField(view_name="topic-detail", lookup_field="slug")
    labels = TopicLabelSerializer(many=True, read_only=True)
    broader = serializers.SlugRelatedField[Topic](slug_field="slug", read_only=True, allow_null=True)

    class Meta:
        model = Topic
        fields = ("id", "url", "slug", "labels", "broader", "revision")


class EvidenceSerializer(serializers.ModelSerializer[Evidence]):
    id = serializers.CharField(source="public_id", read_only=True)
    url = serializers.HyperlinkedIdentityField(view_name="evidence-detail", lookup_field="public_id", lookup_url_kwarg="id")
    claim = serializers.HyperlinkedRelatedField[Claim](
        view_name="claim-detail", lookup_field="public_id", lookup_url_kwarg="id", read_only=True
    )
    excerpt = serializers.SerializerMethodField()
    holder = serializers.HyperlinkedRelatedField[Any](
        view_name="author-detail", lookup_field="public_id", lookup_url_kwarg="id", read_only=True, allow_null=True
    )
    created_by = serializers.SlugRelatedField[Any](slug_field="username", read_only=True, allow_null=True)
    challenges = serializers.SerializerMethodField(help_text="The accepted relations that undercut it.")

    class Meta:
        model = Evidence
        fields = (
            "id",
            "url",
            "claim",
            "excerpt",
            "stance",
            "voice",
            "holder",
            "holder_as_named",
            "basis",
            "strength",
            "reason",
            "status",
            "origin",
            "tool",
            "created_by",
            "challenges",
            "revision",
            "created_at",
            "changed_at",
        )

    @extend_schema_field(serializers.ListField(child=serializers.URLField()))
    def get_challenges(self, evidence: Evidence) -> list[str]:
        challenges = self.context["challenges"][evidence.pk]
        return [reverse("relation-detail", [name], request=self.context["request"]) for name in challenges]

    @extend_schema_field(ExcerptSerializer())
    def get_excerpt(self, evidence: Evidence) -> Any:
        return ExcerptSerializer(self.context["excerpts"][evidence.passage_id], context=self.context).data


class RelationSerializer(serializers.ModelSerializer[Relation]):
    id = serializers.CharField(source="public_id", read_only=True)
    url = serializers.HyperlinkedIdentityField(view_name="relation-detail", lookup_field="public_id", lookup_url_kwarg="id")
    to = serializers.HyperlinkedRelatedField[Claim](
        source="to_claim", view_name="claim-detail", lookup_field="public_id", lookup_url_kwarg="id", read_only=True, allow_null=True
    )
    to_evidence = serializers.HyperlinkedRelatedField[Evidence](
        view_name="evidence-detail", lookup_field="public_id", lookup_url_kwarg="id", read_only=True, allow_null=True
    )
    created_by = serializers.SlugRelatedField[Any](slug_field="username", read_only=True, allow_null=True)

    class Meta:
        model = Relation
        fields = (
            "id",
            "url",
            "kind",
            "to",
            "to_evidence",
            "reason",
            "status",
            "origin",
            "tool",
            "created_by",
            "revision",
            "created_at",
            "changed_at",
        )

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        # "from" is a word of Python's own and cannot be declared as an attribute.
        source = serializers.HyperlinkedRelatedField[Claim](
            source="from_claim", view_name="claim-detail", lookup_field="public_id", lookup_url_kwarg="id", read_only=True
        )
        return {"from": source, **super().get_fields()}


class SupportSerializer(serializers.Serializer[Any]):
    passages = serializers.IntegerField(help_text="Accepted passages.")
    documents = serializers.IntegerField(help_text="Documents that they are from.")
    independent = serializers.IntegerField(help_text="Independent sources among these: reprints and the same authors again are one.")


class StandingSerializer(serializers.Serializer[ClaimStanding]):
    category = serializers.ChoiceField(choices=ClaimStanding.Category.choices, help_text="The standing in a word.")
    sentence = serializers.CharField(help_text="The standing in words.")
    supporting = serializers.SerializerMethodField()
    disputing = serializers.SerializerMethodField()
    qualifying = serializers.IntegerField(source="qualifying_passages", help_text="Accepted passages that qualify it.")
    undercut = serializers.IntegerField(
        source="challenged_passages", help_text="Accepted passages that are not counted: they are undercut."
    )
    since = serializers.DateTimeField(help_text="When it last became another one.")

    @extend_schema_field(SupportSerializer())
    def get_supporting(self, standing: ClaimStanding) -> dict[str, int]:
        return {
            "passages": standing.supporting_passages,
            "documents": standing.supporting_documents,
            "independent": standing.supporting_sources,
        }

    @extend_schema_field(SupportSerializer())
    def get_disputing(self, standing: ClaimStanding) -> dict[str, int]:
        return {
            "passages": standing.disputing_passages,
            "documents": standing.disputing_documents,
            "independent": standing.disputing_sources,
        }


class ClaimSerializer(serializers.ModelSerializer[Claim]):
    id = serializers.CharField(source="public_id", read_only=True)
    url = serializers.HyperlinkedIdentityField(view_name="claim-detail", lookup_field="public_id", lookup_url_kwarg="id")
    attributes = AttributesField(read_only=True, help_text="The attributes of its type.")
    sentence = serializers.CharField(read_only=True, help_text="How it reads from its attributes alone.")
    holder = serializers.HyperlinkedRelatedField[Any](
        view_name="author-detail", lookup_field="public_id", lookup_url_kwarg="id", read_only=True, allow_null=True
    )
    topics = serializers.SlugRelatedField[Topic](slug_field="slug", many=True, read_only=True)
    created_by = serializers.SlugRelatedField[Any](slug_field="username", read_only=True, allow_null=True)
    supersedes = serializers.HyperlinkedRelatedField[Claim](
        view_name="claim-detail", lookup_field="public_id", lookup_url_kwarg="id", read_only=True, allow_null=True
    )
    superseded_by = serializers.SerializerMethodField(help_text="The claim that took its place; null where none did.")
    standing = StandingSerializer(read_only=True, help_text="What it stands on, counted.")
    evidence = serializers.SerializerMethodField()
    relations = serializers.SerializerMethodField()

    class Meta:
        model = Claim
        fields = (
            "id",
            "url",
            "type",
            "statement",
            "attributes",
            "sentence",
            "language",
            "holder",
            "topics",
            "status",
            "origin",
            "tool",
            "created_by",
            "supersedes",
            "superseded_by",
            "standing",
            "evidence",
            "relations",
            "revision",
            "created_at",
            "changed_at",
        )

    @extend_schema_field(serializers.URLField(allow_null=True))
    def get_superseded_by(self, claim: Claim) -> str | None:
        later = self.context["successors"].get(claim.pk)
        return str(reverse("claim-detail", [later], request=self.context["request"])) if later else None

    @extend_schema_field(EvidenceSerializer(many=True))
    def get_evidence(self, claim: Claim) -> Any:
        return EvidenceSerializer(self.context["evidence"][claim.pk], many=True, context=self.context).data

    @extend_schema_field(RelationSerializer(many=True))
    def get_relations(self, claim: Claim) -> Any:
        return RelationSerializer(self.context["relations"][claim.pk], many=True, context=self.context).data
