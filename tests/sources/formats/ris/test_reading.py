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
    ("lines", "dates", "extra"),
    [
        (["PY  - 2005"], {"issued": "2005"}, {}),
        (["PY  - 2005/03/18/"], {"issued": "2005-03-18"}, {}),
        (["PY  - 2005///Spring"], {"issued": "2005-21"}, {}),
        (["Y1  - 2005////"], {"issued": "2005"}, {}),
        (["PY  - 2005", "Y1  - 2005/03//", "DA  - 2005/03/18"], {"issued": "2005-03-18"}, {}),
        (["PY  - 2005", "DA  - MAR 18"], {"issued": "2005-03-18"}, {}),
        (["PY  - 2005", "DA  - 2006/01/01"], {"issued": "2005"}, {"DA": "2006/01/01"}),
        (["DA  - 20050318"], {"issued": "2005-03-18"}, {}),
        (["Y1  - March 18, 2005"], {"issued": "2005-03-18"}, {}),
        (["PY  - 2004-2006"], {"issued": "2004/2006"}, {}),
        (["PY  - c2005"], {"issued": "2005~"}, {}),
        (["PY  - 199X"], {"issued": "199X"}, {}),
        (["Y2  - 2019/03/28", "PY  - 2005"], {"accessed": "2019-03-28", "issued": "2005"}, {}),
    ],
)
def test_dates_are_read_in_every_form(lines, dates, extra):
    found = record(*lines)
    assert (found.dates, found.extra) == (dates, extra)


@pytest.mark.parametrize(
    ("line", "dates", "extra", "warning"),
    [
        ("PY  - in press", {}, {"PY": "in press"}, "'in press' is not wholly a date: no date is taken."),
        ("PY  - 3/4/2005", {"issued": "2005"}, {"PY": "3/4/2005"}, "'3/4/2005' is not wholly a date: 2005 is taken of it."),
        ("DA  - 2005/02/30", {}, {"DA": "2005/02/30"}, "2005-02-30 is no day: that month has 28 days."),
    ],
)
def test_a_faulty_date_is_kept_with_a_warning(line, dates, extra, warning):
    (entry,) = read(f"TY  - JOUR\n{line}\nER  - ")
    assert entry.record is not None
    assert (entry.record.dates, entry.record.extra) == (dates, extra)
    (fault,) = entry.warnings
    assert (fault.line, fault.field) == (2, line[:2])
    assert fault.message.startswith(warning)


@pytest.mark.parametrize(
    ("kind", "lines", "fields"),
    [
        ("JOUR", ["SP  - 101", "EP  - 120"], {"page": "101-120"}),
        ("JOUR", ["SP  - 101-120"], {"page": "101-120"}),
        ("JOUR", ["SP  - 101", "EP  - 101-120"], {"page": "101-120"}),
        ("JOUR", ["SP  - 101-120", "EP  - 120"], {"page": "101-120"}),
        ("JOUR", ["SP  - e0815"], {"page": "e0815"}),
        ("JOUR", ["EP  - 423"], {"page": "423"}),
        ("BOOK", ["SP  - 345 p."], {"number-of-pages": "345"}),
        ("BOOK", ["SP  - 10", "EP  - 20"], {"page": "10-20"}),
        ("BOOK", ["SN  - 0262033844 (pbk.); 9780804429573"], {"ISBN": "978-0-262-03384-8 978-0-8044-2957-3"}),
        ("JOUR", ["SN  - 0039-6338 (print)", "SN  - 14682699"], {"ISSN": "0039-6338 1468-2699"}),
        ("RPRT", ["SN  - RP-17"], {"number": "RP-17"}),
        ("JOUR", ["M3  - doi: 10.1000/182"], {"DOI": "10.1000/182"}),
        ("JOUR", ["M3  - Review"], {"genre": "Review"}),
        ("JOUR", ["UR  - http://dx.doi.org/10.1000/182"], {"DOI": "10.1000/182", "URL": "http://dx.doi.org/10.1000/182"}),
        ("JOUR", ["UR  - //x.org/a"], {"URL": "https://x.org/a"}),
        ("JOUR", ["DB  - PubMed", "AN  - 123"], {"archive": "PubMed", "PMID": "123"}),
        ("JOUR", ["JF  - Journal", "JO  - J.", "JA  - J."], {"container-title": "Journal", "container-title-short": "J."}),
        ("JOUR", ["JA  - J. Phys."], {"container-title": "J. Phys."}),
        ("JOUR", ["CP  - 3"], {"issue": "3"}),
        ("JOUR", ["CP  - Tokyo"], {"publisher-place": "Tokyo"}),
        (
            "CHAP",
            ["TI  - C", "BT  - B", "T3  - S", "SE  - 4"],
            {"title": "C", "container-title": "B", "collection-title": "S", "chapter-number": "4"},
        ),
        ("BOOK", ["TI  - B", "T2  - S", "M1  - 7"], {"title": "B", "collection-title": "S", "collection-number": "7"}),
        ("CPAPER", ["TI  - P", "T2  - C", "C3  - Proceedings"], {"title": "P", "event-title": "C", "container-title": "Proceedings"}),
        ("CONF", ["TI  - P", "T2  - Proceedings"], {"title": "P", "container-title": "Proceedings"}),
        (
            "THES",
            ["PB  - MIT", "M3  - PhD thesis", "PP  - Cambridge"],
            {"publisher": "MIT", "genre": "PhD thesis", "publisher-place": "Cambridge"},
        ),
        ("JOUR", ["N2  - Abstract", "AB  - Abstract"], {"abstract": "Abstract"}),
        ("JOUR", ["KW  - Smith, John", "KW  - x"], {"keyword": "Smith, John; x"}),
        ("JOUR", ["LA  - eng"], {"language": "en"}),
    ],
)
def test_a_value_goes_where_its_type_and_form_say(kind, lines, fields):
    found = record(*lines, kind=kind)
    assert found.fields == fields


