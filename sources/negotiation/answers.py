"""Answers in a representation other than the API's own JSON: headers, file names, streams."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import cast

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from rest_framework.request import Request
from rest_framework.response import Response

from sources.negotiation.representations import Chosen

_UNSAFE = re.compile(r"[^A-Za-z0-9_.+-]+")
_PIECE = 64 * 1024


def answer_whole(body: bytes, chosen: Chosen, *, name: str) -> Response:
    """Answer one representation; ``name`` is that of a file which holds it, without extension."""
    return as_response(HttpResponse(body, headers=_headers(chosen, name)))


def answer_streamed(request: Request, parts: Iterator[str], chosen: Chosen, *, name: str) -> Response:
    """Answer a representation as it is made, in constant memory; a HEAD makes nothing.

    What is refused is refused before the first byte.
    """
    if request.method == "HEAD":
        return as_response(HttpResponse(headers=_headers(chosen, name)))
    pieces = _in_pieces(parts)
    first = next(pieces, b"")
    return as_response(StreamingHttpResponse(chain([first], pieces), headers=_headers(chosen, name)))


def as_response(answer: HttpResponseBase) -> Response:
    """The same answer: Django REST framework sends any answer of Django's, but its types name its own only."""
    return cast("Response", answer)


def file_name(name: str, extension: str) -> str:
    """Return a name that any file system takes."""
    plain = _UNSAFE.sub("-", name).strip("-.") or "citations"
    return f"{plain[:100]}.{extension}"


def _headers(chosen: Chosen, name: str) -> dict[str, str]:
    kind = "attachment" if chosen.representation.is_file else "inline"
    return {
        "Content-Type": chosen.content_type,
        "Content-Disposition": f'{kind}; filename="{file_name(name, chosen.representation.extension)}"',
    }


def _in_pieces(parts: Iterable[str]) -> Iterator[bytes]:
    """Join small parts: each piece costs the server a call."""
    held: list[str] = []
    length = 0
    for part in parts:
        held.append(part)
        length += len(part)
        if length >= _PIECE:
            yield "".join(held).encode()
            held, length = [], 0
    if held:
        yield "".join(held).encode()
