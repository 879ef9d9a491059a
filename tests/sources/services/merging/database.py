"""The whole database as values, to be compared."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db import connection

# What a merge writes about itself, and the history; every other table must come back as it was.
_ABOUT_MERGES = {"history_change", "sources_merge"}
_BOOKKEEPING = ("revision", "changed_at")


def whole_database() -> dict[str, list[dict[str, Any]]]:
    """Every row of every table of the product but for revisions, times of change and what tells of merges."""
    tables = [
        model._meta.db_table
        for label in ("sources", "claims", "history")
        for model in apps.get_app_config(label).get_models(include_auto_created=True)
    ]
    return {table: _rows(table) for table in tables if table not in _ABOUT_MERGES}


def _rows(table: str) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT to_jsonb(t) - %s::text[] FROM {table} t ORDER BY to_jsonb(t)::text COLLATE "C"', [list(_BOOKKEEPING)])
        return sorted((row[0] for row in cursor.fetchall()), key=str)
