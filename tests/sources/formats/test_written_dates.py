from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.formats.written_dates import slashed, written_date, written_day


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2005", ("2005", True)),
        ("2005/03/18/", ("2005-03-18", True)),
        ("2005/3", ("2005-03", True)),
        ("2005/0/0", ("2005", True)),
        ("2005////", ("2005", True)),
        ("2005///Spring", ("2005-21", True)),
        ("2005///Jan-Feb", ("2005-01/2005-02", True)),
        ("2005///third quarter", ("2005", False)),
        ("2005/03/18/Epub", ("2005-03-18", False)),
        ("2005/Jul/12", ("2005-07-12", True)),
        ("2015/october", ("2015-10", True)),
        ("2005/13/01", ("2005", False)),
        ("20050318", ("2005-03-18", True)),
        ("3/18/2005", ("2005-03-18", True)),
        ("18/3/2005", ("2005-03-18", True)),
        ("18.3.2005", ("2005-03-18", True)),
        ("3/4/2005", ("2005", False)),
        ("Mar 18, 2005", ("2005-03-18", True)),
        ("18 March 2005", ("2005-03-18", True)),
        ("2005 Mar 18", ("2005-03-18", True)),
        ("Spring 2005", ("2005-21", True)),
        ("Jan-Feb 2005", ("2005-01/2005-02", True)),
        ("c2005", ("2005~", True)),
        ("1998?", ("1998?", True)),
        ("[2005]", ("2005", False)),
        ("2005-2007", ("2005/2007", True)),
        ("2005-07", ("2005-07", True)),
        ("1998-99", ("1998/1999", True)),
        ("2004/2006", ("2004/2006", True)),
        ("2004/..", ("2004/..", True)),
        ("2004-21", ("2004-21", True)),
        ("199X", ("199X", True)),
        ("2016-07-10T08:20:00Z", ("2016-07-10T08:20:00Z", True)),
        ("in press, 2005", ("2005", False)),
        ("2004 or 2005", ("", False)),
        ("in press", ("", False)),
        ("", ("", False)),
        ("9" * 10_000, ("", False)),
    ],
)
def test_a_date_is_read_where_it_is_certain(text, said):
    assert written_date(text) == said


@given(st.text() | st.from_regex(r"[0-9/. -]{1,12}"))
def test_no_text_stops_it(text):
    said, is_whole = written_date(text)
    assert said or not is_whole
    assert isinstance(written_day(text), str)


@pytest.mark.parametrize(
    ("edtf", "written"),
    [
        ("2005", "2005///"),
        ("2005-03", "2005/03//"),
        ("2005-03-18", "2005/03/18/"),
        ("2005-24", "2005///Winter"),
        ("199X", ""),
        ("2004/2006", ""),
    ],
)
def test_a_plain_date_is_written_with_slashes(edtf, written):
    assert slashed(edtf) == written
    assert not written or written_date(written) == (edtf, True)


@pytest.mark.parametrize(("text", "said"), [("MAR 18", "03-18"), ("March", "03"), ("Jan-Feb", ""), ("x", "")])
def test_a_day_without_year_is_read(text, said):
    assert written_day(text) == said
