"""The schema is one that a client can be made from: every operation has a name, every reference leads somewhere, every example is fit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from tests.config.test_schema import GOLDEN

SCHEMA: dict[str, Any] = yaml.safe_load(GOLDEN.read_text(encoding="utf-8"))
METHODS = ("get", "post", "put", "patch", "delete")
OPERATIONS = [(method, path, said[method]) for path, said in SCHEMA["paths"].items() for method in METHODS if method in said]


def everything(node: Any) -> Iterator[dict[str, Any]]:
    """Every object of the schema."""
    if isinstance(node, dict):
        yield node
        node = list(node.values())
    for inner in node if isinstance(node, list) else ():
        yield from everything(inner)


def resolved(reference: str) -> Any:
    """What a reference within the schema leads to."""
    found: Any = SCHEMA
    for step in reference.removeprefix("#/").split("/"):
        found = found[step]
    return found


def examples() -> Iterator[tuple[str, dict[str, Any], Any]]:
    """Name, schema and value of every example of a body."""
    for method, path, said in OPERATIONS:
        bodies = [said.get("requestBody", {}), *said["responses"].values()]
        for media in (media for body in bodies for media in body.get("content", {}).values()):
            for name, example in media.get("examples", {}).items():
                yield f"{method} {path} {name}", media["schema"], example["value"]


EXAMPLES = list(examples())


def test_every_operation_has_a_name_of_its_own_that_a_language_can_say():
    names = [said["operationId"] for *_, said in OPERATIONS]

    assert len(set(names)) == len(names)
    assert [name for name in names if not name.isidentifier()] == []


def test_every_reference_leads_to_a_schema():
    references = {node["$ref"] for node in everything(SCHEMA) if isinstance(node.get("$ref"), str)}

    assert all(isinstance(resolved(reference), dict) for reference in references)


def test_every_answer_that_is_json_has_a_schema_and_every_operation_can_succeed():
    untold = [
        (method, path, status)
        for method, path, said in OPERATIONS
        for status, answer in said["responses"].items()
        for media_type, media in answer.get("content", {}).items()
        # Those of others, as CSL-JSON, have a schema of their own.
        if media_type in {"application/json", "application/problem+json"} and not media.get("schema")
    ]

    assert untold == []
    assert [path for _, path, said in OPERATIONS if not any(status.startswith("2") for status in said["responses"])] == []


def test_what_can_be_one_of_several_words_is_said_once_and_by_its_own_name():
    inline = [
        (name, column)
        for name, said in SCHEMA["components"]["schemas"].items()
        for column, one in said.get("properties", {}).items()
        if len(one.get("enum", ())) > 1
    ]

    assert inline == []


@pytest.mark.parametrize(("name", "schema", "value"), EXAMPLES, ids=[name for name, *_ in EXAMPLES])
def test_every_example_is_fit(name, schema, value):
    validator = Draft202012Validator({**schema, "components": SCHEMA["components"]})

    assert [error.message for error in validator.iter_errors(value)] == []


def test_what_is_written_has_an_example():
    told = {name.split(" ")[1] for name, *_ in EXAMPLES}

    assert {f"/api/v1/{resource}/" for resource in ("claims", "evidence", "relations", "topics")} <= told
