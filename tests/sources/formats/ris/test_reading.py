from __future__ import annotations

import io

import pytest

from sources.formats.entries import Entry, Fault, UnreadableFileError
from sources.formats.record import Name, Record, Title
from sources.formats.ris.reading import read_ris


def read(text: str | bytes) -> list[Entry]:
    return list(read_ris(io.BytesIO(text if isinstance(text, bytes) else text.encode())))


def record(*lines: str, kind: str = "JOUR") -> Record:
    (entry,) = read("\n".join([f"TY  - {kind}", *lines, "ER  - "]))
    assert entry.record is not None
    return entry.record


def test_a_record_is_read_whole():
    text = """TY  - JOUR
ID  - nodomi2005
AU  - Nodomi, Mitsuru
A1  - van Gogh, Vincent, Jr.
A2  - Beethoven, Ludwig van
A4  - Army War College
TI  - Challenges to the Alliance
ST  - Challenges
TT  - Herausforderungen
JO  - Survival
J2  - Surv.
PY  - 2005
DA  - 2005/03/18/
Y2  - 2006/01/02/
VL  - 40
IS  - 2
SP  - 127
EP  - 134
SN  - 0039-6338
DO  - https://doi.org/10.1000/182
UR  - https://example.org/a
UR  - https://example.org/b
KW  - alliance
KW  - Japan
LA  - Japanese
AB  - One.
N1  - A note.
N1  - Another.
C2  - PMC3531190
C7  - e12
L1  - file:///a.pdf
XX  - unknown
XX  - again
ER  -
"""
    (entry,) = read(text)
    assert (entry.line, entry.key, entry.errors, entry.warnings) == (1, "nodomi2005", (), ())
    assert entry.record == Record(
        key="nodomi2005",
        type="article-journal",
        names={
            "author": (Name(family="Gogh", given="Vincent", particle="van", suffix="Jr."), Name(family="Nodomi", given="Mitsuru")),
            "editor": (Name(family="Beethoven", given="Ludwig", dropping_particle="van"),),
            "translator": (Name(literal="Army War College"),),
        },
        dates={"issued": "2005-03-18", "accessed": "2006-01-02"},
        fields={
            "title": "Challenges to the Alliance",
            "title-short": "Challenges",
            "container-title": "Survival",
            "container-title-short": "Surv.",
            "volume": "40",
            "issue": "2",
            "page": "127-134",
            "ISSN": "0039-6338",
            "DOI": "10.1000/182",
            "URL": "https://example.org/a",
            "keyword": "alliance, Japan",
            "language": "ja",
            "abstract": "One.",
            "note": "A note.\nAnother.",
            "PMCID": "PMC3531190",
            "number": "e12",
        },
        identifiers={"url": ("https://example.org/b",)},
        titles=(Title("translation", "", "Herausforderungen"),),
        extra={"L1": "file:///a.pdf", "XX": "unknown", "XX 2": "again"},
    )


@pytest.mark.parametrize(
    "text",
    [
        "TY  - BOOK\r\nTI  - T\r\nER  - \r\n",
        "TY  - BOOK\rTI  - T\rER  - \r",
        "TY  - BOOK\nTI  - T\n",
        "TY  - BOOK\nTI  - T",
        "TY - BOOK\nTI - T\nER -\n",
        "TY  -BOOK\nTI  -T\nER  -\n",
        "ty  - book\nti  - T\ner  -\n",
        "ty - book\nti - T\ner -\n",
        "TY  -   BOOK  \nTI  -   T  \nER  - \n",
        "TY  - BOOK\n\nTI  - T\n\nER  - \n\n",
        "TY  - BOOK\nT1  - T\nAU  - \nER  - ",
        "TY  - BOOK\nCT  - T\nER  - done",
        "TY  - BOOK\nBT  - T\nER  - ",
    ],
)
def test_every_habit_of_writing_tags_is_read(text):
    assert read(text) == [Entry(1, "", Record(key="", type="book", fields={"title": "T"}))]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "latin-1"])
