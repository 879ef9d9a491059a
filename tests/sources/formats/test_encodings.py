from __future__ import annotations

import io

import pytest

from sources.formats.encodings import text_encoding
from sources.formats.entries import UnreadableFileError
from tests.sources.formats.bibtex.reading_texts import read, said

TITLE = "Über 日本 Łódź"


@pytest.mark.parametrize(
    ("encoding", "title"),
    [
        ("utf-8", TITLE),
        ("utf-8-sig", TITLE),
        ("utf-16", TITLE),
        ("utf-16-le", TITLE),
        ("utf-16-be", TITLE),
        ("cp1252", "Über “x” – €"),
        ("latin-1", "Über ñ"),
    ],
)
def test_any_sane_encoding_is_read(encoding, title):
    (entry,) = read(f"@book{{a, title = {{{title}}}, publisher = {{The Press}}, address = {{Oxford}}}}".encode(encoding))
    assert entry.record.text("title") == title


@pytest.mark.parametrize(
    ("line", "encoding"),
    [
        ("% Encoding: ISO8859_2", "iso8859-2"),
        ("% Encoding: windows-1251", "cp1251"),
        ("%% This file was made by a program\n%% encoding: Cp1250", "cp1250"),
        ("%% Saved with string encoding Western (ISO Latin 1)", "cp1252"),
        ("% Encoding: rot13", "cp1252"),
        ("% Encoding: UTF-8", "cp1252"),
    ],
)
def test_a_file_that_is_no_utf_8_is_what_it_says_or_cp1252(line, encoding):
    assert text_encoding(io.BytesIO(line.encode() + b"\n@book{a, title={\xb3}}")) == encoding


def test_stray_bytes_in_utf_8_are_cp1252_and_spoil_nothing_else():
    (entry,) = read("@book{a, title={Łódź and Kraków".encode() + b" \x96 M\xfcnchen}}")
    assert entry.record.text("title") == "Łódź and Kraków – München"


def test_bytes_that_cp1252_lacks_do_not_stop_the_reading():
    (entry,) = read(b"@book{a, title={\xfcber \x81}}")
    assert entry.record.text("title") == "über"


@pytest.mark.parametrize("content", [b"\0" * 100, b"\x89PNG\r\n\0\0\0\0\0\0\0\0\0\0\0\0"])
def test_what_is_no_text_is_refused(content):
    with pytest.raises(UnreadableFileError, match="The file is no text: it holds NUL bytes"):
        read(content)


def test_a_cut_utf_16_file_is_refused():
    with pytest.raises(UnreadableFileError, match="The file is no UTF-16, though it begins so"):
        read("@book{a, title={A}}".encode("utf-16")[:-1])


def test_a_nul_byte_in_an_entry_is_an_error_of_that_entry():
    first, second = read("@book{a,\n title={A\0B}}\n@book{b, title={B}}")
    assert said(first) == ["line 2: A NUL byte stands here, which no text has. Save the file anew from the program that made it."]
    assert second.record is not None
