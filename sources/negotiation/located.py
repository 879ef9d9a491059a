"""Where a quotation stands, as the API is asked for it and says it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError as DjangoValidationError
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers, status
from rest_framework.exceptions import NotFound

from history.http import ProblemError
from sources.models import Document
from sources.negotiation.bodies import BLANKS, WordsField
from sources.negotiation.places import LocatorSerializer
from sources.services.find_document import resolve_document
from sources.services.locate_quote import LONGEST_CONTEXT, LONGEST_QUOTE
from sources.services.locating.located import Located, Reader, located_as_json

_CONTEXT_HELP = "Words right {} it, where it stands in several places."


@extend_schema_field({"type": "string", "pattern": rf"^[^\u0000\ud800-\udfff]*[^{BLANKS}\u0000\ud800-\udfff][^\u0000\ud800-\udfff]*$"})
class _QuoteField(WordsField):
    """Words, of which there must be some."""

    def to_internal_value(self, data: Any) -> str:
        words = super().to_internal_value(data)
        if not words.strip():
            self.fail("blank")
        return words


def quote_field(*, is_required: bool = True) -> WordsField:
    """The words that are looked for."""
    return _QuoteField(
        max_length=LONGEST_QUOTE,
        required=is_required,
        help_text="The words, as they were pasted. Their printing need not be that of the text.",
    )


def context_field(where: str) -> WordsField:
    """What stands ``before`` or ``after`` the words."""
    return WordsField(max_length=LONGEST_CONTEXT, required=False, allow_blank=True, help_text=_CONTEXT_HELP.format(where))


class UnfitError(ProblemError):
    """422: what the request asks for is not fit; where a quote has no place of its own, with what was found instead."""

    status_code = status.HTTP_422_UNPROCESSABLE_ENTITY
    default_code = "unfit"

    @classmethod
    def of(cls, error: DjangoValidationError, located: Located | None = None) -> UnfitError:
        """The refusal of a service as the API says it."""
        return cls(error.message_dict if hasattr(error, "error_dict") else error.messages, located_as_json(located) if located else {})


def named_document(name: str, reader: Reader) -> Document:
    """Return the document that a key or an id leads to.

    Raises:
        NotFound: It leads to none that this reader may know of.
    """
    resolved = resolve_document(name)
    if resolved is None or (resolved.document.is_hidden and not reader.sees_hidden):
        raise NotFound({"document": [f"There is no document {name[:100]}."]})
    return resolved.document


class TextOfPlaceSerializer(serializers.Serializer[Any]):
    """The version of a document's words in which a place is."""

    id = serializers.CharField(help_text="Of the text: with start and end enough to pin an excerpt.")
    version = serializers.IntegerField()
    sha256 = serializers.CharField(help_text="Of the whole text in UTF-8.")


class ChangeSerializer(serializers.Serializer[Any]):
    """One piece of a word diff between a quote and a text."""

    kind = serializers.ChoiceField(choices=["equal", "replace", "insert", "delete"], help_text="What the text does to the quote.")
    quoted = serializers.CharField(allow_blank=True, help_text="As the quote has it.")
    held = serializers.CharField(allow_blank=True, help_text="As the text has it.")


class CandidateSerializer(serializers.Serializer[Any]):
    """One place where a quote stands, or nearly."""

    document = serializers.CharField(help_text="Its citation key.")
    text_version = TextOfPlaceSerializer()
    start = serializers.IntegerField(help_text="In Unicode code points from 0.")
    end = serializers.IntegerField(help_text="Just past the last character, same unit.")
    text = serializers.CharField(
        allow_null=True, help_text="The words there, verbatim; null where the text's rights forbid to show so much."
    )
    locator = LocatorSerializer(allow_null=True)
    grade = serializers.ChoiceField(
        choices=["exact", "normalised", "approximate"],
        help_text="The same characters; the same letters and digits, otherwise printed; other words, which diff shows.",
    )
    score = serializers.FloatField(min_value=0, max_value=1, help_text="Orders candidates of one grade.")
    diff = ChangeSerializer(many=True)


class LocatedSerializer(serializers.Serializer[Any]):
    """Where a quote stands: never a silent best match."""

    grade = serializers.ChoiceField(choices=["exact", "normalised", "approximate", "ambiguous", "absent"])
    candidates = CandidateSerializer(many=True, help_text="The best first; several if ambiguous, none if absent.")
    near = CandidateSerializer(many=True, required=False, help_text="Where something like it stands, which it is not.")
    incomplete = serializers.CharField(required=False, help_text="Why not every text could be searched.")
