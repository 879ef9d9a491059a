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
from sources.ingestion.files import READERS
from sources.models import Text
from sources.services.hold_text import hold_text
from sources.services.ingest_file import remark_on, text_of_file
from sources.services.read_copy import read_copy


class NewTextForm(SeenForm):
    """A document and a file; what the file says is read here and held by the service."""

    file = forms.FileField(
        widget=UnfoldAdminFileFieldWidget,
        help_text=f"Understood: {', '.join(sorted(READERS))}. Its exact words are held; nothing is corrected.",
    )
    encoding = forms.CharField(
        required=False,
        widget=UnfoldAdminTextInputWidget(),
        help_text="Only for a text or HTML file that is not UTF-8 and does not say so, for example cp1252 or shift_jis.",
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
                self._read(upload, self.cleaned_data["encoding"])
            except ExtractionError as error:
                self.add_error("file", str(error))
        return cleaned

    def _read(self, upload: UploadedFile[Any], encoding: str) -> None:
        if (upload.size or 0) > settings.MAX_TEXT_BYTES:
            message = f"The file has {upload.size:,} bytes, more than the {settings.MAX_TEXT_BYTES:,} that are accepted. Split it."
            raise ExtractionError(message)
        upload.seek(0)
        self.file_name, self.file_data = str(upload.name), upload.read()
        document = self.cleaned_data.get("document")
        self.same = text_of_file(self.file_data, document) if document else None
        if self.same is None:
            self.copy = read_copy(self.file_name, self.file_data, encoding=encoding or None)

    def _get_validation_exclusions(self) -> set[str]:
        # The service makes the record; what is checked here is the form's own fields.
        return {field.name for field in self._meta.model._meta.fields}

    def hold(self) -> tuple[Text, str]:
        """Hold the words; return the text, and whether it is ``created``, ``filled`` or ``unchanged``."""
        if self.same is not None:
            return self.same, "unchanged"
        fields = self.cleaned_data
        try:
            return hold_text(fields["document"], self.copy, rights=fields["rights"], note=fields["note"], language=fields["language"])
        except ValidationError as error:
            raise ValidationError({"file": error.messages}) from error

    def remark(self, text: Text) -> str:
        """Return what else to say of a text that was held already."""
        return remark_on(text, self.file_name, self.file_data)
