"""Opaque public identifiers: what the API and exports call a record."""

from __future__ import annotations

import base64
import secrets

from django.core.validators import RegexValidator

# Crockford's base 32 in lower case: no i, l, o, u, so that an id read aloud or from paper stays itself.
_ALPHABET = bytes.maketrans(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", b"0123456789abcdefghjkmnpqrstvwxyz")
_BYTES = 10
_LENGTH = 16

PUBLIC_ID_PATTERN = r"[a-z0-9](?:[a-z0-9-]{2,62}[a-z0-9])"

validate_public_id = RegexValidator(
    rf"\A{PUBLIC_ID_PATTERN}\Z",
    message="A public id is 4 to 64 lower-case letters, digits and inner hyphens, for example k3v9q2m7x4ta8w0c.",
)


def new_public_id() -> str:
    """Return a new random public id: 16 characters, 80 bits."""
    return new_public_ids(1)[0]


def new_public_ids(many: int) -> list[str]:
    """Return new random public ids."""
    written = base64.b32encode(secrets.token_bytes(_BYTES * many)).translate(_ALPHABET).decode()
    return [written[start : start + _LENGTH] for start in range(0, len(written), _LENGTH)]
