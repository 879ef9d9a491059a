"""Bytes become exactly the characters they stand for, or a sentence that says why not."""

from __future__ import annotations

import codecs
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.ingestion.decoding import decode
from sources.ingestion.extraction import ExtractionError

storable = st.text(st.characters(codec="utf-8", exclude_characters="\0\ufeff")).filter(str.strip)


@given(storable)
def test_utf8_is_decoded_character_for_character(content):
    assert decode(content.encode()) == content


@given(storable, st.sampled_from(["utf-8-sig", "utf-16", "utf-32"]))
def test_byte_order_mark_is_dropped_and_nothing_else(content, encoding):
    assert decode(content.encode(encoding)) == content
    assert decode(content.encode(encoding), encoding) == content


def test_line_ends_trailing_spaces_and_odd_characters_are_kept():
    content = "one  \r\ntwo\rthree\n\n\u00adfour\ufeff\u200b\x1f \u2028e\u0301\u3000\t\n"

    assert decode(content.encode()) == content


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_either_order_of_bytes_is_read_by_its_mark(encoding):
    assert decode("\ufeff海と港".encode(encoding)) == "海と港"


@pytest.mark.parametrize(
    ("encoding", "content"), [("cp1252", "caf\u00e9 \u2013 na\u00efve"), ("Shift_JIS", "日米同盟"), ("euc-jp", "日米同盟")]
)
def test_a_given_encoding_is_used(encoding, content):
    assert decode(content.encode(encoding), encoding) == content


def test_an_empty_encoding_is_none():
    assert decode("caf\u00e9".encode(), "") == "caf\u00e9"


def test_byte_that_is_not_utf8_is_refused_with_its_offset_and_line():
    with pytest.raises(ExtractionError) as refusal:
        decode(b"one\r\ntwo\rthree caf\xe9\n")

    assert str(refusal.value) == (
        "Line 3: The byte at offset 18 is not utf-8. Save the file as UTF-8, or give its encoding, such as cp1252, shift_jis or euc-jp."
    )
    assert refusal.value.line == 3


def test_offset_of_a_bad_byte_counts_the_byte_order_mark():
    with pytest.raises(ExtractionError, match=r"^Line 1: The byte at offset 4 is not utf-16-le\."):
        decode(codecs.BOM_UTF16_LE + "a".encode("utf-16-le") + b"\x00\xd8"[1:])


@pytest.mark.parametrize(
    "encoding", ["klingon", "rot13", "hex", "punycode", "idna", "unicode_escape", "undefined", "a\0b", "../x", "\u00e9"]
)
def test_what_is_no_encoding_of_files_is_refused(encoding):
    with pytest.raises(ExtractionError) as refusal:
        decode(b"text", encoding)

    assert str(refusal.value) == f'The encoding "{encoding}" is not known. Give one such as utf-8, cp1252, shift_jis or euc-jp.'
    assert refusal.value.line is None


def test_encoding_that_contradicts_the_byte_order_mark_is_refused():
    with pytest.raises(
        ExtractionError, match=r'^The file begins with the mark of utf-8, but the encoding "cp1252" was given\. Leave it out\.$'
    ):
        decode("\ufefftext".encode(), "cp1252")


def test_utf16_without_order_of_bytes_is_refused():
    with pytest.raises(ExtractionError, match=r"^The file has no byte-order mark\. Give the encoding as utf-16-le or utf-16-be\.$"):
        decode("text".encode("utf-16-le"), "utf-16")


def test_nul_is_refused_with_its_line():
    with pytest.raises(ExtractionError, match=r"^Line 2: The NUL character at offset 7 cannot be stored\. Remove it;"):
        decode(b"one\ntwo\x00\n")


def test_lone_surrogate_is_refused():
    with pytest.raises(ExtractionError, match=r"^Line 1: The lone surrogate at offset 1 is no character\."):
        decode(b"a+2AA-b", "utf-7")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "The file is empty."),
        (b" \r\n\t\xe3\x80\x80\x0c", "The file has nothing but white space."),
        (codecs.BOM_UTF8, "The file has nothing but white space."),
    ],
)
def test_file_without_words_is_refused(data, message):
    with pytest.raises(ExtractionError) as refusal:
        decode(data)

    assert str(refusal.value) == message


@given(st.binary(max_size=60), st.sampled_from([None, "utf-16-le", "utf-7", "shift_jis", "iso2022_jp", "cp1252"]))
def test_any_bytes_are_decoded_or_refused(data, encoding):
    with suppress(ExtractionError):
        content = decode(data, encoding)

        assert content.strip()
        assert content.encode()