def test_every_encoding_is_read(encoding):
    (entry,) = read("TY  - BOOK\r\nTI  - Café Zürich and plain words for the guess\r\nER  - \r\n".encode(encoding))
    assert entry.record is not None
    assert entry.record.fields == {"title": "Café Zürich and plain words for the guess"}


def test_records_without_end_follow_each_other():
    entries = read("TY  - BOOK\nTI  - One\nTY  - JOUR\nTI  - Two\nER  - \nTY  - MAP\nTI  - Three")
    assert [(entry.line, entry.record and (entry.record.type, entry.record.fields)) for entry in entries] == [
        (1, ("book", {"title": "One"})),
        (3, ("article-journal", {"title": "Two"})),
        (6, ("map", {"title": "Three"})),
    ]


def test_continued_lines_belong_to_the_value_before():
    text = "AB  - First line\nsecond - line\n   is - third\nin - fourth\nTI  - A title\n  goes on\nN1  - * one\n  * two\nKW  - a\nb\n"
    assert record(*text.splitlines()).fields == {
        "abstract": "First line second - line is - third in - fourth",
        "title": "A title goes on",
        "note": "* one\n* two",
        "keyword": "a, b",
    }


def test_what_stands_outside_records_is_named():
    entries = read("Provider: X\n1.\nTY  - MAP\nER  - \n2.\nDB  - Provider\nTY  - MAP\nER  - \nThe end\n")
    assert entries == [
        Entry(3, "", Record("", "map"), (), (Fault(1, "", "'Provider: X' belongs to no record and is left out."),)),
        Entry(7, "", Record("", "map"), (), (Fault(6, "DB", "The line belongs to no record and is left out."),)),
        Entry(9, "", None, (Fault(9, "", "'The end' belongs to no record and is left out."),)),
    ]


def test_a_record_without_type_cannot_be_taken_and_the_rest_is():
    entries = read("TY  - MAP\nER  - \nTI  - T\nAU  - A, B\nER  - \nTY  - MAP\nER  - \n")
    message = 'The record does not say of what type it is. Begin it with a line "TY  - JOUR" (or BOOK, CHAP, ...).'
    assert [entry.record for entry in entries] == [Record("", "map"), None, Record("", "map")]
    assert entries[1] == Entry(3, "", None, (Fault(3, "TY", message),))


def test_an_empty_file_has_no_records():
    assert read("") == []
    assert read("\ufeff\n\n") == []


def test_a_file_of_another_format_is_refused():
    with pytest.raises(UnreadableFileError) as refused:
        read("FN Clarivate Analytics Web of Science\nPT J\nAU X\n")
    assert str(refused.value) == (
        'The file holds no RIS record: none of its lines begins with "TY  - ". Export it again in the format RIS '
        "(not as plain text, nor in the format of a single database)."
    )


@pytest.mark.parametrize(
    "line",
    [
        "pincite-extra {",
        "pincite-extra " + "[" * 100_000,
        'pincite-extra {"dates":{"issued":"nonsense"},"names":7,"x":1}',
        "pincite-extra []",
    ],
)
def test_a_forged_line_of_ours_does_no_harm(line):
    (entry,) = read(f"TY  - MAP\nTI  - T\nU5  - {line}\nER  - ")
    assert entry.record is not None
    assert (entry.record.fields, entry.record.dates, entry.record.names) == ({"title": "T"}, {}, {})
    assert [fault.field for fault in entry.warnings] in (["U5"], ["U5"] * 3)


@pytest.mark.parametrize(
    "text",
    ["TY  - MAP\n" + f"{'x' * 1000}\n" * 20_000, "TY  - MAP\nTI  - " + "x" * 20_000_000, "TY  - MAP\n" + f"C1  - {'x' * 1000}\n" * 20_000],
    ids=["lines", "characters", "tags"],
)
def test_a_record_that_never_ends_is_refused(text):
    (entry,) = read(text)
    assert (entry.record, entry.errors) == (
        None,
        (Fault(1, "", "The record is longer than a work's can be: an ER line or a line end is missing."),),
    )
