"""Declared conflicts of interest, and accounts of authors, over HTTP: for the staff."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from claims.api.filters import AuthorAccountFilter, ConflictFilter
from claims.api.named import AccountField, AuthorField, ClaimField, DocumentField
from claims.api.said import SaidViewSet, one_of, said, staff_only
from claims.models import AuthorAccount, DeclaredConflict
from claims.services.ties import declare_conflict, end_tie, say_who_an_author_is
from history.idempotency import idempotent
from sources.negotiation.bodies import BodySerializer, SentenceField, WordsField

_ABOUT = ("document", "author", "claim")


class NewConflictBody(BodySerializer):
    """A conflict of interest about one document, author or claim."""

    account = AccountField(required=False, help_text="Whose conflict it is; your own unless said. Of others an editor declares them.")
    document = DocumentField(required=False, help_text="The document that it is about, by its key or url.")
    author = AuthorField(required=False, help_text="Or the author, by id or url.")
    claim = ClaimField(required=False, help_text="Or the claim, by id or url.")
    reason = SentenceField(help_text="What the conflict is, for example: was supervised by the author until 2019.")


class NewAuthorAccountBody(BodySerializer):
    """Which author an account is."""

    account = AccountField(required=False, help_text="The account; your own unless said. Of others an administrator says it.")
    author = AuthorField(help_text="The author, by id or url.")
    reason = WordsField(required=False, allow_blank=True, max_length=10_000, help_text="How that is known.")


class EndBody(BodySerializer):
    """Why something holds no more."""

    because = SentenceField(help_text="Why it holds no more; what was decided meanwhile stays decided.")


class _TieSerializer(serializers.ModelSerializer[Any]):
    id = serializers.CharField(source="public_id", read_only=True)
    account = serializers.SlugRelatedField[Any](slug_field="username", read_only=True)
    author = serializers.HyperlinkedRelatedField[Any](
        view_name="author-detail", lookup_field="public_id", lookup_url_kwarg="id", read_only=True, allow_null=True
    )
    said_by = serializers.SlugRelatedField[Any](slug_field="username", read_only=True, allow_null=True)
    until = serializers.DateTimeField(source="ended_at", read_only=True, allow_null=True, help_text="Null while it holds.")
    ended_by = serializers.SlugRelatedField[Any](slug_field="username", read_only=True, allow_null=True)

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        # "from" is a word of Python's own and cannot be declared as an attribute.
        begins = serializers.DateTimeField(source="created_at", read_only=True, help_text="Since when it holds.")
        return {**super().get_fields(), "from": begins}


_SHOWN = ("id", "url", "account", "author", "reason", "said_by", "until", "ended_by", "ended_because", "revision")


class ConflictSerializer(_TieSerializer):
    url = serializers.HyperlinkedIdentityField(view_name="conflict-detail", lookup_field="public_id", lookup_url_kwarg="id")
    document = serializers.HyperlinkedRelatedField[Any](
        view_name="document-detail", lookup_field="address", lookup_url_kwarg="key", read_only=True, allow_null=True
    )
    claim = serializers.HyperlinkedRelatedField[Any](
        view_name="claim-detail", lookup_field="public_id", lookup_url_kwarg="id", read_only=True, allow_null=True
    )

    class Meta:
        model = DeclaredConflict
        fields = (*_SHOWN, "document", "claim")


class AuthorAccountSerializer(_TieSerializer):
    url = serializers.HyperlinkedIdentityField(view_name="author-account-detail", lookup_field="public_id", lookup_url_kwarg="id")

    class Meta:
        model = AuthorAccount
        fields = _SHOWN


class _TieViewSet(SaidViewSet[Any]):
    def check_permissions(self, request: Request) -> None:
        """Let the staff in, and nobody else."""
        super().check_permissions(request)
        staff_only(request.user)

    @action(detail=True, methods=["post"], filterset_class=None)
    @idempotent
    def end(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Say that it holds no more: by an administrator, and nobody ends their own."""
        return self.close(request, EndBody, lambda tie, body: end_tie(tie, by=self.writer, because=body["because"]))


@said(ConflictSerializer, {"document": "penhallick2020closing", "reason": "Was paid by its publisher."}, {"end": EndBody})
class ConflictViewSet(_TieViewSet):
    """Conflicts of interest that were declared; those that follow from what an account wrote stand beside what is reviewed."""

    serializer_class = ConflictSerializer
    queryset = DeclaredConflict.objects.all()
    filterset_class = ConflictFilter
    new_body: ClassVar[Any] = NewConflictBody

    def get_queryset(self) -> QuerySet[DeclaredConflict]:
        return DeclaredConflict.objects.select_related("account", "author", "document", "claim", "said_by", "ended_by")

    def make(self, fields: dict[str, Any]) -> DeclaredConflict:
        about = one_of(fields, *_ABOUT)
        return declare_conflict(
            by=self.writer, account=fields.get("account", self.writer), reason=fields["reason"], **{about: fields[about]}
        )


@said(AuthorAccountSerializer, {"author": "k3v9q2m7x4ta8w0c", "reason": "It is me."}, {"end": EndBody})
class AuthorAccountViewSet(_TieViewSet):
    """Which account is which author."""

    serializer_class = AuthorAccountSerializer
    queryset = AuthorAccount.objects.all()
    filterset_class = AuthorAccountFilter
    new_body: ClassVar[Any] = NewAuthorAccountBody

    def get_queryset(self) -> QuerySet[AuthorAccount]:
        return AuthorAccount.objects.select_related("account", "author", "said_by", "ended_by")

    def make(self, fields: dict[str, Any]) -> AuthorAccount:
        account = fields.get("account", self.writer)
        return say_who_an_author_is(by=self.writer, account=account, author=fields["author"], reason=fields.get("reason", ""))
