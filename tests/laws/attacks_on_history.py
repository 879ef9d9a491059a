"""Attacks on the triggers that every table under history has, and on history itself: one for each kind of them, tried on every table."""

from __future__ import annotations

from functools import partial

from history.laws import declared_laws
from tests.laws.attacking import ATTACKS, Attack, Scene, Steps, attack, undress

TRACKED = sorted(table for table, trigger in declared_laws().triggers if trigger == "track_update")


@attack("history_change", "law_append_only", refused="update on history_change is refused", seen="law 5: .* it says that it changed")
def history_is_written_over(s: Scene) -> Steps:
    yield
    s.run("UPDATE history_change SET changed = '{language}' WHERE kind = 'update'")


@attack("history_change", "law_append_only", refused="delete on history_change is refused", seen="law 5: .* has no history")
def history_is_forgotten(s: Scene) -> Steps:
    yield
    s.run("DELETE FROM history_change WHERE \"table\" = 'sources_mark'")


@attack("history_change", "law_truncate", refused="truncate on history_change is refused", seen="law 5: .* has no history")
def all_history_is_emptied(s: Scene) -> Steps:
    yield
    s.run("TRUNCATE history_change")


def _changes(s: Scene, table: str, row: int) -> int:
    return int(s.ask('SELECT count(*) FROM history_change WHERE "table" = %s AND record_id = %s', table, row))


def counted_by_hand(table: str, s: Scene) -> Steps:
    """A revision is written instead of counted."""
    row = undress(s, table)
    before = s.ask(f"SELECT revision FROM {table} WHERE id = %s", row)
    yield
    s.run(f"UPDATE {table} SET revision = revision + 7 WHERE id = %s", row)
    yield s.ask(f"SELECT revision FROM {table} WHERE id = %s", row) != before


def changed_in_silence(table: str, s: Scene) -> Steps:
    """A row is changed."""
    row = undress(s, table)
    before = _changes(s, table, row)
    yield
    s.run(f"UPDATE {table} SET public_id = 'silently-' || id WHERE id = %s", row)
    yield _changes(s, table, row) == before


def deleted_in_silence(table: str, s: Scene) -> Steps:
    """A row is deleted."""
    row = undress(s, table)
    before = _changes(s, table, row)
    yield
    s.run(f"DELETE FROM {table} WHERE id = %s", row)
    yield _changes(s, table, row) == before


def made_in_silence(table: str, s: Scene) -> Steps:
    """A row is made: the very one that was deleted before."""
    row = undress(s, table)
    kept = s.ask(f"SELECT to_jsonb(it)::text FROM {table} AS it WHERE id = %s", row)
    s.run(f"DELETE FROM {table} WHERE id = %s", row)
    before = _changes(s, table, row)
    yield
    s.run(f"INSERT INTO {table} SELECT * FROM jsonb_populate_record(NULL::{table}, %s::jsonb)", kept)
    yield _changes(s, table, row) == before


def emptied(table: str, s: Scene) -> Steps:
    """A table is emptied at once."""
    undress(s, table)
    yield
    s.run(f"TRUNCATE {table}")


for name in TRACKED:
    ATTACKS += [
        Attack(
            name, "revise", partial(counted_by_hand, name), seen=f"law 5: {name} .* (revision . comes where|is not what its history says)"
        ),
        Attack(name, "track_update", partial(changed_in_silence, name), seen=f"law 5: {name} .* is not what its history says"),
        Attack(name, "track_delete", partial(deleted_in_silence, name), seen=f"law 5: {name} .* is gone, and no change says so"),
        Attack(name, "track_insert", partial(made_in_silence, name), seen=f"law 5: {name} .* has no history"),
        Attack(
            name,
            "law_truncate",
            partial(emptied, name),
            refused=f"truncate on {name} is refused",
            seen=f"law 5: {name} .* is gone, and no change says so",
        ),
    ]
