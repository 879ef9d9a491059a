"""Law 3: who decides is an active account at that moment; what others decided elsewhere comes in through an active administrator."""

from __future__ import annotations

from importlib import import_module

from django.db import migrations

_DECIDER = import_module("claims.migrations.0039_law_of_deciders").FUNCTION.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
_BEFORE = "    RETURN NEW;\n"
_ACTIVE = """    IF NEW.action IN ('approve', 'reject', 'request_changes', 'retract') THEN
        -- Whoever takes an account or its rights away at this moment is waited for; in the order in which an account is saved.
        PERFORM 1 FROM auth_user WHERE id = NEW.by_id AND is_active FOR SHARE;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'law 3: an account that is not active decides nothing' USING ERRCODE = 'check_violation';
        END IF;
        PERFORM 1 FROM auth_user_groups WHERE user_id = NEW.by_id ORDER BY id FOR SHARE;
        IF NOT claims_is_editor(NEW.by_id) THEN
            RAISE EXCEPTION 'law 3: only an editor decides on what was submitted' USING ERRCODE = 'check_violation';
        END IF;
    END IF;
"""
_START = _DECIDER.index("    IF NEW.action IN")
DECIDER = _DECIDER[:_START] + _ACTIVE + _DECIDER[_DECIDER.index(_BEFORE) :]


class Migration(migrations.Migration):
    dependencies = [("claims", "0048_ground_of_the_first_approval")]
    operations = [migrations.RunSQL(DECIDER, _DECIDER)]
