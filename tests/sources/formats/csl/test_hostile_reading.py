"""No file and no value stops the reader of CSL-JSON, or keeps it long."""

from __future__ import annotations

import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sources.formats.entries import Entry
from sources.formats.record import CSL_DATES, CSL_FIELDS, CSL_ROLES, Record
from tests.sources.formats.csl.items import item, read


@pytest.mark.parametrize(
    "left",
    [7, [], {"nonsense": 1}, {"dates": {"issued": "nonsense"}}, {"names": {"author": "x"}}, {"type": "x"}, {"fields": {"evil": "x"}}],
)
def test_forged_leftovers_do_no_harm(left):
    entry = item(title="T", custom={"pincite-extra": left})
    assert entry.record == Record("a", "book", fields={"title": "T"})
    assert [fault.field for fault in entry.warnings] == ["custom.pincite-extra"]


_JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=5)
    | st.sampled_from(["2005", "x", [[2005, 3]], {"family": "X"}]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["family", "given", "literal", "date-parts", "season", "circa", "raw", "pincite-extra", "extra"]),
            inner,
            max_size=3,
        )
    ),
    max_leaves=6,
)


_MEMBERS = st.sampled_from([*CSL_FIELDS, *CSL_ROLES, *CSL_DATES, "id", "type", "custom", "note", "citation-key", "other"])


@settings(deadline=None, max_examples=300)
@given(st.dictionaries(_MEMBERS, _JSON, max_size=5))
def test_no_value_stops_the_reader(members):
    (entry,) = read(json.dumps([members]))
    assert entry.record is not None


@settings(deadline=None, max_examples=300)
@given(st.lists(st.sampled_from([*'[]{}",:\\', "\n", '{"id": "a"}', '"id"', "null", "1", " "]), max_size=25).map("".join))
def test_no_text_stops_the_reader(text):
    assert all(isinstance(entry, Entry) for entry in read("[" + text))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("nested lists", "[" * 1_000_000),
        ("nested objects", '[{"a":' * 200_000),
        ("a deep item", "[" + '{"a":' * 100_000 + "}" * 100_000 + "]"),
        ("an open string", '[{"a": "' + "x" * 10_000_000),
        ("open strings", '[\n{"a":"\n' + '{"a":"\n' * 100_000),
        ("ten megabytes", '[{"id": "a", "type": "book", "title": "' + "x" * 10_000_000 + '"}]'),
        ("quotes", '[{"a" ' + '"' * 300_001),
        ("broken items", '[\n{"id": "a" "b"}' + ',\n{"id": "a" "b"}' * 50_000),
        ("no items", '{"items": [' + "1," * 300_000 + "1]}"),
        ("repeated members", '[{"a": 1' + ', "a": 1' * 100_000 + "}]"),
        ("a huge number", '[{"id": "a", "type": "book", "volume": ' + "9" * 100_000 + "}]"),
    ],
)
def test_a_hostile_file_ends_in_bounded_time(name, text):
    began = time.process_time()
    entries = read(text)
    assert len(entries) <= 10_001, name
    assert time.process_time() - began < 10, name


def test_what_no_database_holds_is_replaced():
    (entry,) = read(b'[{"id": "a\\u0000", "type": "book", "abstract": "x\\ud800", "odd\\u0000": "\\u0000"}]')
    assert entry.record == Record("a\ufffd", "book", fields={"abstract": "x\ufffd"}, extra={"odd\ufffd": "\ufffd"})
