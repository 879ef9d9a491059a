from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sources.formats.bibtex.comment import parse_object, write_comment
from tests.sources.formats.bibtex.pieces import read_comment


def test_nothing_left_over_makes_no_comment():
    assert write_comment("a", {"type": "", "fields": {}, "derived": []}) == ""


def test_a_comment_is_one_line_of_ascii_json():
    assert write_comment("a", {"type": "map", "fields": {"scale": "1:5 {日} @x 100%"}}) == (
        '@comment{pincite-extra {"key":"a","type":"map","fields":{"scale":"1:5 \\u007b\\u65e5\\u007d \\u0040x 100\\u0025"}}}\n'
    )


@settings(deadline=None)
@given(st.dictionaries(st.text(), st.text(), min_size=1))
def test_a_comment_gives_back_what_was_left_over(fields):
    line = write_comment("a", {"fields": fields})
    assert read_comment(line) == {"key": "a", "fields": fields}
    assert line.isascii()
    assert line.count("\n") == line.count("@") == 1
    assert line.count("{") == line.count("}") == 3


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "Expecting"),
        ("x", "Expecting"),
        ("{", "Expecting"),
        ("[1]", "no JSON object"),
        pytest.param("[" * 100_000, "nested", id="deep"),
    ],
)
def test_any_other_comment_is_refused(text, message):
    with pytest.raises(ValueError, match=message):
        parse_object(text)
