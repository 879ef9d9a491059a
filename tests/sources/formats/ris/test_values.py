"""What the values of RIS records mean: dates, names, identifiers, and fields that depend on the type."""

from __future__ import annotations

import pytest

from sources.formats.entries import Entry, Fault
from sources.formats.record import Name, Record
from tests.sources.formats.ris.test_reading import read, record


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
