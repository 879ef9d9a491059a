"""The laws as the migrations declare them, held against the database as it is.

Nothing is listed twice: triggers and functions are read from the SQL of the migrations themselves, in their order, and
compared with PostgreSQL's catalogue: present, enabled whatever the session says, at the same moment, on the same condition, with the very same body.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import RunSQL

from history.definitions import Declared, Said, differing, may_try, stray, tried

_FUNCTION = re.compile(r"CREATE (?:OR REPLACE )?FUNCTION (\w+)\s*\([^)]*\)(.*?)\$\$(.*?)\$\$([^;]*)", re.DOTALL)
_TRIGGER = re.compile(r"CREATE (?:CONSTRAINT )?TRIGGER (\w+)\s.*?\sON (\w+)\s.*?EXECUTE FUNCTION (\w+)\s*\([^)]*\)", re.DOTALL)
_DROPPED = re.compile(r"DROP TRIGGER (?:IF EXISTS )?(\w+) ON (\w+)")
_CONSTRAINT = re.compile(r"ALTER TABLE (\w+) ADD CONSTRAINT (\w+)\s+CHECK[^;]*")
_UNCONSTRAINED = re.compile(r"ALTER TABLE (\w+) DROP CONSTRAINT (?:IF EXISTS )?(\w+)")
# As history_track makes them.
_TRACKING = (
    "CREATE TRIGGER revise BEFORE INSERT OR UPDATE ON {0} FOR EACH ROW EXECUTE FUNCTION history_revise()",
    "CREATE TRIGGER track_insert AFTER INSERT ON {0} REFERENCING NEW TABLE AS history_after"
    " FOR EACH STATEMENT EXECUTE FUNCTION history_record('{1}')",
    "CREATE TRIGGER track_update AFTER UPDATE ON {0} REFERENCING OLD TABLE AS history_before NEW TABLE AS history_after"
    " FOR EACH STATEMENT EXECUTE FUNCTION history_record('{1}')",
    "CREATE TRIGGER track_delete AFTER DELETE ON {0} REFERENCING OLD TABLE AS history_before"
    " FOR EACH STATEMENT EXECUTE FUNCTION history_record('{1}')",
    "CREATE TRIGGER law_truncate BEFORE TRUNCATE ON {0} FOR EACH STATEMENT EXECUTE FUNCTION history_refuse_truncate()",
)


class Function(NamedTuple):
    """What a function does, and as whom."""

    body: str
    as_owner: bool
    has_own_path: bool


@dataclass
class Laws:
    """Function name -> function; (table, trigger) -> function name; and the statements that make triggers and constraints."""

    functions: dict[str, Function] = field(default_factory=dict)
    triggers: dict[tuple[str, str], str] = field(default_factory=dict)
    statements: Declared = field(default_factory=dict)
    constraints: Declared = field(default_factory=dict)

    def add(self, statement: str) -> None:
        """Take in what a statement of a migration makes, changes or drops."""
        for name, head, body, tail in _FUNCTION.findall(statement):
            said = head + tail
            self.functions[name] = Function(body, "SECURITY DEFINER" in said, "SET search_path = public, pg_temp" in said)
        # Bodies of functions may hold statements of their own: they are not run by the migration.
        outside = _FUNCTION.sub("", statement)
        for trigger, table in _DROPPED.findall(outside):
            self.triggers.pop((table, trigger), None)
        for name, table in ((found[2], found[1]) for found in _UNCONSTRAINED.finditer(outside)):
            self.constraints.pop((table, name), None)
        for found in _TRIGGER.finditer(outside):
            self.triggers[found[2], found[1]] = found[3]
            self.statements[found[2], found[1]] = found[0]
        self.constraints |= {(found[1], found[2]): found[0] for found in _CONSTRAINT.finditer(outside)}


@cache
def declared_laws() -> Laws:
    """Return what the migrations, run in their order, leave in the database."""
    laws = Laws()
    for statement, parameters in _statements():
        if parameters and "history_track(" in statement:
            for made in _TRACKING:
                laws.add(f"{made.format(*parameters)};")
            continue
        laws.add(statement)
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
    """Return how many triggers the migrations declare, and a sentence for each thing that is missing, disabled, altered or none of theirs."""
    laws = declared_laws()
    present = _triggers()
    faults = [*_functions(laws), *_unlike(laws, present)]
    if may_try():
        faults += differing(_tried(), laws.triggers.keys() - present.keys())
    else:
        faults.append("Law: what triggers and constraints say cannot be compared: the application's role may not make temporary tables.")
    return len(laws.triggers), [*faults, *stray(laws.triggers, laws.functions)]


@cache
def _tried() -> Said:
    laws = declared_laws()
    return tried({one: statement for one, statement in laws.statements.items() if one in laws.triggers}, laws.constraints)


def _functions(laws: Laws) -> Iterator[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT proname, prosrc, prosecdef, coalesce(proconfig = ARRAY['search_path=public, pg_temp'], false),"
            " has_function_privilege('public', oid, 'EXECUTE') FROM pg_proc WHERE pronamespace = 'public'::regnamespace"
        )
        present = {name: (Function(*found), is_for_all) for name, *found, is_for_all in cursor.fetchall()}
    for name, declared in laws.functions.items():
        if name not in present:
            yield f"Law: the function {name} is missing."
        elif present[name][0] != declared:
            yield f"Law: the function {name} is not the one that the migrations made."
        elif declared.as_owner and present[name][1]:
            yield f"Law: the function {name} works as the owner, and everybody may call it."


def _triggers() -> dict[tuple[str, str], tuple[str, str]]:
    """(Table, trigger) -> the function that it runs, and when it is enabled."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, tgname, proname, tgenabled FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid JOIN pg_proc ON pg_proc.oid = tgfoid"
            " WHERE NOT tgisinternal AND relnamespace = 'public'::regnamespace"
        )
        return {(table, name): (function, enabled) for table, name, function, enabled in cursor.fetchall()}


