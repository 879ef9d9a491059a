"""The web application, for any WSGI server; several threads share a small pool of connections."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.core.wsgi import get_wsgi_application

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.setdefault("DATABASE_POOL", "8")

_PIECE = 1 << 16
#: Of a larger body the rest is not waited for: the connection ends with the answer.
_MOST_LEFT = 1 << 25


def reading_bodies_to_their_end(application: WSGIApplication) -> WSGIApplication:
    """Wrap an application so that what it left of a request's body is read, and thrown away, before it is answered.

    A refusal needs no body. But a server closes the connection on which a body stays unread, and the client's next request, sent
    on it meanwhile, is lost without an answer.
    """

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        answered = application(environ, start_response)
        left = _MOST_LEFT
        while left > 0 and (piece := environ["wsgi.input"].read(_PIECE)):
            left -= len(piece)
        return answered

    return answer


application = reading_bodies_to_their_end(get_wsgi_application())
