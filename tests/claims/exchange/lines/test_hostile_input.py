"""Every field of every kind of line with every kind of JSON value: a sentence that names line and field, nothing stored, never a traceback."""

from __future__ import annotations

import json
from typing import Any

import pytest

from claims.models import Claim, Topic
from sources.models import Author, Document, Text
from tests.claims.exchange.conftest import claim_line, evidence_of

pytestmark = pytest.mark.django_db

EXCERPT = {"document": "tarrowby2019holding", "quote": "It opened again at noon.", "locator": {"label": "page", "value": "4"}}
ACT = {"action": "submit", "by": "nora", "at": "2026-01-01T09:30:00+00:00", "comment": ""}
RELATION = {"id": "came-after", "kind": "responds_to", "to": "gate-closed", "reason": "Later.", "evidence": [EXCERPT], "reviews": [ACT]}
LINES: dict[str, dict[str, Any]] = {
    "author": {"record": "author", "id": "hester", "kind": "person", "family": "Tarrowby", "variants": [{"form": "other", "family": "T."}]},
    "document": {
        "record": "document", "id": "the-gates", "key": "tarrowby2020gates", "type": "book", "title": "The gates", "extra": {"a": "b"},
        "contributions": [{"author": "hester", "role": "author", "position": 1}], "titles": [{"form": "original", "title": "Tore"}],
        "identifiers": [{"scheme": "doi", "value": "10.5555/gates"}], "is_hidden": False,
    },
    "text": {
        "record": "text", "id": "gate-text", "document": "tarrowby2019holding", "version": 2, "sha256": "0" * 64, "length": 90,
        "media_type": "text/plain", "file_name": "gates.txt", "rights": "open", "marks": [{"label": "page", "value": "1", "start": 0, "end": 9}],
        "excerpts": [{"id": "gate-excerpt", "start": 0, "end": 9, "quote_sha256": "0" * 64}],
    },
    "retraction": {"record": "retraction", "id": "gate-retraction", "document": "tarrowby2019holding", "reason": "Misread."},
    "topic": {"record": "topic", "slug": "gates", "labels": [{"language": "en", "kind": "preferred", "label": "Gates"}]},
    "claim": claim_line(relations=[RELATION], reviews=[ACT], status="in_review", created_by="nora"),
}  # fmt: skip
VALUES: list[Any] = [
    True,
    10**400,
    -1,
    0.5,
    "",
    "\x00",
    "\ud800",
    "x" * 3000,
    [],
    [None],
    [[]],
    {},
    {"deep": {"deeper": [1]}},
    ["\x00"],
    "NaN",
]


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place within a line at which a value may stand."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [place for name, one in inner for place in ((*path, name), *places(one, (*path, name)))]


def put(line: dict[str, Any], path: tuple[Any, ...], value: Any) -> dict[str, Any]:
    changed = json.loads(json.dumps(line))
    there = changed
    for name in path[:-1]:
        there = there[name]
    there[path[-1]] = value
    return changed


@pytest.mark.parametrize("kind", LINES)
def test_whatever_stands_in_a_field_is_taken_or_refused_in_words(bring, text, administrator, kind):
    good = LINES[kind] if kind != "claim" else LINES[kind] | {"evidence": [evidence_of(text, excerpt=EXCERPT)]}
    lines = [put(good, path, value) for path in places(good) for value in VALUES]
    before = [model.objects.count() for model in (Author, Document, Text, Topic, Claim)]

    outcomes = bring(*lines, by=administrator, administrator=administrator)

    assert [one for one in outcomes if one.result == "failed" and not one.errors] == []
    assert len({one.line for one in outcomes}) == len(lines)
    for outcome in outcomes:
        for fault in outcome.errors:
            assert fault.line == outcome.line
            assert len(str(fault)) < 1500
            assert "Traceback" not in str(fault)
            assert "Error(" not in str(fault)
    assert not bring.summary.is_stored
    assert [model.objects.count() for model in (Author, Document, Text, Topic, Claim)] == before


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (b'{"id": "one-one", "id": "two-two"}\n', "an object has 'id' twice"),
        (b'{"id": ' + b"[" * 5000 + b"]" * 5000 + b"}\n", "nested too deeply"),
        (b'\xff{"id": "gate"}\n', "Byte 1 of this line is not UTF-8"),
        (b'{"id": "gate-\\ud800"}\n', "characters that cannot be stored"),
        (b'{"id": NaN}\n', "NaN is no number"),
        (b"[]\n", "A line is one object"),
        (b'{"record": ["claim"]}\n', "record: A line is one of: author, document, text, retraction, topic, claim."),
        (b'{"record": "retraction", "id": "gone-gone", "document": "nowhere2000", "reason": "x"}\n', "There is no document nowhere2000"),
    ],
)
def test_a_line_that_is_none_is_named(bring, line, words):
    (outcome,) = bring(line)

    assert (outcome.result, outcome.line) == ("failed", 1)
    assert words in str(outcome.errors[0])


def test_a_text_whose_words_are_not_its_own_is_refused(bring, text, administrator):
    line = LINES["text"] | {"content": "Other words."}

    (outcome,) = bring(line, by=administrator, administrator=administrator)

    assert "line 1, content: These are not the words of this text: 12 characters with SHA-256 " in str(outcome.errors[0])


def test_another_work_of_the_same_key_is_not_taken_for_it(bring, text, administrator):
    line = LINES["document"] | {"key": "tarrowby2019holding", "title": "Birds of the northern marshes", "contributions": []}

    (outcome,) = bring(line, by=administrator, administrator=administrator)

    assert "line 1, key: tarrowby2019holding is another work here" in str(outcome.errors[0])
