"""The form by which a bibliography comes in."""

from __future__ import annotations

from typing import ClassVar

from django import forms
from unfold.widgets import UnfoldAdminFileFieldWidget, UnfoldAdminSelectWidget

from history.admin.uploads.forms import UploadForm
from history.admin.uploads.held import HeldUpload, UnfitFileError
from sources.formats.entries import UnreadableFileError
from sources.services.importing.importing import format_of, sniffed_format

#: How the pages call the formats.
FORMAT_NAMES: dict[str, str] = {"biblatex": "BibLaTeX", "bibtex": "BibTeX", "ris": "RIS", "csl-json": "CSL-JSON"}


class BibliographyForm(UploadForm):
    """A bibliography, and what format it is in."""

    command: ClassVar[str] = "import_sources"
    kind: ClassVar[str] = "bibliography"

    file = forms.FileField(
        required=False,
        widget=UnfoldAdminFileFieldWidget(attrs={"accept": ".bib,.bibtex,.ris,.json,.csljson,.txt"}),
        help_text="BibTeX or BibLaTeX (.bib), RIS (.ris) or CSL-JSON (.json), as Zotero, JabRef, EndNote or a publisher's page gives them.",
    )
    format = forms.ChoiceField(
        choices=[("", "As its name or its beginning says"), *FORMAT_NAMES.items()],
        required=False,
        widget=UnfoldAdminSelectWidget,
        help_text="Choose only where it is not found by itself.",
    )
    field_order = ["file", "text", "format"]

    def found_format(self) -> str:
        """As it was chosen, or as the file's name says."""
        return self.cleaned_data["format"] or format_of(self.file_name)

    def hold(self) -> HeldUpload:
        """Keep what came in, and find its format by its beginning where nothing else says it.

        Raises:
            UnfitFileError: Its format cannot be told.
            ValidationError: There is no place to keep it in.
        """
        held = super().hold()
        if not held.state.format:
            _find_format(held)
        return held


def _find_format(held: HeldUpload) -> None:
    try:
        with held.open_source() as source:
            held.note_format(sniffed_format(source))
    except Exception as error:
        held.discard()
        if isinstance(error, UnreadableFileError):
            raise UnfitFileError(str(error)) from error
        raise
