"""Read settings from the environment; a malformed value is refused, never guessed at."""

from __future__ import annotations

import os
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

_TRUE = {"1", "true", "yes", "on"}
_FALSE = {"0", "false", "no", "off", ""}


def text(name: str, default: str = "") -> str:
    """Return the variable's value without surrounding white space, or the default."""
    return os.environ.get(name, default).strip()


def boolean(name: str, *, default: bool = False) -> bool:
    """Return the variable as a truth value.

    Raises:
        ImproperlyConfigured: The value is none of 1, true, yes, on, 0, false, no, off.
    """
    value = os.environ.get(name)
    if value is None:
        return default
    if value.strip().lower() in _TRUE:
        return True
    if value.strip().lower() in _FALSE:
        return False
    raise ImproperlyConfigured(f"{name} is {value!r}: write 1 or 0.")


def integer(name: str, default: int) -> int:
    """Return the variable as a whole number from 0.

    Raises:
        ImproperlyConfigured: The value is not such a number.
    """
    value = text(name, str(default))
    if not value.isascii() or not value.isdigit():
        raise ImproperlyConfigured(f"{name} is {value!r}: write a whole number, for example {default}.")
    return int(value)


def words(name: str, default: str = "") -> list[str]:
    """Return the variable as a list: its parts between commas, empty ones left out."""
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def secret(name: str, kept_in: Path) -> str:
    """Return the variable, or a secret made once for this installation and kept in the file ``kept_in`` (mode 0600).

    Processes that start at once all get the same.

    Raises:
        ImproperlyConfigured: The variable is empty and no secret can be kept there, or what is kept there is none.
    """
    value = text(name)
    if value:
        return value
    try:
        if not kept_in.exists():
            _keep_secret(kept_in)
        return _kept_secret(name, kept_in)
    except OSError as error:
        raise ImproperlyConfigured(f"{name} is not set and none can be kept in {kept_in}: {error}.") from error


def _keep_secret(kept_in: Path) -> None:
    kept_in.parent.mkdir(parents=True, exist_ok=True)
    handle, made = tempfile.mkstemp(dir=kept_in.parent, prefix=f"{kept_in.name}-")
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(50))
        # It appears under its name whole or not at all, and who comes second takes what the first made.
        with suppress(FileExistsError):
            os.link(made, kept_in)
    finally:
        Path(made).unlink()


def _kept_secret(name: str, kept_in: Path) -> str:
    value = kept_in.read_text(encoding="ascii").strip()
    if len(value) < 50:
        raise ImproperlyConfigured(f"{kept_in} holds no whole secret: delete it, or set {name}.")
    return value
