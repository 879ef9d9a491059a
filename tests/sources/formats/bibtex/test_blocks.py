"""Entries found in files, whole and broken."""

from __future__ import annotations

import io

import pytest

from sources.formats import encodings
from sources.formats.bibtex.reading import read_bibtex
from sources.formats.entries import UnreadableFileError
from tests.sources.formats.bibtex.pieces import read_raw
from tests.sources.formats.bibtex.reading_texts import read, read_one, said


def _raw(text):
    return [(entry.type, entry.key, entry.fields) for entry in read_raw(io.BytesIO(text.encode()))]


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("@book{a, title = {A {B} \\{C\\}}}", {"title": "A {B} \\{C\\}"}),
        ('@BOOK(a, title = "A {"}B{"} C")', {"title": 'A {"}B{"} C'}),
        ("@Book{a, Title = {A}, YEAR = 2005,}", {"title": "A", "year": "2005"}),
        ("@book{a, month = FEB}", {"month": "February"}),
        ('@book{a, month = "5~" # mar # { x}}', {"month": "5~March x"}),
        ("@string{p = {The} # { Press}}@book{a, publisher = P # {, Ltd}}", {"publisher": "The Press, Ltd"}),
        ("@string(p = {X})@string{q = p # p}@book{a, publisher = q}", {"publisher": "XX"}),
        ("@book{a, title = {A\n   B\tC}}", {"title": "A B C"}),
        ("@book{a,\n% said % so\n title = {50% off}, % {odd\n note = {n}}", {"title": "50% off", "note": "n"}),
        ("@book{a, title = {A} note = {n}}", {"title": "A", "note": "n"}),
        ("@book{a\n title = {A}}", {"title": "A"}),
        ("@book{a title = {A}}", {"title": "A"}),
        ("@book{a,,, title = {A},,}", {"title": "A"}),
        ("@book{a, some {junk, here} too, title = {A}}", {"title": "A"}),
        ("@book{a, title = , note = {n}}", {"note": "n"}),
        ("@book{a, title = {" + "{" * 90 + "x" + "}" * 90 + "}}", {"title": "{" * 90 + "x" + "}" * 90}),
        ("@book{a, bdsk-url-1 = {u}, author+an = {1=x}, dc:title = {t}}", {"bdsk-url-1": "u", "author+an": "1=x", "dc:title": "t"}),
    ],
)
def test_fields_are_read_as_bibtex_reads_them(text, fields):
    assert _raw(text) == [("book", "a", fields)]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("@book{, title={A}}", ""),
        ("@book{title={A}}", ""),
        ("@book{\n  a:b/c-d_e+f.g ,\n title={A}}", "a:b/c-d_e+f.g"),
        ("@book{Müller's 'key' 2005, title={A}}", "Müller's 'key' 2005"),
        ("@book{日本, title={A}}", "日本"),
        ('@book{a"b, title={A}}', 'a"b'),
        ("@book{a}", "a"),
        ("@book(a)", "a"),
    ],
)
def test_keys_are_what_files_have(text, key):
    assert [entry.key for entry in read(text)] == [key]


def test_what_stands_between_entries_is_passed_over():
    text = (
        "Junk, a@b.org and @ and @@\n@preamble{{\\newcommand{\\x}{@book{no, }}}}\n@comment{@book{out,\n title={x}}}\n"
        "@comment no braces\n% @book{commented, title={x}}\n@comment{jabref-meta: x;}\n@book{a, title={A}} @book{b, title={B}} tail @"
    )
    assert [(entry.key, entry.line) for entry in read(text)] == [("a", 8), ("b", 8)]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_are_counted_whatever_ends_them(end):
    text = end.join(["% one", "@book{a,", "  title = {A", "  B},", "  doi = {x},", "}", "", "@book{b, doi = {y}}"])
    first, second = read(text)
    assert (first.line, second.line) == (2, 8)
    assert [(fault.line, fault.field) for fault in (*first.warnings, *second.warnings)] == [(5, "doi"), (8, "doi")]


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        ("@book{a,\n title = {A,\n year = 2005", "line 3, title: The brace that opens on line 3 is not closed. Close or shorten it."),
        (
            '@book{a,\n title = "A,\n year = 2005',
            "line 3, title: The quotation mark that opens on line 3 is not closed. Close or shorten it.",
        ),
        ("@book{a,\n title = {A},", "line 2: The entry that begins on line 2 is not closed. Close it with } after its last field."),
        ("@book(a,\n title = {A}", "line 2: The entry that begins on line 2 is not closed. Close it with ) after its last field."),
        ("@book{a", "line 2: The entry that begins on line 2 is not closed. Close it with } after its last field."),
    ],
)
@pytest.mark.parametrize("follower", ["@book{b, title={B}}", "  @Book{b,\n title = {B}}", "@book(b, title={B})"])
def test_an_unclosed_entry_ends_where_a_later_line_begins_one(broken, reason, follower):
    first, second = read(f"\n{broken}\n\n{follower}\n")
    assert (first.key, first.line, first.record, said(first)) == ("a", 2, None, [reason])
    assert second.record is not None
    assert second.record.fields == {"title": "B"}


