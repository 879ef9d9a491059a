from __future__ import annotations

import pytest

from tests.sources.formats.bibtex.reading_texts import read, read_one, said


@pytest.mark.parametrize(
    ("fields", "date"),
    [
        ("year = 2005", "2005"),
        ("year = {2005}, month = mar", "2005-03"),
        ("year = {2005}, month = {3}, day = {8}", "2005-03-08"),
        ("year = 2005, month = {March 18}", "2005-03-18"),
        ('year = 2005, month = "18~" # mar', "2005-03-18"),
        ("year = 2005, month = {März}", "2005-03"),
        ("year = 2005, month = {Sept.}", "2005-09"),
        ("year = 2005, month = {Spring}", "2005-21"),
        ("year = 2005, month = {Nov--Dec}", "2005-11/2005-12"),
        ("year = 2005, month = {November, December}", "2005-11/2005-12"),
        ("year = {c. 2003}", "2003~"),
        ("year = {ca.~2003}", "2003~"),
        ("year = {2003?}", "2003?"),
        ("year = {45 BCE}", "-0044"),
        ("year = {c. 2003 BCE}", "-2002~"),
        ("year = {1 BC}", "0000"),
        ("year = {1998/99}", "1998/1999"),
        ("year = {1998--1999}", "1998/1999"),
        ("year = {1998--}", "1998/.."),
        ("year = {1990s}", "199X"),
        ("date = {2005-03-18}", "2005-03-18"),
        ("date = {2005-3-8}", "2005-03-08"),
        ("date = {2005-03-18T10:20:30Z}", "2005-03-18T10:20:30Z"),
        ("date = {2005-03-18 10:20:30+00:00}", "2005-03-18T10:20:30Z"),
        ("date = {2005-03-18T10:20:30+1000}", "2005-03-18T10:20:30+10:00"),
        ("date = {18.3.2005}", "2005-03-18"),
        ("date = {March 18, 2005}", "2005-03-18"),
        ("date = {2004/2006}", "2004/2006"),
        ("date = {2004/..}", "2004/.."),
        ("date = {1998~}", "1998~"),
        ("date = {199X}", "199X"),
        ("date = {2005-03}, year = 2005, month = mar", "2005-03"),
        ("date = {Mar 18}, year = 2005", "2005-03-18"),
    ],
)
def test_a_date_is_read_as_precisely_as_it_is_written(fields, date):
    record = read_one(f"@book{{a, {fields}}}")
    assert (record.dates, record.extra) == ({"issued": date}, {})


@pytest.mark.parametrize("fields", ["year = {n.d.}", "date = {XXXX}", "year = {}", "date = {n.d.}"])
def test_an_undated_work_has_no_date(fields):
    record = read_one(f"@book{{a, {fields}}}")
    assert (record.dates, record.extra) == ({}, {})


@pytest.mark.parametrize(
    ("fields", "dates", "extra"),
    [
        ("year = {in press}", {}, {"year": "in press"}),
        ("year = {2005a}", {"issued": "2005"}, {"year": "2005a"}),
        ("year = {[2005]}", {"issued": "2005"}, {"year": "[2005]"}),
        ("year = 2005, month = {Whitsun}", {"issued": "2005"}, {"year": "2005", "month": "Whitsun"}),
        ("year = {20055}", {}, {"year": "20055"}),
        ("month = mar", {}, {"month": "March"}),
    ],
)
def test_what_is_no_date_for_certain_is_kept_with_a_warning(fields, dates, extra):
    (entry,) = read(f"@book{{a,\n {fields}}}")
    assert (entry.record.dates, entry.record.extra) == (dates, extra)
    assert len(entry.warnings) == 1
    assert said(entry)[0].startswith("line 2, ")
    assert "what is written is kept under extra. Write 2005, 2005-03 or c. 2005." in said(entry)[0]


@pytest.mark.parametrize("date", ["2005-02-30", "soon", "2006/2004", "9" * 1000])
def test_an_impossible_date_is_kept_with_a_warning(date):
    (entry,) = read(f"@book{{a,\n urldate = {{{date}}}}}")
    assert (entry.record.dates, entry.record.extra) == ({}, {"urldate": date})
    assert [(fault.line, fault.field) for fault in entry.warnings] == [(2, "urldate")]
    assert "kept" in said(entry)[0]


def test_other_dates_have_their_variables():
    record = read_one("@book{a, urldate={2020-01-02}, origdate={1966}, eventdate={2004-06-11/2004-06-13}}")
    assert record.dates == {"accessed": "2020-01-02", "original-date": "1966", "event-date": "2004-06-11/2004-06-13"}


def test_a_year_that_contradicts_the_date_is_kept():
    (entry,) = read("@book{a, date={2005-03}, year=1999}")
    assert (entry.record.dates, entry.record.extra) == ({"issued": "2005-03"}, {"year": "1999"})
