from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sources.formats.dates import to_biblatex, to_csl, validate

#: EDTF date, its CSL-JSON form, its BibLaTeX form.
DATES = [
    ("2005", {"date-parts": [[2005]]}, "2005"),
    ("2005-03", {"date-parts": [[2005, 3]]}, "2005-03"),
    ("2005-03-18", {"date-parts": [[2005, 3, 18]]}, "2005-03-18"),
    ("2004-21", {"date-parts": [[2004]], "season": 1}, "2004-21"),
    ("2004-24", {"date-parts": [[2004]], "season": 4}, "2004-24"),
    ("2004-32", {"date-parts": [[2004]]}, "2004"),
    ("1998~", {"date-parts": [[1998]], "circa": True}, "1998~"),
    ("1998?", {"date-parts": [[1998]], "circa": True}, "1998?"),
    ("2004-06%", {"date-parts": [[2004, 6]], "circa": True}, "2004-06%"),
    ("2004/2006", {"date-parts": [[2004], [2006]]}, "2004/2006"),
    ("2005-03-18/2005-04", {"date-parts": [[2005, 3, 18], [2005, 4]]}, "2005-03-18/2005-04"),
    ("2005/..", {"date-parts": [[2005]], "literal": "2005–"}, "2005/.."),
    ("2005-03/", {"date-parts": [[2005, 3]], "literal": "2005-03–"}, "2005-03/"),
    ("../2005", {"date-parts": [[2005]], "literal": "–2005"}, "../2005"),
    ("199X", {"date-parts": [[1990], [1999]]}, "199X"),
    ("19XX", {"date-parts": [[1900], [1999]]}, "19XX"),
    ("2004-XX", {"date-parts": [[2004]]}, "2004"),
    ("2004-06-XX", {"date-parts": [[2004, 6]]}, "2004-06"),
    ("2004-1X", {"date-parts": [[2004]]}, "2004"),
    ("156X-12-25", {"date-parts": [[1560], [1569]]}, "1560/1569"),
    ("XXXX", {}, "XXXX"),
    ("XXXX-12-25", {"literal": "XXXX-12-25"}, "XXXX"),
    ("0000", {"date-parts": [[-1]]}, "0000"),
    ("-0044", {"date-parts": [[-45]]}, "-0044"),
    ("Y17000", {"date-parts": [[17000]]}, "Y17000"),
    ("Y3E8", {"date-parts": [[300000000]]}, "Y300000000"),
    ("1950S2", {"date-parts": [[1950]], "circa": True}, "1950~"),
    ("2004-06~-11", {"date-parts": [[2004, 6, 11]], "circa": True}, "2004-06-11~"),
    ("?2004-06", {"date-parts": [[2004, 6]], "circa": True}, "2004-06~"),
    ("[1667,1668..1670]", {"date-parts": [[1667], [1670]]}, "1667/1670"),
    ("{1667,1669}", {"date-parts": [[1667], [1669]]}, "1667/1669"),
    ("[..1667]", {"date-parts": [[1667]], "literal": "–1667"}, "../1667"),
    ("2004-01-01T10:10:10Z", {"date-parts": [[2004, 1, 1]]}, "2004-01-01"),
]


@pytest.mark.parametrize(("date", "csl", "biblatex"), DATES)
def test_a_date_is_said_as_precisely_as_a_format_can(date, csl, biblatex):
    assert validate(date) == date
    assert to_csl(date) == csl
    assert to_biblatex(date) == biblatex


def test_white_space_around_a_date_and_in_a_set_goes():
    assert validate(" 2005-03 ") == "2005-03"
    assert validate("{1667, 1668}") == "{1667,1668}"


@pytest.mark.parametrize("date", ["", "44", "2005-3-18", "2005-13", "2005-00", "199u", "unknown", "2004 - 05", "-0000", "２００５", "/"])
def test_what_is_no_edtf_date_is_refused(date):
    with pytest.raises(ValueError, match=r"is no EDTF date. Write 2005, 2005-03 or 2005-03-18; 1998~ for about 1998"):
        validate(date)


@pytest.mark.parametrize(
    ("date", "day", "last"),
    [
        ("1900-02-29", "1900-02-29", 28),
        ("2005-02-29~", "2005-02-29", 28),
        ("2004/2005-06-31", "2005-06-31", 30),
        ("2004-02-3X", "2004-02-3X", 29),
    ],
)
def test_a_day_that_never_was_is_refused(date, day, last):
    words = f"{day} is no day: that month has {last} days. Correct it or leave out the day." if day else "is no EDTF date"
    with pytest.raises(ValueError, match=words):
        validate(date)


@pytest.mark.parametrize("date", ["1985-04-12/1984", "2004/2003-21", "-0044/-0045", "200X/199X", "2004-06-11%/2004-05~"])
def test_a_span_that_ends_before_it_begins_is_refused(date):
    with pytest.raises(ValueError, match=f"{date} ends before it begins. Write the earlier date first."):
        validate(date)


@pytest.mark.parametrize("date", ["2005-03-18/2005-03", "2005/2005", "2004-02-29", "2000-02-29", "-0004-02-29"])
def test_spans_and_leap_days_that_are_right_pass(date):
    assert validate(date) == date


@settings(deadline=None)
@given(st.text("0123456789-/~?%X.,[]{}YES T:", max_size=14))
def test_any_text_is_refused_or_can_be_said_everywhere(text):
    try:
        date = validate(text)
    except ValueError:
        return
    assert validate(date) == date
    assert to_biblatex(to_biblatex(date)) == to_biblatex(date)
    assert isinstance(to_csl(date), dict)
