"""The page of a relation, with the passages that bear it out."""

from __future__ import annotations

import pytest

from claims.models import Relation
from claims.services.review import approve, submit
from tests.debate import Debate
from tests.factories.claims import RelationEvidenceFactory, RelationFactory
from tests.factories.sources import TextFactory
from tests.history.admin.pages import filled, page

ROW = "evidence_links-0-passage"


@pytest.fixture
def relation(debate: Debate) -> Relation:
    return RelationFactory(from_claim=debate.draft, to_claim=debate.published, kind="contradicts")


def save(client, relation: Relation, **given):
    address = page("claims_relation", "change", relation.pk)
    return client.post(address, filled(client.get(address), **given), follow=True)


def passages_of(relation: Relation) -> list[int]:
    return list(relation.evidence_links.values_list("passage", flat=True))


def test_a_passage_is_chosen_on_the_page_of_the_relation(client, debate, relation, curator):
    client.force_login(curator)
    save(client, relation, **{"evidence_links-TOTAL_FORMS": 1, ROW: debate.bare.pk})

    assert passages_of(relation) == [debate.bare.pk]
    assert "Nobody knows why it did not stay shut." in client.get(page("claims_relation", "change", relation.pk)).content.decode()


def test_a_passage_that_is_taken_away_takes_a_submitted_relation_back_to_draft(client, debate, relation, curator):
    client.force_login(curator)
    RelationEvidenceFactory(relation=relation, passage=debate.bare)
    relation.refresh_from_db()
    submit(relation, by=curator)
    save(client, relation, **{"evidence_links-0-DELETE": "on"})
    relation.refresh_from_db()

    assert (passages_of(relation), relation.status) == ([], "draft")


def test_a_page_that_has_not_seen_another_passage_is_not_saved(client, debate, relation, curator):
    client.force_login(curator)
    address = page("claims_relation", "change", relation.pk)
    stale = filled(client.get(address), reason="They exclude each other.")
    RelationEvidenceFactory(relation=relation, passage=debate.bare)
    client.post(address, stale)
    relation.refresh_from_db()

    assert relation.reason == "The one follows from the other."


def test_the_passages_of_what_is_accepted_are_shown_and_cannot_be_changed(client, debate, relation, curator, editor):
    RelationEvidenceFactory(relation=relation, passage=debate.bare)
    relation.refresh_from_db()
    submit(relation, by=curator)
    approve(relation, by=editor)
    client.force_login(editor)
    shown = client.get(page("claims_relation", "change", relation.pk)).content.decode()

    assert "Nobody knows why it did not stay shut." in shown
    assert ROW not in shown


def test_private_words_are_not_shown_to_whoever_may_not_read_them(client, relation, curator):
    text = TextFactory(content="The words of a letter.", rights="private")
    RelationEvidenceFactory(relation=relation, passage__text=text, passage__start=4, passage__end=9)
    client.force_login(curator)
    shown = client.get(page("claims_relation", "change", relation.pk)).content.decode()

    assert "<blockquote" not in shown
    assert "The rights of this text are private" in shown


def test_a_page_costs_as_much_however_many_passages_it_shows(client, debate, relation, curator, django_assert_max_num_queries):
    client.force_login(curator)
    for passage in (debate.public, debate.under_draft, debate.bare):
        RelationEvidenceFactory(relation=relation, passage=passage)

    with django_assert_max_num_queries(40):
        assert client.get(page("claims_relation", "change", relation.pk)).status_code == 200
