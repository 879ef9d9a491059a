"""Laws 3, 5 and 9: who writes, resolves, declares or ends has an account that is active at that moment, and a machine's remark says so."""

from __future__ import annotations

from importlib import import_module

from django.db import migrations


def _changed(sql: str, *changes: tuple[str, str]) -> str:
    """Return the SQL with parts of it, each of which stands there once, in other words."""
    for before, after in changes:
        if sql.count(before) != 1:
            raise ValueError(f"Not once in the SQL: {before}")
        sql = sql.replace(before, after)
    return sql


ACCOUNTS = """
-- Whoever closes the account at this moment, or takes it out of a group, is waited for; in the order in which an account is saved.
CREATE FUNCTION claims_is_active(account bigint) RETURNS boolean LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM 1 FROM auth_user WHERE id = account AND is_active FOR SHARE;
    IF NOT FOUND THEN RETURN false; END IF;
    PERFORM 1 FROM auth_user_groups WHERE user_id = account ORDER BY id FOR SHARE;
    RETURN true;
END $$;

CREATE FUNCTION claims_is_machine(account bigint) RETURNS boolean LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT EXISTS (SELECT 1 FROM auth_user_groups membership JOIN auth_group ON auth_group.id = membership.group_id
                    WHERE membership.user_id = account AND auth_group.name = 'machines')
$$;
"""

_REMARK = import_module("claims.migrations.0051_flags_and_decisions_wait_for_each_other").REMARK
REMARK = _changed(
    _REMARK,
    (
        "        PERFORM 1 FROM claims_relation WHERE id = NEW.relation_id FOR SHARE;\n        RETURN NEW;\n",
        "        PERFORM 1 FROM claims_relation WHERE id = NEW.relation_id FOR SHARE;\n"
        "        IF NOT claims_is_active(actor) THEN\n"
        "            RAISE EXCEPTION 'law 5: an account that is not active writes no %', TG_TABLE_NAME USING ERRCODE = 'check_violation';\n"
        "        END IF;\n"
        "        RETURN NEW;\n",
    ),
    (
        "    NEW.resolved_by_id := actor;\n",
        "    IF NOT claims_is_active(actor) THEN\n"
        "        RAISE EXCEPTION 'law 5: an account that is not active resolves nothing' USING ERRCODE = 'check_violation';\n"
        "    END IF;\n"
        "    NEW.resolved_by_id := actor;\n",
    ),
)

_TIE = str(import_module("claims.migrations.0047_locks_by_name").Migration.operations[0].sql[1])
_INACTIVE = """IF NOT is_active THEN
{0}    RAISE EXCEPTION 'law 3: an account that is not active says nothing of conflicts of interest' USING ERRCODE = 'check_violation';
{0}END IF;
{0}"""
# Whether it may say so is asked in a statement of its own, which sees what happened while this one waited.
TIE = _changed(
    _TIE,
    ("    col text;\n", "    col text;\n    is_active boolean;\n"),
    (
        "    PERFORM pg_advisory_xact_lock(history_lock('conflicts'));\n",
        "    PERFORM pg_advisory_xact_lock(history_lock('conflicts'));\n    is_active := claims_is_active(actor);\n",
    ),
    (
        "(TG_ARGV[0] = 'editor' AND claims_is_editor(actor))",
        "(TG_ARGV[0] = 'editor' AND claims_is_editor(actor) AND NOT claims_is_machine(actor))",
    ),
    ("        NEW.said_by_id := actor;", "        " + _INACTIVE.format("        ") + "NEW.said_by_id := actor;"),
    ("    NEW.ended_at := clock_timestamp();", "    " + _INACTIVE.format("    ") + "NEW.ended_at := clock_timestamp();"),
)

_REMARKS = ("claims_comment", "claims_flag")
TRIGGERS = "".join(
    f"""
CREATE TRIGGER law_machine BEFORE INSERT ON {table} FOR EACH ROW WHEN (NEW.origin <> 'machine') EXECUTE FUNCTION law_machine();
ALTER TABLE {table} ENABLE ALWAYS TRIGGER law_machine;
"""
    for table in _REMARKS
)
UNTRIGGERED = "".join(f"DROP TRIGGER law_machine ON {table};\n" for table in _REMARKS)


class Migration(migrations.Migration):
    dependencies = [("claims", "0054_shown_passages_seek_their_evidence")]
    operations = [
        migrations.RunSQL(
            [ACCOUNTS, REMARK, TIE, TRIGGERS],
            [UNTRIGGERED, _TIE, _REMARK, "DROP FUNCTION claims_is_active(bigint), claims_is_machine(bigint);"],
        ),
    ]
