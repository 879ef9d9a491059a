"""Write documents to standard output as a bibliography."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import CommandError, CommandParser

from sources.formats.csl.citations import CitationError
from sources.management.reporting import ReportingCommand
from sources.services.export_sources import FORMATS, export_sources, find_documents


class Command(ReportingCommand):
    help = "Writes documents to standard output: those of the keys given, else all public ones."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("keys", nargs="*", metavar="KEY", help="citation keys, for example nodomi2005challenges; none for all")
        parser.add_argument("--format", default="biblatex", choices=FORMATS, help="biblatex unless said")
        parser.add_argument("--style", default="apa", help="for --format bibliography: a CSL style, for example chicago-author-date")
        parser.add_argument("--locale", default="en-US", help="for --format bibliography: a language, for example ja-JP or de-DE")

    def handle(self, *args: Any, keys: list[str], as_json: bool, **options: Any) -> None:
        # CSL-JSON is what a machine reads of a bibliography.
        chosen = "csl-json" if as_json and options["format"] == "biblatex" else options["format"]
        try:
            for part in export_sources(find_documents(keys), format=chosen, style=options["style"], locale=options["locale"]):
                self.stdout.write(part, ending="")
        except (ValidationError, CitationError) as error:
            raise CommandError(" ".join(getattr(error, "messages", [str(error)]))) from error
