"""Law 4: what stands on corrected words is re-opened, once and exactly that, whoever corrects and by whatever path."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from claims.models import Claim, Evidence, Review
from claims.models.excerpts import excerpts_visible_to
from claims.services.propose import propose_evidence
from claims.services.reopened import move_evidence, why_reopened
from claims.services.review import WrongStateError, approve, reject, retract
from claims.services.verify import verify_database
from history.laws import declared_laws
from history.models import Change
from history.services import recorded
from sources.models import Passage, Text
from sources.services.correct_text import NewWords, accept_correction, preview_correction
from tests.debate import LINK, WORDS, Debate, reviewed_claim
from tests.factories.sources import PassageFactory, TextFactory


def correct(text: Text, words: str, by=None) -> Text:
    new = NewWords(words, "repaired.txt", "text/plain", "plain text 1")
    return accept_correction(text, new, by=by, seen=preview_correction(text, new).seen, reason="Misread.")


@pytest.fixture
def text(debate: Debate) -> Text:
    return Text.objects.get(document=debate.document)


CHANGED = WORDS.replace("at dawn", "at dusk")
ELSEWHERE = WORDS.replace("It opened again at noon.", "It opened once more at noon.")
GONE = WORDS.replace("The harbour gate closed at dawn. ", "")


@pytest.mark.parametrize(("words", "why"), [(CHANGED, "corrected"), (GONE, "left out")])
def test_evidence_on_corrected_words_is_reopened_and_says_why(debate, text, editor, words, why):
    new = correct(text, words, by=editor)

    evidence = Evidence.objects.get(pk=debate.accepted.pk)
    review = evidence.reviews.get(action="reopen")
    assert evidence.status == "in_review"
    assert (review.by, review.stood_on, review.corrected) == (editor, debate.public, new.passages.get(derived_from=debate.public))
    assert review.comment == f"The words it stands on were {why} in version 2 of the text."
    change = Change.objects.of(evidence).last()
    assert (change.changed, change.user, change.reason) == (["status"], editor.username, review.comment)
    assert Change.objects.of(new).get().reason == "Corrected text: Misread."


def test_evidence_whose_words_only_moved_stays_accepted(debate, text):
    correct(text, ELSEWHERE)

    assert Evidence.objects.get(pk=debate.accepted.pk).status == "accepted"
    assert not Review.objects.filter(action="reopen").exists()


def test_a_later_correction_reaches_evidence_on_the_version_before_the_last(debate, text):
    newer = correct(text, f"{WORDS} So it was told.")

    correct(newer, f"{CHANGED} So it was told.")

    evidence = Evidence.objects.get(pk=debate.accepted.pk)
    assert (evidence.status, evidence.passage) == ("in_review", debate.public)
    assert evidence.reviews.get(action="reopen").corrected.text.version == 3
    assert verify_database()[1] == []


def test_exactly_the_evidence_on_those_words_is_reopened(debate, text, curator, editor):
    other = reviewed_claim(debate.bare, curator, editor, "It stood open.", "stood-open")
    draft = propose_evidence(by=curator, claim=other, passage=debate.public, **LINK)

    correct(text, CHANGED)

    states = dict(Evidence.objects.values_list("public_id", "status"))
    assert {name: state for name, state in states.items() if state == "in_review"} == {debate.accepted.public_id: "in_review"}
    assert states[draft.public_id] == "draft"
    assert Change.objects.filter(reason__contains="were corrected").count() == 1


def test_a_published_claim_stays_published_and_is_marked_unsupported(debate, text):
    assert not Claim.objects.unsupported().exists()

    correct(text, CHANGED)

    assert list(Claim.objects.unsupported()) == [debate.published]
    assert Claim.objects.get(pk=debate.published.pk).status == "published"


def test_what_was_public_stays_readable_and_the_record_of_gone_words_never_is(debate, text, editor):
    new = correct(text, GONE)

    assert list(excerpts_visible_to(None)) == [debate.public]
    assert not excerpts_visible_to(editor).filter(status="orphaned").exists()
    reject(Evidence.objects.get(pk=debate.accepted.pk), by=editor, comment="The words are gone.")
    assert list(excerpts_visible_to(None)) == []
    assert new.passages.filter(status="orphaned").count() == 1


def test_what_stays_readable_stays_counted_as_long_as_it_is(debate, text, curator, editor):
    def shown() -> list[Passage]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT passage_id FROM sources_shownspan ORDER BY passage_id")
            return [Passage.objects.get(pk=pk) for (pk,) in cursor.fetchall()]

    new = correct(text, CHANGED)
    evidence = Evidence.objects.get(pk=debate.accepted.pk)
    assert shown() == list(excerpts_visible_to(None)) == [debate.public]

    approve(move_evidence(evidence, by=curator), by=editor)
    there = new.passages.get(derived_from=debate.public)
    assert shown() == list(excerpts_visible_to(None).order_by("pk")) == [debate.public, there]

    retract(evidence, by=editor, comment="It says something else.")
    assert shown() == list(excerpts_visible_to(None)) == []


def test_raw_sql_reopens_too(debate, text):
    new = TextFactory(document=debate.document, content=CHANGED, version=2, derived_from=text)
    for passage in text.passages.all():
        changed = passage == debate.public
        PassageFactory(text=new, start=passage.start, end=passage.end, derived_from=passage, carried="changed" if changed else "moved")

    evidence = Evidence.objects.get(pk=debate.accepted.pk)
    assert evidence.status == "in_review"
    assert evidence.reviews.get(action="reopen").by is None


def test_nobody_reopens_what_was_not_corrected(debate, text, editor):
    moved = correct(text, ELSEWHERE).passages.get(derived_from=debate.public)
    accepted = Evidence.objects.get(pk=debate.accepted.pk)
    reopening = {"evidence": accepted, "action": "reopen", "revision": accepted.revision, "by": editor, "stood_on": debate.public}

    for corrected in (moved, text.passages.exclude(pk=debate.public.pk).first()):
        with pytest.raises(IntegrityError, match="re-opened only by a correction"), recorded(by=editor):
            Review.objects.create(**reopening, corrected=corrected)
    with pytest.raises(IntegrityError, match="reopened_by|re-opened only"), recorded(by=editor):
        Review.objects.create(**{**reopening, "stood_on": None})
    with pytest.raises(IntegrityError, match="goes from accepted to in_review only by a review"), transaction.atomic():
        Evidence.objects.filter(pk=accepted.pk).update(status="in_review")


def test_evidence_never_stands_on_words_that_are_gone(debate, text, curator):
    orphan = correct(text, GONE).passages.get(status="orphaned")

    with pytest.raises(ValidationError, match="no evidence stands on words that a correction removed"):
        propose_evidence(by=curator, claim=debate.draft, passage=orphan, **LINK)


# The way back.


def test_reopened_evidence_is_accepted_again_where_it_stands(debate, text, editor):
    correct(text, CHANGED)
    evidence = Evidence.objects.get(pk=debate.accepted.pk)

    approve(evidence, by=editor)

    assert (evidence.status, evidence.passage) == ("accepted", debate.public)
    assert not Claim.objects.unsupported().exists()
    assert verify_database()[1] == []


def test_reopened_evidence_is_moved_to_the_corrected_words_and_accepted_by_a_second_person(debate, text, curator, editor):
    new = correct(text, CHANGED)
    evidence = Evidence.objects.get(pk=debate.accepted.pk)
    why = why_reopened(evidence)
    assert [(piece.before, piece.after) for piece in why.diff if piece.before != piece.after] == [("dawn", "dusk")]

    move_evidence(evidence, by=curator, comment="The scan is plain.", revision=evidence.revision)
    assert (evidence.status, evidence.passage, evidence.passage.text) == ("in_review", why.now, new)
    approve(evidence, by=editor)

    assert Evidence.objects.get(pk=evidence.pk).status == "accepted"
    assert set(excerpts_visible_to(None)) == {debate.public, why.now}
    assert why_reopened(evidence) is None
    assert verify_database()[1] == []


def test_who_moved_it_does_not_accept_it(debate, text, editor):
    correct(text, CHANGED)
    evidence = move_evidence(Evidence.objects.get(pk=debate.accepted.pk), by=editor)

    with pytest.raises(ValidationError, match="ask a second person"):
        approve(evidence, by=editor)


def test_where_the_words_are_gone_another_passage_of_the_document_is_chosen(debate, text, curator):
    new = correct(text, GONE)
    evidence = Evidence.objects.get(pk=debate.accepted.pk)
    other = new.passages.get(derived_from=debate.bare)

    with pytest.raises(ValidationError, match="The words are gone from the newest version"):
        move_evidence(evidence, by=curator)
    with pytest.raises(ValidationError, match="of another document"):
        move_evidence(evidence, by=curator, passage=PassageFactory())

    assert move_evidence(evidence, by=curator, passage=other).passage == other


def test_only_reopened_evidence_is_moved(debate, curator):
    with pytest.raises(WrongStateError, match="was not re-opened by a correction"):
        move_evidence(debate.accepted, by=curator)


def test_verify_knows_the_laws_of_corrections(db):
    declared = {trigger for _, trigger in declared_laws().triggers}

    assert {"law_correction", "law_all_carried", "law_carried", "law_lineage", "law_reopen", "law_no_orphan"} <= declared
    assert verify_database()[1] == []
