"""Find where a pasted quotation stands."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import CommandError, CommandParser

from sources.management.reporting import ReportingCommand
from sources.models import Document
from sources.services.find_document import find_document
from sources.services.locate_quote import locate_quote
from sources.services.locating.located import INCOMPLETE, Located, Place, Quote, Reader, located_as_json

_GRADES = {
    "exact": "Exactly these words stand in",
    "normalised": "These words, differently printed, stand in",
    "approximate": "Not these words, but nearly, stand in",
    "ambiguous": "The quote fits more than one place; the words before or after it (--prefix, --suffix) tell which:",
}
#: Whoever may run commands here may read the database.
_READER = Reader(sees_hidden=True, sees_private=True)
_MOST_SHOWN = 20


class Command(ReportingCommand):
    help = (
        "Finds where a quotation stands, in one document or in the newest held text of every one, and grades how: exact, normalised "
        "(white space, hyphenation, quotation marks and the like differ), approximate (words differ: shown), ambiguous (several places) or "
        "absent. Exit code 1 if it is absent, as grep has it; with --json 0, since the answer says so."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("quote", metavar="QUOTE", help="the words; - reads them from standard input")
        parser.add_argument("--document", metavar="KEY", help="search this document alone")
        parser.add_argument("--text-version", type=int, metavar="N", help="of that document, search version N instead of the newest")
        parser.add_argument("--prefix", default="", help="words right before the quote, to tell places apart")
        parser.add_argument("--suffix", default="", help="words right after it")

    def handle(self, *args: Any, quote: str, as_json: bool, **options: Any) -> None:
        try:
            words = sys.stdin.buffer.read().decode() if quote == "-" else quote
            asked = Quote(words, options["prefix"], options["suffix"])
            located = locate_quote(asked, document=_document(options), version=options["text_version"], reader=_READER)
        except (ValidationError, UnicodeError) as error:
            raise CommandError(" ".join(getattr(error, "messages", ["The quote is no text in UTF-8."]))) from error
        self.report(located_as_json(located), self._sentences(located), as_json=as_json)
        if not located.candidates and not as_json:
            raise CommandError("These words stand nowhere in what is held." if located.is_complete else f"Not found. {INCOMPLETE}")

    def _sentences(self, located: Located) -> Iterator[str]:
        if located.candidates:
            yield _GRADES[located.grade]
        for place in located.candidates[:_MOST_SHOWN]:
            yield from self._lines(place)
        if len(located.candidates) > _MOST_SHOWN:
            yield f"... and {len(located.candidates) - _MOST_SHOWN} more; --json lists them."
        if located.near:
            yield "Something like it, which it is not:"
        for place in located.near:
            yield from self._lines(place)

    def _lines(self, place: Place) -> Iterator[str]:
        where = f", {_in_words(place)}" if place.locator else ""
        yield f"  {place.document.citation_key}{where} (version {place.text.version}, characters {place.start}-{place.end}; {place.grade})"
        yield f"    {self._marked(place)}"

    def _marked(self, place: Place) -> str:
        """The words on one line; where they differ from the quote, [-what the quote says-] {+what the text says+}."""
        if all(one.kind == "equal" for one in place.diff):
            return " ".join((place.words or "").split())
        pieces = []
        for one in place.diff:
            if one.kind == "equal":
                pieces.append(one.held)
                continue
            pieces += [self.style.ERROR(f"[-{one.quoted}-]")] if one.quoted.strip() else []
            pieces += [self.style.SUCCESS(f"{{+{one.held}+}}")] if one.held.strip() else []
        return " ".join(" ".join(pieces).split())


def _in_words(place: Place) -> str:
    locator = place.locator
    return "" if locator is None else ", ".join(f"{one.label} {one.value}" for one in (locator, *locator.further))


def _document(options: dict[str, Any]) -> Document | None:
    if not options["document"]:
        if options["text_version"] is not None:
            raise CommandError("A version is one of a document: say which with --document.")
        return None
    document = find_document(options["document"])
    if document is None:
        raise CommandError(f"There is no document {options['document']}.")
    return document