def test_an_unclosed_entry_at_the_end_of_the_file_is_reported():
    first, second = read("@book{a, title={A}}\n@book{b, title={B")
    assert first.errors == ()
    assert said(second) == ["line 2, title: The brace that opens on line 2 is not closed. Close or shorten it."]


def test_an_unclosed_macro_is_reported_and_what_follows_is_read():
    first, second = read("@string{p = {The Press\n@book{b, title={B}}")
    assert (first.line, first.record, said(first)[0][:32]) == (1, None, "line 1, p: The brace that opens ")
    assert second.key == "b"


def test_a_line_inside_a_closed_value_that_only_looks_like_an_entry_belongs_to_it():
    record = read_one("@book{a,\n abstract = {Write\n@cite{x}\nor\n@Test(y)\nthere.},\n title={A}}")
    assert record.fields == {"abstract": "Write @citex or @Test(y) there.", "title": "A"}


@pytest.mark.parametrize(
    ("text", "warning"),
    [
        (
            "@book{a,\n publisher = oup}",
            "line 2, publisher: The macro 'oup' is not defined; its name is taken as the value. Put it in braces, or define it with @string.",
        ),
        (
            "@book{a,\n note={1},\n note={2}}",
            "line 3, note: The field stands here a second time; the first is taken, this one is kept under extra.",
        ),
        ("@book{a,\n note={1}\n title={2}}", "line 3, note: A comma is missing after the value."),
        ("@book{a,\n title = ,}", "line 2, title: The field has no value and is passed over."),
        ("@book{a,\n what is this, title={A}}", "line 2: 'what is this' is no field and is passed over."),
        (
            "@book{a,\n title={A}}, note={B}}",
            "line 2: The entry is closed here, yet fields seem to follow; they are not read. Is a brace too many?",
        ),
    ],
)
def test_what_is_odd_is_warned_of_with_its_line(text, warning):
    (entry,) = read(text)
    assert entry.record is not None
    assert said(entry) == [warning]


def test_a_repeated_field_keeps_its_first_value_and_the_further_ones_under_extra():
    (entry,) = read("@book{a, note={1}, note={2}, note={3}, x={4}, x={5}}")
    assert (entry.record.fields, entry.record.extra) == ({"note": "1"}, {"note": "2", "note 2": "3", "x": "4", "x 2": "5"})


def test_a_macro_may_be_used_before_it_is_defined_and_changes_when_defined_again():
    text = "@book{a, publisher=p}@string{p={One}}@book{b, publisher=p}@string{p={Two}}@book{c, publisher=p}@book{d, month=jan}"
    entries = read(text)
    assert [entry.record.text("publisher") for entry in entries[1:3]] == ["One", "Two"]
    assert entries[0].record.text("publisher") == "Two"
    assert not any(entry.warnings for entry in entries[:3])


@pytest.mark.parametrize("size", [1, 2, 3, 7, 64])
def test_where_the_file_is_cut_while_it_is_read_does_not_matter(size, monkeypatch):
    text = "junk @b @book{a, title={x @y{z} w}}@book{b, title = {Q}}\n %@book{no, title={x}}\r\n@book{c,\n title={t\r@d{1, note={n}}\n@comment{x @a{3,}}"
    whole = read(text)
    monkeypatch.setattr(encodings, "_CHUNK", size)
    assert read(text) == whole
    assert [entry.key for entry in whole] == ["a", "b", "c", "1"]


@pytest.mark.parametrize("text", ["", "\n \n", "% Encoding: UTF-8\n\n", "@comment{jabref-meta: databaseType:bibtex;}", "@string{a={b}}"])
def test_a_file_without_entries_has_none(text):
    assert read(text) == []


@pytest.mark.parametrize("text", [b"TY  - BOOK\nER  - \n", b'[{"id": "a"}]', b"PK\x03\x04" + bytes(range(1, 256)), b"no entries at all"])
def test_a_file_of_another_kind_is_refused(text):
    with pytest.raises(UnreadableFileError, match="Nothing in the file begins as a BibTeX entry does"):
        read(text)


def test_the_file_stays_open_and_is_its_callers():
    source = io.BytesIO(b"@book{a, title={A}}")
    assert len(list(read_bibtex(source))) == 1
    assert not source.closed


@pytest.mark.parametrize("text", ["@book{gate title = {The Gate}}", "@book{gate\n  title = {The Gate}\n}"])
def test_a_key_without_its_comma_is_taken_and_that_is_said(text):
    (entry,) = read(text)

    assert (entry.key, entry.record.fields) == ("gate", {"title": "The Gate"})
    assert [str(warning) for warning in entry.warnings] == ["line 1: A comma is missing after the key gate."]
