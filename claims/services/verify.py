"""Prove the whole database again: texts, passages, reviews, laws, roles."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection
from django.db.models import Model

from claims.models import Claim, Evidence, Relation
from claims.services.declare_types import undeclared_types
from claims.services.verify_comparisons import comparison_faults
from history.laws import broken_laws, role_faults
from sources.services.verify_sources import verify_sources

# Law 3 once more: whatever is approved was approved by somebody who did not propose it.
_UNREVIEWED = """
    SELECT record.public_id FROM {table} record
     WHERE record.status IN ('published', 'accepted', 'retracted', 'superseded')
       AND NOT EXISTS (SELECT 1 FROM claims_review review WHERE review.{link} = record.id AND review.action = 'approve'
                          AND review.by_id IS DISTINCT FROM record.created_by_id)
"""

# Law 4 once more: nothing accepted stands on words that were corrected after the acceptance.
_NOT_REOPENED = """
    SELECT evidence.public_id FROM sources_passage corrected
      CROSS JOIN LATERAL sources_words_of(corrected.derived_from_id) AS stood_on
      JOIN claims_evidence evidence ON evidence.passage_id = stood_on AND evidence.status = 'accepted'
     WHERE corrected.carried IN ('changed', 'orphaned')
       AND corrected.created_at > (SELECT max(at) FROM claims_review WHERE evidence_id = evidence.id AND action = 'approve')
"""

# Law 7 once more: the excerpts that evidence makes public are those that are counted as shown.
_UNCOUNTED = """
    SELECT passage.public_id FROM sources_passage passage LEFT JOIN sources_shownspan span ON span.passage_id = passage.id
     WHERE passage.start IS NOT NULL AND coalesce(span.by_evidence, false) <> (EXISTS (
           SELECT 1 FROM claims_evidence evidence JOIN claims_claim claim ON claim.id = evidence.claim_id
            WHERE evidence.passage_id = passage.id AND evidence.status = 'accepted' AND claim.status IN ('published', 'retracted', 'superseded'))
        -- Accepted on it once, and re-opened by a correction since: it stays readable.
        OR EXISTS (SELECT 1 FROM claims_review review JOIN claims_evidence evidence ON evidence.id = review.evidence_id
             JOIN claims_claim claim ON claim.id = evidence.claim_id
            WHERE review.stood_on_id = passage.id AND evidence.status IN ('draft', 'in_review', 'accepted')
              AND claim.status IN ('published', 'retracted', 'superseded'))
        OR EXISTS (SELECT 1 FROM claims_relationevidence link WHERE link.passage_id = passage.id AND claims_relation_is_public(link.relation_id)))
"""

# The standing of each claim, counted again.
_MISCOUNTED = """
    SELECT claim.public_id FROM claims_claim claim
      LEFT JOIN claims_standing_of(ARRAY(SELECT id FROM claims_claim)) AS counted ON counted.claim_id = claim.id
      LEFT JOIN claims_claimstanding kept ON kept.claim_id = claim.id
     WHERE (to_jsonb(kept) - 'since') IS DISTINCT FROM to_jsonb(counted)
"""

# A bundle that was given out is the file that its record says.
_FALSE_BUNDLES = """
    SELECT public_id FROM claims_bundle WHERE sha256 <> encode(sha256(content), 'hex') OR size <> length(content)
"""

# What is asked of the whole database, and the sentence for each record that it names.
_ASKED = (
    (_NOT_REOPENED, "Evidence {}: the words it stands on were corrected, and it was not re-opened."),
    (_UNCOUNTED, "Passage {}: whether public evidence stands on it is not what the count of shown excerpts goes by."),
    (_MISCOUNTED, "Claim {}: its standing is not what its evidence counts to."),
    (_FALSE_BUNDLES, "Bundle {}: it has another SHA-256 or size than its record."),
)
_REVIEWED: tuple[tuple[str, type[Model], str, str], ...] = (
    ("claims", Claim, "claims_claim", "claim_id"),
    ("pieces of evidence", Evidence, "claims_evidence", "evidence_id"),
    ("relations", Relation, "claims_relation", "relation_id"),
)


def verify_database() -> tuple[dict[str, int], list[str]]:
    """Return what was checked, how many of each, and a sentence for each fault."""
    checked, faults = verify_sources()
    for what, model, table, link in _REVIEWED:
        checked[what] = model._default_manager.count()
        faults += _faults(_UNREVIEWED.format(table=table, link=link), f"Review: {table} {{}} was approved by no second person.")
    for statement, sentence in _ASKED:
        faults += _faults(statement, sentence)
    faults += comparison_faults()
    checked["laws"], broken = broken_laws()
    return checked, faults + undeclared_types() + broken + role_faults()


def _faults(statement: str, sentence: str) -> Iterator[str]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        for (name,) in cursor:
            yield sentence.format(name)
