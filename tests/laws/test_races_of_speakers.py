"""Who resolves, declares or publishes while the account is closed, or put out of the editors, at that moment."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest

from claims.models import DeclaredConflict
from claims.services.remarks import raise_flag, resolve
from claims.services.ties import declare_conflict
from history.services import recorded
from sources.models import Passage
from tests.laws.interested import leave
from tests.laws.racing import RacedFor, race, who
from tests.laws.test_races import guest, loses_rights


def resolves(scene: RacedFor, name: str) -> None:
    resolve(scene.claim.flags.get(), by=who(name), how="Not so.")


def declares(scene: RacedFor, name: str) -> None:
    declare_conflict(by=who(name), account=who("cyril"), document=scene.document, reason="Paid for it.")


def publishes(scene: RacedFor, name: str) -> None:
    with recorded(by=who(name)):
        Passage.objects.filter(pk=scene.waits.passage_id).update(is_published=True)


def is_closed(name: str) -> None:
    leave(who(name))


@pytest.mark.parametrize(
    ("acts", "happens", "refused"),
    [
        (resolves, is_closed, "law 5: an account that is not active resolves nothing"),
        (declares, is_closed, "law 3: only the account itself or an editor says so|an account that is not active"),
        (declares, loses_rights, "law 3: only the account itself or an editor says so"),
        (publishes, is_closed, "law 7: only an editor publishes"),
        (publishes, loses_rights, "law 7: only an editor publishes"),
    ],
)
def test_who_leaves_at_that_moment_acted_before_or_not_at_all(
    sessions, scene, acts: Callable[[RacedFor, str], None], happens: Callable[[str], None], refused: str
):
    raise_flag(scene.claim, by=who("cyril"), kind="other", words="Odd.")
    name = guest(2000 + scene.number)
    act = partial(acts, scene, name)

    said = race(sessions, partial(happens, name), act)

    assert said[0] == ""
    assert any(part in said[1] for part in refused.split("|")), said
    assert (scene.claim.flags.open().count(), Passage.objects.get(pk=scene.waits.passage_id).is_published) == (1, False)
    assert not DeclaredConflict.objects.filter(document=scene.document).exists()
