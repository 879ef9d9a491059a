"""What the application's role may do beside what it needs is reported."""

from __future__ import annotations

import pytest
from django.db import connections

from history.laws import role_faults


@pytest.mark.parametrize(
    ("grant", "fault"),
    [
        ("GRANT CREATE ON SCHEMA public TO PUBLIC", "may make functions and tables in the schema public."),
        ("GRANT TRIGGER ON sources_text TO PUBLIC", "may put triggers on, or foreign keys to, sources_text."),
        ("GRANT REFERENCES ON claims_claim TO PUBLIC", "may put triggers on, or foreign keys to, claims_claim."),
        ("GRANT INSERT ON claims_claimstanding TO PUBLIC", "may write claims_claimstanding."),
        ("GRANT UPDATE (reason) ON history_change TO PUBLIC", "may write history_change."),
        ("GRANT UPDATE (comment) ON claims_review TO PUBLIC", "may change or delete rows of claims_review."),
        ("GRANT DELETE ON sources_citation TO PUBLIC", "may change or delete rows of sources_citation."),
    ],
)
def test_a_power_of_the_applications_role_is_reported(committed_db, grant, fault):
    with connections["owner"].cursor() as cursor:
        cursor.execute(grant)

    assert [said.split(", as which the application runs, ")[1] for said in role_faults()] == [fault]
