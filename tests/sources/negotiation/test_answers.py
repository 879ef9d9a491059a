from __future__ import annotations

from itertools import count, islice, repeat

import pytest
from django.test import RequestFactory

from sources.negotiation.answers import answer_streamed, file_name
from sources.negotiation.representations import BIBTEX, Chosen


def test_a_stream_is_made_as_it_is_read():
    made = count()
    parts = ("x" * 1000 for _ in made)

    answer = answer_streamed(RequestFactory().get("/"), parts, Chosen(BIBTEX), name="documents")
    pieces = list(islice(answer.streaming_content, 3))

    assert all(64 * 1024 <= len(piece) < 66 * 1024 for piece in pieces)
    assert next(made) < 300


def test_small_parts_are_joined_and_nothing_is_lost():
    answer = answer_streamed(RequestFactory().get("/"), repeat("ä", 100_000), Chosen(BIBTEX), name="documents")

    pieces = list(answer.streaming_content)
    assert (len(pieces), b"".join(pieces).decode()) == (2, "ä" * 100_000)


def test_what_is_refused_is_refused_before_the_first_byte():
    def refused():
        raise ValueError("no")
        yield ""

    with pytest.raises(ValueError, match="no"):
        answer_streamed(RequestFactory().get("/"), refused(), Chosen(BIBTEX), name="documents")


def test_a_head_makes_nothing():
    made = count()
    answer = answer_streamed(RequestFactory().head("/"), ("x" for _ in made), Chosen(BIBTEX), name="documents")

    assert (answer.content, next(made)) == (b"", 0)


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("nodomi2005challenges", "nodomi2005challenges.bib"),
        ("DBLP:conf/icse/Smith01", "DBLP-conf-icse-Smith01.bib"),
        ('a"; filename="b', "a-filename-b.bib"),
        ("..", "citations.bib"),
        ("日本", "citations.bib"),
        ("a" * 500, "a" * 100 + ".bib"),
        ("a\r\nSet-Cookie: b", "a-Set-Cookie-b.bib"),
    ],
)
def test_a_file_name_is_one_on_any_system(name, file):
    assert file_name(name, "bib") == file
