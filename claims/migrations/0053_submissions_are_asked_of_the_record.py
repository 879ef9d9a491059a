"""Law 3: who submitted what comes in is asked of the record's own reviews, whatever index the planner would rather take."""

from __future__ import annotations

from importlib import import_module

from django.db import migrations

_BEFORE = import_module("claims.migrations.0052_deciders_are_asked_by_their_key").IMPORTED
_END = " AND action = 'submit' AND by_id = NEW.by_id);"
if _BEFORE.count(_END) != 3:
    raise ValueError("The law of imported reviews is not the one that was.")
# OFFSET 0 keeps the planner from the index of the person, who may have reviewed everything.
IMPORTED = _BEFORE.replace(
    "has_submitted := EXISTS (SELECT 1 FROM claims_review WHERE",
    "has_submitted := EXISTS (SELECT 1 FROM (SELECT action, by_id FROM claims_review WHERE",
).replace(_END, " OFFSET 0) AS act WHERE action = 'submit' AND by_id = NEW.by_id);")


class Migration(migrations.Migration):
    dependencies = [("claims", "0052_deciders_are_asked_by_their_key")]
    operations = [migrations.RunSQL(IMPORTED, _BEFORE)]
