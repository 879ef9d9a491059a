from __future__ import annotations

import json

import pytest
from hypothesis import given, settings

from sources.formats.csl.writing import write_csl_json
from sources.formats.entries import Entry, Fault, UnreadableFileError
from sources.formats.record import Name, Record
from tests.sources.formats.csl.items import item, read, record
from tests.sources.formats.random_records import RECORDS
from tests.sources.formats.works import EVERY_KIND_OF_WORK

A, B = Record("a", "book"), Record("b", "map")


_LINES = '{"id": "a", "type": "book"}', '{"id": "b", "type": "map"}'


@settings(deadline=None)
@given(RECORDS)
def test_whatever_the_database_holds_comes_back(work):
    (entry,) = read("".join(write_csl_json([work])))
    assert (entry.key, entry.record, entry.errors) == (work.key, work, ())


def test_every_kind_of_work_comes_back_without_warning():
    entries = read("".join(write_csl_json(EVERY_KIND_OF_WORK, presorted=True)))
    assert entries == [Entry(number, work.key, work) for number, work in enumerate(EVERY_KIND_OF_WORK, start=2)]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("[%s, %s]", (1, 1)),
        ("[\n%s,\n%s\n]\n", (2, 3)),
        ("[\r\n  %s,\r\n\r\n  %s\r\n]", (2, 4)),
        ("%s\n%s\n", (1, 2)),
        ("%s%s", (1, 1)),
        ('{"items": [\n%s,\n%s], "x": [1, {"y": 2}]}', (2, 3)),
        ('{"version": "1", "n": 1,\n"items": [%s,\n%s]}', (2, 3)),
        ('{"meta": {"a": 1}, "items": [%s, %s]}', (1, 1)),
        ("[%s,\n%s,]", (1, 2)),
        ("\ufeff\n[%s\n%s]", (2, 3)),
    ],
)
def test_every_shape_of_file_is_read(text, lines):
    assert read(text % _LINES) == [Entry(lines[0], "a", A), Entry(lines[1], "b", B)]


def test_one_item_alone_is_read():
    assert read(_LINES[0]) == [Entry(1, "a", A)]


@pytest.mark.parametrize("text", ["", " \n", "[]", "[\n]\n", '{"items": []}'])
def test_an_empty_file_has_no_items(text):
    assert read(text) == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "latin-1"])
def test_every_encoding_is_read(encoding):
    text = '[{"id": "a", "type": "book", "title": "Café Zürich in plain words"}]'
    assert [entry.record and entry.record.fields for entry in read(text.encode(encoding))] == [{"title": "Café Zürich in plain words"}]


@pytest.mark.parametrize("text", ["<html>", "TY  - BOOK", "@book{a}", '"text"', "7"])
def test_a_file_of_another_format_is_refused(text):
    with pytest.raises(UnreadableFileError) as refused:
        read(text)
    assert str(refused.value) == "The file is no CSL-JSON: it begins neither with [ nor with {. Export it again as CSL JSON."


_DELIMITER = "The item is no JSON: expecting ',' delimiter. Correct it, or export it again."


@pytest.mark.parametrize(
    ("text", "entries"),
    [
        (f'[{{"id": "x" "y"}}, {_LINES[1]}]', [Entry(1, "x", None, (Fault(1, "", _DELIMITER),)), Entry(1, "b", B)]),
        (f'[\n{{"id": "x", "title": "open}},\n{_LINES[1]}\n]', [Entry(2, "x", None, (Fault(3, "", _DELIMITER),)), Entry(3, "b", B)]),
        (
            '[\n  {\n    "id": "x",\n    "title": "t" 7,\n    "author": [\n      {"family": "F"}\n    ]\n  },\n'
            '  {\n    "id": "b",\n    "type": "map"\n  }\n]',
            [Entry(2, "x", None, (Fault(4, "", _DELIMITER),)), Entry(9, "b", B)],
        ),
        (f'{{"id": "x"\n{_LINES[1]}', [Entry(1, "x", None, (Fault(2, "", _DELIMITER),)), Entry(2, "b", B)]),
        (
            f"[7, {_LINES[1]}, nonsense, {_LINES[0]}]",
            [
                Entry(1, "", None, (Fault(1, "", 'This is no item. An item is an object: {"id": ..., "type": ...}.'),)),
                Entry(1, "b", B),
                Entry(1, "", None, (Fault(1, "", "'nonsense' is no item. Correct it, or export it again."),)),
                Entry(1, "a", A),
            ],
        ),
        (
            f"[{_LINES[0]}",
            [
                Entry(1, "a", A),
                Entry(1, "", None, (Fault(1, "", "The file ends before its list of items does: it is cut off. Export it again."),)),
            ],
        ),
    ],
)
def test_a_broken_item_is_reported_and_the_rest_is_read(text, entries):
    assert read(text) == entries


