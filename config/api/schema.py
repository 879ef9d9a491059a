"""The OpenAPI schema: what every operation may answer beside its own."""

from __future__ import annotations

from typing import Any

_PROBLEM = {
    "type": "object",
    "description": "A refusal (RFC 9457): what is wrong and what to do.",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "description": "about:blank: the title says what it is."},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "What is wrong, in a sentence."},
        "errors": {
            "type": "array",
            "description": "Each field at fault.",
            "items": {
                "type": "object",
                "required": ["field", "message"],
                "properties": {"field": {"type": "string"}, "message": {"type": "string"}},
            },
        },
    },
}
_REFUSALS = {
    "400": "A parameter is not fit.",
    "401": "The token is not valid.",
    "406": "The format asked for is not known.",
    "429": "Too many requests: wait as long as Retry-After says.",
}
_ABSENT = "There is no such record, or it is not public."
_UNCHANGED = "The record is as the revision named in If-None-Match."


def add_refusals(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Say of every operation how it refuses, and that a filter is not empty (a hook of drf-spectacular)."""
    result["components"]["schemas"]["Problem"] = _PROBLEM
    for path, operations in result["paths"].items():
        refusals = _REFUSALS | ({"404": _ABSENT} if "{" in path else {})
        for operation in operations.values():
            if any(parameter["name"] == "cursor" for parameter in operation.get("parameters", [])):
                operation["responses"]["404"] = _problem("The cursor is not one of this list.")
            for status, meaning in refusals.items():
                operation["responses"].setdefault(status, _problem(meaning))
            if path.endswith("}/"):
                operation["responses"]["304"] = {"description": _UNCHANGED}
            for parameter in operation.get("parameters", []):
                if parameter["in"] == "query" and parameter["schema"].get("type") == "string":
                    parameter["schema"] |= {"minLength": 1, "pattern": r"^[^\u0000]+$"}
    return result


def _problem(meaning: str) -> dict[str, Any]:
    return {"description": meaning, "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}}
