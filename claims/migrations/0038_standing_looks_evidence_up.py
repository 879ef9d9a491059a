"""Counting a standing looks each piece of evidence up: the planner, who takes a claim to have a thousand, would read all there are."""

from __future__ import annotations

from importlib import import_module

from django.db import migrations

_STANDING = import_module("claims.migrations.0020_law_of_standing").FUNCTIONS
_ASKED = import_module("claims.migrations.0028_law_of_what_questions_ask").COUNTED
_JOINED = "JOIN claims_evidence evidence ON evidence.id = {}.evidence_id"
# OFFSET 0 keeps the planner from making a join of it.
_LOOKED_UP = "CROSS JOIN LATERAL (SELECT one.* FROM claims_evidence one WHERE one.id = {}.evidence_id OFFSET 0) AS evidence"


def _replaced(statements: str, function: str) -> str:
    """The statement that made a function, for one that is there."""
    start = statements.index(f"CREATE FUNCTION {function}(")
    body = statements.index("$$", start) + 2
    made = statements[start : statements.index("$$;", body) + 3]
    return made.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")


def _looked_up(statement: str, alias: str) -> str:
    return statement.replace(_JOINED.format(alias), _LOOKED_UP.format(alias))


_SOURCES = _replaced(_STANDING, "claims_sources")
_STANDING_OF = _replaced(_ASKED, "claims_standing_of")


class Migration(migrations.Migration):
    dependencies = [("claims", "0037_law_of_remarks")]
    operations = [
        migrations.RunSQL([_looked_up(_SOURCES, "c"), _looked_up(_STANDING_OF, "counted")], [_SOURCES, _STANDING_OF]),
    ]
