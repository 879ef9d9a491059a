"""The laws as the migrations declare them, held against the database as it is.

Nothing is listed twice: triggers and functions are read from the SQL of the migrations themselves, in their order, and
compared with PostgreSQL's catalogue: present, enabled whatever the session says, with the very same body.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from django.apps import apps
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import RunSQL

_FUNCTION = re.compile(r"CREATE (?:OR REPLACE )?FUNCTION (\w+)\s*\([^)]*\).*?\$\$(.*?)\$\$", re.DOTALL)
_TRIGGER = re.compile(r"CREATE (?:CONSTRAINT )?TRIGGER (\w+)\s.*?\sON (\w+)\s.*?EXECUTE FUNCTION (\w+)", re.DOTALL)
_DROPPED = re.compile(r"DROP TRIGGER (?:IF EXISTS )?(\w+) ON (\w+)")
_TRACKING = {
    "revise": "history_revise",
    "track_insert": "history_record",
    "track_update": "history_record",
    "track_delete": "history_record",
    "law_truncate": "history_refuse_truncate",
}


@dataclass
class Laws:
    """Function name -> body, and (table, trigger) -> function name."""

    functions: dict[str, str] = field(default_factory=dict)
    triggers: dict[tuple[str, str], str] = field(default_factory=dict)


@cache
def declared_laws() -> Laws:
    """Return what the migrations, run in their order, leave in the database."""
    laws = Laws()
    for statement, parameters in _statements():
        if parameters and "history_track(" in statement:
            laws.triggers |= {(parameters[0], trigger): function for trigger, function in _TRACKING.items()}
            continue
        laws.functions |= dict(_FUNCTION.findall(statement))
        # Bodies of functions may hold statements of their own: they are not run by the migration.
        outside = _FUNCTION.sub("", statement)
        for trigger, table in _DROPPED.findall(outside):
            laws.triggers.pop((table, trigger), None)
        laws.triggers |= {(table, trigger): function for trigger, table, function in _TRIGGER.findall(outside)}
    return laws


def _statements() -> Iterator[tuple[str, list[str]]]:
    loader = MigrationLoader(None)
    ordered: dict[tuple[str, str], None] = {}
    for leaf in sorted(loader.graph.leaf_nodes()):
        ordered |= dict.fromkeys(loader.graph.forwards_plan(leaf))
    for key in ordered:
        for operation in loader.graph.nodes[key].operations:
            if isinstance(operation, RunSQL):
                statements = [operation.sql] if isinstance(operation.sql, str) else operation.sql
                yield from ((one, []) if isinstance(one, str) else (one[0], list(one[1] or [])) for one in statements)


def broken_laws() -> tuple[int, list[str]]:
    """Return how many triggers the migrations declare, and a sentence for each that is missing, disabled or altered."""
    laws = declared_laws()
    with connection.cursor() as cursor:
        cursor.execute("SELECT proname, prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace")
        functions = dict(cursor.fetchall())
        cursor.execute(
            "SELECT tgrelid::regclass::text, tgname, proname, tgenabled FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid WHERE NOT tgisinternal"
        )
        triggers = {(table, name): (function, enabled) for table, name, function, enabled in cursor.fetchall()}
    faults = [f"Law: the function {name} is missing." for name in laws.functions if name not in functions]
    faults += [
        f"Law: the function {name} is not the one that the migrations made."
        for name, body in laws.functions.items()
        if name in functions and functions[name] != body
    ]
    for (table, name), function in laws.triggers.items():
        found = triggers.get((table, name))
        if found is None:
            faults.append(f"Law: the trigger {name} on {table} is missing.")
        elif found[0] != function:
            faults.append(f"Law: the trigger {name} on {table} runs {found[0]}, not {function}.")
        elif found[1] != "A":
            faults.append(f"Law: the trigger {name} on {table} is {'disabled' if found[1] == 'D' else 'not always enabled'}.")
    return len(laws.triggers), faults + _missing_constraints()


def _missing_constraints() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT conname FROM pg_constraint UNION SELECT relname FROM pg_class WHERE relkind = 'i'")
        present = {name for (name,) in cursor.fetchall()}
    declared = [constraint.name for model in apps.get_models() for constraint in model._meta.constraints]
    return [f"Law: the constraint {name} is missing." for name in declared if name not in present]


def role_faults() -> list[str]:
    """Return a sentence for each power that the application's role should not have."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolname, rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = session_user")
        role, is_super = cursor.fetchone()
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')"
            " AND (pg_has_role(session_user, relowner, 'MEMBER') OR has_table_privilege(session_user, oid, 'TRUNCATE')) ORDER BY relname"
        )
        owned = [name for (name,) in cursor.fetchall()]
        cursor.execute("SELECT has_table_privilege(session_user, 'history_change', 'INSERT, UPDATE, DELETE')")
        (writes_history,) = cursor.fetchone()
    faults = [f"Role: {role}, as which the application runs, is a superuser: no law holds against it."] if is_super else []
    if owned and not is_super:
        faults.append(f"Role: {role}, as which the application runs, owns or may truncate {', '.join(owned)}.")
    if writes_history and not is_super:
        faults.append(f"Role: {role}, as which the application runs, may write history_change.")
    return faults
