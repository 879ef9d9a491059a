"""Minimal valid records of claims: drafts, since only a review leads further."""

from __future__ import annotations

import hashlib
from typing import Any

import factory
from django.contrib.auth.models import User
from factory.django import DjangoModelFactory

from claims.models import (
    AuthorAccount,
    Bundle,
    Claim,
    ClaimTopic,
    Comment,
    DeclaredConflict,
    Evidence,
    Flag,
    Relation,
    RelationEvidence,
    Topic,
    TopicLabel,
)
from history.services import recorded
from tests.factories.sources import AuthorFactory, DocumentFactory, PassageFactory


class UserFactory(DjangoModelFactory[User]):
    username = factory.Sequence(lambda n: f"account-{n}")

    class Meta:
        model = User


class TopicFactory(DjangoModelFactory[Topic]):
    slug = factory.Sequence(lambda n: f"topic-{n}")

    class Meta:
        model = Topic


class TopicLabelFactory(DjangoModelFactory[TopicLabel]):
    topic = factory.SubFactory(TopicFactory)
    language = "en"
    label = factory.Sequence(lambda n: f"topic {n}")

    class Meta:
        model = TopicLabel


class ClaimFactory(DjangoModelFactory[Claim]):
    type = "causal"
    statement = factory.Sequence(lambda n: f"Late closing number {n} floods the quay.")
    attributes = factory.LazyFunction(lambda: {"cause": "late closing", "effect": "a flooded quay"})

    class Meta:
        model = Claim


class ClaimTopicFactory(DjangoModelFactory[ClaimTopic]):
    claim = factory.SubFactory(ClaimFactory)
    topic = factory.SubFactory(TopicFactory)

    class Meta:
        model = ClaimTopic


class EvidenceFactory(DjangoModelFactory[Evidence]):
    claim = factory.SubFactory(ClaimFactory)
    passage = factory.SubFactory(PassageFactory)
    stance = "supports"
    voice = "asserts"
    basis = "uncited"
    strength = "moderate"
    reason = "The passage says so."

    class Meta:
        model = Evidence


class RelationFactory(DjangoModelFactory[Relation]):
    from_claim = factory.SubFactory(ClaimFactory)
    to_claim = factory.SubFactory(ClaimFactory)
    kind = "supports"
    reason = "The one follows from the other."

    class Meta:
        model = Relation


class RelationEvidenceFactory(DjangoModelFactory[RelationEvidence]):
    relation = factory.SubFactory(RelationFactory)
    passage = factory.SubFactory(PassageFactory)

    class Meta:
        model = RelationEvidence


class BundleFactory(DjangoModelFactory[Bundle]):
    """A bundle of nothing, which is no zip file either."""

    content = factory.Sequence(lambda n: f"bundle {n}".encode())
    asked = factory.LazyFunction(lambda: {"claims": [], "topics": [], "documents": []})
    holds = factory.LazyFunction(
        lambda: {kind: [] for kind in ("claims", "evidence", "relations", "excerpts", "quoted", "documents", "named")}
    )

    class Meta:
        model = Bundle

    @classmethod
    def _adjust_kwargs(cls, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("sha256", hashlib.sha256(kwargs["content"]).hexdigest())
        kwargs.setdefault("size", len(kwargs["content"]))
        return kwargs


class SaidByTheAccount(DjangoModelFactory[Any]):
    """What an account says of itself."""

    account = factory.SubFactory(UserFactory)

    class Meta:
        abstract = True

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> Any:
        with recorded(by=kwargs["account"]):
            return super()._create(model_class, *args, **kwargs)


class AuthorAccountFactory(SaidByTheAccount):
    author = factory.SubFactory(AuthorFactory)

    class Meta:
        model = AuthorAccount


class DeclaredConflictFactory(SaidByTheAccount):
    document = factory.SubFactory(DocumentFactory)
    reason = "Was supervised by its author."

    class Meta:
        model = DeclaredConflict


class SaidBySomebody(DjangoModelFactory[Any]):
    """What somebody says of a claim."""

    claim = factory.SubFactory(ClaimFactory)
    words = "Which edition is this?"

    class Meta:
        abstract = True

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> Any:
        with recorded(by=UserFactory()):
            return super()._create(model_class, *args, **kwargs)


class CommentFactory(SaidBySomebody):
    class Meta:
        model = Comment


class FlagFactory(SaidBySomebody):
    kind = "wrong_page"

    class Meta:
        model = Flag
