"""Claims come in through their list, by the service that the command uses."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any, ClassVar

from django.contrib.auth.models import User
from django.db.models import Model
from django.http import HttpRequest, HttpResponse

from claims.admin.files.forms import ClaimsForm
from claims.exchange.importing import import_claims
from claims.exchange.incoming.outcomes import ClaimOutcome
from claims.exchange.rights import IMPORTING, UPDATING
from claims.exchange.tables.mapping import read_mapping
from claims.models import Claim, Relation, Topic
from claims.services.accounts import administers
from history.admin.markup import shortened
from history.admin.records import address_of
from history.admin.unfolded import action
from history.admin.uploads.held import HeldUpload, State, UnfitFileError
from history.admin.uploads.kinds import FileKind, Links, Summary
from history.admin.uploads.pages import ImportsFiles
from sources.formats.entries import UnreadableFileError
from sources.models import Author, Document, Retraction, Text
from sources.services.locating.index import index_in_passing

#: What a line may be: the model, and the column of its name in the file. A text shows no words here.
_RECORDS: Mapping[str, tuple[type[Model], str]] = MappingProxyType(
    {
        "author": (Author, "public_id"),
        "document": (Document, "citation_key"),
        "text": (Text, "public_id"),
        "retraction": (Retraction, "public_id"),
        "topic": (Topic, "slug"),
        "claim": (Claim, "public_id"),
        "relation": (Relation, "public_id"),
    }
)


class ClaimsFile(FileKind):
    """Claims with what they stand on: a file of our own, or somebody's table."""

    name = ClaimsForm.kind
    title = "Import claims"
    intro = (
        "Claims with their evidence, relations and topics, and the documents that they stand on. First you see, record by record, what would "
        "happen. Nothing is stored before you say so, and what is here already is neither doubled nor overwritten."
    )
    record, records = "record", "records"
    key_title = "Record in the file"
    has_kinds = True
    form = ClaimsForm
    list_address, list_name = "admin:claims_claim_changelist", "claims"
    help_template = "claims/admin/import_help.html"

    def may_import(self, request: HttpRequest) -> bool:
        """Who may add all that a file may bring."""
        return request.user.has_perms(list(IMPORTING))

    def may_update(self, request: HttpRequest) -> bool:
        """Who may change claims and evidence too."""
        return request.user.has_perms(list(UPDATING))

    def run(self, held: HeldUpload, report: Callable[[Any], None], *, by: User, dry_run: bool, update: bool) -> Summary:
        """See ``import_claims``."""
        state = held.state
        mapping = state.given["mapping"]
        with held.open_source() as source:
            try:
                summary = import_claims(
                    source,
                    dry_run=dry_run,
                    keep_going=True,
                    update=update,
                    administrator=by if state.given["with_reviews"] and administers(by) else None,
                    table=read_mapping(mapping) if mapping else None,
                    name=state.name,
                    report=report,
                )
            except UnreadableFileError as error:
                raise UnfitFileError(str(error)) from error
        if summary.is_stored:
            index_in_passing()
        return summary

    def naming(self, outcome: ClaimOutcome) -> tuple[str, str]:
        """What stands on the line, by its own name."""
        return outcome.record, outcome.key

    def links(self, named: Iterable[tuple[str, str]]) -> Links:
        """The records that are here; a query for each kind that a page has."""
        names: dict[str, set[str]] = defaultdict(set)
        for record, name in named:
            names[record].add(name)
        found: dict[tuple[str, str], dict[str, str]] = {}
        for record in names.keys() & _RECORDS.keys():
            model, column = _RECORDS[record]
            for one in model._default_manager.filter(**{f"{column}__in": names[record]}):
                found[record, getattr(one, column)] = {"address": address_of(one), "title": _title(one)}
        return found

    def described(self, state: State) -> str:
        """A table is read by its mapping."""
        return "a table with a mapping" if state.given["mapping"] else "JSON Lines"


def _title(record: Model) -> str:
    # A text's own name says its document's key, and would ask for it.
    return "" if isinstance(record, Text | Relation | Retraction) else shortened(str(record), 100)


class ImportsClaims(ImportsFiles):
    """Adds the import to the list of claims: for whoever may add all that a file may bring."""

    actions_list = ("import_claims",)
    file_kind: ClassVar[FileKind] = ClaimsFile()
    import_action = "import_claims"

    def has_import_claims_permission(self, request: HttpRequest) -> bool:
        # Not named one by one at the action: the package would look each up in the database before there is one.
        return self.file_kind.may_import(request)

    @action(description="Import claims", url_path="import/", permissions=["import_claims"], icon="upload_file")
    def import_claims(self, request: HttpRequest) -> HttpResponse:
        """Take a file or text, and look what it would do."""
        return self.import_view(request)
