"""Small worlds made by chance through the services, and what a database holds of one, told without the exchange's own code."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction

from claims.models import Claim, ClaimTopic, Evidence, Relation, RelationEvidence
from claims.services import accounts, review
from claims.services.edit_draft import edit_draft
from claims.services.propose import propose_claim, propose_evidence, propose_relation
from claims.services.reopened import move_evidence
from claims.services.revise import revise
from history.services import recorded, store
from sources.models import Document, Retraction, Text
from sources.services.correct_text import NewWords, accept_correction, preview_correction
from sources.services.pin_passage import pin_span
from sources.services.retract_document import lift_retraction, retract_document
from tests.factories.claims import ClaimFactory, TopicFactory, TopicLabelFactory
from tests.factories.sources import (
    AuthorFactory,
    ContributionFactory,
    DocumentFactory,
    IdentifierFactory,
    MarkFactory,
    NameVariantFactory,
    PassageFactory,
    TextFactory,
    TitleVariantFactory,
)

WORDS = "The harbour gate closed at dawn. It opened again at noon. Nobody knows why it did not stay shut. 港の門は朝に閉じた。"
_REFUSALS = (ValidationError, PermissionDenied, review.WrongStateError, review.StaleRevisionError, IntegrityError)
_ATTRIBUTES: list[tuple[str, dict[str, Any]]] = [
    ("event", {"what": "closing", "when": {"unknown": True}, "actors": {"none": True}}),
    ("quantitative", {"measure": "width", "value": "1.10", "unit": "m", "approximate": True}),
    ("causal", {"cause": "late closing", "effect": "a flooded quay"}),
    ("definitional", {"term": "gate", "definiens": "what closes a harbour"}),
]


class World:
    """People who propose, edit, review, correct and retract, as a sequence of random numbers says; what is refused does not happen."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.people = [self._account(name, group) for name, group in _PEOPLE]
        self.editors = [one for one in self.people if one.groups.filter(name=accounts.EDITORS).exists()]
        self.authors = [
            AuthorFactory(note="Of the harbour."),
            AuthorFactory(family="", given="", literal="Harbour Board", kind="organisation"),
        ]
        NameVariantFactory(author=self.authors[0], form="original", language="ja", family="港", given="守")
        book = DocumentFactory(type="book", extra={"file": "scan.pdf"}, variables={"version": "2"})
        self.documents = [self._document(rights, book) for rights in ("open", "excerpt_only", "private")]
        wide = TopicFactory()
        self.topics = [wide, TopicFactory(broader=wide)]
        for topic in self.topics:
            TopicLabelFactory(topic=topic)
            TopicLabelFactory(topic=topic, language="ja", kind="alternative", label="港")

    def live(self, steps: int) -> None:
        """Let so many things happen."""
        deeds: list[tuple[int, Callable[[], object]]] = [
            (4, self._propose_claim), (7, self._propose_evidence), (3, self._propose_relation), (2, self._edit), (4, self._revise),
            (12, self._submit), (12, self._approve), (3, self._decide_otherwise), (2, self._withdraw), (3, self._retract),
            (1, self._correct), (1, self._retract_document), (1, self._lift), (1, self._move), (1, self._choose_topics),
        ]  # fmt: skip
        weights = [weight for weight, _ in deeds]
        for _ in range(steps):
            (deed,) = self.random.choices([deed for _, deed in deeds], weights)
            try:
                with transaction.atomic():
                    deed()
            except _REFUSALS:
                continue

    def _account(self, name: str, group: str) -> User:
        user = User.objects.create_user(name, is_staff=True)
        user.groups.add(Group.objects.get(name=group))
        return user

    def _document(self, rights: str, book: Document) -> Document:
        document = DocumentFactory(
            part_of=book, original=self.random.choice([None, book]), issued="2019-04~", is_hidden=rights == "private"
        )
        for position, author in enumerate(self.authors, 1):
            ContributionFactory(document=document, author=author, position=position, credited="as printed")
        IdentifierFactory(document=document)
        TitleVariantFactory(document=document)
        text = TextFactory(document=document, content=f"{WORDS} {rights}", rights=rights, excerpt_most_share=90, excerpt_most_words=1000)
        MarkFactory(text=text, start=0, end=40)
        MarkFactory(text=text, start=40, end=60, value="", basis="unknown")
        return document

    def _pick(self, model: Any, **wanted: Any) -> Any:
        found = list(model.objects.filter(**wanted).order_by("pk"))
        if not found:
            raise ValidationError("nothing")
        return self.random.choice(found)

    def _reviewed(self, *states: str) -> Any:
        return self._pick(self.random.choice([Claim, Evidence, Evidence, Relation]), **({"status__in": states} if states else {}))

    def _who(self) -> User:
        return self.random.choice(self.people)

    def _propose_claim(self) -> None:
        kind, attributes = self.random.choice(_ATTRIBUTES)
        fields = {"type": kind, "statement": "The gate closed early.", "attributes": attributes}
        fields |= {"language": self.random.choice(["en", "ja"]), "holder": self.random.choice([None, *self.authors])}
        if self.random.random() < 0.2:
            # By nobody who is known.
            ClaimFactory(**fields)
            return
        propose_claim(by=self._who(), topics=self.random.sample(self.topics, self.random.randint(0, 2)), **fields)

    def _propose_evidence(self) -> None:
        document = self.random.choice(self.documents)
        text = self.random.choice(list(document.texts.order_by("version")))
        start = self.random.choice([0, 10, 33])
        if self.random.random() < 0.15:
            passage = PassageFactory(
                document=document,
                text=None,
                start=None,
                end=None,
                status="transcribed",
                quote="Typed words.",
                locator_label="page",
                locator_value="9",
            )
        else:
            passage, _ = pin_span(text, start, start + self.random.choice([20, 24]))
        reported = {"holder_as_named": "some critics", "voice": "reports"} if self.random.random() < 0.3 else {"voice": "asserts"}
        propose_evidence(
            by=self._who(), claim=self._pick(Claim), passage=passage, stance=self.random.choice(["supports", "disputes"]), basis="cited",
            strength="strong", reason="It says so.", **reported,
        )  # fmt: skip

    def _propose_relation(self) -> None:
        kind = self.random.choice(["contradicts", "supports", "responds_to", "undercuts"])
        target = {"to_evidence": self._pick(Evidence)} if kind == "undercuts" else {"to_claim": self._pick(Claim)}
        relation = propose_relation(by=self._who(), from_claim=self._pick(Claim), kind=kind, reason="One sees it.", **target)
        if self.random.random() < 0.5:
            text = self.random.choice(list(Text.objects.order_by("pk")))
            passage, _ = pin_span(text, 5, self.random.choice([25, 30]))
            with recorded(by=relation.created_by):
                store(RelationEvidence(relation=relation, passage=passage))

    def _edit(self) -> None:
        record = self._reviewed("draft", "in_review")
        changes = {"statement": "The gate closed late."} if isinstance(record, Claim) else {"reason": f"Because {self.random.random()}."}
        edit_draft(record, by=self._who(), changes=changes)

    def _revise(self) -> None:
        revise(self._reviewed("published", "accepted"), by=self._who())

    def _submit(self) -> None:
        review.submit(self._reviewed("draft"), by=self._who())

    def _approve(self) -> None:
        review.approve(self._reviewed("in_review"), by=self.random.choice(self.editors), comment=self.random.choice(["", "Good."]))

    def _decide_otherwise(self) -> None:
        act = self.random.choice([review.reject, review.request_changes])
        act(self._reviewed("in_review"), by=self.random.choice(self.editors), comment="No.")

    def _withdraw(self) -> None:
        review.withdraw(self._reviewed("in_review"), by=self._who())

    def _retract(self) -> None:
        review.retract(self._reviewed("published", "accepted"), by=self.random.choice(self.editors), comment="Wrong gate.")

    def _correct(self) -> None:
        text = self._pick(Text, corrections__isnull=True)
        before, after = self.random.choice(
            [("at dawn", "at dusk"), ("gate closed ", ""), ("at dusk", "at dawn"), ("noon", "noon, it seems")]
        )
        new = NewWords(text.content.replace(before, after), "repaired.txt", "text/plain", "by hand")
        accept_correction(text, new, by=self.editors[0], seen=preview_correction(text, new).seen, reason="Misread.")

    def _retract_document(self) -> None:
        retract_document(self.random.choice(self.documents), by=self.editors[0], reason="The gauges were misread.", retracted_on="2020")

    def _lift(self) -> None:
        lift_retraction(self._pick(Retraction), by=self.editors[0], reason="They were not.")

    def _move(self) -> None:
        move_evidence(self._pick(Evidence, reviews__action="reopen"), by=self._who())

    def _choose_topics(self) -> None:
        with recorded(by=self._who()):
            ClaimTopic.objects.get_or_create(claim=self._pick(Claim), topic=self.random.choice(self.topics))