@pytest.mark.parametrize(
    ("value", "edtf"),
    [
        ({"date-parts": [[2005, 3, 18]]}, "2005-03-18"),
        ({"date-parts": [["2005", "03"]]}, "2005-03"),
        ({"date-parts": [[2005, "", ""]]}, "2005"),
        ({"date-parts": [[2005], [2006, 1]]}, "2005/2006-01"),
        ({"date-parts": [[2005, 3], [0, 0, 0]]}, "2005-03/.."),
        ({"date-parts": [[-44, 3, 15]]}, "-0043-03-15"),
        ({"date-parts": [[-1]]}, "0000"),
        ({"date-parts": [[12000]]}, "Y12000"),
        ({"date-parts": [[2005]], "season": 1}, "2005-21"),
        ({"date-parts": [[2005]], "season": "Winter"}, "2005-24"),
        ({"date-parts": [[2005, 14]]}, "2005-22"),
        ({"date-parts": [[1998]], "circa": True}, "1998~"),
        ({"date-parts": [[1998], [1999]], "circa": 1}, "1998~/1999~"),
        ({"date-parts": [[2005, 3]], "date-time": "2005-03-01T00:00:00Z", "timestamp": 1}, "2005-03"),
        ({"raw": "March 18, 2005"}, "2005-03-18"),
        ({"raw": "2005-03-18/2005-04-01"}, "2005-03-18/2005-04-01"),
        ({"literal": "Spring 2005"}, "2005-21"),
        ({"literal": "1998", "circa": True}, "1998~"),
        ("2005-03-18", "2005-03-18"),
        ("2004-21", "2004-21"),
        (2005, "2005"),
    ],
)
def test_dates_are_read_in_every_form(value, edtf):
    assert record(issued=value).dates == {"issued": edtf}


@pytest.mark.parametrize(
    ("value", "dates", "message"),
    [
        ({"literal": "in press"}, {}, '{"literal": "in press"} is not wholly a date: no date is taken.'),
        (
            {"date-parts": [[2005]], "literal": "summer of 2005"},
            {"issued": "2005"},
            '{"date-parts": [[2005]], "literal": "summer of 2005"} is not',
        ),
        ({"date-parts": [["2005x"]]}, {}, '{"date-parts": [["2005x"]]} is not wholly a date: no date is taken.'),
        ({"date-parts": [[20050318]]}, {}, '{"date-parts": [[20050318]]} is not wholly a date'),
        ({"date-parts": [[2005, 2, 30]]}, {}, "2005-02-30 is no day: that month has 28 days."),
        ({"date-parts": "2005"}, {}, '{"date-parts": "2005"} is not wholly a date'),
        ([2005], {}, "[2005] is not wholly a date"),
    ],
)
def test_a_faulty_date_is_kept_with_a_warning(value, dates, message):
    entry = item(issued=value)
    assert entry.record is not None
    assert (entry.record.dates, entry.record.extra) == (dates, {"issued": json.dumps(value)})
    (fault,) = entry.warnings
    assert (fault.field, fault.message[: len(message)]) == ("issued", message)


def test_names_are_read_in_every_form():
    names = [
        {"family": "Gogh", "given": "Vincent", "non-dropping-particle": "van"},
        {"family": "Beethoven", "given": "Ludwig", "dropping-particle": "van", "suffix": "Jr.", "comma-suffix": True},
        {"family": "van Gogh", "given": "Vincent", "parse-names": True},
        {"family": "Smith", "given": "John, Jr.", "parse-names": "true"},
        {"family": "de Gaulle", "given": "Charles"},
        {"literal": "Army"},
        {"name": "Registry", "sequence": "first"},
        {"given": "Plato"},
        {},
    ]
    assert record(author=names).names == {
        "author": (
            Name("Gogh", "Vincent", particle="van"),
            Name("Beethoven", "Ludwig", dropping_particle="van", suffix="Jr."),
            Name("Gogh", "Vincent", particle="van"),
            Name("Smith", "John", suffix="Jr."),
            Name("de Gaulle", "Charles"),
            Name(literal="Army"),
            Name(literal="Registry"),
            Name(literal="Plato"),
        )
    }


def test_what_a_name_says_more_is_kept():
    names = [{"family": "Doe", "given": "J.", "ORCID": "0000-0002-1825-0097", "affiliation": []}]
    found = record(author=names)
    assert (found.names, found.extra) == ({"author": (Name("Doe", "J."),)}, {"author (JSON)": json.dumps(names)})


