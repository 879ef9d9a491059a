"""A draft that is deleted takes its standing along, which the database sees to: the application may not write one."""

import django.db.models.deletion
from django.db import migrations, models

_FORWARD = """
DO $$ DECLARE link record; BEGIN
    FOR link IN SELECT conname FROM pg_constraint WHERE conrelid = 'claims_claimstanding'::regclass AND contype = 'f' LOOP
        EXECUTE format('ALTER TABLE claims_claimstanding DROP CONSTRAINT %I', link.conname);
    END LOOP;
END $$;
ALTER TABLE claims_claimstanding ADD CONSTRAINT claims_claimstanding_of_claim FOREIGN KEY (claim_id) REFERENCES claims_claim (id)
    ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED;
"""
_BACKWARD = """
ALTER TABLE claims_claimstanding DROP CONSTRAINT claims_claimstanding_of_claim;
ALTER TABLE claims_claimstanding ADD CONSTRAINT claims_claimstanding_of_claim FOREIGN KEY (claim_id) REFERENCES claims_claim (id)
    DEFERRABLE INITIALLY DEFERRED;
"""


class Migration(migrations.Migration):
    dependencies = [("claims", "0023_search_of_claims")]
    operations = [
        migrations.AlterField(
            model_name="claimstanding",
            name="claim",
            field=models.OneToOneField(
                editable=False,
                help_text="The claim.",
                on_delete=django.db.models.deletion.DO_NOTHING,
                primary_key=True,
                related_name="standing",
                serialize=False,
                to="claims.claim",
            ),
        ),
        migrations.RunSQL(_FORWARD, _BACKWARD),
    ]
