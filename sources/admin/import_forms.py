"""The form by which a bibliography comes in: a file, or text pasted into a box."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from unfold.widgets import UnfoldAdminFileFieldWidget, UnfoldAdminSelectWidget, UnfoldAdminTextareaWidget

from history.admin.markup import shortened
from sources.admin.held_uploads import HeldUpload, hold_upload
from sources.formats.plain_text import clean
from sources.services.importing.importing import format_of, sniffed_format

#: How the pages call the formats.
FORMAT_NAMES: dict[str, str] = {"biblatex": "BibLaTeX", "bibtex": "BibTeX", "ris": "RIS", "csl-json": "CSL-JSON"}
PASTED = "pasted text"


class ImportForm(forms.Form):
    """A bibliography, and what format it is in."""

    file = forms.FileField(
        required=False,
        widget=UnfoldAdminFileFieldWidget(attrs={"accept": ".bib,.bibtex,.ris,.json,.csljson,.txt"}),
        help_text="BibTeX or BibLaTeX (.bib), RIS (.ris) or CSL-JSON (.json), as Zotero, JabRef, EndNote or a publisher's page gives them.",
    )
    text = forms.CharField(
        label="Or paste it here",
        required=False,
        strip=False,  # else the lines that messages name would be others
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 10, "spellcheck": "false", "class": "pin-code"}),
    )
    format = forms.ChoiceField(
        choices=[("", "As its name or its beginning says"), *FORMAT_NAMES.items()],
        required=False,
        widget=UnfoldAdminSelectWidget,
        help_text="Choose only where it is not found by itself.",
    )

    def clean_file(self) -> UploadedFile[Any] | None:
        """Refuse what is too large before it is read."""
        upload: UploadedFile[Any] | None = self.cleaned_data["file"]
        if upload is not None:
            _refuse_too_large(upload.size or 0)
        return upload

    def clean_text(self) -> str:
        """The same for what is pasted; white space alone is nothing."""
        text: str = self.cleaned_data["text"]
        _refuse_too_large(len(text.encode(errors="replace")))
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
        """The field that the bibliography came by: faults of the whole are said there."""
        return "file" if self.cleaned_data.get("file") else "text"

    def hold(self, user: int) -> HeldUpload:
        """Keep what came in for the account ``user`` until it is imported.

        Raises:
            UnreadableFileError: Its format cannot be told.
            ValidationError: There is no place to keep it in.
        """
        upload: UploadedFile[Any] | None = self.cleaned_data["file"]
        name = PASTED if upload is None else _shown_name(str(upload.name))
        chunks: Iterable[bytes] = upload.chunks() if upload is not None else [self.cleaned_data["text"].encode(errors="replace")]
        held = hold_upload(chunks, user=user, name=name, format=self.cleaned_data["format"] or format_of(name))
        if not held.state.format:
            _find_format(held)
        return held


def _shown_name(name: str) -> str:
    """A file's name on one line, without signs that only turn the direction of others."""
    seen = "".join(sign for sign in name if unicodedata.category(sign) != "Cf")
    return shortened(clean(seen), 150) or "a file without a name"


def _find_format(held: HeldUpload) -> None:
    try:
        with held.open_source() as source:
            held.note_format(sniffed_format(source))
    except Exception:
        held.discard()
        raise


def _refuse_too_large(size: int) -> None:
    if size > settings.MAX_TEXT_BYTES:
        raise ValidationError(
            f"It has {size:,} bytes, more than the {settings.MAX_TEXT_BYTES:,} that are accepted here. Split it, or ask who runs the server "
            "to import it by command: manage.py import_sources FILE."
        )