@pytest.mark.parametrize(
    ("members", "fields"),
    [
        ({"volume": 12, "title": ["One title"]}, {"volume": "12", "title": "One title"}),
        ({"ISSN": ["0039-6338", "1468-2699"]}, {"ISSN": "0039-6338 1468-2699"}),
        (
            {"event": "E", "journalAbbreviation": "J.", "shortTitle": "S", "part": 2, "printing": "3", "supplement": "4"},
            {"event-title": "E", "container-title-short": "J.", "title-short": "S"}
            | {"part-number": "2", "printing-number": "3", "supplement-number": "4"},
        ),
        ({"language": "English"}, {"language": "en"}),
        ({"language": "en-us"}, {"language": "en-US"}),
        ({"DOI": "https://doi.org/10.1000/182", "volume": None, "title": ""}, {"DOI": "10.1000/182"}),
        ({"volume": 1.50}, {"volume": "1.5"}),
    ],
)
def test_texts_are_read_in_every_form(members, fields):
    assert record(**members).fields == fields


def test_what_is_unknown_is_kept_as_json():
    found = record(subject=["a", {"b": 1}], unknown="text", custom={"x": 1}, reference=[{"key": "é"}])
    assert found.extra == {"subject": '["a", {"b": 1}]', "unknown": "text", "custom": '{"x": 1}', "reference": '[{"key": "é"}]'}


def test_types_of_other_vocabularies_are_known():
    assert [entry.record and entry.record.type for entry in read('[{"type": "journal-article"}, {"type": "dissertation"}]')] == [
        "article-journal",
        "thesis",
    ]


def test_each_fault_names_its_field_and_line():
    text = '[{"id": "a",\n"type": "nonsense",\n"volume": true,\n"author": "X",\n"publisher": {"a": 1},\n"ISBN": "978-0-262-03384-7",\n"id": "b"}]'
    (entry,) = read(text)
    assert entry.record is not None
    assert entry.key == "a"
    assert entry.record.names == {"author": (Name(literal="X"),)}
    assert entry.record.extra == {"type": "nonsense", "volume": "true", "publisher": '{"a": 1}', "ISBN": "978-0-262-03384-7"}
    assert [str(fault) for fault in entry.warnings] == [
        "line 1, id: The item has 'id' more than once; the first counts.",
        "line 2, type: 'nonsense' is no type of CSL; the item is taken as a document, and the type kept under extra.",
        "line 3, volume: 'volume' holds true or false, where a text belongs. It is kept as it is under extra.",
        'line 4, author: \'author\' holds a text, where a list of names belongs: [{"family": ..., "given": ...}]. It is taken as a name.',
        "line 5, publisher: 'publisher' holds an object, where a text belongs. It is kept as it is under extra.",
        "line 6, ISBN: '978-0-262-03384-7' is no ISBN: its last digit is 7, but the digits before it ask for 8. "
        "One of them is mistyped: compare it with the source. It is kept as it is under extra.",
    ]


def test_markup_in_titles_is_taken_off_and_kept():
    rich = 'On <i>Homo sapiens</i>, H<sub>2</sub>O, <span class="nocase">NATO</span> and <span style="font-variant:small-caps;">x</span>'
    found = record(title=rich, **{"container-title": "a < b > c", "title-short": "<i>unclosed"})
    assert found.fields == {"title": "On Homo sapiens, H2O, NATO and x", "container-title": "a < b > c", "title-short": "<i>unclosed"}
    assert found.extra == {"title (rich text)": rich}


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        (
            "DOI: 10.1000/182\nPMID: 123\ntex.shelf: A 12\nOriginal Date: 1999\nA sentence: with colon.",
            Record(
                "a",
                "book",
                dates={"original-date": "1999"},
                fields={"DOI": "10.1000/182", "PMID": "123", "note": "A sentence: with colon."},
                extra={"shelf": "A 12"},
            ),
        ),
        ("Source: my shelf\nVersion: 2", Record("a", "book", fields={"source": "my shelf", "version": "2"})),
        ("Source: my shelf\nand more", Record("a", "book", fields={"note": "Source: my shelf\nand more"})),
        ("DOI: nonsense", Record("a", "book", fields={"note": "DOI: nonsense"})),
        (
            "type: report\n{:original-title: X Y}\neditor: Doe || Jane\narXiv: 2301.01234",
            Record(
                "a",
                "report",
                names={"editor": (Name("Doe", "Jane"),)},
                fields={"original-title": "X Y"},
                identifiers={"arxiv": ("2301.01234",)},
            ),
        ),
    ],
)
def test_variables_in_the_note_are_taken_where_they_are_certain(note, expected):
    assert record(note=note) == expected


def test_records_of_an_export_of_claims_are_no_works():
    entries = read('{"record": "author", "id": "ada"}\n{"record": "document", "id": "w1", "type": "book", "title": "Gates"}')

    assert [(one.line, one.key, one.record, [fault.field for fault in one.errors]) for one in entries] == [
        (1, "ada", None, ["record"]),
        (2, "w1", None, ["record"]),
    ]
