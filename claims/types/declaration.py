"""How a type of claim is declared: its attributes, which of them are required, and what they mean. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker

from sources.formats import dates

TEXT: dict[str, Any] = {"type": "string", "minLength": 1, "pattern": r"\S"}
NUMBER: dict[str, Any] = {"type": "number"}
FLAG: dict[str, Any] = {"type": "boolean"}
DATE: dict[str, Any] = {"type": "string", "format": "edtf"}
TEXTS: dict[str, Any] = {"type": "array", "items": TEXT, "minItems": 1, "uniqueItems": True}

_formats = FormatChecker(formats=())


@_formats.checks("edtf", raises=ValueError)
def _is_edtf(value: object) -> bool:
    return not isinstance(value, str) or bool(dates.validate(value))


@dataclass(frozen=True)
class Attribute:
    """One attribute of a type: its JSON Schema and what a curator should enter."""

    schema: dict[str, Any]
    help_text: str
    required: bool = False


@dataclass(frozen=True)
class ClaimType:
    """A type of claim. A new type is one file with one of these, listed in ``claims/types/__init__.py``."""

    name: str
    help_text: str
    attributes: dict[str, Attribute] = field(default_factory=dict)

    @property
    def schema(self) -> dict[str, Any]:
        """The JSON Schema (2020-12) of the attributes."""
        return {
            "type": "object",
            "properties": {name: {**attribute.schema, "description": attribute.help_text} for name, attribute in self.attributes.items()},
            "required": [name for name, attribute in self.attributes.items() if attribute.required],
            "additionalProperties": False,
        }

    def faults(self, attributes: object) -> list[str]:
        """Return a sentence for each thing that is wrong with ``attributes``; none when they fit."""
        validator = Draft202012Validator(self.schema, format_checker=_formats)
        return [self._sentence(error) for error in sorted(validator.iter_errors(attributes), key=lambda error: list(map(str, error.path)))]

    def _sentence(self, error: Any) -> str:
        if error.validator == "required":
            missing = [name for name in self.schema["required"] if name not in error.instance]
            return f"A claim of type {self.name} needs the attribute {', '.join(missing)}."
        if error.validator == "additionalProperties":
            unknown = sorted(set(error.instance) - set(self.attributes))
            return f"A claim of type {self.name} has no attribute {', '.join(unknown)}; it has {', '.join(self.attributes)}."
        place = ".".join(map(str, error.path)) or "attributes"
        if error.validator == "format":
            return f"{place}: {error.cause or error.message}"
        if error.validator in {"pattern", "minLength"}:
            return f"{place}: write something, or leave the attribute out."
        return f"{place}: {error.message}."
