"""An entity tag is made of what its reader is shown, and is still the one that everybody else gets."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, User

from claims.models import Relation
from claims.services.accounts import MACHINES
from claims.services.propose import propose_evidence, propose_relation
from claims.services.review import approve, submit
from tests.claims.api.writers import signed_in
from tests.debate import LINK, WORDS, Debate, reviewed_claim
from tests.factories.claims import ClaimTopicFactory, CommentFactory, RelationFactory, TopicFactory
from tests.factories.sources import PassageFactory, TextFactory

CLAIM = "/api/v1/claims/gate-closed-early/"


@pytest.fixture
def machine(db) -> User:
    user = User.objects.create_user("m4")
    user.groups.add(Group.objects.get(name=MACHINES))
    return user


@pytest.fixture
def relation(debate: Debate, curator, editor) -> Relation:
    """Accepted; what bears it out is from two documents, one of which is hidden since."""
    hidden = PassageFactory(text=TextFactory(content=WORDS), start=0, end=32)
    passage = PassageFactory(text=debate.public.text, start=4, end=11)
    other = reviewed_claim(passage, curator, editor, "The gate stayed open.", "gate-stayed-open")
    relation = propose_relation(
        by=curator,
        from_claim=debate.published,
        to_claim=other,
        kind="contradicts",
        reason="One excludes the other.",
        evidence=[debate.bare, hidden],
    )
    submit(relation, by=curator)
    approve(relation, by=editor)
    hidden.document.is_hidden = True
    hidden.document.save()
    return relation


def test_every_reader_gets_the_tag_that_strangers_get_whatever_else_they_are_shown(debate, relation, curator, editor, machine, api):
    for_staff = propose_evidence(by=curator, claim=debate.published, passage=debate.bare, **LINK)
    submit(for_staff, by=curator)
    propose_evidence(by=machine, claim=debate.published, passage=debate.under_draft, tool="matcher 1.2", **LINK)
    RelationFactory(from_claim=debate.published)
    addresses = [CLAIM, f"/api/v1/evidence/{debate.accepted.public_id}/", f"/api/v1/relations/{relation.public_id}/"]
    readers = [signed_in(one) for one in (curator, editor, machine)]

    bodies = [[reader.get(address) for reader in readers] for address in addresses]

    strangers = [api.get(address) for address in addresses]
    assert [{answer["ETag"] for answer in answers} for answers in bodies] == [{answer["ETag"]} for answer in strangers]
    assert [len(answer.json()["evidence"]) for answer in (strangers[0], *bodies[0])] == [1, 3, 3, 2]
    assert [len(answer.json()["relations"]) for answer in (strangers[0], *bodies[0])] == [1, 2, 2, 1]
    assert [len(answer.json()["evidence"]) for answer in (strangers[2], *bodies[2])] == [1, 2, 2, 1]
    assert "conflicts" in bodies[1][0].json()


def test_the_answer_to_a_write_has_the_tag_that_the_next_write_is_asked_for(debate, curator, editor):
    """It is made of what the writer is shown; the next one is compared with what is read as for a stranger."""
    writing, deciding = signed_in(curator), signed_in(editor)
    draft = "/api/v1/claims/gate-opened-late/"
    CommentFactory(claim=debate.draft)
    tag, statuses = writing.get(draft)["ETag"], []

    for client, verb, body in (
        (writing, "", {"statement": "It opened too late.", "topics": [ClaimTopicFactory(claim=debate.draft).topic.slug]}),
        (writing, "submit/", {}),
        (deciding, "request_changes/", {"comment": "When?"}),
        (writing, "submit/", {}),
    ):
        send = client.post if verb else client.patch
        tag = client.get(draft)["ETag"] if verb == "" else tag
        answer = send(f"{draft}{verb}", body, format="json", headers={"If-Match": tag})
        statuses.append(answer.status_code)
        tag = answer["ETag"]

    assert statuses == [200] * 4
    assert (tag, deciding.get(draft)["ETag"]) == (writing.get(draft)["ETag"],) * 2


def test_what_everybody_is_shown_changes_the_tag(debate, relation, curator, editor, api):
    """Each of these leaves the claim's own revision as it is."""
    text = debate.public.text

    def accept_more() -> None:
        more = propose_evidence(by=curator, claim=debate.published, passage=debate.bare, **LINK | {"stance": "disputes"})
        submit(more, by=curator)
        approve(more, by=editor)

    def name_a_topic() -> None:
        ClaimTopicFactory(claim=debate.published, topic=TopicFactory(slug="gates"))

    def rename_the_document() -> None:
        type(debate.document).objects.filter(pk=debate.document.pk).update(title="Holding the gates")

    def rename_the_page() -> None:
        text.marks.filter(start=0).update(value="iv")

    def withhold_the_words() -> None:
        type(text).objects.filter(pk=text.pk).update(rights="private")

    def rename_the_account() -> None:
        User.objects.filter(pk=curator.pk).update(username="karla")

    tags = [api.get(CLAIM)["ETag"]]
    for change in (accept_more, name_a_topic, rename_the_document, rename_the_page, withhold_the_words, rename_the_account):
        change()
        tags.append(api.get(CLAIM)["ETag"])

    assert len(set(tags)) == 7
    assert {tag.partition("-")[0] for tag in tags} == {tags[0].partition("-")[0]}
