"""Bodies that are large, deep, broken or of the wrong kind are refused in a sentence, and nothing is made."""

from __future__ import annotations

import json
from typing import Any

import pytest

from claims.models import Claim
from history.models import Change
from tests.claims.api.writers import signed_in

pytestmark = pytest.mark.django_db
CLAIMS = "/api/v1/claims/"
CAUSAL: dict[str, Any] = {
    "type": "causal",
    "statement": "Late closing floods.",
    "attributes": {"cause": "late closing", "effect": "a flood"},
}


@pytest.fixture
def writing(curator):
    return signed_in(curator)


def sent(client, body: bytes, media_type: str = "application/json"):
    return client.generic("POST", CLAIMS, body, content_type=media_type)


def fault(answer) -> tuple[int, str, str]:
    """The status, the media type, and all that is said."""
    body = answer.json()
    return answer.status_code, answer["Content-Type"], json.dumps([body.get("detail", ""), body.get("errors", [])])


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"statement": "a" * 1_000_000}, "statement"),
        ({"statement": "nul \0 inside"}, "statement"),
        ({"statement": " \u00a0 "}, "statement"),
        ({"statement": ["a", "list"]}, "statement"),
        ({"attributes": {"cause": "x", "effect": "nul \0"}}, "effect: It holds"),
        ({"attributes": {"cause": "x", "effect": "y", "colour": "red"}}, "attributes"),
        ({"attributes": {"cause": "x"}}, "attributes"),
        ({"attributes": {"cause": "x", "effect": "y" * 1_000_000}}, "effect: A text"),
        ({"attributes": []}, "attributes"),
        ({"topics": ["no-such-topic"]}, "topics"),
        ({"topics": ["a"] * 1000}, "topics"),
        ({"topics": "gates"}, "topics"),
        ({"type": "causal\0"}, "type"),
        ({"holder": "nobody-known"}, "holder"),
        ({"language": "x" * 36}, "language"),
        ({"colour": "red"}, "colour"),
        ({"status": "published"}, "status"),
        ({"created_by": "edith"}, "created_by"),
    ],
)
def test_a_field_that_is_not_fit_is_named_and_nothing_is_made(writing, changes, named):
    status, media_type, said = fault(sent(writing, json.dumps(CAUSAL | changes).encode()))

    assert (status in {400, 413, 422}, media_type, named in said) == (True, "application/problem+json", True)
    assert not Claim.objects.exists()


BROKEN = {
    "nothing": b"",
    "cut off": b"{",
    "a list": b"[]",
    "null": b"null",
    "a string": b'"a claim"',
    "no UTF-8": b"\xff\xfe",
    "Latin-1": json.dumps(CAUSAL | {"statement": "Caf\u00e9."}, ensure_ascii=False).encode("latin-1"),
    "half a character": json.dumps(CAUSAL | {"statement": "half \ud800"}).encode(),
    "UTF-16": json.dumps(CAUSAL).encode("utf-16"),
    "deep objects": b'{"type": "causal", "statement": "x", "attributes": ' + b'{"a":' * 100_000 + b"1" + b"}" * 100_001,
    "deep lists": b"[" * 100_000 + b"]" * 100_000,
    "infinity": json.dumps(CAUSAL).replace('"late closing"', "1e999").encode(),
    "not a number": json.dumps(CAUSAL).replace('"late closing"', "NaN").encode(),
    "a name twice": b'{"statement": "One.", ' + json.dumps(CAUSAL).encode()[1:],
    "5000 digits": json.dumps(CAUSAL).replace('"late closing"', "9" * 5000).encode(),
}


@pytest.mark.parametrize("body", BROKEN.values(), ids=BROKEN)
def test_a_body_that_cannot_be_read_is_refused(writing, body):
    status, media_type, _ = fault(sent(writing, body))

    assert (status in {400, 422}, media_type, Claim.objects.count()) == (True, "application/problem+json", 0)


@pytest.mark.parametrize("charset", ["latin-1", "utf-16", "nonsense"])
def test_another_charset_is_read_as_what_it_says_or_refused(writing, charset):
    words = json.dumps(CAUSAL | {"statement": "Caf\u00e9."}, ensure_ascii=False)
    answer = sent(writing, words.encode("utf-8" if charset == "nonsense" else charset), f"application/json; charset={charset}")

    made = Claim.objects.first()
    assert (answer.status_code, made and made.statement) in [(201, "Caf\u00e9."), (400, None), (415, None)]


@pytest.mark.parametrize(
    "media_type", ["text/plain", "application/xml", "multipart/form-data; boundary=x", "application/x-www-form-urlencoded", "nonsense", ""]
)
def test_another_kind_of_body_is_refused(writing, media_type):
    answer = sent(writing, json.dumps(CAUSAL).encode(), media_type)

    assert (answer.status_code, answer["Content-Type"], Claim.objects.count()) == (415, "application/problem+json", 0)


def test_a_published_claim_is_not_patched_and_the_answer_says_what_to_do(debate, writing):
    address = f"{CLAIMS}gate-closed-early/"
    answer = writing.patch(address, {"statement": "Other."}, format="json", headers={"If-Match": writing.get(address)["ETag"]})

    assert answer.status_code == 409
    assert answer.json()["detail"].startswith("This is published: its words never change. To say it otherwise, revise it")


def test_a_refused_body_leaves_no_trace_in_history(writing):
    before = Change.objects.count()
    sent(writing, json.dumps(CAUSAL | {"topics": ["no-such-topic"]}).encode())

    assert Change.objects.count() == before


def test_a_name_that_stands_twice_is_told(writing):
    answer = sent(writing, b'{"type": "causal", "statement": "x", "attributes": {"cause": "one", "cause": "two", "effect": "y"}}')

    assert answer.json()["errors"] == [{"field": "cause", "message": "It stands twice in one object: send it once."}]


def test_the_answer_does_not_grow_with_what_is_wrong(writing):
    answer = sent(writing, json.dumps({f"k{n}": n for n in range(50_000)}).encode())

    assert (answer.status_code, len(answer.json()["errors"])) == (400, 20)
