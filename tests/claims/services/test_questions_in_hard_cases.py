"""Questions where documents are merged, hidden, retracted and put back, where evidence is undercut and claims are revised."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from claims.models import Claim
from claims.services.contradictions import compare_waiting
from claims.services.propose import propose_evidence, propose_relation
from claims.services.review import approve, retract, submit
from claims.services.revise import revise
from claims.services.verify_comparisons import comparison_faults
from history.services import recorded
from sources.models import Document
from sources.services.merging import merge_documents, undo_merge
from sources.services.retract_document import lift_retraction, retract_document
from tests.claims.measured import measured, publish
from tests.debate import LINK, reviewed_claim
from tests.factories.sources import DocumentFactory, PassageFactory, TextFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(api, editor) -> Callable[[str], set[str]]:
    """The ids of the claims that answer a question: the same for a stranger and an editor, and as many as both are told that there are."""

    def ask(slug: str) -> set[str]:
        found = []
        for reader in (None, editor):
            api.force_authenticate(reader)
            page = api.get("/api/v1/claims/", {"question": slug, "count": "true"}).json()
            (told,) = (one["count"] for one in api.get("/api/v1/questions/").json()["results"] if one["slug"] == slug)
            assert (page["count"], told) == (len(page["results"]), len(page["results"]))
            found.append({claim["id"] for claim in page["results"]})
        assert found[0] == found[1]
        assert list(comparison_faults()) == []
        return found[0]

    return ask


def decided(record: Any, curator, editor) -> Any:
    submit(record, by=curator)
    approve(record, by=editor)
    return record


def names(*claims: Claim) -> set[str]:
    return {claim.public_id for claim in claims}


def test_what_is_undercut_is_no_side_of_one_document(debate, curator, editor, asked):
    decided(propose_evidence(by=curator, claim=debate.published, passage=debate.bare, **LINK | {"stance": "disputes"}), curator, editor)
    assert asked("for-and-against") == names(debate.published)

    forger = reviewed_claim(PassageFactory(), curator, editor, "The log is forged.", "log-is-forged")
    decided(
        propose_relation(by=curator, from_claim=forger, kind="undercuts", to_evidence=debate.accepted, reason="Forged."), curator, editor
    )
    assert asked("for-and-against") == set()

    retract(forger, by=editor, comment="It is genuine.")
    assert asked("for-and-against") == names(debate.published)


def test_two_documents_that_turn_out_to_be_one_argue_with_themselves_until_the_merge_is_undone(debate, curator, editor, asked):
    elsewhere = PassageFactory(text=TextFactory(document=DocumentFactory()))
    decided(propose_evidence(by=curator, claim=debate.published, passage=elsewhere, **LINK | {"stance": "disputes"}), curator, editor)
    assert asked("for-and-against") == set()

    merge = merge_documents(debate.document, elsewhere.document, by=editor, reason="One work.")
    assert asked("for-and-against") == names(debate.published)

    undo_merge(merge, by=editor, reason="Two works.")
    assert asked("for-and-against") == set()


def test_a_contradiction_is_there_as_long_as_two_documents_bear_it_whatever_happens_to_one_of_them(curator, editor, asked):
    documents = [DocumentFactory(), DocumentFactory()]
    both = names(*(publish(measured(curator, value, document), curator, editor) for value, document in enumerate(documents)))
    compare_waiting()
    assert asked("contradictions") == both

    for is_hidden in (True, False):
        with recorded(by=editor):
            Document.objects.filter(pk=documents[1].pk).update(is_hidden=is_hidden)
        assert asked("contradictions") == (set() if is_hidden else both)

    retraction = retract_document(documents[1], by=editor, reason="Misread.")
    assert asked("contradictions") == set()
    lift_retraction(retraction, by=editor, reason="Reinstated.")
    assert asked("contradictions") == both

    documents = [Document.objects.get(pk=document.pk) for document in documents]
    merge = merge_documents(*documents, by=editor, reason="One work.")
    assert asked("contradictions") == set()
    undo_merge(merge, by=editor, reason="Two works.")
    assert asked("contradictions") == both


def test_a_revision_contradicts_in_the_place_of_what_it_revised(curator, editor, asked):
    one, other = (publish(measured(curator, value), curator, editor) for value in (4, 5))
    compare_waiting()

    draft = revise(other, by=curator)
    for link in draft.evidence.all():
        decided(link, curator, editor)
    assert asked("contradictions") == names(one, other)

    decided(draft, curator, editor)
    # Until it is compared nothing is said of it; what it revised says nothing any more.
    assert asked("contradictions") == set()
    compare_waiting()
    assert asked("contradictions") == names(one, draft)


def test_a_relation_that_is_taken_back_contradicts_no_more_and_what_types_found_stays(curator, editor, asked):
    one, other, third = (
        publish(measured(curator, value, **said), curator, editor) for value, said in ((4, {}), (5, {}), (6, {"as_of": "1999"}))
    )
    relations = [
        decided(propose_relation(by=curator, from_claim=end, kind="contradicts", to_claim=one, reason="Not both."), curator, editor)
        for end in (other, third)
    ]
    compare_waiting()
    assert asked("contradictions") == names(one, other, third)

    for relation in relations:
        retract(relation, by=editor, comment="They may.")

    assert asked("contradictions") == names(one, other)
