"""Write a citation bundle."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import CommandError, CommandParser

from claims.bundles.making import write_bundle
from claims.bundles.selection import Asked
from history.past import parse_moment
from sources.formats.csl.citations import CitationError
from sources.management.reporting import ReportingCommand


class Command(ReportingCommand):
    help = "Writes a citation bundle: references, excerpts, claims and checksums. Without a choice, of everything that is public."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("out", type=Path, metavar="OUT.zip")
        parser.add_argument("--claim", action="append", default=[], metavar="ID", help="a claim with its evidence; may be repeated")
        parser.add_argument("--topic", action="append", default=[], metavar="SLUG", help="the claims of a topic; may be repeated")
        parser.add_argument(
            "--document",
            action="append",
            default=[],
            metavar="KEY",
            help="a document's excerpts and claims, by its key, former key or id; may be repeated",
        )

        parser.add_argument("--as-of", metavar="TIME", help="as all stood then: a time, or a date for its end, in UTC")

    def handle(self, *args: Any, out: Path, as_json: bool, **options: Any) -> None:
        try:
            moment = parse_moment(options["as_of"]) if options["as_of"] is not None else None
        except ValidationError as error:
            raise CommandError(f"--as-of: {error.message}") from error
        asked = Asked(options["claim"], options["topic"], options["document"], moment)
        try:
            with _whole_or_not_at_all(out) as file:
                write_bundle(asked, file, site=settings.SITE_URL)
                size = file.seek(0, os.SEEK_END)
        except (ValidationError, CitationError) as error:
            raise CommandError(" ".join(getattr(error, "messages", [str(error)]))) from error
        except OSError as error:
            raise CommandError(f"{out} cannot be written: {error.strerror}.") from error
        self.report({"bundle": str(out), "bytes": size}, [f"{out}: {size} bytes."], as_json=as_json)


@contextmanager
def _whole_or_not_at_all(out: Path) -> Iterator[BinaryIO]:
    """Give a file that becomes ``out`` when the body has ended well, whether ``out`` is new, a file, or a link to one.

    Raises:
        CommandError: It is something else: a folder, a device, a pipe.
        OSError: It cannot be written.
    """
    place = out.resolve()
    if not place.name or (place.exists() and not place.is_file()):
        raise CommandError(f"{out} cannot be written: it is no file.")
    # Written beside and moved.
    unfinished = place.with_name(f".bundle-{os.getpid()}.unfinished")
    try:
        with unfinished.open("w+b") as file:
            yield file
        unfinished.replace(place)
    finally:
        unfinished.unlink(missing_ok=True)
