"""Read settings from the environment; a malformed value is refused, never guessed at."""

from __future__ import annotations

import os
import secrets
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
    """Return the variable, or a secret made once for this installation and kept in the file ``kept_in`` (mode 0600)."""
    value = text(name)
    if value:
        return value
    try:
        kept_in.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(kept_in, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _kept_secret(name, kept_in)
    except OSError as error:
        raise ImproperlyConfigured(f"{name} is not set and none can be kept in {kept_in}: {error}.") from error
    made = secrets.token_urlsafe(50)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(made)
    return made


def _kept_secret(name: str, kept_in: Path) -> str:
    value = kept_in.read_text(encoding="ascii").strip()
    if len(value) < 50:
        raise ImproperlyConfigured(f"{kept_in} holds no whole secret: delete it, or set {name}.")
    return value
