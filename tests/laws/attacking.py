"""Attacks on the laws, one for each trigger: what is prepared lawfully, what is then tried, and who would notice if it went through.

An attack is a generator: what stands before its ``yield`` is the preparation, what stands behind it the attack. Where the law undoes
instead of refusing, a second ``yield`` tells whether the attack had its way.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db import connection

from claims.models import Claim, Evidence, Relation
from claims.services.propose import propose_claim, propose_evidence, propose_relation
from claims.services.review import approve, submit
from history.laws import declared_laws
from sources.models import Author, Document, Passage, Text
from tests.laws.cast import LINK

Steps = Generator[bool | None, None, None]


@dataclass(frozen=True)
class Attack:
    """One attack on one trigger.

    Attributes:
        refused: What the refusal says, as a regular expression; empty where the law undoes the attack instead.
        seen: What the checker, or else ``verify``, says of the state in which the attack went through.
        unseen: Why a state in which it went through looks like any other; ``verify`` reports the missing trigger all the same.
        also: Triggers of that table which hold the same attack, and are dropped along with it.
        foreign_keys: The table's foreign keys hold it too, and are dropped along.
    """

    table: str
    trigger: str
    run: Callable[[Scene], Steps]
    refused: str = ""
    seen: str = ""
    unseen: str = ""
    also: tuple[str, ...] = ()
    foreign_keys: bool = False


ATTACKS: list[Attack] = []


def attack(table: str, trigger: str, **further: Any) -> Callable[[Callable[[Scene], Steps]], Callable[[Scene], Steps]]:
    """Enter an attack in the list; several on one trigger are all tried."""

    def enter(run: Callable[[Scene], Steps]) -> Callable[[Scene], Steps]:
        ATTACKS.append(Attack(table, trigger, run, **further))
        return run

    return enter


class Scene:
    """The library in which attacks are tried: who acts, and the records at hand."""

    def __init__(self) -> None:
        self.cast = {user.username: user for user in User.objects.all()}
        self.holding, self.closing, self.waiting = (
            Document.objects.get(citation_key=key) for key in ("tarrowby2019holding", "halver2020closing", "halver2021waiting")
        )
        self.gone = Document.objects.get(citation_key="merged1999away")
        self.gone_author = Author.objects.get(family="Gone")
        self.shown, self.limited, self.absent = (Text.objects.get(document=one) for one in (self.holding, self.closing, self.waiting))
        self.ground, self.bare = (Passage.objects.get(text=self.shown, start=start) for start in (0, 33))
        self.claim = Claim.objects.get(status="published", statement="The gate closed early.")
        self.evidence = Evidence.objects.get(claim=self.claim, status="accepted")
        self.draft = Claim.objects.get(statement="The gate opened late.")
        self.waits = Evidence.objects.get(claim=self.draft)

    def __getattr__(self, name: str) -> User:
        """Of the cast, by name."""
        if name.startswith("_") or name not in self.__dict__.get("cast", {}):
            raise AttributeError(name)
        return self.cast[name]

    def act(self, name: str) -> None:
        """Let somebody act from here on."""
        self.run("SELECT set_config('pincite.actor', %s, true)", str(self.cast[name].pk) if name else "")

    def run(self, statement: str, *parameters: object) -> int:
        """Run a statement; return how many rows it touched."""
        with connection.cursor() as cursor:
            cursor.execute(statement, parameters or None)
            return int(cursor.rowcount)

    def ask(self, question: str, *parameters: object) -> Any:
        """The only value of the only row of an answer."""
        with connection.cursor() as cursor:
            cursor.execute(question, parameters or None)
            return cursor.fetchall()[0][0]

    def holds(self, question: str, *parameters: object) -> bool:
        """Whether there is a row."""
        return bool(self.ask(f"SELECT EXISTS ({question})", *parameters))

    def state(self, record: Claim | Evidence | Relation) -> str:
        """The status of a record as it is now."""
        record.refresh_from_db()
        return str(record.status)

    def accepted(self, record: Any) -> Any:
        """Take a draft to acceptance by two persons."""
        submit(record, by=self.carla)
        approve(record, by=self.edith)
        return record

    def propose(self, statement: str = "Another gate.") -> Claim:
        """A draft."""
        return propose_claim(by=self.carla, type="event", statement=statement, attributes={"what": "closing"})

    def prove(self, claim: Claim, passage: Passage, **link: Any) -> Evidence:
        """Draft evidence."""
        return propose_evidence(by=self.carla, claim=claim, passage=passage, **(LINK | link))

    def relate(self, one: Claim, kind: str, other: Claim | Evidence) -> Relation:
        """A draft relation."""
        target = {"to_claim": other} if isinstance(other, Claim) else {"to_evidence": other}
        return propose_relation(by=self.carla, from_claim=one, kind=kind, reason="The one bears on the other.", **target)

    def review(self, record: Any, action: str, by: str, **columns: object) -> None:
        """Write a row of review and nothing else, as that user."""
        self.act(by)
        record.refresh_from_db()
        link = f"{record._meta.model_name}_id"
        values = {
            "public_id": f"{action}-{link}-{record.pk}-{record.revision}", link: record.pk, "revision": record.revision, "action": action,
            "by_id": self.cast[by].pk, "comment": "Why.", "conflicts": "[]", **columns,
        }  # fmt: skip
        names = ", ".join(values)
        self.run(f"INSERT INTO claims_review ({names}, at) VALUES ({', '.join(['%s'] * len(values))}, clock_timestamp())", *values.values())


# What ``undress`` leaves.
KEPT_ON = {"revise", "track_insert", "track_update", "track_delete", "law_truncate"}


def undress(s: Scene, table: str) -> int:
    """Take every law of its own and every link to it off a table, so that only history is left to hold; the key of one of its rows."""
    for other, trigger in declared_laws().triggers:
        if other == table and trigger not in KEPT_ON and not trigger.startswith("law_led_to_standing"):
            s.run(f"DROP TRIGGER {trigger} ON {table}")
    free(s, table)
    return int(s.ask(f"SELECT max(id) FROM {table}"))


def free(s: Scene, table: str) -> None:
    """Drop the foreign keys that refer to a table."""
    s.run(
        "DO $$ DECLARE link record; BEGIN"
        f" FOR link IN SELECT conrelid::regclass AS owner, conname FROM pg_constraint WHERE contype = 'f' AND confrelid = '{table}'::regclass LOOP"
        " EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', link.owner, link.conname); END LOOP; END $$"
    )