_PEOPLE = (("carla", accounts.CURATORS), ("edith", accounts.EDITORS), ("omar", accounts.EDITORS), ("nora", accounts.CURATORS))

#: What each table is asked for: what is counted anew, named otherwise or of no use elsewhere is left out.
_TABLES: dict[str, str] = {
    "authors": "SELECT public_id, kind, family, given, literal, orcid, note FROM sources_author",
    "variants": "SELECT author.public_id, v.form, v.language, v.family, v.given FROM sources_namevariant v JOIN sources_author author ON author.id = v.author_id",
    "documents": """
        SELECT one.public_id, one.citation_key, one.type, one.title, one.issued, one.extra::text, one.variables::text, one.is_hidden,
               book.public_id, original.public_id
          FROM sources_document one LEFT JOIN sources_document book ON book.id = one.part_of_id
          LEFT JOIN sources_document original ON original.id = one.original_id""",
    "contributions": """
        SELECT document.public_id, author.public_id, role, position, credited FROM sources_contribution c
          JOIN sources_document document ON document.id = c.document_id JOIN sources_author author ON author.id = c.author_id""",
    "identifiers": "SELECT d.public_id, scheme, value FROM sources_identifier i JOIN sources_document d ON d.id = i.document_id",
    "titles": "SELECT d.public_id, t.form, t.language, t.title FROM sources_titlevariant t JOIN sources_document d ON d.id = t.document_id",
    "texts": """
        SELECT t.public_id, d.public_id, t.version, t.sha256, t.length, t.media_type, t.language, t.file_name, t.tool, t.rights, t.note,
               before.public_id, CASE t.rights WHEN 'open' THEN t.content END, t.excerpt_most_words, t.excerpt_most_share
          FROM sources_text t JOIN sources_document d ON d.id = t.document_id LEFT JOIN sources_text before ON before.id = t.derived_from_id""",
    "marks": 'SELECT t.public_id, label, value, basis, start, "end" FROM sources_mark m JOIN sources_text t ON t.id = m.text_id',
    "retractions": """
        SELECT r.public_id, d.public_id, retracted_on, reason, notice, lifted_because, lifted_at IS NOT NULL
          FROM sources_retraction r JOIN sources_document d ON d.id = r.document_id""",
    "topics": "SELECT t.public_id, t.slug, b.slug FROM claims_topic t LEFT JOIN claims_topic b ON b.id = t.broader_id",
    "labels": "SELECT t.slug, language, kind, label FROM claims_topiclabel l JOIN claims_topic t ON t.id = l.topic_id",
    "claims": """
        SELECT c.public_id, c.type, statement, attributes::text, language, holder.public_id, c.status, before.public_id, c.origin, c.tool,
               maker.username, ARRAY(SELECT slug FROM claims_claimtopic l JOIN claims_topic t ON t.id = l.topic_id WHERE l.claim_id = c.id ORDER BY slug)
          FROM claims_claim c LEFT JOIN sources_author holder ON holder.id = c.holder_id LEFT JOIN auth_user maker ON maker.id = c.created_by_id
          LEFT JOIN (SELECT id, public_id FROM claims_claim) before ON before.id = c.supersedes_id""",
    "evidence": """
        SELECT e.public_id, c.public_id, p.public_id, p.start, p."end", p.quote_sha256, text.public_id, e.stance, e.voice, e.holder_as_named,
               e.basis, e.strength, e.reason, e.status, before.public_id, maker.username, p.locator_value
          FROM claims_evidence e JOIN claims_claim c ON c.id = e.claim_id JOIN sources_passage p ON p.id = e.passage_id
          LEFT JOIN sources_text text ON text.id = p.text_id LEFT JOIN auth_user maker ON maker.id = e.created_by_id
          LEFT JOIN (SELECT id, public_id FROM claims_evidence) before ON before.id = e.supersedes_id""",
    "relations": """
        SELECT r.public_id, one.public_id, r.kind, other.public_id, e.public_id, r.reason, r.status, before.public_id, maker.username, r.stands_on::text
          FROM claims_relation r JOIN claims_claim one ON one.id = r.from_claim_id LEFT JOIN claims_claim other ON other.id = r.to_claim_id
          LEFT JOIN claims_evidence e ON e.id = r.to_evidence_id LEFT JOIN auth_user maker ON maker.id = r.created_by_id
          LEFT JOIN (SELECT id, public_id FROM claims_relation) before ON before.id = r.supersedes_id""",
}
#: Each act with its place in the story of its record; of the last submission on, since what was before was about other words.
_ACTS = """
    SELECT coalesce(c.public_id, e.public_id, r.public_id), v.action, u.username, v.at, v.comment, corrected.public_id, retraction.public_id
      FROM claims_review v LEFT JOIN claims_claim c ON c.id = v.claim_id LEFT JOIN claims_evidence e ON e.id = v.evidence_id
      LEFT JOIN claims_relation r ON r.id = v.relation_id LEFT JOIN auth_user u ON u.id = v.by_id
      LEFT JOIN sources_passage corrected ON corrected.id = v.corrected_id LEFT JOIN sources_retraction retraction ON retraction.id = v.retraction_id
     WHERE coalesce(c.status, e.status, r.status) <> 'draft'
       AND v.id >= (SELECT max(id) FROM claims_review last WHERE last.action = 'submit'
                       AND (last.claim_id = v.claim_id OR last.evidence_id = v.evidence_id OR last.relation_id = v.relation_id))
     ORDER BY 1, v.id
"""
_STANDING = "SELECT c.public_id, category, supporting_passages, disputing_sources, challenged_passages FROM claims_claimstanding s JOIN claims_claim c ON c.id = s.claim_id"


def held() -> dict[str, list[tuple[Any, ...]]]:
    """Return what the database holds, table by table, under the names by which records are known elsewhere."""
    found = {}
    with connection.cursor() as cursor:
        for name, statement in (_TABLES | {"standing": _STANDING}).items():
            cursor.execute(statement)
            found[name] = sorted(cursor.fetchall(), key=repr)
        cursor.execute(_ACTS)
        # A supersession is told by the approval of what superseded it: a moment later.
        found["acts"] = [row if row[1] != "supersede" else row[:3] for row in cursor.fetchall()]
    return found
