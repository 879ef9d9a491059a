"""Whoever relates claims, says who has a conflict of interest, or approves, asks for the lock by its name."""

from __future__ import annotations

from importlib import import_module

from django.db import migrations

_CYCLES = import_module("claims.migrations.0013_law_of_relations").FUNCTIONS
_CYCLES = _CYCLES[_CYCLES.index("CREATE FUNCTION law_no_cycle()") :]
_CONFLICTS = import_module("claims.migrations.0032_law_of_conflicts").FUNCTIONS
_TIE = _CONFLICTS[_CONFLICTS.index("CREATE FUNCTION law_tie()") : _CONFLICTS.index("-- Whoever decides is asked")]
_THIRD = _CONFLICTS[_CONFLICTS.index("CREATE FUNCTION law_third_person()") :]
_DECIDES = import_module("claims.migrations.0035_reviews_of_one_record_by_index").Migration.operations[0].sql[2]

_BEFORE = [part.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION") for part in (_CYCLES, _TIE, _THIRD, _DECIDES)]
_NAMED = (
    ("hashtext('claims_relation'), hashtext(NEW.kind)", "history_lock('relating'), hashtext(NEW.kind)"),
    ("hashtext('claims_conflicts'), 0", "history_lock('conflicts')"),
)


def _by_name(sql: str) -> str:
    """Return the SQL of a function that takes one lock, with the lock's name in place of its number."""
    if sum(sql.count(number) for number, _ in _NAMED) != 1:
        raise ValueError("It takes more locks than one, or none.")
    for number, name in _NAMED:
        sql = sql.replace(number, name)
    return sql


class Migration(migrations.Migration):
    dependencies = [("claims", "0046_works_of_reprints_alone_are_sought"), ("history", "0007_locks_by_name")]
    operations = [migrations.RunSQL([_by_name(part) for part in _BEFORE], _BEFORE)]
