"""Attacks on comments and flags: whose they are, that they stay, and that an open flag stops an approval."""

from __future__ import annotations

from typing import Any

from claims.models import Claim, Evidence, Relation
from claims.services.review import submit
from tests.laws.attacking import Scene, Steps, attack
from tests.laws.interested import leave

_SAID = "law 5: claims_(comment|flag) .* was written over"
_FORGOTTEN = "law 5: claims_(comment|flag) .* was deleted"


def _raised(s: Scene, record: Claim | Evidence | Relation) -> None:
    s.act("carla")
    columns = f"public_id, revision, {record._meta.model_name}_id, words, kind, origin, tool, resolution"
    s.run(f"INSERT INTO claims_flag ({columns}) VALUES ('odd-flag', 1, %s, 'Odd.', 'other', 'human', '', '')", record.pk)


@attack("claims_comment", "law_remark", refused="law 5: claims_comment .* stays as it was written", seen=_SAID)
def a_comment_says_something_else(s: Scene) -> Steps:
    yield
    s.run("UPDATE claims_comment SET words = 'I never said so.'")


@attack("claims_flag", "law_remark", refused="law 5: claims_flag .* stays as it was written", seen=_SAID)
def a_flag_says_something_else(s: Scene) -> Steps:
    yield
    s.run("UPDATE claims_flag SET words = 'I never said so.'")


_GONE: dict[str, Any] = {
    "refused": "law 5: an account that is not active",
    "seen": "law 5: claims_(comment|flag) .* was written or resolved by an account that was not active",
}
_RESOLVED = "UPDATE claims_{} SET resolution = 'Not so.', resolved_at = clock_timestamp(), resolved_by_id = {}"


@attack("claims_flag", "law_remark", **_GONE)
def who_left_resolves_a_flag(s: Scene) -> Steps:
    leave(s.edith)
    yield
    s.act("edith")
    s.run(_RESOLVED.format("flag", s.edith.pk))


@attack("claims_comment", "law_remark", **_GONE)
def who_left_resolves_a_comment(s: Scene) -> Steps:
    leave(s.edith)
    yield
    s.act("edith")
    s.run(_RESOLVED.format("comment", s.edith.pk))


@attack("claims_flag", "law_remark", **_GONE)
def who_left_raises_a_flag(s: Scene) -> Steps:
    leave(s.carla)
    yield
    _raised(s, s.draft)


@attack("claims_comment", "law_undeleted", refused="delete on claims_comment is refused", seen=_FORGOTTEN)
def a_comment_is_forgotten(s: Scene) -> Steps:
    yield
    s.run("DELETE FROM claims_comment")


@attack("claims_flag", "law_undeleted", refused="delete on claims_flag is refused", seen=_FORGOTTEN)
def a_flag_is_forgotten(s: Scene) -> Steps:
    yield
    s.run("DELETE FROM claims_flag")


@attack(
    "claims_review",
    "law_review_unflagged",
    refused="law 3: it has an open flag",
    seen="law 3: evidence .* was approved while a flag was open",
)
def what_is_flagged_is_approved(s: Scene) -> Steps:
    _raised(s, s.waits)
    yield
    s.review(s.waits, "approve", "edith")


def _flagged_after_approval(s: Scene, record: Claim | Evidence | Relation) -> Steps:
    """It is approved, but was not moved before somebody flagged it."""
    s.review(record, "approve", "edith")
    _raised(s, record)
    yield
    approved = "published" if isinstance(record, Claim) else "accepted"
    s.act("edith")
    s.run(f"UPDATE {record._meta.db_table} SET status = '{approved}' WHERE id = %s", record.pk)


_OPEN: dict[str, Any] = {"refused": "law 3: it has an open flag", "seen": "law 3: .* was (published|accepted) while a flag was open"}


@attack("claims_evidence", "law_unflagged", **_OPEN)
def flagged_evidence_is_accepted(s: Scene) -> Steps:
    yield from _flagged_after_approval(s, s.waits)


@attack("claims_claim", "law_unflagged", **_OPEN)
def a_flagged_claim_is_published(s: Scene) -> Steps:
    claim = s.propose()
    s.accepted(s.prove(claim, s.bare))
    submit(claim, by=s.carla)
    yield from _flagged_after_approval(s, claim)


@attack("claims_relation", "law_unflagged", **_OPEN)
def a_flagged_relation_is_accepted(s: Scene) -> Steps:
    relation = s.relate(s.claim, "contradicts", s.draft)
    submit(relation, by=s.carla)
    yield from _flagged_after_approval(s, relation)
