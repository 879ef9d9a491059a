"""Claims that everybody sees are counted, and joined to their evidence and standing, by an index."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("claims", "0063_excerpts_wait_at_their_text")]
    operations = [
        migrations.AddIndex(
            model_name="claim",
            index=models.Index(fields=["status", "type", "id"], name="claims_claim_state"),
        ),
    ]
