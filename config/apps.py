from __future__ import annotations

from django.apps import AppConfig


class PinciteConfig(AppConfig):
    """Settings, addresses and commands that belong to the whole installation."""

    name = "config"
    verbose_name = "Pincite"
