"""From the environment to Django's ``DATABASES``: the application's connection and the owner's.

Two roles: the owner makes the tables and runs migrations; the application's role owns nothing, so that the laws,
which are triggers on the owner's tables, hold against everything that the application can do.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

ENGINE = "config.database"
EMBEDDED = "embedded"
_SCHEMES = {"postgres", "postgresql"}


@dataclass(frozen=True)
class Address:
    """Where a database is and who connects."""

    name: str
    user: str
    password: str = ""
    host: str = ""
    port: str = ""
    options: tuple[tuple[str, str], ...] = ()


def parse_url(variable: str, url: str) -> Address:
    """Return the address in a URL such as ``postgres://user:password@host:5432/name?sslmode=require``.

    Raises:
        ImproperlyConfigured: The URL is not PostgreSQL's or names no user or database.
    """
    parts = urlsplit(url)
    if parts.scheme not in _SCHEMES:
        raise ImproperlyConfigured(f"{variable} must begin with postgres:// (PostgreSQL 15 or newer); it begins with {parts.scheme!r}.")
    options = dict(parse_qsl(parts.query))
    name = unquote(parts.path.lstrip("/"))
    user = unquote(parts.username or options.pop("user", ""))
    if not name or not user:
        raise ImproperlyConfigured(f"{variable} must name a user and a database: postgres://user:password@host:5432/name.")
    try:
        port = str(parts.port or options.pop("port", ""))
    except ValueError as error:
        raise ImproperlyConfigured(f"{variable}: {error}.") from error
    host = unquote(parts.hostname or "") or options.pop("host", "")
    return Address(name, user, unquote(parts.password or ""), host, port, tuple(sorted(options.items())))


def application_address(owner: Address) -> Address:
    """Return the address of the application's role that ``manage.py migrate`` makes beside the owner.

    Name and password follow from the owner's address, so every process of one installation arrives at the same ones
    and no further secret has to be kept.
    """
    place = hashlib.sha256(f"{owner.user}@{owner.name}".encode()).hexdigest()[:8]
    password = hmac.new(owner.password.encode(), b"pincite application role " + place.encode(), "sha256").hexdigest()
    return replace(owner, user=f"pincite_app_{place}", password=password)


def databases(*, url: str, app_url: str, pool: int) -> dict[str, dict[str, Any]]:
    """Return Django's ``DATABASES``: ``default`` is the application's, ``owner`` the one that migrates.

    Args:
        url: ``DATABASE_URL``; empty for the embedded server.
        app_url: ``APP_DATABASE_URL``; empty to derive the application's role from ``url``.
        pool: Connections kept open by one process for ``default``; 0 for none.
    """
    if app_url:
        application = parse_url("APP_DATABASE_URL", app_url)
        owner = parse_url("DATABASE_URL", url) if url else application
    elif url:
        owner = parse_url("DATABASE_URL", url)
        application = application_address(owner)
    else:
        owner = Address("pincite", "pincite_owner", host=EMBEDDED)
        application = replace(owner, user="pincite_app")
    return {"default": _entry(application, pool=pool), "owner": _entry(owner, pool=0)}


def _entry(address: Address, *, pool: int) -> dict[str, Any]:
    # Django switches prepared statements off unless told; a repeated statement is planned once from its fifth use.
    options: dict[str, Any] = {"prepare_threshold": 5, **dict(address.options)}
    if pool:
        options["pool"] = {"min_size": 1, "max_size": pool, "timeout": 10}
    return {
        "ENGINE": ENGINE,
        "NAME": address.name,
        "USER": address.user,
        "PASSWORD": address.password,
        "HOST": address.host,
        "PORT": address.port,
        "OPTIONS": options,
    }
