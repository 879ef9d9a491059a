"""The write of one: a claim and its evidence proposed, submitted, approved and published, beside the same statements in bare SQL."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import connection, transaction
from rest_framework.authtoken.models import Token
from rest_framework.test import APIClient

from claims.services.accounts import CURATORS, EDITORS
from claims.services.propose import propose_claim, propose_evidence
from claims.services.review import approve, submit
from history.identifiers import new_public_ids
from sources.models import Passage, Text
from tests.bench.measuring import line, timed
from tests.factories.sources import DocumentFactory, PassageFactory, TextFactory

_ROUNDS = 40
_WARM_UP = 8
_WIDTH = 20
_LINK = {"stance": "supports", "voice": "asserts", "basis": "uncited", "strength": "strong", "reason": "It says so."}


def measure_writing() -> None:
    """Print how long the write of one takes over the services and over HTTP, as ratios to bare SQL under the same triggers."""
    curator, editor = _account("bench-curator", CURATORS), _account("bench-editor", EDITORS)
    passages = _passages()
    numbers = count()
    ways: dict[str, Callable[[], object]] = {
        "bare": lambda: _bare(next(numbers), next(passages), curator.pk, editor.pk),
        "services": lambda: _by_services(next(numbers), next(passages), curator, editor),
        "HTTP": lambda: _over_http(next(numbers), next(passages), _client(curator), _client(editor)),
    }
    times: dict[str, list[float]] = {name: [] for name in ways}
    for at in range(_WARM_UP + _ROUNDS):
        for name, write in ways.items():
            seconds, _ = timed(write)
            times[name] += [seconds] if at >= _WARM_UP else []
    bare = statistics.median(times["bare"])
    for name in ("services", "HTTP"):
        line(f"a claim published, by {name}", statistics.median(times[name]), "bare SQL", bare)


def _account(name: str, group: str) -> Any:
    user = get_user_model().objects.create_user(name, is_staff=True)
    user.groups.add(Group.objects.get(name=group))
    return user


def _client(user: Any) -> APIClient:
    client = APIClient(SERVER_NAME="localhost")
    client.credentials(HTTP_AUTHORIZATION=f"Token {Token.objects.get_or_create(user=user)[0].key}")
    return client


def _passages() -> Iterator[Passage]:
    words = "".join(f"Gate number {number:06}. " for number in range(3 * (_WARM_UP + _ROUNDS)))
    text: Text = TextFactory(document=DocumentFactory(citation_key="benchgates"), content=words, length=len(words))
    return (PassageFactory(text=text, start=start, end=start + _WIDTH - 1) for start in range(0, len(words), _WIDTH))


def _by_services(number: int, passage: Passage, curator: Any, editor: Any) -> None:
    attributes = {"what": f"closing of gate {number}"}
    claim = propose_claim(by=curator, type="event", statement=f"Gate {number} closed.", attributes=attributes)
    evidence = propose_evidence(by=curator, claim=claim, passage=passage, **_LINK)
    for record in (evidence, claim):
        submit(record, by=curator)
    for record in (evidence, claim):
        approve(record, by=editor)


def _over_http(number: int, passage: Passage, curator: APIClient, editor: APIClient) -> None:
    attributes = {"what": f"closing of gate {number}"}
    claim = _made(
        curator.post("/api/v1/claims/", {"type": "event", "statement": f"Gate {number} closed.", "attributes": attributes}, format="json")
    )
    asked = {"claim": claim.json()["id"], "excerpt": passage.public_id, **_LINK}
    evidence = _made(curator.post("/api/v1/evidence/", asked, format="json"))
    for client, act in ((curator, "submit"), (editor, "approve")):
        for kind, one in (("evidence", evidence), ("claims", claim)):
            address = f"/api/v1/{kind}/{one.json()['id']}/"
            _made(client.post(f"{address}{act}/", {}, format="json", headers={"If-Match": client.get(address)["ETag"]}))


def _made(answer: Any) -> Any:
    if answer.status_code not in {200, 201}:
        raise RuntimeError(answer.content.decode())
    return answer


def _bare(number: int, passage: Passage, curator: int, editor: int) -> None:
    """The same rows by the statements that write them, each step in a transaction of its own, and nothing read."""
    claim_id, evidence_id, *acts = new_public_ids(6)
    (claim,) = _done(
        curator,
        "INSERT INTO claims_claim (public_id, type, statement, attributes, language, origin, tool, status, imported_by_id)"
        " VALUES (%s, 'event', %s, jsonb_build_object('what', %s::text), 'en', 'human', '', 'draft', NULL) RETURNING id",
        [claim_id, f"Gate {number} closed.", f"closing of gate {number}"],
    )
    (evidence,) = _done(
        curator,
        "INSERT INTO claims_evidence (public_id, claim_id, passage_id, stance, voice, holder_as_named, basis, strength, reason, origin, tool, status)"
        " VALUES (%s, %s, %s, 'supports', 'asserts', '', 'uncited', 'strong', 'It says so.', 'human', '', 'draft') RETURNING id",
        [evidence_id, claim, passage.pk],
    )
    steps = (
        (curator, "evidence", evidence, 1, "submit", "in_review"),
        (curator, "claim", claim, 1, "submit", "in_review"),
        (editor, "evidence", evidence, 2, "approve", "accepted"),
        (editor, "claim", claim, 2, "approve", "published"),
    )
    for act, (by, kind, key, revision, action, status) in zip(acts, steps, strict=True):
        reviewed = f"INSERT INTO claims_review (public_id, {kind}_id, revision, action, by_id, comment) VALUES (%s, %s, %s, %s, %s, '')"
        moved = f"UPDATE claims_{kind} SET status = %s WHERE id = %s RETURNING id"
        _done(by, reviewed, [act, key, revision, action, by], moved, [status, key])


def _done(by: int, *asked: Any) -> tuple[Any, ...]:
    """Run statements, each with its parameters, as one account in one transaction; return the last row of the last."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pincite.actor', %s, true)", [str(by)])
        for statement, parameters in zip(asked[::2], asked[1::2], strict=True):
            cursor.execute(statement, parameters)
        row: tuple[Any, ...] = cursor.fetchone()
    return row
