"""The changes of what belongs to a claim, to evidence or to a topic are found by it; so are the rows that stood beside each other then."""

from __future__ import annotations

from django.db import migrations

from history.operations import index_parts


class Migration(migrations.Migration):
    dependencies = [("claims", "0024_a_standing_goes_with_its_claim"), ("history", "0005_found_by_row_and_name")]
    operations = [
        index_parts("claims_claimtopic", "claim_id", "topic_id"),
        index_parts("claims_evidence", "claim_id", "passage_id"),
        index_parts("claims_relation", "from_claim_id", "to_claim_id", "to_evidence_id"),
        index_parts("claims_topiclabel", "topic_id"),
    ]
