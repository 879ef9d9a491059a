from __future__ import annotations

import json

import pytest

from tests.factories.sources import DocumentFactory, MarkFactory, TextFactory

pytestmark = pytest.mark.django_db
WORDS = "The dyke was raised in the year of the comet, and again ten years later. The dyke was raised by hand."


@pytest.fixture
def text():
    held = TextFactory(document=DocumentFactory(citation_key="dyke1901"), content=WORDS)
    MarkFactory(text=held, label="page", value="4", start=0, end=50)
    MarkFactory(text=held, label="page", value="5", start=50, end=len(WORDS))
    return held


def ask(api, body, **options):
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return api.generic("POST", "/api/v1/locate/", raw, content_type="application/json", **options)


def test_anybody_finds_where_a_quote_stands(api, text):
    answer = ask(api, {"quote": "and again\nten years later", "document": "dyke1901"})

    assert answer.status_code == 200
    assert answer.json() == {
        "grade": "normalised",
        "candidates": [
            {
                "document": "dyke1901",
                "text_version": {"id": text.public_id, "version": 1, "sha256": text.sha256},
                "start": 46,
                "end": 71,
                "text": "and again ten years later",
                "locator": {"label": "page", "value": "4-5"},
                "grade": "normalised",
                "score": 1.0,
                "diff": [{"kind": "equal", "quoted": "and again\nten years later", "held": "and again ten years later"}],
            }
        ],
    }


def test_context_tells_places_apart(api, text):
    twice = ask(api, {"quote": "The dyke was raised"}).json()
    once = ask(api, {"quote": "The dyke was raised", "prefix": "later. ", "suffix": ""}).json()

    assert (twice["grade"], len(twice["candidates"])) == ("ambiguous", 2)
    assert (once["grade"], once["candidates"][0]["start"]) == ("exact", 73)


def test_absent_words_have_no_candidates(api, text):
    assert ask(api, {"quote": "Sluices of cedar were never mentioned anywhere"}).json() == {"grade": "absent", "candidates": []}


@pytest.mark.parametrize(
    ("body", "status", "field"),
    [
        ({}, 400, "quote"),
        ({"quote": ""}, 400, "quote"),
        ({"quote": "  "}, 400, "quote"),
        ({"quote": None}, 400, "quote"),
        ({"quote": 7}, 400, "quote"),
        ({"quote": ["dyke"]}, 400, "quote"),
        ({"quote": "dy\0ke"}, 400, "quote"),
        (b'{"quote": "\\ud800 dyke"}', 400, "quote"),
        ({"quote": "d" * 1_000_000}, 400, "quote"),
        ({"quote": "dyke", "prefix": "p" * 2001}, 400, "prefix"),
        ({"quote": "dyke", "document": "nobody1900"}, 404, "document"),
        ({"quote": "dyke", "version": 1}, 400, "version"),
        ({"quote": "dyke", "documnet": "dyke1901"}, 400, "documnet"),
        (b'{"quote": "dyke", "\\ud800": 1}', 400, "?"),
    ],
)
def test_what_is_not_fit_is_refused_at_its_field(api, text, body, status, field):
    answer = ask(api, body)

    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    assert [one["field"] for one in answer.json()["errors"]] == [field]


@pytest.mark.parametrize("body", [b"[]", b'"dyke"', b"{", b"\xff\xfe", b"[" * 100_000])
def test_what_is_no_object_of_json_is_refused(api, text, body):
    answer = ask(api, body)

    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")


def test_parameters_of_the_address_are_refused(api, text):
    answer = api.post("/api/v1/locate/?document=dyke1901", {"quote": "dyke"}, format="json")

    assert (answer.status_code, [one["field"] for one in answer.json()["errors"]]) == (400, ["document"])


@pytest.mark.parametrize("quote", ["…" * 5000, "d" * 20_000, "dyke … " * 2500, "\u0301" * 20_000, "".join(map(chr, range(0x4E00, 0x8C00)))])
def test_hostile_quotes_are_answered(api, text, quote):
    assert ask(api, {"quote": quote}).json()["grade"] == "absent"


def test_what_is_hidden_or_private_is_found_by_whoever_may_see_it(api, curator, administrator):
    for key, fields in (("hidden1900", {"document__is_hidden": True}), ("private1900", {"rights": "private"})):
        TextFactory(document__citation_key=key, content=WORDS, **fields)
    quote = {"quote": "raised in the year of the comet"}

    found = {}
    for name, user in (("anybody", None), ("curator", curator), ("administrator", administrator)):
        api.force_authenticate(user)
        found[name] = [one["document"] for one in ask(api, quote).json()["candidates"]]
        statuses = [ask(api, {**quote, "document": key}).status_code for key in ("hidden1900", "private1900")]
        found[name].append(statuses)

    assert found == {
        "anybody": [[404, 422]],
        "curator": ["hidden1900", [200, 422]],
        "administrator": ["hidden1900", "private1900", [200, 200]],
    }


def test_the_root_names_it(api):
    assert api.get("/api/v1/").json()["locate"] == "http://testserver/api/v1/locate/"
