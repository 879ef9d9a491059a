"""Who acts in the tests of the laws, and the small library that they work in."""

from __future__ import annotations

from django.contrib.auth.models import Group, User

from claims.services.accounts import ADMINISTRATORS, CURATORS, EDITORS, MACHINES
from claims.services.propose import propose_claim, propose_evidence
from claims.services.review import approve, submit
from history.services import recorded
from tests.factories.sources import (
    AuthorFactory,
    ContributionFactory,
    DocumentFactory,
    MarkFactory,
    PassageFactory,
    TextFactory,
)
from tests.laws.pins import sha256

WORDS = "The harbour gate closed at dawn. It opened again at noon. Nobody knows why it did not stay shut. "
#: The words of the text that is not held at first.
ABSENT = WORDS.replace("gate", "sluice")
GROUPS = {
    "carla": CURATORS, "cyril": CURATORS, "edith": EDITORS, "edgar": EDITORS, "robot": MACHINES, "ada": ADMINISTRATORS, "augusta": ADMINISTRATORS,
}  # fmt: skip
LINK = {"stance": "supports", "voice": "asserts", "basis": "uncited", "strength": "strong", "reason": "It says so."}


def make_cast() -> dict[str, User]:
    """Two of each kind, a machine and a superuser, by name."""
    cast = {name: User.objects.create_user(name, is_staff=group != MACHINES) for name, group in GROUPS.items()}
    for name, group in GROUPS.items():
        cast[name].groups.add(Group.objects.get(name=group))
    return cast | {"root": User.objects.create_superuser("root")}


def make_library(cast: dict[str, User]) -> None:
    """Three documents, one of them by an author of another, with an open, a limited and an absent text; one claim is published."""
    curator, editor = cast["carla"], cast["edith"]
    with recorded(by=curator):
        tarrowby, halver = AuthorFactory(family="Tarrowby", given="Hester"), AuthorFactory(family="Halver", given="Ole")
        holding, closing, waiting = (
            DocumentFactory(citation_key=key) for key in ("tarrowby2019holding", "halver2020closing", "halver2021waiting")
        )
        for document, author in ((holding, tarrowby), (closing, halver), (waiting, halver)):
            ContributionFactory(document=document, author=author)
        shown = TextFactory(document=holding, content=WORDS * 3)
        MarkFactory(text=shown, value="4", start=0, end=len(WORDS))
        limited = TextFactory(document=closing, content=WORDS.replace("gate", "lock") * 5, rights="excerpt_only", excerpt_most_share=20)
        absent = TextFactory(document=waiting, content=None, words=ABSENT)
        ground = PassageFactory(text=shown, start=0, end=32)
        PassageFactory(text=shown, start=33, end=57)
        PassageFactory(text=limited, start=0, end=32)
        PassageFactory(text=limited, start=200, end=250)
        PassageFactory(text=absent, start=0, end=12, status="pinned", quote_sha256=sha256(ABSENT[:12]))
        PassageFactory(document=waiting, text=None, start=None, end=None, status="transcribed", quote="As I heard it.")
    claim = propose_claim(by=curator, type="event", statement="The gate closed early.", attributes={"what": "closing"})
    evidence = propose_evidence(by=curator, claim=claim, passage=ground, **LINK)
    for record in (evidence, claim):
        submit(record, by=curator)
        approve(record, by=editor)
    other = propose_claim(by=cast["cyril"], type="event", statement="The gate opened late.", attributes={"what": "opening"})
    submit(propose_evidence(by=cast["cyril"], claim=other, passage=ground, **LINK), by=cast["cyril"])
