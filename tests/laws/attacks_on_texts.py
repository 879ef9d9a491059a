"""Attacks on words: texts, passages, marks, corrections, retractions, and what is shown of a text."""

from __future__ import annotations

from claims.services.review import approve, reject, submit
from sources.models import Passage, Text
from sources.services.correct_text import NewWords, accept_correction, preview_correction
from sources.services.retract_document import lift_retraction, retract_document
from tests.factories.claims import EvidenceFactory
from tests.factories.sources import DocumentFactory, PassageFactory, ReferenceFactory, RetractionFactory, TextFactory
from tests.laws.attacking import Scene, Steps, attack


def corrected(s: Scene, text: Text, old: str, new: str) -> Text:
    """A correction by an editor."""
    words = NewWords((text.content or "").replace(old, new), "repaired.txt", "text/plain", "plain text 1")
    return accept_correction(text, words, by=s.edith, seen=preview_correction(text, words).seen, reason="Misread.")


def lonely(content: str = "Alpha is the first. Beta is the second.", **columns: object) -> Text:
    """A text with no passage but one at its beginning, of a document of its own."""
    text: Text = TextFactory.create(content=content, document=DocumentFactory(), **columns)
    return text


@attack("sources_text", "law_text", refused="never change", seen="law 1: text .* has other words than its SHA-256 says")
def words_are_altered(s: Scene) -> Steps:
    yield
    s.run("UPDATE sources_text SET content = upper(content) WHERE id = %s", s.shown.pk)


@attack(
    "sources_text",
    "law_text_arrives",
    refused="does not give its own hash",
    seen="law 1: passage .* is pinned, and the words of its text are held",
)
def words_come_in_that_belie_a_pin(s: Scene) -> Steps:
    text = lonely(content=None, words="Alpha is the first.")
    PassageFactory(text=text, start=0, end=5, status="pinned", quote_sha256="0" * 64)
    yield
    s.run("UPDATE sources_text SET content = 'Alpha is the first.' WHERE id = %s", text.pk)


@attack(
    "sources_text",
    "law_references_arrive",
    refused="reference .* does not give its own hash",
    seen="law 1: reference .* is not the slice of its text",
)
def words_come_in_that_belie_a_citation(s: Scene) -> Steps:
    text = lonely(content=None, words="As Ashdown says, gates close.")
    ReferenceFactory(citing=text.document, text=text, start=0, end=10, raw="", raw_sha256="0" * 64)
    yield
    s.run("UPDATE sources_text SET content = 'As Ashdown says, gates close.' WHERE id = %s", text.pk)


@attack(
    "sources_text",
    "law_keep",
    refused="law 1: sources_text .* is kept",
    foreign_keys=True,
    unseen="what is deleted is in the history; what referred to it, the foreign keys hold",
)
def a_text_with_passages_is_deleted(s: Scene) -> Steps:
    yield
    s.run("DELETE FROM sources_text WHERE id = %s", s.shown.pk)


@attack("sources_text", "await_view", unseen="it is an index, which is made again from the words")
def words_come_in_and_wait_for_no_index(s: Scene) -> Steps:
    yield
    text = lonely()
    yield not s.holds("SELECT 1 FROM sources_textview WHERE text_id = %s", text.pk)


@attack("sources_passage", "index_passage", unseen="it is an index, which is made again from the words")
def a_quote_is_not_found(s: Scene) -> Steps:
    yield
    passage = PassageFactory(text=s.shown, start=5, end=20)
    yield not s.holds("SELECT 1 FROM sources_passageindex WHERE passage_id = %s", passage.pk)


@attack("sources_passage", "law_passage", refused="law 1: passage .* never changes", seen="law 1: passage .* is not the slice of its text")
def a_passage_is_moved(s: Scene) -> Steps:
    yield
    s.run('UPDATE sources_passage SET start = start + 4, "end" = "end" + 4 WHERE id = %s', s.ground.pk)


@attack(
    "sources_passage",
    "law_keep",
    refused="law 1: sources_passage .* is kept",
    foreign_keys=True,
    unseen="what is deleted is in the history; what referred to it, the foreign keys hold",
)
def a_passage_under_evidence_is_deleted(s: Scene) -> Steps:
    yield
    s.run("DELETE FROM sources_passage WHERE id = %s", s.ground.pk)


