"""The form by which a file comes in as a document's words."""

from __future__ import annotations

import codecs
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from unfold.widgets import UnfoldAdminFileFieldWidget, UnfoldAdminTextInputWidget

from history.admin.forms import SeenForm
from sources.ingestion.extraction import ExtractionError
from sources.ingestion.files import READERS, read_file
from sources.models import Text
from sources.services.hold_text import Copy, hold_text


class NewTextForm(SeenForm):
    """A document and a file; what the file says is read here and held by the service."""

    file = forms.FileField(
        widget=UnfoldAdminFileFieldWidget,
        help_text=f"Understood: {', '.join(sorted(READERS))}. Its exact words are held; nothing is corrected.",
    )
    encoding = forms.CharField(
        required=False,
        widget=UnfoldAdminTextInputWidget(),
        help_text="Only for a text file that is not UTF-8, for example cp1252 or shift_jis.",
    )

    class Meta:
        model = Text
        fields = ("document", "rights", "language", "note")

    def clean_encoding(self) -> str:
        """Refuse an encoding that nobody knows."""
        encoding: str = self.cleaned_data["encoding"]
        try:
            return codecs.lookup(encoding).name if encoding else ""
        except LookupError as error:
            raise ValidationError(f"There is no encoding {encoding}. Examples: cp1252, shift_jis, utf-16.") from error

    def clean(self) -> dict[str, Any] | None:
        """Read the file."""
        cleaned = super().clean()
        upload = self.cleaned_data.get("file")
        if isinstance(upload, UploadedFile) and "encoding" in self.cleaned_data:
            try:
                self.copy = _read(upload, self.cleaned_data["encoding"])
            except ExtractionError as error:
                self.add_error("file", str(error))
        return cleaned

    def _get_validation_exclusions(self) -> set[str]:
        # The service makes the record; what is checked here is the form's own fields.
        return {field.name for field in self._meta.model._meta.fields}

    def hold(self) -> tuple[Text, str]:
        """Hold the words; return the text, and whether it is ``created``, ``filled`` or ``unchanged``."""
        fields = self.cleaned_data
        try:
            return hold_text(fields["document"], self.copy, rights=fields["rights"], note=fields["note"], language=fields["language"])
        except ValidationError as error:
            raise ValidationError({"file": error.messages}) from error


def _read(upload: UploadedFile[Any], encoding: str) -> Copy:
    if (upload.size or 0) > settings.MAX_TEXT_BYTES:
        raise ExtractionError(f"The file has {upload.size:,} bytes, more than the {settings.MAX_TEXT_BYTES:,} that are accepted. Split it.")
    upload.seek(0)
    name, data = str(upload.name), upload.read()
    return Copy(name, data, read_file(name, data, encoding=encoding or None))
