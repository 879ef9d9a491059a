"""The one error of the embedded server, and how operating system errors become it."""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# An error with the detail or hint that may follow; not what clients hear who come before the server is ready.
_ERROR = re.compile(r"(?:PANIC|FATAL|ERROR|error):\s+(?!\s|the database system is)(.*)(?:\n.*(?:DETAIL|HINT|detail|hint):\s+(.*))?")

WAY_OUT = "set DATABASE_URL to a PostgreSQL server of your own"


class EmbeddedPostgresError(Exception):
    """The embedded server cannot be used; the message says why and what to do."""


@contextmanager
def explained(var_dir: Path) -> Iterator[None]:
    """Turn any operating system error of the body into an ``EmbeddedPostgresError`` that names the path."""
    try:
        yield
    except OSError as error:
        path = error.filename or var_dir
        reason = error.strerror or error
        message = f"The embedded PostgreSQL failed at {path}: {reason}. Make room or give access there, or {WAY_OUT}."
        raise EmbeddedPostgresError(message) from error


def telling_line(text: str) -> str:
    """Return what a server's or tool's output tells of a failure: its first error and advice, else its last line.

    The first, because errors after it tend to be about what it left undone.
    """
    found = _ERROR.search(text)
    if found is None:
        return text.strip().rpartition("\n")[2] or "it said nothing"
    error, advice = found.groups()
    return f"{error} ({advice.rstrip('.')})" if advice else error
