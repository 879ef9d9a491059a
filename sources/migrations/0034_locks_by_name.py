"""Whoever merges, and whoever leads a record to another of its kind, asks for the lock by its name."""

from __future__ import annotations

from importlib import import_module

from django.db import migrations

_MERGING = "CREATE OR REPLACE FUNCTION sources_merging_lock() RETURNS bigint LANGUAGE sql IMMUTABLE"
_NO_LOOP = import_module("sources.migrations.0021_no_loops").FUNCTIONS.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
_LOCKED = "hashtext(TG_TABLE_NAME), hashtext(col)"
if _NO_LOOP.count(_LOCKED) != 1:
    raise ValueError("The lock is not where it was.")
NO_LOOP = _NO_LOOP.replace(_LOCKED, "history_lock('leading'), hashtext(TG_TABLE_NAME || '.' || col)")


class Migration(migrations.Migration):
    dependencies = [("sources", "0033_excerpts_shown_together"), ("history", "0007_locks_by_name")]
    operations = [
        migrations.RunSQL(
            f"{_MERGING} SET search_path = public, pg_temp AS $$ SELECT history_lock('merging')::bigint $$;\n{NO_LOOP}",
            f"{_MERGING} AS $$ SELECT 7146484::bigint $$;\n{_NO_LOOP}",
        )
    ]
