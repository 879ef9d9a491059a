from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction

from history.locks import Lock, take_if_free, wait_for

ROOT = Path(__file__).resolve().parents[2]
_TAKES = re.compile(r"pg_(?:try_)?advisory_(?:xact_)?lock(?:_shared)?\((?P<what>[^,)]*)")
_BY_NAME = ("history_lock(", "sources_merging_lock(")
# From before locks had names: their functions were written anew since.
_EARLIER = {
    "sources/migrations/0021_no_loops.py",
    "claims/migrations/0013_law_of_relations.py",
    "claims/migrations/0032_law_of_conflicts.py",
}


def asked(question: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(question)
        return cursor.fetchall()


def taken() -> Iterator[tuple[str, str]]:
    """Each place in the code that takes an advisory lock: the file, and what it takes."""
    for path in sorted(path for room in ("config", "claims", "sources", "history", "tests") for path in (ROOT / room).rglob("*.py")):
        name = path.relative_to(ROOT).as_posix()
        yield from ((name, found["what"]) for found in _TAKES.finditer(path.read_text(encoding="utf-8")))


def imports_locks(name: str) -> bool:
    return name == "history/locks.py" or "from history.locks import" in (ROOT / name).read_text(encoding="utf-8")


@pytest.mark.django_db
def test_the_database_and_python_know_the_same_locks():
    assert dict(asked("SELECT upper(purpose), number FROM history_locks()")) == {lock.name: lock.value for lock in Lock}


@pytest.mark.django_db
def test_no_two_purposes_share_a_lock():
    numbers = Counter(number for (number,) in asked("SELECT number FROM history_locks()"))

    assert [number for number, times in numbers.items() if times > 1] == []
    assert len(set(Lock)) == len(Lock.__members__)


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["'gossiping'", "''", "NULL"])
def test_a_lock_without_a_name_is_refused(name):
    with pytest.raises(DatabaseError, match="there is no lock for"), transaction.atomic():
        asked(f"SELECT pg_advisory_xact_lock(history_lock({name}))")


def test_every_lock_is_taken_by_name():
    by_number = {name for name, what in taken() if not what.startswith(_BY_NAME) and not (what == "%s" and imports_locks(name))}

    assert by_number == _EARLIER


@pytest.mark.django_db
def test_functions_of_the_database_take_locks_by_name_only():
    bodies = dict(asked("SELECT proname, prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prosrc ~ 'advisory'"))

    assert {name for name in bodies if any(not found["what"].startswith(_BY_NAME) for found in _TAKES.finditer(bodies[name]))} == set()
    assert {"law_tie", "law_conflict", "law_third_person", "law_no_cycle", "law_no_loop", "law_merge_alone"} <= bodies.keys()


@pytest.mark.django_db
def test_a_lock_is_held_by_one_and_each_key_of_it_by_itself():
    with transaction.atomic(), connection.copy().cursor() as elsewhere:
        wait_for(Lock.COMPARING)
        assert take_if_free(Lock.ANSWERING, "one")
        elsewhere.execute(
            "SELECT pg_try_advisory_xact_lock(%s), pg_try_advisory_xact_lock(%s, hashtext('one')), pg_try_advisory_xact_lock(%s, hashtext('two')),"
            " pg_try_advisory_xact_lock(%s)",
            [Lock.COMPARING, Lock.ANSWERING, Lock.ANSWERING, Lock.MERGING],
        )
        assert elsewhere.fetchone() == (False, False, True, True)
        elsewhere.connection.close()
