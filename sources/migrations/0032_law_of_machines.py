"""Law 9: what a machine's account proposes says that a machine proposed it, and which."""

from __future__ import annotations

from django.db import migrations

FUNCTION = """
CREATE FUNCTION law_machine() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM auth_user_groups membership JOIN auth_group ON auth_group.id = membership.group_id
                WHERE membership.user_id = history_acting_user() AND auth_group.name = 'machines') THEN
        RAISE EXCEPTION 'law 9: % % is proposed by the account of a machine: its origin is machine, and it names the tool', TG_TABLE_NAME, NEW.public_id
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
"""

# A passage that a correction carries over was proposed by whoever proposed the first.
TRIGGER = """
CREATE TRIGGER law_machine BEFORE INSERT ON sources_passage FOR EACH ROW
    WHEN (NEW.origin <> 'machine' AND NEW.derived_from_id IS NULL) EXECUTE FUNCTION law_machine();
ALTER TABLE sources_passage ENABLE ALWAYS TRIGGER law_machine;
"""


class Migration(migrations.Migration):
    dependencies = [("sources", "0031_merges_are_carried_out"), ("auth", "0012_alter_user_first_name_max_length")]
    operations = [migrations.RunSQL(FUNCTION + TRIGGER, "DROP TRIGGER law_machine ON sources_passage;\nDROP FUNCTION law_machine();")]
