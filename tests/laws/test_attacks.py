"""One directed attack on each trigger: it holds the attack; without it, and it alone, the attack goes through, and is noticed.

All of it happens in one database, in transactions of the tables' owner that end undone: a dropped trigger is there again afterwards.
That the attacks come from the owner makes them stronger: no right that the application's role lacks helps the law.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest
from django.contrib.auth.models import User
from django.db import DatabaseError, connection, connections, transaction

from claims.models import Claim
from claims.services.propose import propose_claim
from claims.services.verify import verify_database
from claims.services.write_topic import write_topic
from history.laws import broken_laws, declared_laws
from history.services import recorded
from sources.models import Author, Document, Passage
from sources.services.merging import merge_authors, merge_documents
from sources.services.rename_document import rename_document
from sources.services.retract_document import lift_retraction, retract_document
from tests.factories.claims import (
    AuthorAccountFactory,
    BundleFactory,
    ClaimTopicFactory,
    CommentFactory,
    DeclaredConflictFactory,
    FlagFactory,
    RelationEvidenceFactory,
    RelationFactory,
    TopicLabelFactory,
)
from tests.factories.sources import (
    AuthorFactory,
    DistinctionFactory,
    DocumentFactory,
    IdentifierFactory,
    NameVariantFactory,
    OriginalFileFactory,
    ReferenceFactory,
    TitleVariantFactory,
)
from tests.laws import (  # noqa: F401 - they enter their attacks in the list
    attacks_on_claims,
    attacks_on_comparisons,
    attacks_on_conflicts,
    attacks_on_history,
    attacks_on_imports,
    attacks_on_keeping,
    attacks_on_leading,
    attacks_on_machines,
    attacks_on_pointing,
    attacks_on_publishing,
    attacks_on_relations,
    attacks_on_remarks,
    attacks_on_revisions,
    attacks_on_sources,
    attacks_on_texts,
)
from tests.laws.attacking import ATTACKS, Attack, Scene, free
from tests.laws.checker import LAWS, faults


class UndoneError(Exception):
    """Ends a transaction whose every change is to be forgotten."""


def furnish(cast: dict[str, User]) -> None:
    """Put something into every table, and merge two pairs."""
    carla, edith = cast["carla"], cast["edith"]
    holding, closing = (Document.objects.get(citation_key=key) for key in ("tarrowby2019holding", "halver2020closing"))
    with recorded(by=carla):
        tarrowby = Author.objects.get(family="Tarrowby")
        NameVariantFactory(author=tarrowby, form="misprint", family="Tarrowbie")
        TitleVariantFactory(document=holding)
        IdentifierFactory(document=holding)
        ReferenceFactory(citing=holding, text=holding.texts.get(), start=0, end=31)
        OriginalFileFactory()
        BundleFactory()
        topic = TopicLabelFactory().topic
        write_topic(topic, by=carla, changes={"slug": "renamed-once"})
        ClaimTopicFactory(claim=Claim.objects.get(status="draft"), topic=topic)
        other = propose_claim(by=carla, type="event", statement="A third gate.", attributes={"what": "closing"})
        relation = RelationFactory(from_claim=other, to_claim=Claim.objects.get(status="published"), kind="responds_to")
        RelationEvidenceFactory(relation=relation, passage=Passage.objects.get(start=33))
        DistinctionFactory(first_author=tarrowby, second_author=Author.objects.get(family="Halver"))
    AuthorAccountFactory(account=cast["augusta"])
    DeclaredConflictFactory(account=cast["augusta"])
    CommentFactory(claim=other)
    FlagFactory(claim=other)
    merge_documents(closing, DocumentFactory(citation_key="merged1999away"), by=edith, reason="The same.")
    merge_authors(tarrowby, AuthorFactory(family="Gone", given="Hester"), by=edith, reason="The same.")
    lift_retraction(retract_document(closing, by=edith, reason="Invented."), by=edith, reason="It was not.")
    rename_document(
        rename_document(closing, "halver2020shutting", by=edith, reason="Misread."), "halver2020closing", by=edith, reason="As it was."
    )


@pytest.fixture(scope="module")
def owner(library: str) -> Iterator[None]:
    """The library with something in every table, worked on by the owner from here on."""
    furnish({user.username: user for user in User.objects.all()})
    ours = connections["default"]
    connections["default"] = connections["owner"]
    try:
        yield
    finally:
        connections["default"] = ours


@contextmanager
def undone() -> Iterator[None]:
    """A transaction of which nothing stays."""
    with suppress(UndoneError), transaction.atomic():
        yield
        raise UndoneError


def at_once(when: str = "IMMEDIATE") -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SET CONSTRAINTS ALL {when}")


def had_its_way(one: Attack, scene: Scene, *, without: tuple[str, ...]) -> bool:
    """Prepare, drop triggers, attack; whether it went through. What refuses it is raised."""
    steps = one.run(scene)
    next(steps)
    at_once()
    at_once("DEFERRED")
    for trigger in without:
        scene.run(f"DROP TRIGGER {trigger} ON {one.table}")
    if without and one.foreign_keys:
        free(scene, one.table)
    outcome = next(steps, True)
    at_once()
    return outcome is True


def sightings(one: Attack) -> list[str]:
    """What is said of the state that the attack left: by the checker, or else by ``verify``."""
    law = one.seen.partition(":")[0]
    with connection.cursor() as cursor:
        said = faults(cursor, [law] if law in LAWS else LAWS) if law.startswith(("law", "standing", "relations", "enum")) else []
    return [*said, *(verify_database()[1] if not any(re.search(one.seen, fault) for fault in said) else [])]


def test_before_any_attack_nothing_is_wrong(owner):
    with connection.cursor() as cursor:
        assert faults(cursor) == []
    assert broken_laws()[1] == []


def test_every_trigger_is_attacked():
    assert {(one.table, one.trigger) for one in ATTACKS} == set(declared_laws().triggers)


def test_every_attack_is_seen_or_says_why_not():
    assert [one for one in ATTACKS if bool(one.seen) == bool(one.unseen)] == []


def _name(one: Attack) -> str:
    return f"{one.table}-{one.trigger}-{getattr(one.run, '__name__', 'whatever table')}"


@pytest.mark.parametrize("one", ATTACKS, ids=_name)
def test_a_trigger_holds_what_it_alone_holds_and_its_absence_is_noticed(owner, one: Attack):
    with undone():
        if one.refused:
            with pytest.raises(DatabaseError, match=one.refused), transaction.atomic():
                had_its_way(one, Scene(), without=())
        else:
            assert not had_its_way(one, Scene(), without=())
    with undone():
        assert had_its_way(one, Scene(), without=(one.trigger, *one.also))
        if one.seen:
            assert [fault for fault in sightings(one) if re.search(one.seen, fault)]
        missing = [f"Law: the trigger {trigger} on {one.table} is missing." for trigger in (one.trigger, *one.also)]
        assert set(missing) <= set(broken_laws()[1])
