"""Revise what is published: a new draft that takes its place when a second person approves it; and read the chain of revisions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from django.db.models import Q

from claims.models import Claim, ClaimTopic, Evidence, Relation, RelationEvidence
from claims.services.made_by import provenance_of
from claims.services.review import StaleRevisionError, WrongStateError
from history.services import recorded, store

if TYPE_CHECKING:
    from django.contrib.auth.models import User

_R = TypeVar("_R", Claim, Evidence, Relation)

# The words of each kind: what a revision begins with.
_CLAIM = ("type", "statement", "attributes", "language", "holder_id")
_EVIDENCE = ("passage_id", "stance", "voice", "holder_id", "holder_as_named", "basis", "strength", "reason")
_RELATION = ("from_claim_id", "kind", "to_claim_id", "to_evidence_id", "reason")
# Relations are copied between claims that still stand, or may.
_STANDING = ("draft", "in_review", "published")


def revise(record: _R, *, by: User, comment: str = "", revision: int | None = None) -> _R:
    """Make a draft with the same words that supersedes ``record``, and return it.

    Nothing happens to ``record`` until a second person approves the draft: in that moment it becomes superseded. With a claim its
    topics, its accepted evidence with the challenges to that, and its accepted relations to claims that stand are copied, all as
    drafts of ``by``: they bear on other words now, so each is reviewed again. A relation's passages go along with it.

    Args:
        record: What is published or accepted.
        by: Who revises it.
        comment: Why, for the history.
        revision: The revision that ``by`` has seen; None for the present one.

    Raises:
        WrongStateError: It is neither published nor accepted, or is being revised already.
        StaleRevisionError: It was changed since ``revision``.
    """
    with recorded(by=by, reason=comment or f"Revises {record.public_id}"):
        present = type(record)._default_manager.select_for_update(of=("self",)).get(pk=record.pk)
        if revision is not None and revision != present.revision:
            raise StaleRevisionError(f"You saw revision {revision}; it is {present.revision} now. Read it again first.")
        if present.status != present.APPROVED:
            raise WrongStateError(f"This is {present.get_status_display()}; to revise it must be {present.APPROVED}.")
        if type(record)._default_manager.filter(supersedes=present.pk).exclude(status="rejected").exists():
            raise WrongStateError("It is being revised already: go on with that revision, or have it rejected first.")
        return _copied(present, provenance_of(by))


def _copied(present: _R, made_by: dict[str, Any]) -> _R:
    if isinstance(present, Claim):
        return _copied_claim(present, made_by)
    if isinstance(present, Evidence):
        return _copy(present, _EVIDENCE, claim_id=present.claim_id, supersedes_id=present.pk, **made_by)
    return _copied_relation(present, supersedes_id=present.pk, **made_by)


def _copied_claim(claim: Claim, made_by: dict[str, Any]) -> Claim:
    draft = _copy(claim, _CLAIM, supersedes_id=claim.pk, **made_by)
    for link in claim.topic_links.order_by("id"):
        store(ClaimTopic(claim=draft, topic_id=link.topic_id))
    for evidence in claim.evidence.filter(status="accepted").order_by("id"):
        copied = _copy(evidence, _EVIDENCE, claim_id=draft.pk, **made_by)
        for challenge in evidence.challenges.filter(status="accepted").order_by("id"):
            _copied_relation(challenge, to_evidence_id=copied.pk, **made_by)
    accepted = Relation.objects.filter(status="accepted").order_by("id")
    for relation in accepted.filter(Q(to_claim__isnull=True) | Q(to_claim__status__in=_STANDING), from_claim=claim):
        # A challenge that it makes to its own evidence is copied with that evidence.
        _copied_relation(relation, from_claim_id=draft.pk, **made_by)
    for relation in accepted.filter(to_claim=claim, from_claim__status__in=_STANDING):
        _copied_relation(relation, to_claim_id=draft.pk, **made_by)
    return draft


def _copied_relation(relation: Relation, **others: Any) -> Relation:
    copy = _copy(relation, _RELATION, **others)
    for link in relation.evidence_links.order_by("id"):
        store(RelationEvidence(relation=copy, passage_id=link.passage_id))
    copy.refresh_from_db(fields=["revision", "changed_at", "stands_on"])
    return copy


def _copy(record: _R, columns: tuple[str, ...], **others: Any) -> _R:
    copy = type(record)(**{**{name: getattr(record, name) for name in columns}, **others})
    store(copy)
    return copy


def chain(record: _R) -> list[_R]:
    """Return the versions of ``record``, oldest first, as far as they were ever approved, and ``record`` itself."""
    found = [record]
    while (earlier := found[0].supersedes) is not None:
        found.insert(0, earlier)
    approved = Q(reviews__action="approve")
    while (later := type(record)._default_manager.filter(approved, supersedes=found[-1].pk).first()) is not None:
        found.append(later)
    return found
