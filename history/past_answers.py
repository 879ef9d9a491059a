"""``?as_of=``: any GET answers as it would have at a past moment."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import IO, Any, cast
from urllib.parse import quote

from django.core.exceptions import ValidationError as DjangoValidationError
from django.http import Http404, StreamingHttpResponse
from django.http.response import HttpResponseBase
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from history.past import as_of, in_words, parse_moment

AS_OF = "as_of"
_IN_MEMORY = 1 << 20
_PIECE = 1 << 16

Handler = Callable[..., HttpResponseBase]


class ReadsThePast:
    """Mixin for viewsets: every GET may be asked ``as_of`` a moment; the answer says it, and its address stands for that state for good."""

    #: Whether ``as_of`` is understood (read by the filter backend).
    reads_the_past = True
    #: Filters by what is computed of the present only.
    present_filters: frozenset[str] = frozenset()
    #: What is computed of the present only, and so left out of an answer of the past.
    present_fields: frozenset[str] = frozenset()
    #: Actions that tell of all times already.
    timeless_actions: frozenset[str] = frozenset({"history"})

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Let the handler of the request read the past, if that is asked for."""
        super().initial(request, *args, **kwargs)  # type: ignore[misc]
        asked = request.query_params.get(AS_OF)
        method = (request.method or "").lower()
        if asked is not None and method in {"get", "head"}:
            handler: Handler = getattr(self, method)
            setattr(self, method, self._of(self._moment(request, asked), handler))

    def _moment(self, request: Request, asked: str) -> datetime:
        if getattr(self, "action", "") in self.timeless_actions:
            raise ValidationError({AS_OF: ["A history tells of every moment: leave as_of out and look at the times in it."]})
        refused = sorted(self.present_filters & set(request.query_params))
        if refused:
            raise ValidationError({name: ["This is computed of the present only: leave it out, or leave as_of out."] for name in refused})
        try:
            return parse_moment(asked)
        except DjangoValidationError as error:
            raise ValidationError({AS_OF: error.messages}) from error

    def _of(self, moment: datetime, handler: Handler) -> Handler:
        def answer(request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
            try:
                with as_of(moment):
                    response = handler(request, *args, **kwargs)
                    if isinstance(response, StreamingHttpResponse):
                        _read_whole(response)
            except Http404 as error:
                raise NotFound(f"There was no such record on {in_words(moment)}, or it is not public.") from error
            if isinstance(response, Response):
                response.data = _dated(response.data, moment, self.present_fields)
            return response

        return answer


def _read_whole(response: StreamingHttpResponse) -> None:
    """Read a stream while the past is read: it is sent when it is not any more."""
    file: IO[bytes] = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - closed with the answer
    for part in cast("Iterator[bytes]", response.streaming_content):
        file.write(part)
    file.seek(0)
    response.streaming_content = iter(lambda: file.read(_PIECE), b"")


def _dated(data: Any, moment: datetime, left_out: frozenset[str]) -> Any:
    """The body with the moment it is of, and with addresses that stand for it."""
    if not isinstance(data, dict):
        return data
    if isinstance(data.get("results"), list):
        return {**data, AS_OF: in_words(moment), "results": [_at(one, moment, left_out) for one in data["results"]]}
    return {**_at(data, moment, left_out), AS_OF: in_words(moment)}


def _at(record: Any, moment: datetime, left_out: frozenset[str]) -> Any:
    if not isinstance(record, dict) or "url" not in record:
        return record
    kept = {name: value for name, value in record.items() if name not in left_out}
    return {**kept, "url": f"{record['url']}?{AS_OF}={quote(in_words(moment))}"}
