"""Files between the look at them and their import: kept in ``VAR_DIR``, for their owner alone, a day at most."""

from __future__ import annotations

import fcntl
import json
import re
import secrets
import shutil
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.core.exceptions import ValidationError

from history.admin.uploads.rows import Counts

#: How long a file waits to be imported, and how long its report can be read afterwards.
KEPT_SECONDS = 24 * 60 * 60
# Of one account; the oldest gives way.
_MOST_HELD = 5
_TOKEN = re.compile(r"[A-Za-z0-9_-]{32}")


class UnfitFileError(ValueError):
    """Nothing of a file can be read; the message says why."""


@dataclass(frozen=True)
class State:
    """What is known of a held file."""

    #: Primary key of the account that brought it.
    user: int
    #: The file's name, to show.
    name: str
    #: What it is looked at for: it is found again on that page alone.
    kind: str
    #: One of the formats that are read for that.
    format: str
    #: In bytes.
    size: int = 0
    #: What else the form said: strings and truth values.
    given: dict[str, Any] = field(default_factory=dict)
    #: How many entries there are of every sort (`Counts.by_place`).
    by_place: dict[str, int] = field(default_factory=dict)
    #: How long it took to read.
    seconds: float = 0.0
    #: Whether it was imported: then the file itself is gone, and its report is left.
    is_imported: bool = False
    #: Of the import: how it ended.
    created: int = 0
    updated: int = 0

    @property
    def counts(self) -> Counts:
        """The numbers of entries."""
        return Counts(self.by_place)


@dataclass(frozen=True)
class HeldUpload:
    """One file, in a folder of its own."""

    folder: Path

    @property
    def token(self) -> str:
        """By which its owner finds it again; nobody guesses it."""
        return self.folder.name

    @property
    def rows(self) -> Path:
        """Where `RowWriter` puts what was said of its entries."""
        return self.folder / "rows"

    @property
    def state(self) -> State:
        """What is known of it now."""
        return State(**json.loads((self.folder / "state").read_text(encoding="utf-8")))

    def note(self, state: State) -> None:
        """Write down what is known of it, at once or not at all."""
        draft = self.folder / "state.new"
        draft.write_text(json.dumps(asdict(state)), encoding="utf-8")
        draft.replace(self.folder / "state")

    def note_format(self, found: str) -> None:
        """Write down which format it was found to be in."""
        self.note(replace(self.state, format=found))

    @property
    def footprints(self) -> Path:
        """Where it stands what was foreseen for each entry."""
        return self.folder / "foreseen"

    def replace_rows(self, new: Path) -> None:
        """Put a folder of rows in the place of the former one."""
        shutil.rmtree(self.rows, ignore_errors=True)
        new.rename(self.rows)

    def open_source(self) -> BinaryIO:
        """Open the very bytes that were uploaded."""
        return (self.folder / "source").open("rb")

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Let one request at a time work on it: a second click waits, and then finds that all is done."""
        with (self.folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def finish(self, state: State) -> None:
        """Note that it was imported, and let its bytes go."""
        self.note(replace(state, is_imported=True))
        for file in (self.folder / "source", self.footprints):
            file.unlink(missing_ok=True)

    def discard(self) -> None:
        """Forget it."""
        shutil.rmtree(self.folder, ignore_errors=True)


def hold_upload(chunks: Iterable[bytes], state: State) -> HeldUpload:
    """Keep a file; whatever waits too long, or is too much for one account, goes.

    Args:
        chunks: Its bytes.
        state: What is known of it; its size is counted here.

    Raises:
        ValidationError: There is no place to keep it in; a sentence.
    """
    try:
        _make_room(state.user)
        held = HeldUpload(_room() / secrets.token_urlsafe(24))
        held.folder.mkdir(mode=0o700)
        with (held.folder / "source").open("wb") as file:
            size = sum(map(file.write, chunks))
        held.note(replace(state, size=size))
    except OSError as error:
        raise ValidationError(
            f"The server has no place to keep the file ({error.strerror}). Tell who runs it: the folder VAR_DIR must be writable."
        ) from error
    return held


def find_upload(token: str, *, user: int, kind: str) -> HeldUpload | None:
    """Return what the account ``user`` holds under ``token`` as a ``kind``; None where there is no such thing any more."""
    held = HeldUpload(_place() / token) if _TOKEN.fullmatch(token) else None
    return held if held is not None and _is_of(held, user) and held.state.kind == kind and not _is_old(held) else None


def _place() -> Path:
    folder: Path = settings.VAR_DIR / "imports"
    return folder


def _room() -> Path:
    folder = _place()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _make_room(user: int) -> None:
    waiting = sorted(map(HeldUpload, _room().iterdir()), key=_age)
    for held in filter(_is_old, waiting):
        held.discard()
    for held in [one for one in waiting if _is_of(one, user)][_MOST_HELD - 1 :]:
        held.discard()


def _is_of(held: HeldUpload, user: int) -> bool:
    try:
        return held.state.user == user
    except (OSError, ValueError, TypeError):
        # Half written, or as another version of the product wrote it.
        return False


def _is_old(held: HeldUpload) -> bool:
    return _age(held) > KEPT_SECONDS


def _age(held: HeldUpload) -> float:
    try:
        return time.time() - held.folder.stat().st_mtime
    except OSError:
        return 0.0
