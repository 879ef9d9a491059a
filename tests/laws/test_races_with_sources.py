"""Imports, corrections, retractions and merges at the very moment of a decision, in both orders."""

from __future__ import annotations

import io
import json
from functools import partial

import pytest
from django.core.exceptions import ValidationError

from claims.exchange.importing import import_claims
from claims.models import AuthorAccount, Claim
from claims.services.edit_draft import edit_draft
from claims.services.review import StaleRevisionError
from claims.services.ties import end_tie, say_who_an_author_is
from history.services import recorded
from sources.models import Author, Document
from sources.services.correct_text import NewWords, accept_correction, preview_correction
from sources.services.merging.merge import merge_authors, merge_documents
from sources.services.retract_document import retract_document
from tests.factories.sources import AuthorFactory, DocumentFactory
from tests.laws.racing import RacedFor, race, who


def imports(scene: RacedFor, told: list[str]) -> None:
    """Bring the claim in again, in other words; note what became of it, and what was otherwise here."""
    line = {"id": scene.claim.public_id, "type": "event", "statement": f"It came shut, {scene.number}.", "attributes": {"what": "closing"}}
    with recorded(by=who("carla")):
        import_claims(
            io.BytesIO(json.dumps(line).encode()),
            update=True,
            report=lambda outcome: told.extend(
                [outcome.result, *(one.here for one in outcome.differences), *(str(one) for one in outcome.errors)]
            ),
        )


def edits(scene: RacedFor) -> None:
    """As the editing page does: the row is locked, the revision compared."""
    claim = Claim.objects.select_for_update().get(pk=scene.claim.pk)
    if claim.revision != scene.claim.revision:
        raise StaleRevisionError(f"You saw revision {scene.claim.revision}.")
    edit_draft(claim, by=who("cyril"), changes={"statement": f"It fell shut, {scene.number}."})


def test_an_import_writes_over_no_edit_that_it_did_not_see(sessions, scene):
    told: list[str] = []

    assert race(sessions, partial(edits, scene), partial(imports, scene, told)) == ("", "")

    assert told == ["updated", f"It fell shut, {scene.number}."]


def test_an_edit_writes_over_no_import_that_it_did_not_see(sessions, scene):
    told: list[str] = []

    assert race(sessions, partial(imports, scene, told), partial(edits, scene)) == ("", f"You saw revision {scene.claim.revision}.")

    scene.claim.refresh_from_db()
    assert (told[:2], scene.claim.statement) == (["updated", f"It closed, {scene.number}."], f"It came shut, {scene.number}.")


def test_nothing_is_approved_that_an_import_writes_over_at_that_moment(sessions, scene):
    told: list[str] = []

    assert race(sessions, partial(imports, scene, told), partial(scene.approve, scene.claim))[1].startswith(
        "You saw revision 2; it is 3 now"
    )
    assert (scene.told()[0], told[0]) == ("draft", "updated")


def test_nor_does_an_import_write_over_what_is_approved_at_that_moment(sessions, scene):
    told: list[str] = []

    assert race(sessions, partial(scene.approve, scene.claim), partial(imports, scene, told)) == ("", "")
    scene.claim.refresh_from_db()
    assert (scene.told()[0], scene.claim.statement, told[0]) == ("published", f"It closed, {scene.number}.", "failed")


def corrects(scene: RacedFor) -> None:
    """As a person does, who looks once more where something changed since they looked."""
    text = scene.document.texts.get()
    new = NewWords(
        str(text.content).replace("again", "once more").replace("at dawn", "at dusk"), "repaired.txt", "text/plain", "plain text 1"
    )
    try:
        accept_correction(text, new, by=who("ada"), seen=preview_correction(text, new).seen, reason="Misread.")
    except ValidationError:
        accept_correction(text, new, by=who("ada"), seen=preview_correction(text, new).seen, reason="Misread.")


def takes_back(scene: RacedFor) -> None:
    retract_document(scene.document, by=who("ada"), reason="Invented.")


@pytest.mark.parametrize("happens", [corrects, takes_back])
def test_what_is_approved_on_words_that_go_at_that_moment_is_open_again_or_was_decided_after(sessions, scene, happens):
    assert race(sessions, partial(scene.approve, scene.waits), partial(happens, scene)) == ("", "")
    assert scene.told() == ("in_review", "in_review", "in_review")


@pytest.mark.parametrize("happens", [corrects, takes_back])
def test_no_claim_is_published_on_evidence_that_is_opened_again_at_that_moment(sessions, scene, happens):
    assert race(sessions, partial(happens, scene), partial(scene.approve, scene.claim))[1].startswith("law 2: claim")
    assert scene.told()[0] == "in_review"


@pytest.mark.parametrize("happens", [corrects, takes_back])
def test_a_claim_published_a_moment_before_is_left_without_ground_and_says_so(sessions, scene, happens):
    assert race(sessions, partial(scene.approve, scene.claim), partial(happens, scene)) == ("", "")
    assert scene.told() == ("published", "in_review", "in_review")
    assert scene.claim.standing.category == "unsupported"


def merges_authors(scene: RacedFor, twin: Author) -> None:
    merge_authors(kept=scene.author, merged=twin, by=who("ada"), reason="The same.")


def merges_documents(scene: RacedFor, twin: Document) -> None:
    merge_documents(twin, scene.document, by=who("ada"), reason="The same.")


def test_a_merge_that_makes_the_decider_an_author_is_seen_or_comes_after(sessions, scene):
    with recorded(by=who("carla")):
        twin, other = AuthorFactory(family=f"Twin {scene.number}"), AuthorFactory(family=f"Other {scene.number}")
    for author in (twin, other):
        say_who_an_author_is(by=who("edgar"), account=who("edgar"), author=author)

    assert race(sessions, partial(scene.approve, scene.claim), partial(merges_authors, scene, twin)) == ("", "")
    end_tie(AuthorAccount.objects.get(author=scene.author), by=who("ada"), because="A namesake.")
    assert race(sessions, partial(merges_authors, scene, other), partial(scene.approve, scene.waits))[1].endswith("somebody else decides")
    assert scene.told() == ("published", "accepted", "in_review")


def test_evidence_goes_along_with_a_merge_of_documents_whoever_approves_it_at_that_moment(sessions, scene):
    with recorded(by=who("carla")):
        twin, third = DocumentFactory(), DocumentFactory()

    assert race(sessions, partial(scene.approve, scene.waits), partial(merges_documents, scene, twin)) == ("", "")
    scene.document = twin
    assert race(sessions, partial(merges_documents, scene, third), partial(scene.approve, scene.claim)) == ("", "")

    assert scene.told() == ("published", "accepted", "accepted")
    assert {one.passage.document_id for one in scene.claim.evidence.select_related("passage")} == {third.pk}