@attack(
    "sources_passage", "law_keep_published", refused="is or was published", seen="law 1: sources_passage .* was deleted: it may be cited"
)
def a_passage_that_was_published_is_deleted(s: Scene) -> Steps:
    passage = PassageFactory(text=s.shown, start=60, end=90, is_published=True)
    s.act("edith")
    s.run("UPDATE sources_passage SET is_published = false WHERE id = %s", passage.pk)
    yield
    s.run("DELETE FROM sources_passage WHERE id = %s", passage.pk)


@attack("sources_mark", "law_mark", refused="ends past its text", seen="law 1: mark .* is no stretch of its text")
def a_mark_runs_past_its_text(s: Scene) -> Steps:
    yield
    s.run('UPDATE sources_mark SET "end" = 100000')


# Corrections.


@attack(
    "sources_text",
    "law_correction",
    refused="must be a later version of the same document",
    seen="law 1: text .* is no later version of the text",
)
def a_correction_belongs_to_another_document(s: Scene) -> Steps:
    old = lonely()
    yield
    TextFactory(document=s.waiting, version=2, derived_from=old, content="Alpha was the first.")


@attack(
    "sources_passage",
    "law_carried",
    refused="is called moved, but its words are not",
    seen="law 1: passage .* is not what it is called: moved",
)
def changed_words_are_called_moved(s: Scene) -> Steps:
    old = lonely()
    passage = PassageFactory(text=old, start=0, end=5)
    yield
    new = TextFactory(document=old.document, version=2, derived_from=old, content="Omega is the first. Beta is the second.")
    PassageFactory(text=new, start=0, end=5, derived_from=passage, carried="moved")


@attack(
    "sources_passage",
    "law_lineage",
    refused="says what a correction made of another one",
    seen="law 1: sources_passage .* was deleted|not carried over",
)
def what_a_correction_made_is_deleted(s: Scene) -> Steps:
    old = lonely()
    PassageFactory(text=old, start=0, end=5)
    new = corrected(s, old, "Beta", "Gamma")
    yield
    s.run("DELETE FROM sources_passage WHERE text_id = %s", new.pk)


@attack("sources_text", "law_all_carried", refused="is not carried over", seen="law 1: passage .* was not carried over")
def a_correction_leaves_a_passage_behind(s: Scene) -> Steps:
    old = lonely()
    PassageFactory(text=old, start=0, end=5)
    yield
    TextFactory(document=old.document, version=2, derived_from=old, content="Omega is the first.")


@attack("sources_passage", "law_reopen", seen="law 4: evidence .* stayed accepted when its words were changed")
def words_under_evidence_are_corrected(s: Scene) -> Steps:
    yield
    corrected(s, s.shown, "at dawn", "at dusk")
    yield s.state(s.evidence) == "accepted"


@attack(
    "claims_evidence",
    "law_no_orphan",
    refused="no evidence stands on words that a correction removed",
    seen="law 2: evidence .* stands on words that are gone",
)
def evidence_stands_on_words_that_are_gone(s: Scene) -> Steps:
    old = lonely()
    PassageFactory(text=old, start=0, end=19)
    new = corrected(s, old, "Alpha is the first. ", "")
    orphan = Passage.objects.get(text=new, status="orphaned")
    yield
    EvidenceFactory(claim=s.draft, passage=orphan)


# Retractions.


@attack(
    "sources_retraction",
    "law_retraction",
    refused="recorded and lifted by editors",
    seen="law 4: retraction .* was not recorded by an editor",
)
def a_curator_retracts(s: Scene) -> Steps:
    yield
    s.act("carla")
    RetractionFactory(document=s.waiting)


@attack("sources_retraction", "law_retracted", seen="law 4: evidence .* stayed accepted when its document was retracted")
def a_document_under_evidence_is_retracted(s: Scene) -> Steps:
    yield
    retract_document(s.holding, by=s.edith, reason="Invented.")
    yield s.state(s.evidence) == "accepted"


