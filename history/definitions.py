"""What triggers and constraints say, in PostgreSQL's own words: as the migrations and models declare them, and as they are.

The declared statements are run once more, on temporary tables that are like the real ones, and what PostgreSQL then says of them is compared: no
SQL is read here that the server does not read itself. Nothing of it stays.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator
from typing import Any, NamedTuple

from django.apps import apps
from django.db import connection, models, transaction

#: By table and name: a statement, or what PostgreSQL says of what it made.
Declared = dict[tuple[str, str], str]


class Said(NamedTuple):
    """What PostgreSQL says of triggers and constraints."""

    triggers: Declared
    constraints: Declared


_FUNCTION_CALLED = re.compile(r"EXECUTE FUNCTION \w+")
_TRIGGERS = """
SELECT relname, tgname, pg_get_triggerdef(pg_trigger.oid) FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
 WHERE NOT tgisinternal AND relnamespace = {schema}
"""
_CONSTRAINTS = """
SELECT relname, conname, pg_get_constraintdef(pg_constraint.oid) FROM pg_constraint JOIN pg_class ON pg_class.oid = conrelid
 WHERE relnamespace = {schema} AND contype IN ('c', 'u', 'x')
 UNION
SELECT owner.relname, it.relname, pg_get_indexdef(it.oid) FROM pg_index JOIN pg_class it ON it.oid = indexrelid JOIN pg_class owner ON owner.oid = indrelid
 WHERE it.relnamespace = {schema} AND indisunique AND indisvalid AND NOT indisprimary
   AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = indexrelid AND contype IN ('u', 'x'))
"""
_HERE, _TRIED = "'public'::regnamespace", "pg_my_temp_schema()"
_STRAY = {
    "Law: the trigger {1} on {0} is none that the migrations made.": "SELECT relname, tgname FROM pg_trigger"
    " JOIN pg_class ON pg_class.oid = tgrelid WHERE NOT tgisinternal AND relnamespace = 'public'::regnamespace ORDER BY 1, 2",
    "Law: a foreign key of {0} is disabled.": "SELECT DISTINCT relname, '' FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid"
    " WHERE tgisinternal AND tgenabled <> 'O' AND relnamespace = 'public'::regnamespace ORDER BY 1",
    "Law: the rule {1} on {0} is none that the migrations made.": "SELECT tablename, rulename FROM pg_rules WHERE schemaname = 'public' ORDER BY 1, 2",
    "Law: rows of {0} are hidden by row security.": "SELECT relname, '' FROM pg_class"
    " WHERE relnamespace = 'public'::regnamespace AND relrowsecurity ORDER BY 1",
    "Law: {0} has rows of {1}, on which no law is.": "SELECT inhparent::regclass::text, inhrelid::regclass::text FROM pg_inherits"
    " JOIN pg_class ON pg_class.oid = inhparent WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') ORDER BY 1, 2",
}
_FUNCTIONS = """
SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace
   AND NOT EXISTS (SELECT 1 FROM pg_depend WHERE classid = 'pg_proc'::regclass AND objid = pg_proc.oid AND deptype = 'e') ORDER BY 1
"""


def may_try() -> bool:
    """Whether the application's role may make the temporary tables on which declared statements are tried."""
    return bool(_asked("SELECT has_database_privilege(current_database(), 'TEMPORARY')")[0][0])


def differing(declared: Said, missing: Collection[tuple[str, str]]) -> Iterator[str]:
    """Yield a sentence for each trigger that says something else than declared, and for each constraint that does or is missing.

    Args:
        declared: As ``tried`` returned it.
        missing: Triggers of which it was said already that they are.
    """
    present = _said(_TRIGGERS, _HERE)
    for (table, name), words in declared.triggers.items():
        if (table, name) not in missing and present.get((table, name)) != words:
            yield f"Law: the trigger {name} on {table} does not say what the migrations made it say."
    present = _said(_CONSTRAINTS, _HERE)
    for (table, name), words in declared.constraints.items():
        if (table, name) not in present:
            yield f"Law: the constraint {name} is missing."
        elif present[table, name] != words:
            yield f"Law: the constraint {name} does not say what was declared."
    yield from _loose()
    yield from _lax()


