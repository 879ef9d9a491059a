"""Comments and flags over HTTP: for the staff, and for each account what it wrote itself."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from claims.api.filters import CommentFilter, FlagFilter
from claims.api.named import ClaimField, CommentField, EvidenceField, RelationField
from claims.api.said import SaidViewSet, one_of, said
from claims.models import Claim, Comment, Evidence, Flag, Relation
from claims.services.remarks import raise_flag, resolve, write_comment
from history.idempotency import idempotent
from sources.negotiation.bodies import BodySerializer, SentenceField, WordsField

_RECORDS = ("claim", "evidence", "relation")


class NewRemarkBody(BodySerializer):
    """What is said of one claim, piece of evidence or relation."""

    claim = ClaimField(required=False, help_text="The claim that it is about, by id or url.")
    evidence = EvidenceField(required=False, help_text="Or the evidence.")
    relation = RelationField(required=False, help_text="Or the relation.")
    words = SentenceField(help_text="What there is to say. It never changes.")
    tool = WordsField(required=False, max_length=120, help_text="Of a machine: its name and version, for example matcher 1.2.")


class NewCommentBody(NewRemarkBody):
    """A comment, or an answer to one."""

    reply_to = CommentField(required=False, help_text="The comment that it answers, by id or url.")


class NewFlagBody(NewRemarkBody):
    """Something that is wrong."""

    kind = serializers.ChoiceField(choices=Flag.Kind.choices, help_text="What is wrong.")


class ResolutionBody(BodySerializer):
    """How something was resolved."""

    how = SentenceField(help_text="How it was resolved, for example: not so, the page is right.")


def _link(model: type[Any], name: str) -> Any:
    return serializers.HyperlinkedRelatedField[Any](
        view_name=f"{name}-detail", lookup_field="public_id", lookup_url_kwarg="id", read_only=True, allow_null=True
    )


class _RemarkSerializer(serializers.ModelSerializer[Any]):
    id = serializers.CharField(source="public_id", read_only=True)
    claim = _link(Claim, "claim")
    evidence = _link(Evidence, "evidence")
    relation = _link(Relation, "relation")
    by = serializers.SlugRelatedField[Any](slug_field="username", read_only=True, allow_null=True)
    at = serializers.DateTimeField(source="created_at", read_only=True)
    status = serializers.SerializerMethodField()
    resolved_by = serializers.SlugRelatedField[Any](slug_field="username", read_only=True, allow_null=True)

    def get_status(self, remark: Comment | Flag) -> str:
        return "resolved" if remark.resolved_at else "open"


_SHOWN = ("id", "url", *_RECORDS, "words", "by", "at", "origin", "tool", "status", "resolution", "resolved_by", "resolved_at", "revision")


class CommentSerializer(_RemarkSerializer):
    url = serializers.HyperlinkedIdentityField(view_name="comment-detail", lookup_field="public_id", lookup_url_kwarg="id")
    reply_to = _link(Comment, "comment")

    class Meta:
        model = Comment
        fields = (*_SHOWN, "reply_to")


class FlagSerializer(_RemarkSerializer):
    url = serializers.HyperlinkedIdentityField(view_name="flag-detail", lookup_field="public_id", lookup_url_kwarg="id")

    class Meta:
        model = Flag
        fields = (*_SHOWN, "kind")


_SHOWN_WITH = ("claim", "evidence", "relation", "by", "resolved_by")


@said(CommentSerializer, {"claim": "k3v9q2m7x4ta8w0c", "words": "Is this the second edition?"}, {"resolve": ResolutionBody})
class CommentViewSet(SaidViewSet[Comment]):
    """Comments on claims, evidence and relations; strangers see none."""

    serializer_class = CommentSerializer
    queryset = Comment.objects.all()
    filterset_class = CommentFilter
    new_body: ClassVar[Any] = NewCommentBody

    def get_queryset(self) -> QuerySet[Comment]:
        return Comment.objects.visible_to(self.request.user).select_related(*_SHOWN_WITH, "reply_to")

    def make(self, fields: dict[str, Any]) -> Comment:
        record = fields[one_of(fields, *_RECORDS)]
        return write_comment(record, by=self.writer, words=fields["words"], reply_to=fields.get("reply_to"), tool=fields.get("tool", ""))

    @action(detail=True, methods=["post"], filterset_class=None)
    @idempotent
    def resolve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Resolve a comment with words, once."""
        return self.close(request, ResolutionBody, lambda comment, body: resolve(comment, by=self.writer, how=body["how"]))


@said(
    FlagSerializer,
    {"evidence": "k3v9q2m7x4ta8w0c", "kind": "wrong_page", "words": "It stands on page 5."},
    {"resolve": ResolutionBody},
)
class FlagViewSet(SaidViewSet[Flag]):
    """What is said to be wrong with claims, evidence and relations: until it is resolved nobody approves them. Strangers see none."""

    serializer_class = FlagSerializer
    queryset = Flag.objects.all()
    filterset_class = FlagFilter
    new_body: ClassVar[Any] = NewFlagBody

    def get_queryset(self) -> QuerySet[Flag]:
        return Flag.objects.visible_to(self.request.user).select_related(*_SHOWN_WITH)

    def make(self, fields: dict[str, Any]) -> Flag:
        record = fields[one_of(fields, *_RECORDS)]
        return raise_flag(record, by=self.writer, kind=fields["kind"], words=fields["words"], tool=fields.get("tool", ""))

    @action(detail=True, methods=["post"], filterset_class=None)
    @idempotent
    def resolve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Resolve a flag with words, once; also when it is not so."""
        return self.close(request, ResolutionBody, lambda flag, body: resolve(flag, by=self.writer, how=body["how"]))
