"""What people do who have a stake or a doubt: each function is one act by somebody, drawn by chance."""

from __future__ import annotations

import random

from django.contrib.auth.models import Group, User
from django.db import connection

from claims.models import AuthorAccount, Claim, DeclaredConflict, Evidence, Flag
from claims.services.accounts import EDITORS
from claims.services.remarks import raise_flag, resolve
from claims.services.review import approve, reject, submit
from claims.services.ties import declare_conflict, end_tie, say_who_an_author_is
from sources.models import Author, Document
from tests.laws.people import AT_ONCE, PEOPLE, Act, decider, one, record, somebody

_WHY = "It is so."


def say_author(chance: random.Random) -> None:
    who = somebody(chance)
    by = who if chance.random() < 0.7 else decider(chance)
    say_who_an_author_is(by=by, account=who, author=one(chance, Author.objects.unmerged()))


def declare(chance: random.Random) -> None:
    who = somebody(chance)
    about = chance.choice(
        [
            {"document": one(chance, Document.objects.unmerged())},
            {"author": one(chance, Author.objects.unmerged())},
            {"claim": one(chance, Claim.objects.all())},
        ]
    )
    declare_conflict(by=who if chance.random() < 0.7 else decider(chance), account=who, reason=_WHY, **about)


def end(chance: random.Random) -> None:
    kind = chance.choice([AuthorAccount, DeclaredConflict])
    end_tie(one(chance, kind._default_manager.all()), by=decider(chance), because=_WHY)


def flag(chance: random.Random) -> None:
    raise_flag(record(chance, "draft", "in_review"), by=somebody(chance), kind="other", words="That is odd.")


def settle(chance: random.Random) -> None:
    resolve(one(chance, Flag.objects.all()), by=somebody(chance), how="It is not.")


def ask_a_third(chance: random.Random) -> None:
    """Who proposed something says that they have a stake in it; then two others decide."""
    it = record(chance, "draft", "in_review")
    proposer = it.created_by or somebody(chance)
    claim = it if isinstance(it, Claim) else it.claim if isinstance(it, Evidence) else it.from_claim
    declare_conflict(by=proposer, account=proposer, claim=claim, reason=_WHY)
    if it.status == "draft":
        submit(it, by=proposer)
    for name in chance.sample(["edith", "edgar", "ada", "root"], 2):
        approve(it, by=User.objects.get(username=name))


def come_and_go(chance: random.Random) -> None:
    """Somebody becomes an editor and decides on something, or leaves, and decides on something all the same."""
    guests = User.objects.filter(username__startswith="guest")
    guest = one(chance, guests) if guests.exists() and chance.random() < 0.5 else _hired()
    waiting = record(chance, "in_review", "draft")
    if waiting.status == "draft":
        submit(waiting, by=somebody(chance))
    if chance.random() < 0.6:
        leave(guest)
    if chance.random() < 0.7:
        approve(waiting, by=guest)
    else:
        reject(waiting, by=guest, comment=_WHY)


def _hired() -> User:
    guest = User.objects.create_user(f"guest-{User.objects.count()}", is_staff=True)
    guest.groups.add(Group.objects.get(name=EDITORS))
    return guest


def leave(account: User) -> None:
    """Deactivate an account for good; the moment stands in its last name, since accounts have no history."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE auth_user SET is_active = false, last_name = clock_timestamp()::text WHERE id = %s AND is_active", [account.pk]
        )


INTERESTED: list[Act] = [say_author, declare, end, flag, settle, ask_a_third, ask_a_third, come_and_go]
EVERYBODY = [*PEOPLE, *PEOPLE, *INTERESTED]
EVERYBODY_AT_ONCE = [*AT_ONCE, *AT_ONCE, *INTERESTED]
