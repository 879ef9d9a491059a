from __future__ import annotations

from django.apps import AppConfig


class ClaimsConfig(AppConfig):
    """Typed claims, the evidence they stand on, and their review."""

    name = "claims"
    verbose_name = "Claims"
