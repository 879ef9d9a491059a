"""Attacks on what relations stand on: a part of their words, and as public as they are."""

from __future__ import annotations

from claims.models import Relation, RelationEvidence
from claims.services.review import approve, submit
from history.services import recorded
from sources.models import Passage
from tests.factories.claims import RelationEvidenceFactory
from tests.factories.sources import PassageFactory
from tests.laws.attacking import Scene, Steps, attack
from tests.laws.attacks_on_texts import corrected, lonely

_ONLY_THERE = "what a relation stands on is told by rows that all look lawful; history says when each came"
_UNCOUNTED = {"seen": "law 7: |Passage .*: whether public evidence stands on it"}


def _given(s: Scene, relation: Relation, passage: Passage) -> RelationEvidence:
    with recorded(by=s.carla):
        link: RelationEvidence = RelationEvidenceFactory.create(relation=relation, passage=passage)
    relation.refresh_from_db()
    return link


def _hidden(s: Scene, passage: Passage) -> bool:
    return not s.holds("SELECT 1 FROM sources_shownspan WHERE passage_id = %s", passage.pk)


@attack("claims_relation", "law_evidence", unseen=_ONLY_THERE)
def a_relation_says_that_it_stands_on_what_it_does_not(s: Scene) -> Steps:
    relation = s.relate(s.claim, "contradicts", s.draft)
    yield
    s.run("UPDATE claims_relation SET stands_on = '{forged}' WHERE id = %s", relation.pk)
    yield bool(s.ask("SELECT stands_on = '{forged}' FROM claims_relation WHERE id = %s", relation.pk))


@attack("claims_relationevidence", "law_fixed", refused="passage_id of .* never changes", unseen=_ONLY_THERE)
def another_passage_takes_the_place_of_one(s: Scene) -> Steps:
    link = _given(s, s.relate(s.claim, "contradicts", s.draft), s.bare)
    yield
    s.run("UPDATE claims_relationevidence SET passage_id = %s WHERE id = %s", s.ground.pk, link.pk)


@attack("claims_relationevidence", "law_no_orphan", refused="no evidence stands on words that a correction removed", unseen=_ONLY_THERE)
def a_relation_stands_on_words_that_are_gone(s: Scene) -> Steps:
    old = lonely()
    PassageFactory(text=old, start=0, end=19)
    orphan = Passage.objects.get(text=corrected(s, old, "Alpha is the first. ", ""), status="orphaned")
    relation = s.relate(s.claim, "contradicts", s.draft)
    yield
    _given(s, relation, orphan)


@attack("claims_relationevidence", "law_stands_on", also=("law_named",), unseen=_ONLY_THERE)
def a_relation_under_review_gets_a_passage(s: Scene) -> Steps:
    relation = s.relate(s.claim, "contradicts", s.draft)
    submit(relation, by=s.carla)
    yield
    _given(s, relation, s.bare)
    yield s.state(relation) == "in_review"


@attack("claims_relationevidence", "law_stood_on", unseen=_ONLY_THERE)
def a_relation_under_review_loses_a_passage(s: Scene) -> Steps:
    relation = s.relate(s.claim, "contradicts", s.draft)
    link = _given(s, relation, s.bare)
    submit(relation, by=s.carla)
    yield
    link.delete()
    yield s.state(relation) == "in_review"


@attack(
    "claims_relationevidence", "law_named", refused="law 3: a passage is given to a relation that does not know of it", unseen=_ONLY_THERE
)
def a_relation_gets_a_passage_behind_its_back(s: Scene) -> Steps:
    relation = s.relate(s.claim, "contradicts", s.draft)
    # Two at once would come to the same: the one does not see the other's relation yet.
    s.run("DROP TRIGGER law_stands_on ON claims_relationevidence")
    yield
    _given(s, relation, s.bare)


@attack("claims_relation", "law_excerpts", **_UNCOUNTED)
def a_relation_makes_an_excerpt_public(s: Scene) -> Steps:
    other = s.propose()
    s.accepted(s.prove(other, s.bare))
    s.accepted(other)
    passage = s.limited.passages.get(start=0)
    relation = s.relate(s.claim, "contradicts", other)
    _given(s, relation, passage)
    submit(relation, by=s.carla)
    yield
    approve(relation, by=s.edith)
    yield _hidden(s, passage)


@attack("claims_claim", "law_excerpts_related", **_UNCOUNTED)
def a_claim_makes_an_excerpt_of_its_relations_public(s: Scene) -> Steps:
    other = s.propose()
    s.accepted(s.prove(other, s.bare))
    passage = s.limited.passages.get(start=0)
    relation = s.relate(s.claim, "contradicts", other)
    _given(s, relation, passage)
    s.accepted(relation)
    submit(other, by=s.carla)
    yield
    approve(other, by=s.edith)
    yield _hidden(s, passage)


@attack("claims_evidence", "law_excerpts_undercut", **_UNCOUNTED)
def evidence_makes_an_excerpt_of_its_challenges_public(s: Scene) -> Steps:
    passage = s.limited.passages.get(start=0)
    evidence = s.prove(s.claim, s.bare)
    challenger = s.propose()
    s.accepted(s.prove(challenger, s.ground))
    s.accepted(challenger)
    relation = s.relate(challenger, "undercuts", evidence)
    _given(s, relation, passage)
    s.accepted(relation)
    submit(evidence, by=s.carla)
    yield
    approve(evidence, by=s.edith)
    yield _hidden(s, passage)
