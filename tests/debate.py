"""A small debate that has been reviewed: what readers see, and what they must not."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from claims.models import Claim, Evidence
from claims.services.propose import propose_claim, propose_evidence
from claims.services.review import approve, submit
from sources.models import Document, Passage
from tests.factories.sources import AuthorFactory, ContributionFactory, DocumentFactory, MarkFactory, PassageFactory, TextFactory

WORDS = "The harbour gate closed at dawn. It opened again at noon. Nobody knows why it did not stay shut."


@dataclass
class Debate:
    """One document with three passages: under a published claim, under a draft, under none."""

    document: Document
    published: Claim
    draft: Claim
    accepted: Evidence
    public: Passage
    under_draft: Passage
    bare: Passage


@pytest.fixture
def debate(_citations_remembered, db, curator, editor) -> Debate:
    document = DocumentFactory(
        citation_key="tarrowby2019holding",
        type="report",
        title="Holding the gate",
        issued="2019-04",
        publisher="Halver Press",
        language="en",
    )
    ContributionFactory(document=document, author=AuthorFactory(family="Tarrowby", given="Hester"))
    text = TextFactory(document=document, content=WORDS)
    MarkFactory(text=text, label="page", value="4", start=0, end=40)
    MarkFactory(text=text, label="page", value="5", start=40, end=len(WORDS))
    public, under_draft, bare = (
        PassageFactory(text=text, start=0, end=32),
        PassageFactory(text=text, start=33, end=57),
        PassageFactory(text=text, start=58, end=len(WORDS)),
    )
    published = reviewed_claim(public, curator, editor, "The gate closed early.", "gate-closed-early")
    draft = propose_claim(
        by=curator, public_id="gate-opened-late", type="event", statement="The gate opened late.", attributes={"what": "opening"}
    )
    propose_evidence(by=curator, claim=draft, passage=under_draft, **LINK)
    return Debate(document, published, draft, published.evidence.get(), public, under_draft, bare)


LINK = {"stance": "supports", "voice": "asserts", "basis": "uncited", "strength": "strong", "reason": "It says so."}


def reviewed_claim(passage: Passage, curator, editor, statement: str, public_id: str) -> Claim:
    """A published claim with one accepted piece of evidence."""
    claim = propose_claim(by=curator, public_id=public_id, type="event", statement=statement, attributes={"what": statement})
    evidence = propose_evidence(by=curator, claim=claim, passage=passage, public_id=f"{public_id}-evidence", **LINK)
    for record in (evidence, claim):
        submit(record, by=curator)
        approve(record, by=editor)
    return claim
