"""Refusals as problem details (RFC 9457): what is wrong, with which field, in a sentence."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

import orjson
from django.core.exceptions import PermissionDenied as DjangoPermissionDenied
from django.core.exceptions import ValidationError as DjangoValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from rest_framework import exceptions
from rest_framework.permissions import SAFE_METHODS
from rest_framework.response import Response
from rest_framework.serializers import as_serializer_error
from rest_framework.views import exception_handler

from history.http import MovedError, ProblemError
from history.refusals import is_same_moment
from sources.negotiation.choosing import NoSuchRepresentationError

PROBLEM = "application/problem+json"


class SameMomentError(exceptions.APIException):
    """409: two requests waited for each other, and the database ended this one."""

    status_code = HTTPStatus.CONFLICT
    default_detail = "Somebody changed the same records at this moment. Nothing was done: send the request again."
    default_code = "same_moment"


def problem_response(error: Exception, context: dict[str, Any]) -> Response | None:
    """Return the answer to an error, or None for one that nobody expected (it becomes a 500)."""
    if isinstance(error, DjangoValidationError):
        error = exceptions.ValidationError(as_serializer_error(error))
    if isinstance(error, DjangoPermissionDenied) and error.args:
        error = exceptions.PermissionDenied(str(error.args[0]))
    if is_same_moment(error):
        error = SameMomentError()
    if isinstance(error, Http404):
        error = exceptions.NotFound("There is no such record, or you may not see it.")
    if isinstance(error, MovedError) and context["request"].method not in SAFE_METHODS:
        # After a 301 many clients would send a GET without the body.
        error.status_code = HTTPStatus.PERMANENT_REDIRECT
    response = exception_handler(error, context)
    if response is None:
        return None
    response.data = problem(response.status_code, response.data) | _extensions(error)
    response.content_type = PROBLEM
    if isinstance(error, MovedError):
        response.headers["Location"] = error.address
    return response


def _extensions(error: Exception) -> dict[str, Any]:
    """What a problem says beside its sentence: the representations that there are, the candidates for a quote."""
    if isinstance(error, ProblemError):
        return error.extensions
    return {"available": error.available} if isinstance(error, NoSuchRepresentationError) else {}


def problem(status: int, data: Any) -> dict[str, Any]:
    """Return the problem document for what the framework says of an error."""
    faults = list(_faults(data, ""))
    body = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": " ".join(f"{fault['field']}: {fault['message']}" if fault["field"] else fault["message"] for fault in faults),
    }
    named = [fault for fault in faults if fault["field"]]
    return body | ({"errors": named} if named else {})


def _faults(data: Any, field: str) -> list[dict[str, str]]:
    if isinstance(data, dict):
        return [fault for name, inner in data.items() for fault in _faults(inner, _path(field, str(name)))]
    if isinstance(data, list):
        return [fault for inner in data for fault in _faults(inner, field)]
    return [{"field": _printable(field), "message": _printable(str(data))}]


def _printable(words: str) -> str:
    """Words as an answer can hold them: what was sent may be quoted in them, and JSON may hold halves of characters."""
    return words.encode("utf-8", "replace").decode()


def _path(field: str, name: str) -> str:
    if name in {"detail", "non_field_errors"}:
        return field
    return f"{field}.{name}" if field else name


@csrf_exempt
def not_found(request: HttpRequest, path: str = "") -> HttpResponse:
    """Answer for an address under the API that leads nowhere, whatever is asked of it."""
    with_slash = "" if request.path.endswith("/") else " Addresses end in a slash."
    body = problem(404, {"detail": f"There is nothing at {request.path}.{with_slash} GET /api/v1/ lists what there is."})
    return HttpResponse(orjson.dumps(body), content_type=PROBLEM, status=404)
