"""Correct the text of a document by a repaired file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management.base import CommandError, CommandParser

from sources.anchoring.carrying import Grade
from sources.ingestion.extraction import ExtractionError
from sources.management.reporting import ReportingCommand
from sources.models import Text
from sources.services.correct_text import Preview, accept_correction, newest_text, preview_correction, words_of_copy
from sources.services.find_document import find_document
from sources.services.hold_text import Copy
from sources.services.preview_correction import CarriedPassage
from sources.services.read_copy import read_copy


class Command(ReportingCommand):
    help = (
        "Holds a repaired file as the new version of a document's text and says what became of each passage: moved, changed or orphaned. "
        "Accepted evidence on words that were changed or are gone is re-opened. Look with --dry-run first."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("document", metavar="KEY", help="whose newest text is corrected")
        parser.add_argument("file", type=Path, metavar="FILE", help="the repaired copy")
        parser.add_argument("--dry-run", action="store_true", help="say what would become of the passages and write nothing")
        parser.add_argument("--reason", default="", help="why, for the history; the file's name unless said")
        parser.add_argument("--encoding", help="of a file that is not UTF-8, for example cp1252")
        parser.add_argument("--user", help="who does it, for the history; an editor")

    def handle(self, *args: Any, document: str, file: Path, dry_run: bool, as_json: bool, **options: Any) -> None:
        try:
            preview = preview_correction(_text(document), words_of_copy(_read(file, options["encoding"])))
            new = None
            if not dry_run:
                reason = options["reason"] or f"Repaired copy {file.name}"
                new = accept_correction(preview.text, preview.new, by=_user(options["user"]), seen=preview.seen, reason=reason)
        except (ExtractionError, OSError, UnicodeError, PermissionDenied) as error:
            raise CommandError(f"Nothing was corrected. {file.name}: {error}") from error
        except ValidationError as error:
            raise CommandError(f"Nothing was corrected. {' '.join(error.messages)}") from error
        self.report(_report(document, preview, new), _sentences(document, preview, new), as_json=as_json)


def _text(key: str) -> Text:
    document = find_document(key)
    if document is None:
        raise ValidationError(f"There is no document {key}.")
    text = newest_text(document)
    if text is None:
        raise ValidationError(f"{document.citation_key} has no text yet: ingest the file instead.")
    return Text.objects.get(pk=text.pk)


def _read(path: Path, encoding: str | None) -> Copy:
    if path.is_dir():
        raise ValidationError(f"{path.name}: it is a folder: name the files in it.")
    if not path.is_file():
        raise ValidationError(f"{path.name}: there is no such file.")
    return read_copy(path.name, path.read_bytes(), encoding=encoding)


def _user(username: str | None) -> Any:
    if not username:
        return None
    user = get_user_model().objects.filter(username=username).first()
    if user is None:
        raise ValidationError(f"There is no user {username}.")
    return user


def _report(key: str, preview: Preview, new: Text | None) -> dict[str, Any]:
    return {
        "document": key,
        "version": preview.text.version,
        "new_version": new.version if new else None,
        "length": preview.text.length,
        "new_length": len(preview.new.content),
        "share_kept": round(preview.share_kept, 4),
        **{str(grade): len(preview.graded(grade)) for grade in Grade},
        "reopened": preview.reopened,
        "marks": len(preview.marks) - len(preview.dropped_marks),
        "marks_dropped": [str(mark) for mark in preview.dropped_marks],
        "marks_new": len(preview.new_marks),
        "references": sum(one.span.start is not None for one in preview.references),
        "references_left": sum(one.span.start is None for one in preview.references),
        "passages": [_passage(one) for one in preview.passages],
    }


def _passage(one: CarriedPassage) -> dict[str, Any]:
    return {
        "id": one.passage.public_id,
        "grade": str(one.span.grade),
        "start": one.passage.start,
        "end": one.passage.end,
        "new_start": one.span.start,
        "new_end": one.span.end,
        "words": one.passage.quote,
        "new_words": one.words or None,
        "diff": [vars(piece) for piece in one.diff] if one.span.grade == Grade.CHANGED else [],
        "reason": one.span.reason,
        "resting": one.resting,
    }


def _sentences(key: str, preview: Preview, new: Text | None) -> Iterator[str]:
    for one in preview.passages:
        if one.span.grade == Grade.CHANGED:
            said = "".join(piece.before if piece.before == piece.after else f"[-{piece.before}-]{{+{piece.after}+}}" for piece in one.diff)
            yield f"{one.passage.public_id} changed: {said}"
        elif one.span.grade == Grade.ORPHANED:
            yield f"{one.passage.public_id} orphaned: {one.span.reason} It was: {one.passage.quote}"
    counts = ", ".join(f"{len(preview.graded(grade))} {grade}" for grade in Grade)
    dropped = preview.dropped_marks
    yield f"Passages: {counts}; evidence re-opened: {preview.reopened}."
    yield f"Marks: {len(preview.marks) - len(dropped)} carried over, {len(preview.new_marks)} found, {len(dropped)} lost" + (
        f" ({', '.join(map(str, dropped))})." if dropped else "."
    )
    yield (
        f"{key} has version {new.version} now, {len(preview.new.content):,} characters; {preview.share_kept:.1%} of the words of version "
        f"{preview.text.version} stand in it unchanged."
        if new
        else f"Nothing was written. {preview.share_kept:.1%} of the words of version {preview.text.version} would stand unchanged."
    )
