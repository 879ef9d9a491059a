"""What commands that bring a file in share: the file, who does it, how far it is, and what became of every record."""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, BinaryIO, Generic, TypeVar, cast

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.management.base import CommandError

from sources.formats.entries import UnreadableFileError
from sources.management.reporting import ReportingCommand
from sources.services.importing.outcome import Summary

_LONGEST_SHOWN = 200
_BAR = 30
_AT_ONCE = 64 * 1024
T = TypeVar("T")


class ImportCommand(ReportingCommand):
    """A command that ends in an account of every record of a file."""

    def show(self, summary: Summary, said: IO[str], *, as_json: bool, is_dry: bool) -> None:
        """Print the counts and what became of each record."""
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

    def refuse_failed(self, summary: Summary, file: str, *, keep_going: bool, is_dry: bool) -> None:
        """End with an error where a failed record kept everything out.

        Raises:
            CommandError: At least one record failed, and nobody said to keep going.
        """
        if summary.failed and not keep_going:
            raise CommandError(
                f"{file_name(file)}: nothing {'would be' if is_dry else 'was'} imported, because {counted(summary.failed)} failed."
                " Correct the file, or take what is good with --keep-going."
            )


def unread(file: str, error: UnreadableFileError | ValidationError) -> CommandError:
    """The error by which a command says that nothing of a file can be taken."""
    words = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
    return CommandError(f"{file_name(file)}: nothing was imported. {words}")


class Reporter(Generic[T]):
    """Writes down each outcome as it comes: memory does not grow with the file.

    Args:
        said: Where to.
        as_json: Makes the object for machines; None for sentences.
        sentences: Yields what a person must know of an outcome.
    """

    def __init__(self, said: IO[str], as_json: Callable[[T], dict[str, Any]] | None, sentences: Callable[[T], Iterator[str]]) -> None:
        self._said = said
        self._as_json = as_json
        self._sentences = sentences
        self._is_first = True

    def __call__(self, outcome: T) -> None:
        """Write one down."""
        if self._as_json is None:
            for line in self._sentences(outcome):
                self._said.write(line + "\n")
            return
        self._said.write(("" if self._is_first else ",") + json.dumps(self._as_json(outcome), ensure_ascii=False) + "\n")
        self._is_first = False


def shortened(text: str) -> str:
    """Return a text on one line, cut where it is long."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST_SHOWN else line[: _LONGEST_SHOWN - 1] + "\N{HORIZONTAL ELLIPSIS}"


class Progress:
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
def opened(file: str) -> Iterator[BinaryIO]:
    """Open a file for reading; what comes through standard input is put into a temporary file first."""
    if file == "-":
        with tempfile.TemporaryFile() as spooled:
            shutil.copyfileobj(sys.stdin.buffer, spooled)
            spooled.seek(0)
            yield cast("BinaryIO", spooled)
        return
    try:
        source = Path(file).open("rb")  # noqa: SIM115 - closed below; an error of the body is none of this file's
    except OSError as error:
        raise CommandError(f"{file_name(file)}: {error.strerror}.") from error
    with source:
        yield source


def file_name(file: str) -> str:
    """What messages call the file."""
    return "standard input" if file == "-" else Path(file).name or "the file without a name"


def user_with_rights(username: str | None, rights: Mapping[str, str]) -> Any:
    """Return the account of that name; None where no name is given.

    Args:
        username: The name.
        rights: Permissions that the account must have, each with the words for it.

    Raises:
        CommandError: There is no such active account, or it may not do this.
    """
    if not username:
        return None
    user = get_user_model().objects.filter(username=username, is_active=True).first()
    if user is None:
        raise CommandError(f"There is no active user {username}.")
    missing = [words for right, words in rights.items() if not user.has_perm(right)]
    if missing:
        raise CommandError(f"{username} may not {' or '.join(missing)}. Ask an administrator, or name another user.")
    return user


def counted(failed: int) -> str:
    """So many entries, in words."""
    return "1 entry" if failed == 1 else f"{failed} entries"