@pytest.mark.parametrize(
    ("lines", "names"),
    [
        (["A2  - Clark, Joe"], {"editor": (Name("Clark", "Joe"),)}),
        (["AU  - A, B", "A2  - Clark, Joe"], {"author": (Name("A", "B"),), "editor": (Name("Clark", "Joe"),)}),
        (["A3  - Clark, Joe"], {"editor": (Name("Clark", "Joe"),)}),
        (["AU  - A, B", "T2  - Series", "A2  - Clark, Joe"], {"author": (Name("A", "B"),), "collection-editor": (Name("Clark", "Joe"),)}),
        (
            ["ED  - Clark, Joe", "A3  - D, E", "A2  - F, G"],
            {"editor": (Name("F", "G"), Name("Clark", "Joe")), "collection-editor": (Name("D", "E"),)},
        ),
    ],
)
def test_the_lists_of_a_book_are_told_apart(lines, names):
    assert record(*lines, kind="BOOK").names == names


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("Smith,J.", (Name("Smith", "J."),)),
        ("Smith, Jr., John", (Name("Smith", "John", suffix="Jr."),)),
        ("de la Cruz, Juan", (Name("Cruz", "Juan", particle="de la"),)),
        ("U.S. Army War College", (Name(literal="U.S. Army War College"),)),
        ("UNESCO,", (Name(literal="UNESCO"),)),
        ("Office of A, B, C, and D", (Name(literal="Office of A, B, C, and D"),)),
        ("Smith, J.; Doe, K.", (Name("Smith", "J."), Name("Doe", "K."))),
        ("野富, 満", (Name("野富", "満"),)),
    ],
)
def test_names_are_taken_apart(written, names):
    assert record(f"AU  - {written}").names == {"author": names}


def test_that_there_are_more_authors_is_kept():
    found = record("AU  - Smith, John", "AU  - et al.")
    assert (found.names, found.extra) == ({"author": (Name("Smith", "John"),)}, {"and others": "author"})


def test_an_unknown_type_is_a_document_and_kept():
    (entry,) = read("TY  - NONSENSE\nER  - ")
    assert entry == Entry(
        1,
        "",
        Record("", "document", extra={"TY": "NONSENSE"}),
        (),
        (Fault(1, "TY", "'NONSENSE' is no type of RIS; the work is taken as a document. Write JOUR, BOOK, CHAP, ..."),),
    )


def test_faulty_identifiers_and_languages_are_kept_with_a_warning():
    (entry,) = read("TY  - BOOK\nSN  - 978-0-262-03384-7\nDO  - nonsense\nLA  - Nonsensical\nUR  - here\nER  - ")
    assert entry.record is not None
    assert entry.record.fields == {}
    assert entry.record.extra == {"SN": "978-0-262-03384-7", "DO": "nonsense", "LA": "Nonsensical", "UR": "here"}
    assert sorted((fault.line, fault.field) for fault in entry.warnings) == [(2, "SN"), (3, "DO"), (4, "LA"), (5, "UR")]
    assert str(next(fault for fault in entry.warnings if fault.field == "SN")) == (
        "line 2, SN: '978-0-262-03384-7' is no ISBN: its last digit is 7, but the digits before it ask for 8. "
        "One of them is mistyped: compare it with the source. It is kept as it is under extra."
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
