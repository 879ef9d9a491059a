"""The OpenAPI schema: what every operation may answer beside its own."""

from __future__ import annotations

from typing import Any

from history.past_answers import AS_OF, ReadsThePast
from sources.negotiation.asked_dates import DATE_PATTERN
from sources.negotiation.bodies import BLANKS

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
        "available": {
            "type": "array",
            "description": "With 406: each representation that there is.",
            "items": {
                "type": "object",
                "required": ["format", "media_type"],
                "properties": {"format": {"type": "string"}, "media_type": {"type": "string"}},
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
_OF_WRITES = {
    "403": "The account may not do this.",
    "413": "The file is larger than is accepted.",
    "415": "The body's type is none that is taken here.",
    "422": "The file is not fit: entries that cannot be taken are listed.",
}
_MOVED = "The record has another address now, in Location: its key or slug was changed, or it was merged."
_MOVABLE = ("/api/v1/documents/{", "/api/v1/authors/{", "/api/v1/topics/{")
_ABSENT = "There is no such record, or it is not public."
#: What filters take that is said in words, and what those that say more about it take.
_SOMETHING = rf"^[^\u0000]*[^{BLANKS}\u0000][^\u0000]*$"
_PATTERNS = {"issued_from": DATE_PATTERN, "issued_to": DATE_PATTERN}
_UNCHANGED = "The record is as the revision named in If-None-Match."


_AS_OF = {
    "name": AS_OF,
    "in": "query",
    "description": "Answers as of that moment, in the past: a time, or a date for its end in UTC. What may not be shown today is left out.",
    "schema": {"type": "string", "anyOf": [{"format": "date-time"}, {"format": "date"}]},
    "examples": {"time": {"value": "2026-11-01T12:00:00Z"}, "date": {"value": "2026-11-01"}},
}


def add_as_of(result: dict[str, Any], generator: Any, **_: Any) -> dict[str, Any]:
    """Say which addresses answer as of a past moment (a hook of drf-spectacular)."""
    for path, _regex, method, callback in generator.endpoints:
        is_timeless = set(callback.actions.values()) & ReadsThePast.timeless_actions if hasattr(callback, "actions") else True
        if method == "GET" and issubclass(callback.cls, ReadsThePast) and not is_timeless:
            result["paths"][path]["get"].setdefault("parameters", []).append(dict(_AS_OF))
    return result


def add_refusals(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Say of every operation how it refuses, and that a filter is neither empty nor blank (a hook of drf-spectacular)."""
    result["components"]["schemas"]["Problem"] = _PROBLEM
    for path, operations in result["paths"].items():
        for method, operation in operations.items():
            parameters = operation.get("parameters", [])
            if any(parameter["name"] == "cursor" for parameter in parameters):
                operation["responses"]["404"] = _problem("The cursor is not one of this list.")
            for status, meaning in _refusals(path, method).items():
                operation["responses"].setdefault(status, _problem(meaning))
            if path.endswith("}/") and method == "get":
                operation["responses"]["304"] = {"description": _UNCHANGED}
            for parameter in parameters:
                if parameter["in"] == "query" and parameter["schema"].get("type") == "string":
                    parameter["schema"] |= {"minLength": 1, "pattern": _PATTERNS.get(parameter["name"], _SOMETHING)}
    return result


def _refusals(path: str, method: str) -> dict[str, str]:
    refusals = _REFUSALS | (_OF_WRITES if method in {"post", "patch", "delete"} else {})
    if path.startswith(_MOVABLE):
        refusals |= {"301" if method == "get" else "308": _MOVED}
    return refusals | ({"404": _ABSENT} if "{" in path else {})


def _problem(meaning: str) -> dict[str, Any]:
    return {"description": meaning, "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}}
