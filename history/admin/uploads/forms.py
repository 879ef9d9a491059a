"""The form by which a file comes in: chosen, or pasted into a box."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from unfold.widgets import UnfoldAdminFileFieldWidget, UnfoldAdminTextareaWidget

from history.admin.markup import shortened
from history.admin.uploads.held import HeldUpload, State, hold_upload

PASTED = "pasted text"
# Control characters, line and paragraph ends; signs that are not seen, and halves of signs.
_BREAKS = frozenset({"Cc", "Zl", "Zp"})
_UNSEEN = frozenset({"Cf", "Cs"})


class UploadForm(forms.Form):
    """A file, or its text."""

    #: Of ``manage.py``: what whoever runs the server may do with a larger file.
    command: ClassVar[str]
    #: By which what it holds is found again.
    kind: ClassVar[str]

    file = forms.FileField(required=False, widget=UnfoldAdminFileFieldWidget())
    text = forms.CharField(
        label="Or paste it here",
        required=False,
        strip=False,  # else the lines that messages name would be others
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 10, "spellcheck": "false", "class": "pin-code"}),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        """``user``: who fills it in."""
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_file(self) -> UploadedFile[Any] | None:
        """Refuse what is too large before it is read."""
        upload: UploadedFile[Any] | None = self.cleaned_data["file"]
        if upload is not None:
            self._refuse_too_large(upload.size or 0)
        return upload

    def clean_text(self) -> str:
        """The same for what is pasted; white space alone is nothing."""
        text: str = self.cleaned_data["text"]
        self._refuse_too_large(len(text.encode(errors="replace")))
        return text if text.strip() else ""

    def clean(self) -> dict[str, Any] | None:
        """Ask for one of the two."""
        cleaned = super().clean()
        if not self.errors and bool(self.cleaned_data["file"]) == bool(self.cleaned_data["text"]):
            both = bool(self.cleaned_data["file"])
            raise ValidationError(
                "Choose a file or paste text, not both: which of them is meant?"
                if both
                else "Choose a file, or paste its text into the box."
            )
        return cleaned

    @property
    def field_with_source(self) -> str:
        """The field that the file came by: faults of the whole are said there."""
        return "file" if self.cleaned_data.get("file") else "text"

    @property
    def file_name(self) -> str:
        """Of the chosen file, as it is shown: on one line, without signs that only turn the direction of others."""
        upload: UploadedFile[Any] | None = self.cleaned_data.get("file")
        if upload is None:
            return PASTED
        kinds = [(sign, unicodedata.category(sign)) for sign in unicodedata.normalize("NFC", str(upload.name))]
        seen = "".join(" " if kind in _BREAKS else sign for sign, kind in kinds if kind not in _UNSEEN)
        return shortened(" ".join(seen.split()), 150) or "a file without a name"

    def hold(self) -> HeldUpload:
        """Keep what came in for the account until it is imported.

        Raises:
            ValidationError: There is no place to keep it in.
        """
        upload: UploadedFile[Any] | None = self.cleaned_data["file"]
        chunks: Iterable[bytes] = upload.chunks() if upload is not None else [self.cleaned_data["text"].encode(errors="replace")]
        state = State(user=self.user.pk, name=self.file_name, kind=self.kind, format=self.found_format(), given=self.given())
        return hold_upload(chunks, state)

    def found_format(self) -> str:
        """In which of the formats that are read the file is; "" where that is found out later."""
        return ""

    def given(self) -> dict[str, Any]:
        """What else the form says that the import goes by."""
        return {}

    def _refuse_too_large(self, size: int) -> None:
        if size > settings.MAX_TEXT_BYTES:
            raise ValidationError(
                f"It has {size:,} bytes, more than the {settings.MAX_TEXT_BYTES:,} that are accepted here. Split it, or ask who runs the "
                f"server to import it by command: manage.py {self.command} FILE."
            )
