"""People with and without a stake in what is reviewed, shared by the tests of conflicts of interest."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, User

from claims.models import Claim, Evidence, Relation
from claims.services.accounts import CURATORS, EDITORS
from claims.services.conflicts import weigh
from claims.services.propose import propose_claim, propose_evidence
from sources.models import Author, Document
from tests.debate import LINK
from tests.factories.sources import AuthorFactory, ContributionFactory, DocumentFactory, PassageFactory, TextFactory


def account(name: str, group: str = EDITORS) -> User:
    user = get_user_model().objects.create_user(name, is_staff=True)
    user.groups.add(Group.objects.get(name=group))
    return user


@dataclass
class Stake:
    """A document by one author, and evidence from it for one claim, both proposed by a curator."""

    document: Document
    author: Author
    claim: Claim
    evidence: Evidence
    curator: User
    first: User
    second: User


def a_stake() -> Stake:
    curator, first, second = account("cora", CURATORS), account("fay"), account("sid")
    document = DocumentFactory(title="Holding the gate", issued="2005-03", citation_key="ilgen2005holding")
    author = AuthorFactory(family="Ilgen", given="Marta")
    ContributionFactory(document=document, author=author)
    claim = propose_claim(by=curator, type="event", statement="The gate closed.", attributes={"what": "closing"})
    passage = PassageFactory(text=TextFactory(document=document))
    evidence = propose_evidence(by=curator, claim=claim, passage=passage, **LINK)
    return Stake(document, author, claim, evidence, curator, first, second)


def sentences(record: Claim | Evidence | Relation, reader: User | None = None) -> list[str]:
    """What is said of the conflicts of interest in a record: of those who proposed it, and of ``reader`` as its decider."""
    return [one.sentence for one in weigh([record], reader)[record.pk].conflicts]
