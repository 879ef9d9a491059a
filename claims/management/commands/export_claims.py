"""Write claims to standard output as JSON Lines."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.management.base import CommandError, CommandParser

from claims.exchange.exporting import Choice, export_claims
from sources.management.reporting import ReportingCommand

_SHOWN_EVERY = 1000


class Command(ReportingCommand):
    help = (
        "Writes claims to standard output, one JSON object a line: what they stand on (authors, documents, texts, retractions), topics, then "
        "each claim with its evidence, relations and reviews. Those that are public, unless --user names a curator. import_claims reads it, in "
        "an empty database too, and the export of that is the same to the byte."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--claim", action="append", default=[], metavar="ID", help="this claim; may be repeated")
        parser.add_argument("--topic", action="append", default=[], metavar="SLUG", help="the claims of a topic; may be repeated")
        parser.add_argument("--document", action="append", default=[], metavar="KEY", help="what stands on a document; may be repeated")
        parser.add_argument("--status", action="append", default=[], metavar="STATE", help="in this state; may be repeated")
        parser.add_argument("--user", metavar="NAME", help="as this account sees it: drafts too, for one that works here")
        parser.add_argument(
            "--without-sources",
            action="store_true",
            help="claims and topics alone, for a database that has the documents and texts already",
        )
        parser.add_argument("--with-quotes", action="store_true", help="also the words of excerpts whose text may not be given away whole")

    def handle(self, *args: Any, **options: Any) -> None:
        user = get_user_model().objects.filter(username=options["user"], is_active=True).first() if options["user"] else None
        if options["user"] and user is None:
            raise CommandError(f"There is no active user {options['user']}.")
        choice = Choice(options["claim"], options["topic"], options["document"], options["status"])
        try:
            lines = export_claims(choice, user=user, with_quotes=options["with_quotes"], with_sources=not options["without_sources"])
            for line in counted(lines):
                self.stdout.write(line, ending="")
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error


def counted(lines: Iterator[str]) -> Iterator[str]:
    """Yield the lines; on a terminal, show how many there are so far: how many there will be is not known before."""
    is_shown = sys.stderr.isatty()
    many = 0
    for many, line in enumerate(lines, 1):
        yield line
        if is_shown and many % _SHOWN_EVERY == 0:
            sys.stderr.write(f"\rExporting: {many:,} lines")
    if is_shown and many:
        sys.stderr.write(f"\rExported {many:,} lines \n")
