"""Find the references of held texts."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.core.management.base import CommandError, CommandParser

from history.services import recorded
from sources.management.reporting import ReportingCommand
from sources.models import Text
from sources.services.find_document import resolve_documents
from sources.services.references.finding import FoundReferences, find_references
from sources.services.references.quoting import find_quotations


class Command(ReportingCommand):
    help = (
        "Looks through held texts for notes and bibliographies, and keeps each citation as a reference, led to the document that it means "
        "where that can be told. Repeated, it changes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("keys", nargs="*", metavar="KEY", help="documents whose texts to look through; all unless said")
        parser.add_argument("--quotations", action="store_true", help="look also where the texts quote other held documents")
        parser.add_argument("--dry-run", action="store_true", help="say what would be found and store nothing")

    def handle(self, *args: Any, keys: list[str], as_json: bool, dry_run: bool, quotations: bool, **options: Any) -> None:
        texts = list(
            Text.objects.without_words()
            .filter(content__isnull=False, **_chosen(keys))
            .select_related("document")
            .order_by("document__citation_key", "version")
        )
        with recorded(by=None, reason="References found by command"):
            entries = [
                _entry(text, find_references(text, dry_run=dry_run), quoted=quotations and not dry_run)
                for text in self.with_progress(texts, len(texts), "Looking")
            ]
        content = {
            "dry_run": dry_run,
            "created": sum(entry["created"] for entry in entries),
            "unchanged": sum(entry["unchanged"] for entry in entries),
            "entries": entries,
        }
        self.report(content, map(_sentence, entries) if entries else ["No text is held: ingest one first."], as_json=as_json)


def _chosen(keys: list[str]) -> dict[str, Any]:
    if not keys:
        return {}
    found = resolve_documents(keys)
    missing = [key for key in keys if key not in found]
    if missing:
        raise CommandError(f"There is no document {', '.join(missing)}.")
    return {"document__in": [one.document for one in found.values()]}


def _entry(text: Text, found: FoundReferences, *, quoted: bool) -> dict[str, Any]:
    statuses = Counter("remark" if row.kind == "remark" else row.status for row in found.created)
    return {
        "document": text.document.citation_key,
        "version": text.version,
        "created": len(found.created),
        "unchanged": found.unchanged,
        "quotations": len(find_quotations(text)) if quoted else 0,
        **{name: statuses[name] for name in ("resolved", "ambiguous", "unmatched", "remark")},
    }


def _sentence(entry: dict[str, Any]) -> str:
    return (
        f"{entry['document']} version {entry['version']}: {entry['created']} found ({entry['resolved']} resolved, {entry['ambiguous']} ambiguous, "
        f"{entry['unmatched']} unmatched, {entry['remark']} remarks), {entry['unchanged']} were here already."
        + (f" {entry['quotations']} quotations." if entry["quotations"] else "")
    )
