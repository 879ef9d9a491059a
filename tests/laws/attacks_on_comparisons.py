"""Attacks on what is kept of claims that contradict each other: which contradictions hold at present, and how many there are of each claim."""

from __future__ import annotations

from claims.models import Claim
from claims.services.review import retract
from tests.laws.attacking import Scene, Steps, attack

_HOLDS = "Claim .*: a contradiction of it is said to hold that does not, or the other way round"
_COUNTED = "Claim .*: its contradictions are not as many as are counted"


def _other(s: Scene) -> Claim:
    """Another published claim, on another document."""
    other = s.propose()
    s.accepted(s.prove(other, s.limited.passages.get(start=0)))
    return s.accepted(other)


def _contradict(s: Scene, one: Claim, other: Claim, *, holds: bool = False) -> None:
    """Record that two claims contradict each other, as whoever compares does."""
    s.run(
        "INSERT INTO claims_contradiction (claim_id, other_id, sentence, holds) SELECT one, other, 'Not both hold.', %s"
        " FROM (VALUES (%s, %s), (%s, %s)) AS ends (one, other)",
        *(holds, one.pk, other.pk, other.pk, one.pk),
    )


def _holding(s: Scene, one: Claim) -> int:
    return int(s.ask("SELECT count(*) FROM claims_contradiction WHERE holds AND claim_id = %s", one.pk))


def _counted(s: Scene, one: Claim) -> int:
    return int(s.ask("SELECT contradictions FROM claims_comparedclaim WHERE claim_id = %s", one.pk))


@attack("claims_claimstanding", "law_contradictions", seen=_HOLDS)
def what_contradicts_is_retracted(s: Scene) -> Steps:
    other = _other(s)
    _contradict(s, s.claim, other)
    assert _holding(s, s.claim) == 1
    yield
    retract(other, by=s.edith, comment="Misread.")
    yield _holding(s, s.claim) == 1


@attack(
    "claims_relation", "law_contradictions", seen="Relation .*: it says that two claims contradict each other, and they are not recorded so"
)
def a_contradiction_is_accepted(s: Scene) -> Steps:
    relation = s.relate(_other(s), "contradicts", s.claim)
    yield
    s.accepted(relation)
    yield _holding(s, s.claim) == 0


@attack("claims_contradiction", "law_contradictions_judged", seen=_HOLDS)
def claims_are_found_to_contradict_each_other(s: Scene) -> Steps:
    other = _other(s)
    yield
    _contradict(s, s.claim, other)
    yield _holding(s, s.claim) == 0


@attack("claims_contradiction", "law_contradictions_judged", seen=_HOLDS)
def a_contradiction_that_is_none_is_said_to_hold(s: Scene) -> Steps:
    yield
    _contradict(s, s.claim, s.draft, holds=True)
    yield _holding(s, s.claim) == 1


@attack("claims_contradiction", "law_contradictions_counted_insert", seen=_COUNTED)
def a_contradiction_comes_in_as_holding(s: Scene) -> Steps:
    other = _other(s)
    yield
    _contradict(s, s.claim, other, holds=True)
    yield _counted(s, s.claim) == 0


@attack("claims_contradiction", "law_contradictions_counted_update", seen=_COUNTED)
def a_contradiction_holds_no_more(s: Scene) -> Steps:
    other = _other(s)
    _contradict(s, s.claim, other)
    yield
    retract(other, by=s.edith, comment="Misread.")
    yield _counted(s, s.claim) == 1


@attack("claims_contradiction", "law_contradictions_counted_delete", seen=_COUNTED)
def a_contradiction_is_taken_away(s: Scene) -> Steps:
    other = _other(s)
    _contradict(s, s.claim, other)
    yield
    s.run("DELETE FROM claims_contradiction")
    yield _counted(s, s.claim) == 1
