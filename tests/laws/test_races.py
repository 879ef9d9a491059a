"""Two who act at the same moment on what is reviewed, in both orders: each waits and then obeys the law, or is refused."""

from __future__ import annotations

from functools import partial

import pytest
from django.contrib.auth.models import Group, User
from django.db import connection

from claims.models import DeclaredConflict, Evidence
from claims.services.remarks import raise_flag
from claims.services.review import reject, submit, withdraw
from claims.services.ties import declare_conflict, end_tie, say_who_an_author_is
from history.services import recorded
from tests.laws.interested import leave
from tests.laws.racing import RacedFor, race, who


def declares(scene: RacedFor, name: str) -> None:
    declare_conflict(by=who(name), account=who(name), document=scene.document, reason="Paid for it.")


def says(scene: RacedFor, name: str) -> None:
    say_who_an_author_is(by=who(name), account=who(name), author=scene.author)


def flags(scene: RacedFor) -> None:
    raise_flag(scene.waits, by=who("cyril"), kind="other", words="Odd.")


@pytest.mark.parametrize("ties", [declares, says])
def test_a_conflict_of_who_decides_is_seen_or_comes_after(sessions, scene, ties):
    other = partial(scene.approve, scene.waits)

    assert race(sessions, partial(ties, scene, "edgar"), other)[1].endswith("somebody else decides")
    assert scene.told()[2] == "in_review"
    assert race(sessions, partial(scene.approve, scene.waits, "augusta"), partial(ties, scene, "augusta")) == ("", "")
    assert scene.told()[2] == "accepted"


@pytest.mark.parametrize("ties", [declares, says])
def test_a_conflict_of_who_proposed_asks_for_a_third_person_or_comes_after(sessions, scene, ties):
    assert race(sessions, partial(scene.approve, scene.claim), partial(ties, scene, "carla")) == ("", "")
    assert scene.told()[0] == "published"
    assert race(
        sessions,
        partial(declare_conflict, by=who("carla"), account=who("carla"), claim=scene.claim, reason="So."),
        partial(scene.approve, scene.waits),
    ) == ("", "")
    assert scene.told()[2] == "in_review"


def test_a_conflict_that_ends_holds_until_it_has_ended(sessions, scene):
    declares(scene, "edgar")
    tie = DeclaredConflict.objects.latest("id")

    assert race(sessions, partial(end_tie, tie, by=who("ada"), because="A namesake."), partial(scene.approve, scene.waits)) == ("", "")
    assert scene.told()[2] == "accepted"


def test_a_flag_stops_an_approval_or_comes_after(sessions, scene):
    assert race(
        sessions, partial(scene.approve, scene.claim), partial(raise_flag, scene.claim, by=who("cyril"), kind="other", words="Odd.")
    ) == ("", "")
    assert race(sessions, partial(flags, scene), partial(scene.approve, scene.waits)) == (
        "",
        "law 3: it has an open flag: resolve that first",
    )
    assert scene.told() == ("published", "accepted", "in_review")


def reviews(scene: RacedFor) -> None:
    """By raw SQL an approval is written now, and the state moved another time."""
    with recorded(by=who("edgar")), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO claims_review (public_id, evidence_id, revision, action, by_id, comment, at) VALUES (%s, %s, %s, 'approve', %s, '', now())",
            [f"raced-{scene.number}", scene.waits.pk, scene.waits.revision, who("edgar").pk],
        )


def accepts(scene: RacedFor) -> None:
    with recorded(by=who("edgar")), connection.cursor() as cursor:
        cursor.execute("UPDATE claims_evidence SET status = 'accepted' WHERE id = %s", [scene.waits.pk])


def test_a_flag_stops_an_approval_that_was_given_before(sessions, scene):
    reviews(scene)

    assert race(sessions, partial(flags, scene), partial(accepts, scene))[1].startswith("law 3: it has an open flag")
    assert scene.told()[2] == "in_review"


def test_nor_does_a_flag_slip_in_while_such_an_approval_is_followed(sessions, scene):
    reviews(scene)

    assert race(sessions, partial(accepts, scene), partial(flags, scene)) == ("", "")
    assert scene.told()[2] == "accepted"


def loses_rights(name: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM auth_user_groups WHERE user_id = %s", [who(name).pk])


def guest(number: int) -> str:
    user = User.objects.create_user(f"guest-{number}", is_staff=True)
    user.groups.add(Group.objects.get(name="editors"))
    return user.username


def test_an_account_that_is_closed_decides_before_or_not_at_all(sessions, scene):
    name = guest(scene.number)
    assert race(sessions, partial(scene.approve, scene.claim, name), partial(leave, who(name))) == ("", "")
    name = guest(1000 + scene.number)
    assert race(sessions, partial(leave, who(name)), partial(scene.approve, scene.waits, name))[1] != ""
    assert scene.told() == ("published", "accepted", "in_review")


def test_who_loses_the_right_to_decide_is_waited_for(sessions, scene):
    name = guest(scene.number)

    assert race(sessions, partial(loses_rights, name), partial(scene.approve, scene.waits, name)) == (
        "", "law 3: only an editor decides on what was submitted",
    )  # fmt: skip


@pytest.mark.parametrize("acts", [(submit, submit), (withdraw, withdraw), (submit, withdraw), (withdraw, reject)])
def test_of_two_who_move_one_record_the_second_is_told(sessions, scene, acts):
    if acts[0] is submit:
        withdraw(scene.waits, by=who("carla"))
    record = Evidence.objects.get(pk=scene.waits.pk)
    by = [who("carla"), who("edith") if acts[1] is reject else who("cyril")]
    first, second = (
        partial(act, Evidence.objects.get(pk=record.pk), by=one, comment="So.", revision=record.revision)
        for act, one in zip(acts, by, strict=True)
    )

    said = race(sessions, first, second)

    assert (said[0], said[1].partition(";")[0]) == (
        "",
        f"You saw revision {record.revision}; it is {record.revision + 1} now. Read it again first.".partition(";")[0],
    )
