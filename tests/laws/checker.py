"""Whether a database keeps the laws, judged from its rows and its history alone.

Written from the laws' own words, not from the product's code: it calls none of the product's functions, so that
it does not share their faults. ``faults`` names everything that is wrong, in sentences; a database in which only allowed
things were done has none. Law 10 (round trip) is no state; what strangers see over HTTP is asked by ``tests.laws.stranger``.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from itertools import chain

from tests.laws.chronicle import chronicle
from tests.laws.ground import ground
from tests.laws.interests import interests, remarks
from tests.laws.persons import machines, no_lost_updates, two_persons
from tests.laws.pins import pins
from tests.laws.reopening import reopening
from tests.laws.standing import enumerations, relations, standings
from tests.laws.visibility import imports, visibility
from tests.laws.world import Cursor, World

LAWS: dict[str, Callable[[World], Iterator[str]]] = {
    "law 1": pins,
    "law 2": ground,
    "law 3": lambda world: chain(two_persons(world), interests(world)),
    "law 4": reopening,
    "law 5": lambda world: chain(chronicle(world), remarks(world)),
    "law 6": no_lost_updates,
    "law 7": visibility,
    "law 8": imports,
    "law 9": machines,
    "standing": standings,
    "relations": relations,
    "enumerations": enumerations,
}


def faults(cursor: Cursor, laws: Collection[str] = tuple(LAWS)) -> list[str]:
    """Return a sentence for each fault, beginning with the law that is broken: ``law 3: claim ... was approved by who made it``.

    Args:
        cursor: Of any role that may read the tables.
        laws: Names of those to judge; all by default.
    """
    return faults_of(World(cursor), laws)


def faults_of(world: World, laws: Collection[str] = tuple(LAWS)) -> list[str]:
    """Return what ``faults`` does, of a world that was read already."""
    return [f"{law}: {fault}" for law in LAWS if law in laws for fault in LAWS[law](world)]
