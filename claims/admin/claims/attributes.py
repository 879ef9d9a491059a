"""The attributes of a type of claim as form fields, made from its declaration."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from unfold.widgets import (
    UnfoldAdminExpandableTextareaWidget,
    UnfoldAdminRadioSelectWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanWidget,
)

from claims.types import CLAIM_TYPES, Attribute
from claims.types.values import NONE, UNKNOWN, exact_number, is_none, is_unknown
from sources.models.documents import validate_edtf

PREFIX = "attribute_"
# Beside the field of an attribute: whether its value is unknown, or there is none.
_KNOWN = "known_"
_MARKS = {"unknown": UNKNOWN, "none": NONE}


def attribute_fields(type_name: str) -> dict[str, forms.Field]:
    """The form fields of each attribute of the type, in the order of its declaration, by the name of the form field."""
    fields: dict[str, forms.Field] = {}
    for name, attribute in CLAIM_TYPES[type_name].attributes.items():
        fields[f"{PREFIX}{name}"] = _field(name, attribute)
        if attribute.unknown or attribute.none:
            fields[f"{_KNOWN}{name}"] = _mark_field(name, attribute)
    return fields


def attribute_layout(type_name: str) -> tuple[str | tuple[str, ...], ...]:
    """The names of the form fields, those of one attribute side by side."""
    fields = attribute_fields(type_name)
    rows = [[PREFIX + name, _KNOWN + name] for name in CLAIM_TYPES[type_name].attributes]
    return tuple(row[0] if row[1] not in fields else tuple(row) for row in rows)


def is_of_attribute(name: str) -> bool:
    """Whether a form field is one of an attribute."""
    return name.startswith((PREFIX, _KNOWN))


def attributes_together(groups: Sequence[Sequence[str]], *, is_one_kind: bool) -> list[Sequence[str]]:
    """Return groups of form fields with a value and whether it is known in one group; with all attributes beside the type where it differs."""
    names = [name for group in groups for name in group]
    if not is_one_kind:
        return [["type", *filter(is_of_attribute, names)], *([name] for name in names if name != "type" and not is_of_attribute(name))]
    return [
        [name, known] if (known := f"{_KNOWN}{name.removeprefix(PREFIX)}") in names and name.startswith(PREFIX) else [name]
        for name in names
        if not name.startswith(_KNOWN)
    ]


def marks_explained(type_name: str) -> str:
    """What the choices beside the fields mean; empty where there are none."""
    attributes = CLAIM_TYPES[type_name].attributes.values()
    unknown = ["Unknown: there is a value, and the source does not say which."] if any(one.unknown for one in attributes) else []
    none = ["None: the source says that there is none."] if any(one.none for one in attributes) else []
    return " ".join([*unknown, *none, "What is left empty is not said at all."] if unknown or none else [])


def initial_values(type_name: str, attributes: dict[str, Any]) -> dict[str, Any]:
    """What the fields show of stored attributes."""
    shown: dict[str, Any] = {}
    for name, value in attributes.items():
        if name not in CLAIM_TYPES[type_name].attributes:
            continue
        if is_unknown(value) or is_none(value):
            shown[f"{_KNOWN}{name}"] = "unknown" if is_unknown(value) else "none"
        else:
            shown[f"{PREFIX}{name}"] = "\n".join(map(str, value)) if isinstance(value, list) else value
    return shown


def excuse_marked(type_name: str, form: forms.BaseForm) -> None:
    """Ask for no value where the form says that it is unknown or that there is none."""
    for name in CLAIM_TYPES[type_name].attributes:
        if form.data.get(form.add_prefix(f"{_KNOWN}{name}")) in _MARKS and f"{PREFIX}{name}" in form.fields:
            form.fields[f"{PREFIX}{name}"].required = False


def attributes_from(type_name: str, cleaned: dict[str, Any]) -> dict[str, Any]:
    """The attributes as they are stored, without those that were left empty.

    Raises:
        ValidationError: A value is given and said to be unknown, or not to be; the message is at its field.
    """
    values: dict[str, Any] = {}
    faults: dict[str, str] = {}
    for name, attribute in CLAIM_TYPES[type_name].attributes.items():
        value = _stored(attribute, cleaned.get(f"{PREFIX}{name}"))
        mark = cleaned.get(f"{_KNOWN}{name}")
        if mark and value is not None:
            faults[f"{PREFIX}{name}"] = f"You wrote a value and chose “{mark}”: take one of them away."
        elif mark or value is not None:
            values[name] = dict(_MARKS[mark]) if mark else value
    if faults:
        raise ValidationError(dict(faults.items()))
    return values


def _mark_field(name: str, attribute: Attribute) -> forms.Field:
    choices = [("", "as written; if empty, left out")]
    if attribute.unknown:
        choices.append(("unknown", f"unknown: “{attribute.unknown}”"))
    if attribute.none:
        choices.append(("none", f"none: “{attribute.none}”"))
    return forms.ChoiceField(
        choices=choices,
        required=False,
        label=f"{name.replace('_', ' ').capitalize()}: is it known?",
        widget=UnfoldAdminRadioSelectWidget(),
    )


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
    if "number" in schema["type"]:
        return ExactNumberField(widget=UnfoldAdminTextInputWidget(attrs={"inputmode": "decimal"}), **common)
    if schema["type"] == "array":
        common["help_text"] += " One on each line."
        return forms.CharField(widget=UnfoldAdminExpandableTextareaWidget(), **common)
    if schema.get("format") == "edtf":
        return forms.CharField(widget=UnfoldAdminTextInputWidget(), validators=[validate_edtf], **common)
    return forms.CharField(widget=UnfoldAdminExpandableTextareaWidget(), **common)


class ExactNumberField(forms.CharField):
    """A decimal number whose digits stay as they are written: 1.10 is kept with its zero."""

    def to_python(self, value: Any) -> Any:
        """The number as JSON holds it without damage."""
        text = super().to_python(value)
        if not text:
            return None
        try:
            return exact_number(text)
        except ValueError as error:
            raise ValidationError("Enter a number.") from error

    def run_validators(self, value: Any) -> None:
        """A number has been judged already."""


def _stored(attribute: Attribute, value: Any) -> Any:
    """One value as JSON has it; None for what was left empty."""
    if attribute.schema.get("type") == "array":
        return [line.strip() for line in (value or "").splitlines() if line.strip()] or None
    if attribute.schema.get("type") == "boolean":
        return True if value else None
    return None if value == "" else value