def stray(triggers: Collection[tuple[str, str]], functions: Collection[str]) -> Iterator[str]:
    """Yield a sentence for each trigger, rule, policy, heir or function that could bend the laws and that no migration made."""
    for sentence, question in _STRAY.items():
        yield from (sentence.format(table, name) for table, name in _asked(question) if (table, name) not in triggers)
    there = Counter(name for (name,) in _asked(_FUNCTIONS))
    for name, times in there.items():
        if name not in functions:
            yield f"Law: the function {name} is none that the migrations made."
        elif times > 1:
            yield f"Law: there are {times} functions {name}; the migrations made one."


def _loose() -> Iterator[str]:
    """The links of the models that no foreign key holds."""
    held = set(
        _asked(
            "SELECT relname, attname FROM pg_constraint JOIN pg_class ON pg_class.oid = conrelid"
            " JOIN pg_attribute ON attrelid = conrelid AND attnum = conkey[1] WHERE contype = 'f' AND convalidated AND cardinality(conkey) = 1"
        )
    )
    for model in apps.get_models():
        for field in model._meta.local_fields:
            if (
                isinstance(field, models.ForeignKey)
                and getattr(field, "db_constraint", True)
                and (model._meta.db_table, field.column) not in held
            ):
                yield f"Law: no foreign key holds {field.column} of {model._meta.db_table}."


def _lax() -> Iterator[str]:
    """The columns of the models that may hold what the models do not allow: NULL, or a number below zero."""
    filled = set(
        _asked(
            "SELECT relname, attname FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid"
            " WHERE relnamespace = 'public'::regnamespace AND attnum > 0 AND attnotnull"
        )
    )
    counted = set(
        _asked(
            "SELECT relname, attname FROM pg_constraint JOIN pg_class ON pg_class.oid = conrelid JOIN pg_attribute ON attrelid = conrelid"
            " WHERE contype = 'c' AND convalidated AND attnum = conkey[1]"
            " AND pg_get_constraintdef(pg_constraint.oid) = format('CHECK ((%I >= 0))', attname)"
        )
    )
    for model in apps.get_models():
        for field in model._meta.local_concrete_fields:
            one = (model._meta.db_table, field.column)
            if not field.null and one not in filled:
                yield f"Law: {field.column} of {model._meta.db_table} may be NULL."
            if field.db_check(connection) and one not in counted:
                yield f"Law: no constraint keeps {field.column} of {model._meta.db_table} from going below zero."


def tried(triggers: Declared, constraints: Declared) -> Said:
    """Return what PostgreSQL says of declared triggers and constraints: the same in every database.

    Args:
        triggers: The statements that make them, by table and name.
        constraints: Those that no model declares; the models' own are added.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        point = transaction.savepoint()
        for table in sorted({table for table, _ in (*triggers, *constraints)} | {one._meta.db_table for one in _ours()}):
            cursor.execute(f"CREATE TEMPORARY TABLE {table} (LIKE public.{table})")
        cursor.execute("CREATE FUNCTION pg_temp.stands_in() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'")
        for statement in triggers.values():
            cursor.execute(_FUNCTION_CALLED.sub("EXECUTE FUNCTION pg_temp.stands_in", statement))
        for statement in (*constraints.values(), *_of_models()):
            cursor.execute(statement)
        said = Said(_said(_TRIGGERS, _TRIED), _said(_CONSTRAINTS, _TRIED))
        transaction.savepoint_rollback(point)
    return said


def _ours() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model._meta.constraints]


def _of_models() -> Iterator[str]:
    with connection.schema_editor(collect_sql=True) as editor:
        for model in _ours():
            yield from (str(constraint.create_sql(model, editor)) for constraint in model._meta.constraints)


def _said(question: str, schema: str) -> Declared:
    """(Table, name) -> what PostgreSQL says of it, whatever schema it is in and function it runs."""
    found = _asked(question.format(schema=schema))
    return {
        (table, name): re.sub(r" EXECUTE FUNCTION [^(]+\(", " EXECUTE FUNCTION (", re.sub(r" ON \S+ ", f" ON {table} ", words, count=1))
        for table, name, words in found
    }


def _asked(question: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(question)
        return list(cursor.fetchall())
