"""Bring a bibliography file in."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from typing import Any, BinaryIO, cast

from django.core.exceptions import ValidationError
from django.core.management.base import CommandParser

from history.services import recorded
from sources.formats.entries import UnreadableFileError
from sources.management.importing import ImportCommand, Progress, Reporter, file_name, opened, shortened, unread, user_with_rights
from sources.services.importing.importing import FORMATS, format_of, import_sources
from sources.services.importing.outcome import Difference, Outcome, outcome_as_json

_RIGHTS = {"sources.add_document": "add documents", "sources.change_document": "change documents"}


class Command(ImportCommand):
    help = (
        "Brings the records of a BibTeX, BibLaTeX, RIS or CSL-JSON file in: all or nothing unless told to keep going. A work that is here "
        "already is left as it is, and what the file says otherwise is shown. The same file again changes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("file", metavar="FILE", help="- for standard input")
        parser.add_argument("--format", choices=FORMATS, default="", help="found by the file's name, else by its beginning, unless said")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen and store nothing")
        parser.add_argument("--keep-going", action="store_true", help="store what is good although some entries fail")
        parser.add_argument("--update", action="store_true", help="write the file's values over those of documents that are here")
        parser.add_argument("--user", metavar="NAME", help="who does it, for the history")

    def handle(self, *args: Any, file: str, as_json: bool, **options: Any) -> None:
        user = user_with_rights(options["user"], dict(list(_RIGHTS.items())[: 2 if options["update"] else 1]))
        with opened(file) as source, tempfile.TemporaryFile("w+", encoding="utf-8") as said:
            report = Reporter(said, outcome_as_json if as_json else None, _sentences)
            try:
                with recorded(by=user, reason=f"Imported from {file_name(file)}"):
                    summary = import_sources(
                        cast("BinaryIO", Progress(source)),
                        format=options["format"] or format_of(file),
                        dry_run=options["dry_run"],
                        keep_going=options["keep_going"],
                        update=options["update"],
                        report=report,
                    )
            except (UnreadableFileError, ValidationError) as error:
                raise unread(file, error) from error
            self.show(summary, said, as_json=as_json, is_dry=options["dry_run"])
        self.refuse_failed(summary, file, keep_going=options["keep_going"], is_dry=options["dry_run"])


def _sentences(outcome: Outcome) -> Iterator[str]:
    """What a person must know of an entry: nothing where all went well."""
    called = outcome.key or "an entry without a key"
    for fault in outcome.errors:
        yield f"{called} failed: {fault}"
    for fault in outcome.warnings:
        yield f"{called}: {fault}"
    if outcome.differences:
        done = "was changed" if outcome.result == "updated" else "is here already and was left as it is"
        yield f"{called}: line {outcome.line}: {outcome.document} {done}. " + " ".join(map(_difference, outcome.differences))


def _difference(one: Difference) -> str:
    return f"{one.field}: {shortened(one.here) or '(nothing)'} -> {shortened(one.file)};"
