from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.negotiation.accept import MediaRange, parse_accept


def test_ranges_are_read_with_their_qualities_and_parameters():
    assert parse_accept('text/x-bibliography; style=apa ;q=0.5;locale="ja-JP", application/*;q=0, */*; q=0.001') == [
        MediaRange("text/x-bibliography", {"style": "apa", "locale": "ja-JP"}, 0.5, 0),
        MediaRange("application/*", {}, 0.0, 1),
        MediaRange("*/*", {}, 0.001, 2),
    ]


def test_a_quoted_parameter_may_hold_commas_and_semicolons():
    assert parse_accept(r'application/ld+json; profile="a, b; \"c\""') == [MediaRange("application/ld+json", {"profile": 'a, b; "c"'})]


def test_types_and_names_are_read_without_regard_to_case():
    assert parse_accept("APPLICATION/X-BibTeX; Q=0.3; Style=APA") == [MediaRange("application/x-bibtex", {"style": "APA"}, 0.3)]


@pytest.mark.parametrize(
    "header",
    [
        "",
        ",",
        "bibtex",
        "*/json",
        "text/html;q=2",
        "text/html;q=nan",
        "text/html;q=-1",
        "text/html;q=0.12345",
        "text/html; style",
        'a/b; x="y',
    ],
)
def test_what_is_no_range_is_left_out(header):
    assert parse_accept(header) == []
    assert [one.media_type for one in parse_accept(f"text/plain, {header}")] == ["text/plain"]


def test_no_more_than_fifty_ranges_are_read():
    assert len(parse_accept(",".join(["text/plain"] * 5000))) == 50


@given(st.text())
def test_any_header_is_read_in_the_end(header):
    assert all(0 <= one.quality <= 1 for one in parse_accept(header))
