"""Records as bodies name them: by id, or by an address of ours."""

from __future__ import annotations

from typing import Any, ClassVar
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import AnonymousUser, User
from django.db.models import Model
from django.urls import Resolver404, resolve
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from claims.models import Claim, Comment, Evidence, Relation, Topic
from claims.models.excerpts import excerpts_visible_to
from claims.services.find_topic import find_topic
from sources.models import Passage
from sources.negotiation.bodies import WordsField
from sources.negotiation.located import UnfitError
from sources.services.find_document import resolve_author, resolve_document

_SHOWN = 100


@extend_schema_field({"type": "string", "minLength": 1, "maxLength": 500, "pattern": r"^[^\u0000\ud800-\udfff]*$"})
class NamedField(serializers.Field[Any, Any, Any, Any]):
    """The name of a record: its id, or its address here; becomes the record.

    A name of another kind is a 400; one that leads to nothing the writer may see is a 422.
    """

    noun: ClassVar[str]
    view_name: ClassVar[str]
    keyword: ClassVar[str] = "id"
    #: What else the writer can do where there is none: a sentence that begins with a space.
    otherwise: ClassVar[str] = ""

    def to_internal_value(self, data: Any) -> Any:
        """Return the record."""
        name = self._name(WordsField(max_length=500).run_validation(data))
        record = self.find(name)
        if record is None:
            field = self.field_name or getattr(self.parent, "field_name", "")
            raise UnfitError({field: [f"There is no {self.noun} {name[:_SHOWN]}.{self.otherwise}"]})
        return record

    def to_representation(self, value: Any) -> Any:
        """Bodies are only read."""
        return str(value)

    def find(self, name: str) -> Model | None:
        """Return the record, if the writer may see it."""
        raise NotImplementedError

    @property
    def reader(self) -> Any:
        """Who sent the body."""
        return getattr(self.context.get("request"), "user", AnonymousUser())

    def _name(self, said: str) -> str:
        if "/" not in said:
            return said
        told = f"This is no address of one {self.noun} here. Send its id, or its url."
        try:
            address = urlsplit(said)
            found = resolve(address.path)
        except (ValueError, Resolver404) as error:
            raise ValidationError(told) from error
        ours = {"", self.context["request"].get_host(), urlsplit(settings.SITE_URL).netloc}
        if address.netloc not in ours or found.url_name != self.view_name:
            raise ValidationError(told)
        return str(found.kwargs[self.keyword])


class ClaimField(NamedField):
    """A claim."""

    noun = "claim"
    view_name = "claim-detail"

    def find(self, name: str) -> Claim | None:
        return Claim.objects.visible_to(self.reader).filter(public_id=name).first()


class EvidenceField(NamedField):
    """A piece of evidence."""

    noun = "evidence"
    view_name = "evidence-detail"

    def find(self, name: str) -> Evidence | None:
        return Evidence.objects.visible_to(self.reader).filter(public_id=name).first()


class ExcerptField(NamedField):
    """An excerpt."""

    noun = "excerpt"
    view_name = "excerpt-detail"

    def find(self, name: str) -> Passage | None:
        # What a machine's account pinned a moment ago has no evidence on it yet, and is to be given some.
        passages = excerpts_visible_to(self.reader) if self.reader.is_staff else Passage.objects.filter(document__is_hidden=False)
        return passages.filter(public_id=name).first()


class AuthorField(NamedField):
    """An author; one that was merged is the one that was kept."""

    noun = "author"
    view_name = "author-detail"

    def find(self, name: str) -> Model | None:
        known = resolve_author(name)
        return known.author if known else None


class HolderField(AuthorField):
    """Who says so; somebody of whom there is no record is named in words."""

    otherwise = " Who has no record here is named in holder_as_named."


class TopicField(NamedField):
    """A topic, by its slug, present or former, or its id."""

    noun = "topic"
    view_name = "topic-detail"
    keyword = "slug"

    def find(self, name: str) -> Topic | None:
        return find_topic(name)


class RelationField(NamedField):
    """A relation."""

    noun = "relation"
    view_name = "relation-detail"

    def find(self, name: str) -> Relation | None:
        return Relation.objects.visible_to(self.reader).filter(public_id=name).first()


class CommentField(NamedField):
    """A comment."""

    noun = "comment"
    view_name = "comment-detail"

    def find(self, name: str) -> Comment | None:
        return Comment.objects.visible_to(self.reader).filter(public_id=name).first()


class DocumentField(NamedField):
    """A document, by its key."""

    noun = "document"
    view_name = "document-detail"
    keyword = "key"

    def find(self, name: str) -> Model | None:
        known = resolve_document(name)
        return known.document if known else None


class AccountField(NamedField):
    """An account, by its name."""

    noun = "account"
    view_name = ""

    def find(self, name: str) -> User | None:
        return User.objects.filter(username=name).first()

    def _name(self, said: str) -> str:
        return said
