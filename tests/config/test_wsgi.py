"""What is left of a request's body is read before the answer, so that the connection can take the next request."""

from __future__ import annotations

from io import BytesIO

import pytest

from config.wsgi import reading_bodies_to_their_end

MEBIBYTE = 1 << 20


def refusing(environ, start_response):
    """An application that reads ten bytes and has enough."""
    environ["wsgi.input"].read(10)
    start_response("401 Unauthorized", [])
    return [b"no"]


@pytest.mark.parametrize(("size", "left"), [(0, 0), (10, 0), (3 * MEBIBYTE, 0), (40 * MEBIBYTE, 8 * MEBIBYTE - 10)])
def test_a_body_is_read_to_its_end_unless_it_is_too_large_to_wait_for(size, left):
    body = BytesIO(b"x" * size)
    said = []

    answer = reading_bodies_to_their_end(refusing)({"wsgi.input": body}, lambda status, headers: said.append(status))

    assert (said, list(answer)) == (["401 Unauthorized"], [b"no"])
    assert len(body.read()) == left
