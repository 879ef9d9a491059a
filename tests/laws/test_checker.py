"""The checker finds nothing wrong where only allowed things were done, and names what was done with a law's trigger out of the way."""

from __future__ import annotations

from django.db import connection

from claims.services.propose import propose_relation
from claims.services.review import approve, retract, submit
from claims.services.revise import revise
from sources.models import Text
from sources.services.correct_text import NewWords, accept_correction, preview_correction
from sources.services.merging.merge import merge_documents
from sources.services.retract_document import lift_retraction, retract_document
from tests.debate import WORDS, reviewed_claim
from tests.factories.sources import DocumentFactory, PassageFactory
from tests.laws.checker import LAWS, faults


def found() -> list[str]:
    with connection.cursor() as cursor:
        return faults(cursor)


def test_what_people_do_breaks_no_law(debate, curator, editor):
    other = reviewed_claim(PassageFactory(), curator, editor, "Elsewhere.", "elsewhere")
    challenge = propose_relation(by=curator, from_claim=other, kind="undercuts", to_evidence=debate.accepted, reason="It was elsewhere.")
    submit(challenge, by=curator)
    approve(challenge, by=editor)
    lift_retraction(retract_document(debate.document, by=editor, reason="Misread."), by=editor, reason="Read again.")
    text = Text.objects.get(document=debate.document)
    new = NewWords(WORDS.replace("at dawn", "at dusk"), "repaired.txt", "text/plain", "plain text 1")
    accept_correction(text, new, by=editor, seen=preview_correction(text, new).seen, reason="Misread.")
    merge_documents(debate.document, DocumentFactory(), by=editor, reason="The same.")
    draft = revise(other, by=curator)
    for record in (draft.evidence.get(), draft):
        submit(record, by=curator)
        approve(record, by=editor)
    retract(draft, by=editor, comment="Not so.")

    assert found() == []
    assert set(LAWS) >= {f"law {number}" for number in range(1, 10)}
