"""The form by which claims come in: a file of our own, or somebody's table with a mapping."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from unfold.widgets import UnfoldAdminFileFieldWidget, UnfoldBooleanWidget

from claims.exchange.tables.mapping import MappingError, read_mapping
from claims.services.accounts import administers
from history.admin.uploads.forms import UploadForm

#: In bytes: a mapping is a page of text.
_LONGEST_MAPPING = 100_000
_TABLES = (".csv", ".tsv", ".tab")


class ClaimsForm(UploadForm):
    """Claims, and how their file is to be read."""

    command: ClassVar[str] = "import_claims"
    kind: ClassVar[str] = "claims"

    file = forms.FileField(
        required=False,
        widget=UnfoldAdminFileFieldWidget(attrs={"accept": ".jsonl,.ndjson,.json,.csv,.tsv,.txt"}),
        help_text="JSON Lines, as export_claims and “Take away as JSON Lines” write them; or somebody's table, CSV or JSON Lines, with a mapping.",
    )
    mapping = forms.FileField(
        required=False,
        widget=UnfoldAdminFileFieldWidget(attrs={"accept": ".toml,.txt"}),
        help_text="Only for somebody's table: a TOML file that says which column is which field. An example stands below.",
    )
    with_reviews = forms.BooleanField(
        label="With the reviews that the file tells",
        required=False,
        initial=True,
        widget=UnfoldBooleanWidget,
        help_text="What was published or accepted comes in as that, under the names of those who made and reviewed it; you must have had no "
        "part in it. Without the tick everything comes in as your draft.",
    )
    field_order = ["file", "text", "mapping", "with_reviews"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not administers(self.user):
            # Everything of anybody else's is a draft (law 8).
            del self.fields["with_reviews"]

    def clean_mapping(self) -> str:
        """Read the mapping, and refuse one that cannot be followed."""
        upload: UploadedFile[Any] | None = self.cleaned_data["mapping"]
        if upload is None:
            return ""
        if (upload.size or 0) > _LONGEST_MAPPING:
            raise ValidationError(f"It has {upload.size:,} bytes: a mapping is a page of text, {_LONGEST_MAPPING:,} at most.")
        try:
            text = str(upload.read().decode("utf-8-sig"))
            read_mapping(text)
        except UnicodeDecodeError as error:
            raise ValidationError(f"Byte {error.start + 1} is not UTF-8. Save the mapping as UTF-8.") from error
        except MappingError as error:
            raise ValidationError(str(error)) from error
        return text

    def clean(self) -> dict[str, Any] | None:
        """A table without a mapping would be nothing but lines that are no JSON."""
        cleaned = super().clean()
        if not self.errors and not self.cleaned_data["mapping"] and self.file_name.lower().endswith(_TABLES):
            self.add_error("mapping", "A table needs a mapping that says what its columns mean. An example stands below.")
        return cleaned

    def found_format(self) -> str:
        """Of our own, or a table."""
        return "table" if self.cleaned_data["mapping"] else "jsonl"

    def given(self) -> dict[str, Any]:
        """The mapping, and whether reviews come in too."""
        return {"mapping": self.cleaned_data["mapping"], "with_reviews": bool(self.cleaned_data.get("with_reviews"))}