@attack("sources_retraction", "law_retraction_lifted", seen="law 4: evidence .* was not restored when retraction .* was lifted")
def a_retraction_is_lifted(s: Scene) -> Steps:
    retraction = retract_document(s.holding, by=s.edith, reason="Invented.")
    yield
    lift_retraction(retraction, by=s.edith, reason="It was not.")
    yield s.state(s.evidence) == "in_review"


# What is shown.

_SHOWN = "SELECT 1 FROM sources_shownspan WHERE passage_id = %s"


@attack(
    "sources_text",
    "law_rights",
    refused="law 7: only an administrator allows more",
    seen="law 7: more of text .* may be shown, and no administrator said why",
)
def a_curator_opens_a_text(s: Scene) -> Steps:
    yield
    s.act("carla")
    s.run("UPDATE sources_text SET rights = 'open' WHERE id = %s", s.limited.pk)


@attack("sources_text", "law_rights_follow", seen="law 7: text .* began with other rights than the text that it corrects")
def a_correction_begins_open(s: Scene) -> Steps:
    old = lonely(rights="private")
    yield
    new = TextFactory(document=old.document, version=2, derived_from=old, content="Omega is the first.", rights="open")
    yield bool(s.ask("SELECT rights = 'open' FROM sources_text WHERE id = %s", new.pk))


@attack("sources_text", "law_excerpts_counted", refused="law 7: version .* is shown in excerpts only", seen="law 7: text .* shows")
def what_is_shown_of_a_new_text_is_not_counted(s: Scene) -> Steps:
    yield
    text = lonely("Alpha is the first of all. " * 20, rights="excerpt_only", excerpt_most_share=20)
    PassageFactory(text=text, start=0, end=400, is_published=True)


@attack("sources_text", "law_excerpts_changed", refused="law 7: version .* is shown in excerpts only", seen="law 7: text .* shows")
def a_text_that_is_shown_becomes_limited(s: Scene) -> Steps:
    yield
    s.act("edith")
    s.run("UPDATE sources_text SET rights = 'excerpt_only', excerpt_most_share = 1 WHERE id = %s", s.shown.pk)


@attack("sources_passage", "law_excerpts_shown", refused="law 7: version .* is shown in excerpts only", seen="law 7: ")
def most_of_a_text_is_published_as_one_excerpt(s: Scene) -> Steps:
    yield
    PassageFactory(text=s.limited, start=0, end=400, is_published=True)


@attack("sources_passage", "law_excerpts_changed", refused="law 7: version .* is shown in excerpts only", seen="law 7: ")
def a_long_passage_is_published(s: Scene) -> Steps:
    passage = PassageFactory(text=s.limited, start=0, end=400)
    yield
    s.act("edith")
    s.run("UPDATE sources_passage SET is_published = true WHERE id = %s", passage.pk)


@attack("claims_evidence", "law_excerpts", seen="law 7: ")
def evidence_makes_an_excerpt_public(s: Scene) -> Steps:
    passage = s.limited.passages.get(start=0)
    evidence = s.prove(s.claim, passage)
    submit(evidence, by=s.carla)
    yield
    approve(evidence, by=s.edith)
    yield not s.holds(_SHOWN, passage.pk)


@attack("claims_claim", "law_excerpts", seen="law 7: ")
def a_claim_makes_an_excerpt_public(s: Scene) -> Steps:
    passage = s.limited.passages.get(start=0)
    claim = s.propose()
    s.accepted(s.prove(claim, passage))
    submit(claim, by=s.carla)
    yield
    approve(claim, by=s.edith)
    yield not s.holds(_SHOWN, passage.pk)


@attack("claims_evidence", "law_excerpts_reopened", seen="law 7: |Passage .*: whether public evidence stands on it")
def what_was_reopened_and_rejected_goes_on_counting(s: Scene) -> Steps:
    corrected(s, s.shown, "at dawn", "at dusk")
    s.evidence.refresh_from_db()
    yield
    reject(s.evidence, by=s.edith, comment="It says something else now.")
    yield s.holds(_SHOWN, s.ground.pk)
