"""Attacks on conflicts of interest: who says so, who ends it, and what it weighs."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Group

from claims.models import Claim, Evidence, Relation
from claims.services.accounts import EDITORS
from claims.services.review import submit
from tests.factories.claims import AuthorAccountFactory, DeclaredConflictFactory
from tests.laws.attacking import Scene, Steps, attack
from tests.laws.interested import leave

_SAID = "law 3: a tie of edith was said by somebody who may not"
_FORGOTTEN = "law 3: a tie was deleted"


def _said_of_another(s: Scene, factory: Any, by: str = "carla") -> Steps:
    made = factory.build(
        account=s.edith,
        said_by=s.cast[by],
        **({"author": s.holding.contributions.get().author} if factory is AuthorAccountFactory else {"document": s.holding}),
    )
    yield
    s.act(by)
    made.save()


@attack("claims_authoraccount", "law_tie", refused="only the account itself or an administrator says so", seen=_SAID)
def a_curator_says_that_an_editor_is_an_author(s: Scene) -> Steps:
    yield from _said_of_another(s, AuthorAccountFactory)


@attack("claims_declaredconflict", "law_tie", refused="only the account itself or an editor says so", seen=_SAID)
def a_curator_says_that_an_editor_has_a_conflict(s: Scene) -> Steps:
    yield from _said_of_another(s, DeclaredConflictFactory)


@attack("claims_declaredconflict", "law_tie", refused="only the account itself or an editor says so", seen=_SAID)
def a_machine_says_that_an_editor_has_a_conflict(s: Scene) -> Steps:
    s.robot.groups.add(Group.objects.get(name=EDITORS))
    yield from _said_of_another(s, DeclaredConflictFactory, by="robot")


_GONE = {
    "refused": "law 3: an account that is not active says nothing of conflicts of interest",
    "seen": "law 3: a tie of edith was said by an account that was not active",
}


@attack("claims_declaredconflict", "law_tie", **_GONE)
def an_editor_who_left_says_that_another_has_a_conflict(s: Scene) -> Steps:
    leave(s.edgar)
    yield from _said_of_another(s, DeclaredConflictFactory, by="edgar")


@attack("claims_authoraccount", "law_tie", **_GONE)
def who_left_says_which_author_they_are(s: Scene) -> Steps:
    leave(s.edith)
    yield from _said_of_another(s, AuthorAccountFactory, by="edith")


@attack("claims_authoraccount", "law_undeleted", refused="delete on claims_authoraccount is refused", seen=_FORGOTTEN)
def who_is_an_author_is_forgotten(s: Scene) -> Steps:
    yield
    s.run("DELETE FROM claims_authoraccount")


@attack("claims_declaredconflict", "law_undeleted", refused="delete on claims_declaredconflict is refused", seen=_FORGOTTEN)
def a_conflict_is_forgotten(s: Scene) -> Steps:
    yield
    s.run("DELETE FROM claims_declaredconflict")


@attack(
    "claims_review",
    "law_review_conflict",
    refused="law 3: .*: somebody else decides",
    seen="law 3: evidence .* was approved by who has a conflict of interest",
)
def who_has_a_conflict_approves(s: Scene) -> Steps:
    DeclaredConflictFactory(account=s.edith, document=s.holding)
    yield
    s.review(s.waits, "approve", "edith")


@attack(
    "claims_review", "law_review_conflict", refused="you approved this already", seen="law 3: evidence .* was approved twice by one person"
)
def one_person_approves_twice(s: Scene) -> Steps:
    DeclaredConflictFactory(account=s.cyril, document=s.holding)
    s.review(s.waits, "approve", "edith")
    yield
    s.review(s.waits, "approve", "edith", public_id="once-more")


def _approved_by_one(s: Scene, record: Claim | Evidence | Relation, by: str, **about: Any) -> Steps:
    """Who proposed it has a conflict, and one person has approved."""
    DeclaredConflictFactory(account=s.cast[by], **about)
    s.review(record, "approve", "edith")
    yield
    approved = "published" if isinstance(record, Claim) else "accepted"
    s.run(f"UPDATE {record._meta.db_table} SET status = '{approved}' WHERE id = %s", record.pk)


_THIRD = {
    "refused": "law 3: there is a conflict of interest",
    "seen": "law 3: .* was (published|accepted) by 1 approvals without a conflict of interest, of 2",
}


@attack("claims_evidence", "law_third_person", **_THIRD)
def evidence_of_who_has_a_conflict_is_accepted_by_one(s: Scene) -> Steps:
    yield from _approved_by_one(s, s.waits, "cyril", document=s.holding)


@attack("claims_claim", "law_third_person", **_THIRD)
def a_claim_of_who_has_a_conflict_is_published_by_one(s: Scene) -> Steps:
    claim = s.propose()
    s.accepted(s.prove(claim, s.bare))
    submit(claim, by=s.carla)
    yield from _approved_by_one(s, claim, "carla", document=s.holding)


@attack("claims_relation", "law_third_person", **_THIRD)
def a_relation_of_who_has_a_conflict_is_accepted_by_one(s: Scene) -> Steps:
    relation = s.relate(s.claim, "contradicts", s.draft)
    submit(relation, by=s.carla)
    yield from _approved_by_one(s, relation, "carla", document=None, claim=s.claim)
