"""How claims, evidence, relations and topics look from outside."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.reverse import reverse

from claims.api.attributes import AttributesField
from claims.api.excerpt_serializers import ExcerptSerializer
from claims.api.stakes import ShowsStakes
from claims.models import Claim, ClaimStanding, Evidence, Relation, Topic, TopicLabel


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
        fields = ("id", "url", "slug", "labels", "broader", "revision", "created_at", "changed_at")


class EvidenceSerializer(ShowsStakes, serializers.ModelSerializer[Evidence]):
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
            "conflicts",
            "approvals",
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


class RelationSerializer(ShowsStakes, serializers.ModelSerializer[Relation]):
    id = serializers.CharField(source="public_id", read_only=True)
    url = serializers.HyperlinkedIdentityField(view_name="relation-detail", lookup_field="public_id", lookup_url_kwarg="id")
    to = serializers.HyperlinkedRelatedField[Claim](
        source="to_claim", view_name="claim-detail", lookup_field="public_id", lookup_url_kwarg="id", read_only=True, allow_null=True
    )
    to_evidence = serializers.HyperlinkedRelatedField[Evidence](
        view_name="evidence-detail", lookup_field="public_id", lookup_url_kwarg="id", read_only=True, allow_null=True
    )
    evidence = serializers.SerializerMethodField(help_text="The excerpts that bear it out, if any.")
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
            "evidence",
            "status",
            "origin",
            "tool",
            "created_by",
            "conflicts",
            "approvals",
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

    @extend_schema_field(ExcerptSerializer(many=True))
    def get_evidence(self, relation: Relation) -> Any:
        shown = (self.context["excerpts"][passage] for passage in self.context["related"][relation.pk])
        return [ExcerptSerializer(excerpt, context=self.context).data for excerpt in shown]


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


class ClaimSerializer(ShowsStakes, serializers.ModelSerializer[Claim]):
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
            "conflicts",
            "approvals",
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
