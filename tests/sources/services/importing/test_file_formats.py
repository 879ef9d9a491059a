from __future__ import annotations

import io

import pytest

from sources.formats.entries import UnreadableFileError
from sources.services.importing.file_formats import format_of, sniffed_format


@pytest.mark.parametrize(
    ("name", "expected"),
    [("a.bib", "biblatex"), ("A.RIS", "ris"), ("b.json", "csl-json"), ("c.bibtex", "bibtex"), ("d.txt", ""), ("-", "")],
)
def test_a_file_s_name_says_its_format(name, expected):
    assert format_of(name) == expected


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b'  [{"id": "a"}]', "csl-json"),
        (b"\xef\xbb\xbf\r\nTY  - BOOK\r\nTI  - a@b\r\n", "ris"),
        (b"% a note\n@book{a, title = {x}}", "biblatex"),
        ("@book{a}".encode("utf-16"), "biblatex"),
    ],
)
def test_a_file_s_beginning_shows_its_format(content, expected):
    source = io.BytesIO(content)

    assert (sniffed_format(source), source.tell()) == (expected, 0)


@pytest.mark.parametrize("content", [b"", b"dear diary", b"\x00\x01\x02"])
def test_what_shows_no_format_is_refused_with_the_formats_that_are_read(content):
    with pytest.raises(UnreadableFileError, match=r"Say which it is: bibtex, biblatex, ris, csl-json\."):
        sniffed_format(io.BytesIO(content))
