"""Standing, and what questions ask beside it, counted by other means after whatever happens to documents: merged, retracted, hidden, and back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from itertools import chain
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from claims.models import Claim, Evidence, Review
from claims.services.propose import propose_claim, propose_evidence, propose_relation
from claims.services.review import WrongStateError, approve, retract, submit
from history.services import recorded
from sources.models import Document, Merge, Retraction
from sources.services.merging import merge_documents, undo_merge
from sources.services.retract_document import lift_retraction, retract_document
from tests.debate import LINK
from tests.factories.sources import AuthorFactory, ContributionFactory, DocumentFactory, PassageFactory, TextFactory
from tests.laws.checker import faults

pytestmark = pytest.mark.django_db
ACTS = ["merge", "undo", "retract", "lift", "hide", "show", "take back", "accept again", "publish", "withdraw challenge"]


def one_of(*acts: str) -> st.SearchStrategy[Any]:
    return st.lists(st.tuples(st.sampled_from(acts), st.integers(0, 4), st.integers(0, 4)), min_size=1, max_size=2)


anything = one_of(*ACTS)
worlds = st.fixed_dictionaries(
    {
        # Of each document: whose it is, and whether it reprints the one before it.
        "documents": st.lists(st.tuples(st.integers(0, 3), st.booleans()), min_size=3, max_size=5),
        "evidence": st.lists(
            st.tuples(st.integers(0, 4), st.sampled_from(["supports", "supports", "disputes"]), st.sampled_from(["data", "cited"])),
            min_size=2,
            max_size=5,
        ),
        # Anything, a retraction, anything, a merge, anything; then both are taken back.
        "acts": st.tuples(anything, one_of("retract"), anything, one_of("merge"), anything, one_of("lift", "undo"), one_of("undo", "lift")),
    }
)


class Scene:
    """One claim, evidence for and against it from some documents, and a published claim that undercuts the first piece."""

    def __init__(self, world: dict[str, Any], curator, editor) -> None:
        self.curator, self.editor = curator, editor
        authors = [AuthorFactory() for _ in range(4)]
        self.documents: list[Document] = []
        for author, is_reprint in world["documents"]:
            original = self.documents[-1] if is_reprint and self.documents else None
            document = DocumentFactory(original=original)
            ContributionFactory(document=document, author=authors[author], position=1)
            self.documents.append(document)
        self.claim = self._claim("The gate closed.")
        self.evidence = [self._accepted(self.claim, *one) for one in world["evidence"]]
        self._decide(self.claim)
        self.challenger = self._claim("The log is forged.")
        self._accepted(self.challenger, 0, "supports", "data")
        relation = propose_relation(
            by=curator, from_claim=self.challenger, kind="undercuts", to_evidence=self.evidence[0], reason="It is forged."
        )
        self._decide(relation)

    def _claim(self, statement: str) -> Claim:
        return propose_claim(by=self.curator, type="event", statement=statement, attributes={"what": statement})

    def _accepted(self, claim: Claim, place: int, stance: str, basis: str) -> Evidence:
        document = self.documents[place % len(self.documents)]
        text = document.texts.first() or TextFactory(document=document)
        start = text.passages.count()
        passage = PassageFactory(text=text, start=start, end=start + 20)
        link = propose_evidence(by=self.curator, claim=claim, passage=passage, **LINK | {"stance": stance, "basis": basis})
        self._decide(link)
        return link

    def _decide(self, record: Any) -> None:
        submit(record, by=self.curator)
        approve(record, by=self.editor)

    def act(self, name: str, one: int, other: int) -> list[str]:
        """Do something if it can be done, and return that it was; what is refused leaves nothing behind."""
        with suppress(ValidationError, WrongStateError, Retraction.DoesNotExist, Merge.DoesNotExist), transaction.atomic():
            self._do(name, self.documents[one % len(self.documents)], self.documents[other % len(self.documents)], one)
            return [name]
        return []

    def _do(self, name: str, document: Document, other: Document, place: int) -> None:
        by: dict[str, Any] = {"by": self.editor}
        document.refresh_from_db()
        other.refresh_from_db()
        link = self.evidence[place % len(self.evidence)]
        acts: dict[str, Callable[[], object]] = {
            "merge": lambda: merge_documents(document, other, reason="One work.", **by),
            "undo": lambda: undo_merge(Merge.objects.filter(undone_at=None).latest("id"), reason="Two works.", **by),
            "retract": lambda: retract_document(document, reason="Misread.", **by),
            "lift": lambda: lift_retraction(Retraction.objects.filter(lifted_at=None).latest("id"), reason="Reinstated.", **by),
            "hide": lambda: self._hide(document, is_hidden=True),
            "show": lambda: self._hide(document, is_hidden=False),
            "take back": lambda: retract(link, comment="Misread.", **by),
            "accept again": lambda: approve(link, **by),
            "publish": lambda: self._decide(self.challenger),
            "withdraw challenge": lambda: retract(self.challenger, comment="It is genuine.", **by),
        }
        acts[name]()

    def _hide(self, document: Document, *, is_hidden: bool) -> None:
        with recorded(by=self.editor):
            Document.objects.filter(pk=document.pk).update(is_hidden=is_hidden)


def asked_of(claim: Claim) -> dict[str, Any]:
    """What questions ask of a claim, counted in plain Python."""
    claim.refresh_from_db()
    links = list(Evidence.objects.filter(claim=claim).select_related("passage__document"))
    undercut = {link.pk for link in links if link.challenges.filter(status="accepted", from_claim__status="published").exists()}
    counted = [link for link in links if link.status == "accepted" and link.pk not in undercut and not link.passage.document.is_hidden]
    supporting, disputing = ([link for link in counted if link.stance == stance] for stance in ("supports", "disputes"))
    accepted = {
        link.pk: Review.objects.filter(evidence=link, action="approve").order_by("id").values_list("at", flat=True)[0] for link in links
    }
    for_it, against = ({link.passage.document_id for link in some} for some in (supporting, disputing))
    bases = {link.basis for link in supporting}
    is_later = bool(supporting and disputing) and max(accepted[link.pk] for link in disputing) > min(
        accepted[link.pk] for link in supporting
    )
    return {
        "is_published": claim.status == "published",
        "supporting_basis": bases.pop() if len(bases) == 1 else "",
        "only_document_id": next(iter(for_it)) if len(for_it) == 1 else None,
        "documents_both_ways": len(for_it & against),
        "lost_passages": sum(link.stance == "supports" and link not in counted for link in links),
        "is_disputed_since": is_later and claim.standing.supporting_sources == 1,
    }


def test_standing_is_what_a_recount_gives_whatever_happens_to_documents(curator, editor):
    done: Counter[str] = Counter()

    # The same worlds every time, and none made smaller: each takes a second.
    @settings(max_examples=8, derandomize=True, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    @given(world=worlds)
    def holds(world):
        with transaction.atomic(), connection.cursor() as cursor:
            scene = Scene(world, curator, editor)
            for act in chain.from_iterable(world["acts"]):
                done.update(scene.act(*act))

                expected = asked_of(scene.claim)
                scene.claim.standing.refresh_from_db()
                assert {name: getattr(scene.claim.standing, name) for name in expected} == expected
            assert faults(cursor, ["standing"]) == []
            transaction.set_rollback(True)

    holds()
    assert done.keys() >= {"merge", "undo", "retract", "lift", "take back"}, done
