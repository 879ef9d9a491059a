"""What a claim stands on is counted right when documents become one, hidden or dependent while evidence from them is being accepted."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest

from claims.models import ClaimStanding, Evidence
from claims.services.propose import propose_evidence
from claims.services.review import submit
from claims.services.ties import say_who_an_author_is
from history.services import recorded
from sources.models import Contribution, Document
from sources.services.merging import merge_documents, undo_merge
from tests.factories.sources import AuthorFactory, ContributionFactory, DocumentFactory, PassageFactory, TextFactory
from tests.laws.cast import LINK, WORDS
from tests.laws.racing import RacedFor, race, who


@pytest.fixture
def second(scene: RacedFor) -> Evidence:
    """Evidence that waits, from another document by somebody else."""
    with recorded(by=who("carla")):
        document = DocumentFactory()
        ContributionFactory(document=document, author=AuthorFactory())
        passage = PassageFactory(text=TextFactory(document=document, content=f"Second {scene.number}. {WORDS}"), start=10, end=30)
    evidence: Evidence = propose_evidence(by=who("carla"), claim=scene.claim, passage=passage, **LINK)
    submit(evidence, by=who("carla"))
    return evidence


def merges(scene: RacedFor, other: Document) -> None:
    merge_documents(scene.document, other, by=who("ada"), reason="The same.")


def hides(scene: RacedFor, other: Document) -> None:
    with recorded(by=who("ada")):
        Document.objects.filter(pk=other.pk).update(is_hidden=True)


def finds_a_reprint(scene: RacedFor, other: Document) -> None:
    with recorded(by=who("ada")):
        Document.objects.filter(pk=other.pk).update(original=scene.document)


def credits_the_same_author(scene: RacedFor, other: Document) -> None:
    with recorded(by=who("ada")):
        Contribution(document=other, author=scene.author, role="author", position=2).save()


HAPPENINGS = {merges: (1, 1), hides: (1, 1), finds_a_reprint: (2, 1), credits_the_same_author: (2, 1)}


@pytest.mark.parametrize("is_first", [True, False])
@pytest.mark.parametrize("happens", HAPPENINGS)
def test_what_is_accepted_while_its_document_changes_counts_as_afterwards(
    sessions, scene, second, happens: Callable[[RacedFor, Document], None], *, is_first: bool
):
    acts = [partial(happens, scene, second.passage.document), partial(scene.approve, second)]

    assert race(sessions, *(acts if is_first else reversed(acts))) == ("", "")

    standing = ClaimStanding.objects.get(claim=scene.claim)
    assert (standing.supporting_documents, standing.supporting_sources) == HAPPENINGS[happens]


def test_who_becomes_an_author_of_it_by_a_merge_of_documents_decides_before_or_not_at_all(sessions, scene, second):
    """The editor is an author of the document that stays; the evidence is from the one that is merged into it."""
    say_who_an_author_is(by=who("edgar"), account=who("edgar"), author=scene.author)
    merging = partial(merges, scene, second.passage.document)

    assert race(sessions, merging, partial(scene.approve, second))[1].endswith("somebody else decides")


def test_who_was_an_author_of_it_until_a_merge_was_undone_decides_afterwards(sessions, scene, second):
    say_who_an_author_is(by=who("edgar"), account=who("edgar"), author=scene.author)
    merge = merge_documents(scene.document, second.passage.document, by=who("ada"), reason="The same.")

    assert race(sessions, partial(undo_merge, merge, by=who("ada"), reason="Two."), partial(scene.approve, second)) == ("", "")
    second.refresh_from_db()
    assert second.status == "accepted"


def test_a_merge_waits_for_an_approval_and_takes_its_evidence_along(sessions, scene, second):
    say_who_an_author_is(by=who("edgar"), account=who("edgar"), author=scene.author)

    assert race(sessions, partial(scene.approve, second), partial(merges, scene, second.passage.document)) == ("", "")
    second.refresh_from_db()
    assert (second.status, second.passage.document_id) == ("accepted", scene.document.pk)
