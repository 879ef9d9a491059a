"""Bring a bibliography file in."""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, BinaryIO, cast

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.management.base import CommandError, CommandParser

from history.services import recorded
from sources.formats.entries import UnreadableFileError
from sources.management.reporting import ReportingCommand
from sources.services.importing.importing import FORMATS, format_of, import_sources
from sources.services.importing.outcome import Difference, Outcome, Summary, outcome_as_json

_RIGHTS = {"sources.add_document": "add documents", "sources.change_document": "change documents"}
_LONGEST_SHOWN = 200
_BAR = 30
_AT_ONCE = 64 * 1024


class Command(ReportingCommand):
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
        user = _user(options["user"], is_updating=options["update"])
        with _opened(file) as source, tempfile.TemporaryFile("w+", encoding="utf-8") as said:
            report = _Reporter(said, as_json=as_json)
            try:
                with recorded(by=user, reason=f"Imported from {_name(file)}"):
                    summary = import_sources(
                        cast("BinaryIO", _Progress(source)),
                        format=options["format"] or format_of(file),
                        dry_run=options["dry_run"],
                        keep_going=options["keep_going"],
                        update=options["update"],
                        report=report,
                    )
            except (UnreadableFileError, ValidationError) as error:
                raise CommandError(f"{_name(file)}: nothing was imported. {_in_words(error)}") from error
            self._show(summary, said, as_json=as_json, is_dry=options["dry_run"])
        if summary.failed and not options["keep_going"]:
            raise CommandError(
                f"{_name(file)}: nothing {'would be' if options['dry_run'] else 'was'} imported, because {_counted(summary.failed)} failed."
                " Correct the file, or take what is good with --keep-going."
            )

    def _show(self, summary: Summary, said: IO[str], *, as_json: bool, is_dry: bool) -> None:
        said.seek(0)
        counts = {name: getattr(summary, name) for name in ("created", "updated", "unchanged", "failed")}
        if as_json:
            self.stdout.write(json.dumps(counts | {"stored": summary.is_stored})[:-1] + ', "entries": [', ending="")
            for line in said:
                self.stdout.write(line, ending="")
            self.stdout.write("]}")
            return
        for line in said:
            self.stdout.write(line, ending="")
        shown = ", ".join(f"{many} {name}" for name, many in counts.items())
        done = "This would be the outcome" if is_dry else "Done" if summary.is_stored else "Nothing was stored"
        self.stdout.write(f"{done}: {shown}.")


class _Reporter:
    """Writes down each outcome as it comes: memory does not grow with the file."""

    def __init__(self, said: IO[str], *, as_json: bool) -> None:
        self._said = said
        self._lines: Callable[[Outcome], Iterator[str]] = self._as_json if as_json else _sentences
        self._is_first = True

    def __call__(self, outcome: Outcome) -> None:
        for line in self._lines(outcome):
            self._said.write(line + "\n")

    def _as_json(self, outcome: Outcome) -> Iterator[str]:
        yield ("" if self._is_first else ",") + json.dumps(outcome_as_json(outcome), ensure_ascii=False)
        self._is_first = False


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
    return f"{one.field}: {_shortened(one.here) or '(nothing)'} -> {_shortened(one.file)};"


def _shortened(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST_SHOWN else line[: _LONGEST_SHOWN - 1] + "\N{HORIZONTAL ELLIPSIS}"


class _Progress:
    """A file that draws on a terminal how far it has been read."""

    def __init__(self, source: BinaryIO) -> None:
        self._source = source
        self._total = source.seek(0, os.SEEK_END)
        source.seek(0)
        self._shown = -1
        self._is_drawn = sys.stderr.isatty() and self._total > 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._source, name)

    def __iter__(self) -> Iterator[bytes]:
        while line := self.readline():
            yield line

    def read(self, size: int = -1, /) -> bytes:
        """Read, and draw."""
        data = self._source.read(size)
        self._draw()
        return data

    def read1(self, size: int = -1, /) -> bytes:
        """Read what is at hand, and draw."""
        return self.read(size if size > 0 else _AT_ONCE)

    def readline(self, size: int = -1, /) -> bytes:
        """Read a line, and draw."""
        data = self._source.readline(size)
        self._draw()
        return data

    def _draw(self) -> None:
        if not self._is_drawn:
            return
        percent = 100 * self._source.tell() // self._total
        if percent != self._shown:
            self._shown = percent
            width = _BAR * percent // 100
            sys.stderr.write(f"\rImporting [{'#' * width:<{_BAR}}] {percent} %" + ("\n" if percent == 100 else ""))


@contextmanager
def _opened(file: str) -> Iterator[BinaryIO]:
    """Open a file for reading; what comes through standard input is put into a temporary file first."""
    if file == "-":
        with tempfile.TemporaryFile() as spooled:
            shutil.copyfileobj(sys.stdin.buffer, spooled)
            spooled.seek(0)
            yield cast("BinaryIO", spooled)
        return
    try:
        with Path(file).open("rb") as source:
            yield source
    except OSError as error:
        raise CommandError(f"{_name(file)}: {error.strerror}.") from error


def _name(file: str) -> str:
    return "standard input" if file == "-" else Path(file).name


def _user(username: str | None, *, is_updating: bool) -> Any:
    if not username:
        return None
    user = get_user_model().objects.filter(username=username, is_active=True).first()
    if user is None:
        raise CommandError(f"There is no active user {username}.")
    needed = list(_RIGHTS.items())[: 2 if is_updating else 1]
    missing = [words for right, words in needed if not user.has_perm(right)]
    if missing:
        raise CommandError(f"{username} may not {' or '.join(missing)}. Ask an administrator, or name another user.")
    return user


def _counted(failed: int) -> str:
    return "1 entry" if failed == 1 else f"{failed} entries"


def _in_words(error: Exception) -> str:
    return " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
