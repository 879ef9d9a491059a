"""The attributes of claims in the API: what each declared type has, said in the schema."""

from __future__ import annotations

from typing import Any

from drf_spectacular.extensions import OpenApiSerializerFieldExtension
from rest_framework import serializers

from claims.types import CLAIM_TYPES


class AttributesField(serializers.JSONField):
    """The attributes of one claim, an object; the model says whether they fit the type."""


class AttributesSchema(OpenApiSerializerFieldExtension):  # type: ignore[no-untyped-call]  # the library says no types
    """Every declared type's attributes, read from the declarations when the schema is made."""

    target_class = AttributesField
    match_subclasses = True

    def map_serializer_field(self, auto_schema: Any, direction: Any) -> dict[str, Any]:
        """Return the schemas of all types, one of which the attributes fit."""
        return {"anyOf": [{"title": kind.name, "description": kind.help_text, **kind.schema} for kind in CLAIM_TYPES.values()]}
