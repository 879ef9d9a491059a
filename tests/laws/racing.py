"""What races of two sessions are about, and how they are run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import count

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection

from claims.models import Claim, Evidence
from claims.services.propose import propose_claim, propose_evidence
from claims.services.review import StaleRevisionError, WrongStateError, approve, submit
from history.services import recorded
from sources.models import Author, Document
from tests.factories.sources import AuthorFactory, ContributionFactory, DocumentFactory, PassageFactory, TextFactory
from tests.laws.cast import LINK, WORDS
from tests.laws.checker import faults
from tests.laws.sessions import Session, at_once

Task = Callable[[], object]
_NUMBERS = count(1)


@dataclass
class RacedFor:
    """A document by one author, accepted evidence from it and more that waits, for a claim that waits."""

    number: int
    document: Document
    author: Author
    claim: Claim
    ground: Evidence
    waits: Evidence

    def approve(self, record: Claim | Evidence, by: str = "edgar") -> None:
        """As somebody does who read the page a while ago."""
        approve(type(record)._default_manager.get(pk=record.pk), by=who(by), revision=record.revision)

    def told(self) -> tuple[str, str, str]:
        """The states of the claim and its evidence as they are now."""
        for record in (self.claim, self.ground, self.waits):
            record.refresh_from_db()
        return self.claim.status, self.ground.status, self.waits.status


def who(name: str) -> User:
    return User.objects.get(username=name)


def set_the_scene() -> RacedFor:
    """Something of its own for one race, in a database that all share."""
    number = next(_NUMBERS)
    carla = who("carla")
    with recorded(by=carla):
        document = DocumentFactory(citation_key=f"race{number}")
        author = AuthorFactory(family=f"Racer {number}")
        ContributionFactory(document=document, author=author)
        text = TextFactory(document=document, content=f"{number}. {WORDS}")
        passages = [PassageFactory(text=text, start=start, end=end) for start, end in ((10, 37), (40, 55))]
    claim = propose_claim(by=carla, type="event", statement=f"It closed, {number}.", attributes={"what": "closing"})
    ground, waits = (propose_evidence(by=carla, claim=claim, passage=passage, **LINK) for passage in passages)
    for record in (ground, waits, claim):
        submit(record, by=carla)
    approve(ground, by=who("edith"))
    return RacedFor(number, document, author, claim, ground, waits)


def race(sessions: tuple[Session, Session], first: Task, second: Task) -> tuple[str, str]:
    """What each was refused with, in one line; empty where it was done. Afterwards no law is broken."""
    refused = at_once(sessions, first, second, isolation="READ COMMITTED", swapped=False)  # type: ignore[arg-type]
    for error in refused:
        assert error is None or isinstance(
            error, ValidationError | PermissionDenied | WrongStateError | StaleRevisionError | DatabaseError
        ), error
    with connection.cursor() as cursor:
        assert faults(cursor) == []
    first_said, second_said = (
        "" if error is None else " ".join(getattr(error, "messages", [str(error).splitlines()[0]])) for error in refused
    )
    return first_said, second_said
