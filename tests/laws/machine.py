"""Random users who do random things, by the services and by raw SQL, one after the other and two at once; the checker looks on."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from typing import ClassVar

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, ValidationError
from django.db import Error, connection, connections
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from claims.services.review import StaleRevisionError, WrongStateError
from config.database import roles
from tests.conftest import recreate
from tests.laws.checker import LAWS, faults_of
from tests.laws.interested import EVERYBODY, EVERYBODY_AT_ONCE
from tests.laws.intruders import intrude
from tests.laws.people import Act, NothingThereError
from tests.laws.sessions import at_once, two_sessions
from tests.laws.stranger import stranger
from tests.laws.world import World

#: How somebody is told that this may not be. Anything else is a fault of the product.
REFUSALS = (ValidationError, PermissionDenied, WrongStateError, StaleRevisionError, Error, ObjectDoesNotExist, NothingThereError)
_CHANCES = st.integers(0, 2**32 - 1)
_ISOLATIONS = ["READ COMMITTED"] * 4 + ["REPEATABLE READ", "SERIALIZABLE"]


class LawIsBrokenError(AssertionError):
    """The checker found something."""


class RandomUsers(RuleBasedStateMachine):
    """Each run begins with a fresh copy of the library. Subclasses say which."""

    #: The database that is copied, and the name of the copy, which both connections are pointed at.
    library: ClassVar[str]
    copy: ClassVar[str]
    #: Tables and triggers that the copy is without.
    without: ClassVar[tuple[tuple[str, str], ...]] = ()
    #: How many acts are between two looks of the checker.
    unwatched: ClassVar[int] = 8
    people: ClassVar[list[Act]] = EVERYBODY
    intruder: ClassVar[Act] = staticmethod(intrude)
    judged: ClassVar[tuple[str, ...]] = tuple(LAWS)
    #: Whether a stranger is asked, over HTTP, what they see at that moment.
    asks_strangers: ClassVar[bool] = True
    #: What was done, and what was refused, in all runs.
    told: ClassVar[Counter[str]]

    def __init__(self) -> None:
        super().__init__()
        for one in connections.all():
            one.close()
        recreate(self.copy, self.library)
        if self.without:
            with roles.connected(settings.DATABASES["owner"]) as owner:
                for table, trigger in self.without:
                    owner.execute(f"DROP TRIGGER {trigger} ON {table}")
        self._open = ExitStack()
        self._acts = 0
        self._said: list[str] = []

    def _chance(self, chance: int) -> random.Random:
        """Another one at each step: Hypothesis likes some numbers best."""
        return random.Random(f"{chance} {self._acts}")

    # One rule: of several, Hypothesis leaves some out of a run.
    @rule(chance=_CHANCES)
    def something_happens(self, chance: int) -> None:
        drawn = self._chance(chance)
        what = drawn.choice([self.somebody_acts, self.somebody_acts, self.somebody_acts, self.somebody_intrudes, self.two_act_at_once])
        what(drawn)

    def somebody_acts(self, chance: random.Random) -> None:
        """By the services."""
        act = chance.choice(self.people)
        self._tell(act, self._outcome(act, chance))

    def somebody_intrudes(self, chance: random.Random) -> None:
        """By raw SQL."""
        self._tell(self.intruder, self._outcome(self.intruder, chance))

    def two_act_at_once(self, drawn: random.Random) -> None:
        """In two sessions whose transactions are open together; half of the time both do the same."""
        acts = [drawn.choice([*EVERYBODY_AT_ONCE, *[self.intruder] * 9]) for _ in range(2)]
        if drawn.random() < 0.5:
            acts[1] = acts[0]
        seeds = [drawn.randrange(2**32) for _ in acts] if drawn.random() < 0.5 else [drawn.randrange(2**32)] * 2
        first, second = (_prepared(act, seed) for act, seed in zip(acts, seeds, strict=True))
        if not hasattr(self, "_sessions"):
            self._sessions = self._open.enter_context(two_sessions())
        refused = at_once(self._sessions, first, second, isolation=drawn.choice(_ISOLATIONS), swapped=drawn.random() < 0.5)
        for act, error in zip(acts, refused, strict=True):
            self._tell(act, error, " at once")

    def _outcome(self, act: Act, chance: random.Random) -> BaseException | None:
        try:
            act(chance)
        except REFUSALS as error:
            return error
        return None

    def _tell(self, act: Act, error: BaseException | None, how: str = "") -> None:
        if error is not None and not isinstance(error, REFUSALS):
            raise error
        self.told[f"{act.__name__}{how}{' refused' if error else ''}"] += 1
        self._said.append(f"{act.__name__}{how}: {error or 'done'}")
        self._acts += 1
        if self._acts % self.unwatched == 0:
            self._look()

    def _look(self) -> None:
        with connection.cursor() as cursor:
            world = World(cursor)
        found = faults_of(world, self.judged)
        if self.asks_strangers and not found:
            found = [f"law 7: {fault}" for fault in stranger(world, random.Random(self._acts))]
        if found:
            raise LawIsBrokenError("\n".join([*found, "after", *self._said]))

    def teardown(self) -> None:
        try:
            self._look()
            self._count()
        finally:
            self._open.close()

    def _count(self) -> None:
        with connection.cursor() as cursor:
            for what, query in _COUNTED.items():
                cursor.execute(query)
                self.told[what] += cursor.fetchone()[0]


def _prepared(act: Act, seed: int) -> Callable[[], None]:
    return lambda: act(random.Random(seed))


_COUNTED = {
    **{
        f"claims {state}": f"SELECT count(*) FROM claims_claim WHERE status = '{state}'"
        for state in ("draft", "in_review", "published", "rejected", "retracted", "superseded")
    },
    **{
        f"reviews: {action}": f"SELECT count(*) FROM claims_review WHERE action = '{action}'"
        for action in ("submit", "withdraw", "approve", "request_changes", "reject", "retract", "reopen", "supersede", "restore")
    },
    "imported reviews": "SELECT count(*) FROM claims_review WHERE imported_by_id IS NOT NULL",
    "corrections": "SELECT count(*) FROM sources_text WHERE derived_from_id IS NOT NULL",
    "re-opened by corrections": "SELECT count(*) FROM claims_review WHERE corrected_id IS NOT NULL",
    "retractions of documents": "SELECT count(*) FROM sources_retraction",
    "retractions lifted": "SELECT count(*) FROM sources_retraction WHERE lifted_because <> ''",
    "merges": "SELECT count(*) FROM sources_merge",
    "merges undone": "SELECT count(*) FROM sources_merge WHERE undone_at IS NOT NULL",
    "machines' proposals": "SELECT count(*) FROM claims_claim WHERE origin = 'machine'",
    "conflicts of interest": "SELECT count(*) FROM claims_declaredconflict",
    "decided with a conflict": "SELECT count(*) FROM claims_review WHERE conflicts <> '[]' AND action <> 'submit'",
    "approved by two": "SELECT count(*) FROM (SELECT 1 FROM claims_review WHERE action = 'approve'"
    " GROUP BY claim_id, evidence_id, relation_id, revision HAVING count(*) > 1) AS twice",
    "flags": "SELECT count(*) FROM claims_flag",
    "flags resolved": "SELECT count(*) FROM claims_flag WHERE resolved_at IS NOT NULL",
    "accounts left": "SELECT count(*) FROM auth_user WHERE last_name <> ''",
    "texts filled": "SELECT count(*) FROM history_change WHERE \"table\" = 'sources_text' AND kind = 'update' AND 'content' = ANY (changed)",
}
