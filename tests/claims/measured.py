"""Published claims that measure the same thing, as people publish them."""

from __future__ import annotations

from django.contrib.auth.models import User

from claims.models import Claim, Contradiction
from claims.services.propose import propose_claim, propose_evidence
from claims.services.review import approve, submit
from sources.models import Document, Passage
from tests.debate import LINK
from tests.factories.sources import DocumentFactory, PassageFactory, TextFactory

TIDE = {"measure": "height of the tide", "unit": "metres", "as_of": "2004"}


def measured(curator: User, value: int, document: Document | None = None, **attributes: str) -> Claim:
    """A draft that measures the tide, with submitted evidence."""
    document = document or DocumentFactory.create()
    text = document.texts.first() or TextFactory.create(document=document)
    passage = Passage.objects.filter(text=text).first() or PassageFactory.create(text=text)
    claim = propose_claim(by=curator, type="quantitative", statement=f"It was {value}.", attributes=TIDE | {"value": value} | attributes)
    submit(propose_evidence(by=curator, claim=claim, passage=passage, **LINK), by=curator)
    return claim


def publish(claim: Claim, curator: User, editor: User) -> Claim:
    """Accept its evidence, and publish it."""
    approve(claim.evidence.get(), by=editor)
    submit(claim, by=curator)
    approve(claim, by=editor)
    return claim


def pairs() -> set[tuple[int, int]]:
    """What attributes contradict, from either side."""
    return set(Contradiction.objects.filter(relation=None).values_list("claim", "other"))


def each_with_each(claims: list[Claim]) -> set[tuple[int, int]]:
    """The pairs of claims that all contradict each other."""
    return {(one.pk, other.pk) for one in claims for other in claims if one != other}
