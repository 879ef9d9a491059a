"""Bring files in: each becomes the held words of a document."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.management.base import CommandError, CommandParser

from history.services import recorded
from sources.ingestion.extraction import ExtractionError
from sources.management.reporting import ReportingCommand
from sources.models import Document, Text
from sources.services.file_pages import page_count
from sources.services.find_document import find_document
from sources.services.ingest_file import Ingested, ingest_file


class Command(ReportingCommand):
    help = (
        "Holds the exact words of text, Markdown, HTML, PDF and Word files, with their pages, headings, paragraphs and notes as marks. A file "
        "whose words a document awaits brings its passages to life; the same file again changes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--document", metavar="KEY", help="whose words these are; found by the words or made anew unless said")
        parser.add_argument("--encoding", help="of text and HTML files that are not UTF-8, for example cp1252")
        parser.add_argument("--rights", choices=Text.Rights.values, default="", help="how much may be shown; excerpt_only unless said")
        parser.add_argument("--user", help="who does it, for the history")

    def handle(self, *args: Any, files: list[Path], as_json: bool, **options: Any) -> None:
        try:
            with recorded(by=_user(options["user"]), reason="Ingested by command"):
                entries = [self._ingest(path, options) for path in self.with_progress(files, len(files), "Ingesting")]
        except (ExtractionError, ValidationError, OSError, UnicodeError) as error:
            raise CommandError(f"Nothing was ingested. {_in_words(error)}") from error
        self.report({"entries": entries}, (_sentence(entry) for entry in entries), as_json=as_json)

    def _ingest(self, path: Path, options: dict[str, Any]) -> dict[str, Any]:
        document = _document(options["document"])
        if path.is_dir():
            raise ValidationError(f"{path.name}: it is a folder: name the files in it.")
        if not path.is_file():
            raise ValidationError(f"{path.name}: there is no such file.")
        try:
            ingested = ingest_file(path.name, path.read_bytes(), document=document, encoding=options["encoding"], rights=options["rights"])
        except ExtractionError as error:
            raise ValidationError(f"{path.name}: {error}") from error
        return _entry(path, ingested)


def _user(username: str | None) -> Any:
    if not username:
        return None
    user = get_user_model().objects.filter(username=username).first()
    if user is None:
        raise CommandError(f"There is no user {username}.")
    return user


def _document(key: str | None) -> Document | None:
    if not key:
        return None
    document = find_document(key)
    if document is None:
        raise CommandError(f"There is no document {key}. Leave --document out to make one.")
    return document


def _entry(path: Path, ingested: Ingested) -> dict[str, Any]:
    text = ingested.text
    return {
        "file": path.name,
        "document": ingested.document.citation_key,
        "new_document": ingested.is_new_document,
        "result": ingested.result,
        "version": text.version,
        "length": text.length,
        "sha256": text.sha256,
        "marks": text.marks.count(),
        "media_type": text.media_type,
        "tool": text.tool,
        "pages": page_count(text),
        "remark": ingested.remark,
    }


def _sentence(entry: dict[str, Any]) -> str:
    what = {"created": "held", "filled": "the awaited words are in, every passage proved", "unchanged": "held already, unchanged"}[
        entry["result"]
    ]
    return f"{entry['file']}: {what}; {entry['document']} version {entry['version']}, {entry['length']} characters, {entry['marks']} marks. {entry['remark']}".rstrip()


def _in_words(error: Exception) -> str:
    if isinstance(error, ValidationError):
        return " ".join(error.messages)
    return str(error)
