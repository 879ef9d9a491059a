"""Bibliographies come in through the list of documents."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, ClassVar

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from history.admin.unfolded import action
from history.admin.uploads.held import HeldUpload, State, UnfitFileError
from history.admin.uploads.kinds import FileKind, Links, Summary
from history.admin.uploads.pages import ImportsFiles
from sources.admin.files.forms import FORMAT_NAMES, BibliographyForm
from sources.formats.entries import UnreadableFileError
from sources.models import Document
from sources.services.importing.importing import import_sources
from sources.services.importing.outcome import Outcome


class Bibliography(FileKind):
    """A bibliography in any format: its entries become documents."""

    name = BibliographyForm.kind
    title = "Import a bibliography"
    intro = (
        "First you see, entry by entry, what would happen. Nothing is stored before you say so, and what is here already is neither doubled "
        "nor overwritten."
    )
    record, records = "document", "documents"
    form = BibliographyForm
    list_address, list_name = "admin:sources_document_changelist", "documents"

    def may_import(self, request: HttpRequest) -> bool:
        """Who may add documents."""
        return request.user.has_perm("sources.add_document")

    def may_update(self, request: HttpRequest) -> bool:
        """Who may change documents."""
        return request.user.has_perm("sources.change_document")

    def run(self, held: HeldUpload, report: Callable[[Any], None], *, by: User, dry_run: bool, update: bool) -> Summary:
        """See ``import_sources``."""
        with held.open_source() as source:
            try:
                return import_sources(source, format=held.state.format, dry_run=dry_run, keep_going=True, update=update, report=report)
            except UnreadableFileError as error:
                raise UnfitFileError(str(error)) from error

    def naming(self, outcome: Outcome) -> tuple[str, str]:
        """A document, by its citation key."""
        return "document", outcome.document

    def links(self, named: Iterable[tuple[str, str]]) -> Links:
        """The documents; one query."""
        keys = {key for _, key in named}
        found = Document.objects.filter(citation_key__in=keys).values_list("citation_key", "pk", "title")
        return {
            ("document", key): {"address": reverse("admin:sources_document_change", args=[pk]), "title": title} for key, pk, title in found
        }

    def described(self, state: State) -> str:
        """The format's name."""
        return FORMAT_NAMES[state.format]


class ImportsBibliographies(ImportsFiles):
    """Adds the import to the list of documents: for whoever may add them."""

    actions_list = ("import_bibliography",)
    file_kind: ClassVar[FileKind] = Bibliography()
    import_action = "import_bibliography"

    @action(description="Import a bibliography", url_path="import/", permissions=["add"], icon="upload_file")
    def import_bibliography(self, request: HttpRequest) -> HttpResponse:
        """Take a file or text, and look what it would do."""
        return self.import_view(request)
