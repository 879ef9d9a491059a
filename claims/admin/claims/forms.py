"""The form of a claim: its statement, the fields of its type, and its topics."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.text import capfirst

from claims.admin.claims.attributes import PREFIX, attribute_fields, attributes_from, excuse_marked, initial_values
from claims.admin.languages import ChecksLanguage
from claims.models import Claim, Topic
from history.admin.forms import RecordForm


class ClaimForm(ChecksLanguage, RecordForm):
    """A claim of one type; ``form_of`` makes the form for each type."""

    type_name: str
    topics = forms.ModelMultipleChoiceField(
        Topic.objects.all(), required=False, help_text="What it is about. Type to find; several are fine."
    )

    class Meta:
        model = Claim
        fields = ("type", "statement", "language", "holder")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["type"] = self.type_name
        if "holder" in self.fields and f"{PREFIX}holder" in self.fields:
            # A position has a holder of its own, in words.
            self.fields["holder"].label = "Whose claim"
        excuse_marked(self.type_name, self)
        if self.instance.pk is not None:
            self.initial.update(initial_values(self.type_name, self.instance.attributes))

    def clean(self) -> dict[str, Any] | None:
        """Bring the fields of the type together; the model then checks them."""
        cleaned = super().clean()
        try:
            self.instance.attributes = attributes_from(self.type_name, self.cleaned_data)
        except ValidationError as fault:
            self.add_error(None, fault)
        return cleaned

    def add_error(self, field: str | None, error: Any) -> None:
        """Put the model's words on an attribute at the field of that attribute."""
        if field is None and isinstance(error, ValidationError) and "attributes" in getattr(error, "error_dict", {}):
            error = ValidationError(self._by_attribute(error.error_dict))
        super().add_error(field, error)

    def _by_attribute(self, faults: dict[str, list[ValidationError]]) -> dict[str, list[ValidationError]]:
        placed = {name: errors for name, errors in faults.items() if name != "attributes"}
        # What a field has said already need not be said again at the top.
        is_said = any(name.startswith(PREFIX) for name in self.errors)
        for message in ValidationError(faults["attributes"]).messages:
            name, _, said = message.partition(": ")
            at = f"{PREFIX}{name}"
            if at not in self.fields and not is_said:
                placed.setdefault(NON_FIELD_ERRORS, []).append(ValidationError(message))
            elif at in self.fields and at not in self.errors:
                # At its field the sentence stands alone.
                placed.setdefault(at, []).append(ValidationError(capfirst(said)))
        return placed


def form_of(type_name: str) -> type[ClaimForm]:
    """The form for claims of one type."""
    return type("ClaimForm", (ClaimForm,), {"type_name": type_name, **attribute_fields(type_name)})
