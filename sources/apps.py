from __future__ import annotations

from django.apps import AppConfig


class SourcesConfig(AppConfig):
    """Documents, authors, texts and passages. Knows nothing of claims."""

    name = "sources"
    verbose_name = "Sources"
