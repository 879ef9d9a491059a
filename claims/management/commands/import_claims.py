"""Bring a file of claims in."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, cast

from django.core.exceptions import ValidationError
from django.core.management.base import CommandError, CommandParser

from claims.exchange.importing import import_claims
from claims.exchange.incoming.outcomes import ClaimOutcome, claim_outcome_as_json
from claims.exchange.rights import IMPORTING, UPDATING
from claims.exchange.tables.mapping import MappingError, Table, read_mapping
from claims.services.accounts import administers
from claims.services.contradictions import compare_in_passing
from history.services import recorded
from sources.formats.entries import UnreadableFileError
from sources.management.importing import ImportCommand, Progress, Reporter, file_name, opened, shortened, unread, user_with_rights
from sources.services.locating.index import index_in_passing


class Command(ImportCommand):
    help = (
        "Brings claims with their topics, evidence and relations in, and with what they stand on, one JSON object a line, as export_claims "
        "writes them: all or nothing "
        "unless told to keep going. A record that is here already is left as it is, and what the file says otherwise is shown. The same "
        "file again changes nothing. What comes in is a draft, unless --user names an administrator: then reviewed records come in with their "
        "reviews, under the names of those who made and reviewed them."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("file", metavar="FILE.jsonl", help="- for standard input")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen and store nothing")
        parser.add_argument("--keep-going", action="store_true", help="store what is good although some records fail")
        parser.add_argument(
            "--update",
            action="store_true",
            help="write the file's words over those of topics, claims, evidence and relations that are here, as far as the laws let them change; "
            "works and authors are changed by import_sources --update or in the admin",
        )
        parser.add_argument(
            "--mapping", type=Path, metavar="MAP.toml", help="FILE is a CSV or JSON Lines table of somebody's: how it says claims"
        )
        parser.add_argument("--user", metavar="NAME", help="who does it, for the history")

    def handle(self, *args: Any, file: str, as_json: bool, **options: Any) -> None:
        user = user_with_rights(options["user"], {**IMPORTING, **(UPDATING if options["update"] else {})})
        table = _table(options["mapping"]) if options["mapping"] else None
        with opened(file) as source, tempfile.TemporaryFile("w+", encoding="utf-8") as said:
            report = Reporter(said, claim_outcome_as_json if as_json else None, _sentences)
            try:
                with recorded(by=user, reason=f"Imported from {file_name(file)}"):
                    summary = import_claims(
                        cast("BinaryIO", Progress(source)),
                        dry_run=options["dry_run"],
                        keep_going=options["keep_going"],
                        update=options["update"],
                        administrator=user if user is not None and administers(user) else None,
                        table=table,
                        name=file_name(file),
                        report=report,
                    )
            except (UnreadableFileError, ValidationError) as error:
                raise unread(file, error) from error
            if summary.is_stored:
                index_in_passing()
                compare_in_passing()
            self.show(summary, said, as_json=as_json, is_dry=options["dry_run"])
        self.refuse_failed(summary, file, keep_going=options["keep_going"], is_dry=options["dry_run"])


def _table(path: Path) -> Table:
    try:
        return read_mapping(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError as error:
        raise CommandError(f"{path.name}: It is not UTF-8. Save it as UTF-8.") from error
    except (MappingError, OSError) as error:
        raise CommandError(f"{path.name}: {getattr(error, 'strerror', None) or error}") from error


def _sentences(outcome: ClaimOutcome) -> Iterator[str]:
    """What a person must know of a record: nothing where all went well."""
    called = f"{outcome.record or 'a line'} {outcome.key}".rstrip()
    for fault in outcome.errors:
        yield f"{called} failed: {fault}"
    for fault in outcome.warnings:
        yield f"{called}: {fault}"
    if outcome.differences:
        done = "was changed" if outcome.result == "updated" else "is here already and was left as it is"
        shown = " ".join(
            f"{one.field}: {shortened(one.here) or '(nothing)'} -> {shortened(one.file) or '(nothing)'};" for one in outcome.differences
        )
        yield f"{called}: line {outcome.line}: it {done}. {shown}"
