"""Propose claims, evidence and relations: they begin as drafts of the acting user."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib.auth.models import User

from claims.models import Claim, ClaimTopic, Evidence, Relation, RelationEvidence, Topic
from claims.services.made_by import with_origin
from history.services import recorded, store
from sources.models import Passage


def propose_claim(*, by: User, topics: Sequence[Topic] = (), reason: str = "", **fields: Any) -> Claim:
    """Store a claim as a draft of ``by``.

    Args:
        by: Who proposes it.
        topics: What it is about.
        reason: Why, for the history.
        fields: Columns of Claim: type, statement, attributes, language, holder, origin and tool.

    Raises:
        ValidationError: A field is not fit; the message names it.
    """
    with recorded(by=by, reason=reason):
        claim = Claim(**with_origin(by, fields))
        store(claim)
        for topic in dict.fromkeys(topics):
            store(ClaimTopic(claim=claim, topic=topic))
    return claim


def propose_evidence(*, by: User, claim: Claim, passage: Passage, why: str = "", **fields: Any) -> Evidence:
    """Store evidence as a draft of ``by``: ``passage`` bears on ``claim``.

    Args:
        by: Who proposes it.
        claim: The claim.
        passage: The words.
        why: Why, for the history; the link's own reason is the field ``reason``.
        fields: Columns of Evidence: stance, voice, basis, strength, reason, holder, holder_as_named, origin and tool.

    Raises:
        ValidationError: A field is not fit; the message names it.
    """
    with recorded(by=by, reason=why):
        evidence = Evidence(claim=claim, passage=passage, **with_origin(by, fields))
        store(evidence)
    return evidence


def propose_relation(*, by: User, evidence: Sequence[Passage] = (), why: str = "", **fields: Any) -> Relation:
    """Store a relation as a draft of ``by``.

    Args:
        by: Who proposes it.
        evidence: Passages that bear it out, if any.
        why: Why, for the history; the relation's own reason is the field ``reason``.
        fields: Columns of Relation: from_claim, kind, to_claim or to_evidence, reason, origin and tool.

    Raises:
        ValidationError: A field is not fit; the message names it.
    """
    with recorded(by=by, reason=why):
        relation = Relation(**with_origin(by, fields))
        store(relation)
        for passage in dict.fromkeys(evidence):
            store(RelationEvidence(relation=relation, passage=passage))
        relation.refresh_from_db(fields=["revision", "changed_at", "stands_on"])
    return relation
