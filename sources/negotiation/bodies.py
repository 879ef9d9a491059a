"""Bodies of requests, taken at their word: a field that there is not, or a value of another type, is refused and not guessed at."""

from __future__ import annotations

from typing import Any

from drf_spectacular.extensions import OpenApiSerializerExtension
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import ValidationError

#: The type of a refusal.
PROBLEM = "application/problem+json"
#: What counts as blank, for a character class: programs that read a schema do not agree on what white space is.
BLANKS = r"\u0009-\u000d\u001c-\u0020\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"

#: In characters, of what is written in sentences.
LONGEST_WORDS = 10_000

#: Of a body with more fields that there are not, these are told: the answer does not grow with it.
_MOST_NAMED = 20


class BodySerializer(serializers.Serializer[Any]):
    """A JSON object with these fields and no others."""

    def to_internal_value(self, data: Any) -> Any:
        """Refuse fields that there are not: a misspelt one would be ignored."""
        if isinstance(data, dict):
            unknown = sorted(map(str, data.keys() - self.fields.keys()))
            if unknown:
                told = f"Unknown field. There are: {', '.join(self.fields)}."
                raise ValidationError({_printable(name): [told] for name in unknown[:_MOST_NAMED]})
        return super().to_internal_value(data)


class ClosedBody(OpenApiSerializerExtension):  # type: ignore[no-untyped-call]
    """Says in the schema that such a body has no other fields."""

    target_class = BodySerializer
    match_subclasses = True

    def map_serializer(self, auto_schema: Any, direction: Any) -> dict[str, Any]:
        """The schema as it would be, closed."""
        mapped: dict[str, Any] = auto_schema._map_serializer(self.target, direction, bypass_extensions=True)  # noqa: SLF001 - as the package's manual has it
        return {**mapped, "additionalProperties": False}


@extend_schema_field({"type": "string", "pattern": r"^[^\u0000\ud800-\udfff]*$"})
class WordsField(serializers.CharField):
    """Characters as they were sent: blanks at the ends count, numbers are no words."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(trim_whitespace=False, **kwargs)

    def to_internal_value(self, data: Any) -> str:
        """Take a JSON string and nothing else."""
        if not isinstance(data, str):
            raise ValidationError("Send a string.")
        return super().to_internal_value(data)


class SentenceField(WordsField):
    """Words that say something."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=LONGEST_WORDS, **kwargs)

    def to_internal_value(self, data: Any) -> str:
        """Take words of which some are left when the blanks at their ends are gone."""
        words = super().to_internal_value(data).strip()
        if not words:
            self.fail("blank")
        return words


class WholeNumberField(serializers.IntegerField):
    """A JSON number without a fraction."""

    def to_internal_value(self, data: Any) -> int:
        """Take a JSON integer and nothing else: neither ``"1"`` nor ``true``."""
        if not isinstance(data, int) or isinstance(data, bool):
            raise ValidationError("Send a whole number.")
        return super().to_internal_value(data)


def _printable(name: str) -> str:
    """A field's name as an answer can hold it: JSON may name one by half a character."""
    return name.encode("utf-8", "replace").decode()[:100]
