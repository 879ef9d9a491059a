"""Minimal valid records of sources."""

from __future__ import annotations

import hashlib
from contextlib import nullcontext
from typing import Any

import factory
from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from factory.django import DjangoModelFactory

from history.services import recorded
from sources.models import (
    Author,
    Contribution,
    Distinction,
    Document,
    Identifier,
    Mark,
    NameVariant,
    OriginalBytes,
    OriginalFile,
    Passage,
    Reference,
    Retraction,
    Text,
    TitleVariant,
)


class AuthorFactory(DjangoModelFactory[Author]):
    family = factory.Sequence(lambda n: f"Family{n}")
    given = "Given"

    class Meta:
        model = Author


class NameVariantFactory(DjangoModelFactory[NameVariant]):
    author = factory.SubFactory(AuthorFactory)
    form = "other"
    family = "Variant"

    class Meta:
        model = NameVariant


class DocumentFactory(DjangoModelFactory[Document]):
    citation_key = factory.Sequence(lambda n: f"family2000title{n}")
    type = "report"
    title = factory.Sequence(lambda n: f"Title {n}")

    class Meta:
        model = Document


class TitleVariantFactory(DjangoModelFactory[TitleVariant]):
    document = factory.SubFactory(DocumentFactory)
    form = "translation"
    language = "de"
    title = "Titel"

    class Meta:
        model = TitleVariant


class IdentifierFactory(DjangoModelFactory[Identifier]):
    document = factory.SubFactory(DocumentFactory)
    scheme = "doi"
    value = factory.Sequence(lambda n: f"10.5555/example.{n}")

    class Meta:
        model = Identifier


class ContributionFactory(DjangoModelFactory[Contribution]):
    document = factory.SubFactory(DocumentFactory)
    author = factory.SubFactory(AuthorFactory)

    class Meta:
        model = Contribution


class TextFactory(DjangoModelFactory[Text]):
    """A held text that may be shown whole; ``content=None`` with ``words`` makes a stand-off one of those words."""

    document = factory.SubFactory(DocumentFactory)
    content = "The harbour gate closed at dawn. It opened again at noon."
    media_type = "text/plain"
    language = "en"
    file_name = "harbour.txt"
    rights = "open"

    class Meta:
        model = Text

    @classmethod
    def _adjust_kwargs(cls, **kwargs: Any) -> dict[str, Any]:
        words = kwargs.pop("words", None) or kwargs["content"]
        kwargs.setdefault("sha256", hashlib.sha256(words.encode()).hexdigest())
        kwargs.setdefault("length", len(words))
        return kwargs


class OriginalFileFactory(DjangoModelFactory[OriginalFile]):
    """A kept file with its ``content``."""

    name = "harbour.pdf"
    media_type = "application/pdf"
    content = factory.Sequence(lambda n: f"The bytes of file {n}.".encode())
    sha256 = factory.LazyAttribute(lambda file: hashlib.sha256(file.content).hexdigest())
    size = factory.LazyAttribute(lambda file: len(file.content))

    class Meta:
        model = OriginalFile

    @classmethod
    def _create(cls, model_class: type[OriginalFile], *args: Any, content: bytes = b"", **kwargs: Any) -> OriginalFile:
        original = super()._create(model_class, *args, **kwargs)
        OriginalBytes.objects.create(file=original, content=content)
        return original


class MarkFactory(DjangoModelFactory[Mark]):
    text = factory.SubFactory(TextFactory)
    label = "page"
    value = "1"
    start = 0
    end = 32

    class Meta:
        model = Mark


def publisher() -> User:
    """Somebody who may publish an excerpt by itself."""
    return get_user_model().objects.filter(username="paula").first() or get_user_model().objects.create_superuser("paula")


class PassageFactory(DjangoModelFactory[Passage]):
    """An exact passage: the slice ``[start, end)`` of its text. One that is published is made by somebody who may publish it."""

    text = factory.SubFactory(TextFactory)
    start = 0
    end = 32
    status = "exact"

    class Meta:
        model = Passage

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> Any:
        with recorded(by=publisher()) if kwargs.get("is_published") else nullcontext():
            return super()._create(model_class, *args, **kwargs)

    @classmethod
    def _adjust_kwargs(cls, **kwargs: Any) -> dict[str, Any]:
        text = kwargs["text"]
        if text is not None:
            kwargs.setdefault("document", text.document)
        if kwargs["status"] == "exact":
            kwargs.setdefault("quote", text.content[kwargs["start"] : kwargs["end"]])
        if kwargs.get("quote") is not None:
            kwargs.setdefault("quote_sha256", hashlib.sha256(kwargs["quote"].encode()).hexdigest())
        return kwargs


class ReferenceFactory(DjangoModelFactory[Reference]):
    """A citation; with a held ``text``, ``start`` and ``end`` and without ``raw`` it is what stands there."""

    citing = factory.SubFactory(DocumentFactory)

    class Meta:
        model = Reference

    @classmethod
    def _adjust_kwargs(cls, **kwargs: Any) -> dict[str, Any]:
        text = kwargs.get("text")
        printed = (
            text.content[kwargs["start"] : kwargs["end"]] if text is not None and text.content is not None else "A. Author, A Title (2000)."
        )
        kwargs.setdefault("raw", printed)
        return kwargs


class DistinctionFactory(DjangoModelFactory[Distinction]):
    """Two authors that are not the same."""

    first_author = factory.SubFactory(AuthorFactory)
    second_author = factory.SubFactory(AuthorFactory)

    class Meta:
        model = Distinction


class RetractionFactory(DjangoModelFactory[Retraction]):
    """Only an editor writes one: make it within ``recorded``."""

    document = factory.SubFactory(DocumentFactory)
    reason = "The gauges were misread."

    class Meta:
        model = Retraction
