"""The attributes of a type of claim as form fields, made from its declaration."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from unfold.widgets import (
    UnfoldAdminExpandableTextareaWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanWidget,
)

from claims.types import CLAIM_TYPES, Attribute
from sources.models.documents import validate_edtf

PREFIX = "attribute_"


def attribute_fields(type_name: str) -> dict[str, forms.Field]:
    """One form field for each attribute of the type, by the name of the form field."""
    return {f"{PREFIX}{name}": _field(name, attribute) for name, attribute in CLAIM_TYPES[type_name].attributes.items()}


def initial_values(type_name: str, attributes: dict[str, Any]) -> dict[str, Any]:
    """What the fields show of stored attributes."""
    return {
        f"{PREFIX}{name}": "\n".join(map(str, value)) if isinstance(value, list) else value
        for name, value in attributes.items()
        if name in CLAIM_TYPES[type_name].attributes
    }


def attributes_from(type_name: str, cleaned: dict[str, Any]) -> dict[str, Any]:
    """The attributes as they are stored, without those that were left empty."""
    declared = CLAIM_TYPES[type_name].attributes
    values = {name: _stored(attribute, cleaned.get(f"{PREFIX}{name}")) for name, attribute in declared.items()}
    return {name: value for name, value in values.items() if value is not None}


def _field(name: str, attribute: Attribute) -> forms.Field:
    schema = attribute.schema
    common: dict[str, Any] = {
        "label": name.replace("_", " ").capitalize(),
        "help_text": attribute.help_text,
        "required": attribute.required,
    }
    if "enum" in schema:
        choices = [("", "not said"), *((value, value) for value in schema["enum"])]
        return forms.ChoiceField(choices=choices, widget=UnfoldAdminSelectWidget(), **common)
    if schema["type"] == "boolean":
        return forms.BooleanField(widget=UnfoldBooleanWidget(), **{**common, "required": False})
    if schema["type"] == "number":
        return forms.DecimalField(widget=UnfoldAdminTextInputWidget(attrs={"inputmode": "decimal"}), **common)
    if schema["type"] == "array":
        common["help_text"] += " One on each line."
        return forms.CharField(widget=UnfoldAdminExpandableTextareaWidget(), **common)
    if schema.get("format") == "edtf":
        return forms.CharField(widget=UnfoldAdminTextInputWidget(), validators=[validate_edtf], **common)
    return forms.CharField(widget=UnfoldAdminExpandableTextareaWidget(), **common)


def _stored(attribute: Attribute, value: Any) -> Any:
    """One value as JSON has it; None for what was left empty."""
    if attribute.schema.get("type") == "array":
        return [line.strip() for line in (value or "").splitlines() if line.strip()] or None
    if attribute.schema.get("type") == "boolean":
        return True if value else None
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value or None