def _unlike(laws: Laws, present: dict[tuple[str, str], tuple[str, str]]) -> Iterator[str]:
    for (table, name), function in laws.triggers.items():
        runs, enabled = present.get((table, name), ("", ""))
        if not runs:
            yield f"Law: the trigger {name} on {table} is missing."
        elif runs != function:
            yield f"Law: the trigger {name} on {table} runs {runs}, not {function}."
        elif enabled != "A":
            yield f"Law: the trigger {name} on {table} is {'disabled' if enabled == 'D' else 'not always enabled'}."


def role_faults() -> list[str]:
    """Return a sentence for each power that the application's role should not have."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolname, rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = session_user")
        role, is_super = cursor.fetchone()
        if is_super:
            return [f"Role: {role}, as which the application runs, is a superuser: no law holds against it."]
        found = []
        for words, question in _POWERS.items():
            cursor.execute(question, {"read": sorted(settings.READ_ONLY_TABLES), "added_to": sorted(settings.APPEND_ONLY_TABLES)})
            names = ", ".join(name for (name,) in cursor.fetchall())
            if names:
                found.append(f"Role: {role}, as which the application runs, {words.format(names)}.")
    return found


_TABLES = "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND ({}) ORDER BY relname"
# What the application's role might be able to do, and whom it could do it to.
_POWERS = {
    "owns or may truncate {}": _TABLES.format(
        "pg_has_role(session_user, relowner, 'MEMBER') OR has_table_privilege(session_user, oid, 'TRUNCATE')"
    ),
    "may write {}": _TABLES.format(
        "relname = ANY (%(read)s) AND (has_any_column_privilege(session_user, oid, 'INSERT, UPDATE')"
        " OR has_table_privilege(session_user, oid, 'DELETE'))"
    ),
    "may change or delete rows of {}": _TABLES.format(
        "relname = ANY (%(added_to)s) AND (has_any_column_privilege(session_user, oid, 'UPDATE')"
        " OR has_table_privilege(session_user, oid, 'DELETE'))"
    ),
    "may put triggers on, or foreign keys to, {}": _TABLES.format(
        "has_table_privilege(session_user, oid, 'TRIGGER, REFERENCES') AND NOT pg_has_role(session_user, relowner, 'MEMBER')"
    ),
    "may make functions and tables in the schema {}": "SELECT nspname FROM pg_namespace WHERE nspname IN ('public', 'past')"
    " AND has_schema_privilege(session_user, oid, 'CREATE') AND NOT pg_has_role(session_user, nspowner, 'MEMBER')",
}
