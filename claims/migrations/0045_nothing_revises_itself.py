"""Law 3: no claim, evidence or relation revises itself at once; by way of others the trigger ``law_no_loop`` refuses it."""

from __future__ import annotations

from django.db import migrations, models
from django.db.models import F, Q


def _revises_another(model: str) -> migrations.AddConstraint:
    constraint = models.CheckConstraint(
        condition=Q(supersedes__isnull=True) | ~Q(supersedes=F("id")),
        name=f"claims_{model}_revises_another",
        violation_error_message="It cannot revise itself.",
    )
    return migrations.AddConstraint(model, constraint)


class Migration(migrations.Migration):
    dependencies = [("claims", "0044_law_of_contradictions")]
    operations = [_revises_another("claim"), _revises_another("evidence"), _revises_another("relation")]
