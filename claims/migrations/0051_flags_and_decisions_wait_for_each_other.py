"""Law 3: who raises a flag and who publishes on an approval that was given before wait for each other."""

from __future__ import annotations

from importlib import import_module

from django.db import migrations

_REMARK = import_module("claims.migrations.0037_law_of_remarks").FUNCTIONS
_REMARK = _REMARK[: _REMARK.index("END $$;") + len("END $$;")].replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
if _REMARK.count("FOR KEY SHARE") != 3:
    raise ValueError("A remark locks something else than what it is about.")

# A state moves without a change of the key: a lock of the key alone lets it.
REMARK = _REMARK.replace("FOR KEY SHARE", "FOR SHARE")


class Migration(migrations.Migration):
    dependencies = [("claims", "0050_one_orcid_is_one_person")]
    operations = [migrations.RunSQL(REMARK, _REMARK)]
