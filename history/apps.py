from __future__ import annotations

from django.apps import AppConfig


class HistoryConfig(AppConfig):
    """The record of every change to every record. Knows nothing of documents or claims."""

    name = "history"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "History"
