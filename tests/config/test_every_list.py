"""What a list costs in queries depends on neither its rows nor a filter: asked of every list with every filter that it has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver
from rest_framework.test import APIClient

from tests.claims.api.writers import signed_in
from tests.config.lists import World

# List -> filter -> what it is asked for; "" is the list without a filter.
ASKED: Mapping[str, Mapping[str, str]] = {
    "documents": {
        "": "",
        "search": "gate",
        "author": "Tarrowby",
        "type": "report",
        "issued_from": "2019",
        "issued_to": "2020",
        "topic": "gates",
    },
    "documents/tarrowby2019holding/references": {"": "", "status": "resolved", "kind": "cites"},
    "documents/tarrowby2019holding/cited_by": {"": "", "status": "resolved", "kind": "cites"},
    "references": {"": "", "status": "unmatched", "kind": "cites"},
    "authors": {"": "", "search": "Tarrowby", "kind": "person"},
    "excerpts": {
        "": "",
        "search": "gate",
        "document": "tarrowby2019holding",
        "author": "Tarrowby",
        "topic": "gates",
        "type": "report",
        "issued_from": "2019",
        "issued_to": "2020",
        "question": "orphaned-excerpts",
    },
    "claims": {
        "": "",
        "search": "gate",
        "type": "event",
        "status": "published",
        "standing": "supported_by_one",
        "question": "one-source",
        "topic": "gates",
        "document": "tarrowby2019holding",
        "holder": "{author}",
        "stance": "supports",
        "voice": "reports",
    },
    "evidence": {
        "": "",
        "search": "gate",
        "type": "event",
        "topic": "gates",
        "holder": "{author}",
        "document": "tarrowby2019holding",
        "question": "stale-evidence",
        "stance": "supports",
        "voice": "reports",
        "basis": "uncited",
        "strength": "strong",
        "status": "accepted",
    },
    "relations": {
        "": "",
        "search": "gate",
        "topic": "gates",
        "claim": "{claim}",
        "question": "stale-relations",
        "document": "tarrowby2019holding",
        "kind": "contradicts",
        "status": "accepted",
    },
    "topics": {"": "", "search": "gates"},
    "comments": {"": "", "claim": "{claim}", "evidence": "{evidence}", "status": "open"},
    "flags": {"": "", "claim": "{claim}", "evidence": "{evidence}", "status": "open", "kind": "wrong_page"},
    "conflicts": {
        "": "",
        "account": "hester",
        "author": "{author}",
        "status": "holds",
        "document": "tarrowby2019holding",
        "claim": "{claim}",
    },
    "author-accounts": {"": "", "account": "hester", "author": "{author}", "status": "holds"},
}
#: Filters that find the same few rows however many there are: the records of one record.
OF_ONE = {("excerpts", "claim"), ("evidence", "claim"), ("comments", "relation"), ("flags", "relation")}
#: Lists whose rows the world does not make: questions are declarations, bundles and imports are told one by one.
NOT_ASKED = {"questions", "bundles", "imports"}


@pytest.fixture
def world(settings, curator, editor) -> World:
    settings.STALE_DRAFT_DAYS = 0
    world = World(curator, editor)
    world.grow()
    return world


def _lists(patterns: list[URLPattern | URLResolver]) -> Iterator[tuple[str, type]]:
    """Each list of the API, with its viewset."""
    for one in patterns:
        if isinstance(one, URLResolver):
            yield from _lists(one.url_patterns)
        elif "list" in getattr(one.callback, "actions", {}).values():
            address = str(one.pattern).strip("^$/\\Z").split("(?P<key>")
            yield (
                (address[0] if len(address) == 1 else f"{address[0]}tarrowby2019holding/{address[1].rpartition('/')[2]}"),
                one.callback.cls,
            )


def _cost(client: APIClient, address: str, asked: dict[str, str]) -> tuple[int, int]:
    """How many rows a list has, and how many queries it took."""
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address, asked)
    assert answer.status_code == 200, (address, asked, answer.json())
    assert answer.json()["count"] == len(answer.json()["results"])
    return answer.json()["count"], len(queries)


def test_every_list_and_every_filter_is_asked():
    api = next(one for one in get_resolver().url_patterns if str(one.pattern) == "api/v1/")
    found = {address: {*view.filterset_class.base_filters} for address, view in _lists(api.url_patterns) if address not in NOT_ASKED}

    asked = {address: filters.keys() - {""} | {name for of, name in OF_ONE if of == address} for address, filters in ASKED.items()}
    assert found == asked


def test_no_list_asks_more_for_more_rows(world, curator):
    names = {"author": world.author.public_id, "claim": world.claim.public_id, "evidence": world.claim.evidence.first().public_id}
    client: APIClient = signed_in(User.objects.get(pk=curator.pk))

    def costs() -> dict[tuple[str, str], tuple[int, int]]:
        for address in ASKED:
            # What is new is cited once, by who asks first.
            client.get(f"/api/v1/{address}/?limit=200")
        return {
            (address, name): _cost(client, f"/api/v1/{address}/", {"count": "true", "limit": "200"} | ({name: value} if name else {}))
            for address, filters in ASKED.items()
            for name, value in ((name, value.format(**names)) for name, value in filters.items())
        }

    few = costs()
    for _ in range(2):
        world.grow()
    more = costs()

    assert {one for one in few if few[one][0] < 1 or more[one][0] < few[one][0] + 2} == set()
    assert {one: (few[one], more[one]) for one in few if more[one][1] > few[one][1]} == {}
