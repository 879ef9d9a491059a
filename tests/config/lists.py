"""A world in which every list has rows, and every filter finds more of them each time that it grows."""

from __future__ import annotations

from django.contrib.auth.models import User

from claims.models import Claim
from claims.services.propose import propose_claim, propose_evidence, propose_relation
from claims.services.review import approve, submit
from sources.models import Author, Document
from tests.claims.test_law_of_reopening import correct
from tests.debate import LINK, WORDS
from tests.factories.claims import (
    AuthorAccountFactory,
    CommentFactory,
    DeclaredConflictFactory,
    FlagFactory,
    TopicFactory,
    TopicLabelFactory,
    UserFactory,
)
from tests.factories.sources import (
    AuthorFactory,
    ContributionFactory,
    DocumentFactory,
    IdentifierFactory,
    MarkFactory,
    NameVariantFactory,
    PassageFactory,
    ReferenceFactory,
    TextFactory,
    TitleVariantFactory,
)

_REPORTED = {"voice": "reports", "holder_as_named": "some critics"}


class World:
    """Grows by one row of each kind; everything new is about what was there at the beginning, and has something of its own beside it."""

    def __init__(self, curator: User, editor: User) -> None:
        self._curator, self._editor = curator, editor
        self._number = 0
        self.author: Author = AuthorFactory(family="Tarrowby", given="Hester")
        self.document: Document = DocumentFactory(citation_key="tarrowby2019holding", title="Holding the gate", issued="2019")
        ContributionFactory(document=self.document, author=self.author)
        self.text = TextFactory(document=self.document, content=" ".join(f"Gate number {n:04} closed at dawn." for n in range(40)))
        self.topic = TopicFactory(slug="gates")
        self.account = UserFactory(username="hester", is_staff=True)
        self.claim = self._published("The gate closed early.")

    def grow(self) -> None:
        """Add one of everything."""
        claim = self._published(f"The gate number {self._number} closed early.")
        self._related(claim)
        self._unfinished(claim)
        self._corrected(claim)
        self._said(claim)

    def _own_document(self) -> Document:
        document: Document = DocumentFactory(type="report", title="The gate", issued="2019-04", original=None)
        author = AuthorFactory(family="Tarrowby", kind="person")
        NameVariantFactory(author=author)
        for position, credited in enumerate((author, self.author), 1):
            ContributionFactory(document=document, author=credited, position=position)
        IdentifierFactory(document=document), TitleVariantFactory(document=document)
        ReferenceFactory(citing=document, cited=self.document, status="resolved")
        ReferenceFactory(citing=self.document, cited=document, status="resolved")
        ReferenceFactory(citing=document)
        return document

    def _published(self, statement: str) -> Claim:
        """A claim on words of the common document and on words of one of its own, each reported by somebody."""
        document, at = self._own_document(), self._number * 34
        text = TextFactory(document=document, content=WORDS)
        MarkFactory(text=text, start=0, end=32)
        self._number += 1
        claim = propose_claim(
            by=self._curator, type="event", statement=statement, attributes={"what": statement}, holder=self.author, topics=[self.topic]
        )
        passages = PassageFactory(text=self.text, start=at, end=at + 33), PassageFactory(text=text, start=0, end=32)
        holder = {"holder": self.author, "holder_as_named": ""}
        evidence = [propose_evidence(by=self._curator, claim=claim, passage=one, **LINK | _REPORTED | holder) for one in passages]
        self._review(*evidence, claim)
        return claim

    def _related(self, claim: Claim) -> None:
        text = TextFactory(document=self.document, version=self._number + 1, content=f"{WORDS} {self._number}")
        passage = PassageFactory(text=text, start=0, end=32)
        to = {"from_claim": claim, "reason": "One excludes the other."}
        relation = propose_relation(by=self._curator, to_claim=self.claim, kind="contradicts", evidence=[passage], **to)
        challenge = propose_relation(by=self._curator, to_evidence=self.claim.evidence.first(), kind="undercuts", **to)
        self._review(relation, challenge)

    def _unfinished(self, claim: Claim) -> None:
        draft = propose_claim(by=self._curator, type="event", statement="The gate opened late.", attributes={"what": "opening"})
        propose_evidence(by=self._curator, claim=draft, passage=claim.evidence.first().passage, **LINK)
        propose_relation(by=self._curator, from_claim=draft, to_claim=claim, kind="refines", reason="It says more.")

    def _corrected(self, claim: Claim) -> None:
        text = TextFactory(document=DocumentFactory(), content=WORDS)
        evidence = propose_evidence(by=self._curator, claim=claim, passage=PassageFactory(text=text, start=33, end=57), **LINK)
        self._review(evidence)
        correct(text, WORDS.replace("It opened again at noon. ", ""), by=self._editor)

    def _said(self, claim: Claim) -> None:
        CommentFactory(claim=self.claim), FlagFactory(claim=self.claim)
        evidence = self.claim.evidence.first()
        CommentFactory(claim=None, evidence=evidence), FlagFactory(claim=None, evidence=evidence)
        relation = claim.relations.first()
        CommentFactory(claim=None, relation=relation), FlagFactory(claim=None, relation=relation)
        AuthorAccountFactory(account=UserFactory(), author=self.author)
        AuthorAccountFactory(account=self.account, author=AuthorFactory())
        DeclaredConflictFactory(account=self.account, document=DocumentFactory())
        DeclaredConflictFactory(document=self.document)
        DeclaredConflictFactory(document=None, author=self.author)
        DeclaredConflictFactory(document=None, claim=self.claim)
        TopicLabelFactory(topic=TopicFactory(broader=self.topic), label=f"gates {self._number}")

    def _review(self, *records) -> None:
        for record in records:
            submit(record, by=self._curator)
            approve(record, by=self._editor)
