from __future__ import annotations

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from sources.formats.leftovers import complete, leftovers, whole
from sources.formats.record import Name, Record, Title
from tests.sources.formats.random_records import RECORDS


def test_what_differs_is_left_over():
    record = Record(
        "a",
        "book",
        names={"author": (Name("X"),)},
        dates={"issued": "2005"},
        fields={"title": "T"},
        identifiers={"arxiv": ("2301.01234",)},
        titles=(Title("reading", "", "R"),),
        part_of="b",
    )
    said = Record("a", "map", names={"editor": (Name("Y"),)}, dates={"issued": "2005"}, fields={"title": "t", "note": "n"})
    assert leftovers(record, said) == {
        "type": "book",
        "part_of": "b",
        "fields": {"note": "", "title": "T"},
        "identifiers": {"arxiv": ["2301.01234"]},
        "names": {"author": [{"family": "X"}], "editor": []},
        "titles": [{"form": "reading", "language": "", "text": "R"}],
    }


def test_nothing_is_left_over_of_the_same():
    assert leftovers(Record("a", "book"), Record("a", "book")) == {}


@settings(deadline=None)
@given(RECORDS, RECORDS)
def test_what_is_left_over_completes_any_record(record, said):
    left = json.loads(json.dumps(leftovers(record, said)))
    assert complete(said, left) == (record, [])


def test_empty_parts_are_left_out():
    record = Record("a", "book", {"author": (Name(), Name("X")), "editor": ()}, {"issued": ""}, {"title": ""}, {"doi": ()}, extra={"x": ""})
    assert whole(record) == Record("a", "book", {"author": (Name("X"),)})


def test_what_is_not_fit_is_passed_over_and_named():
    said = Record("a", "book", fields={"title": "T"})
    left = {"type": "nonsense", "dates": {"issued": "2005-02-30", "accessed": "2006"}, "identifiers": {"arxiv": ["2313.01234"]}, "x": 1}
    assert complete(said, left) == (
        Record("a", "book", fields={"title": "T"}, dates={"accessed": "2006"}),
        [
            "Something in 'type' is not as this program writes it; that is passed over.",
            "Something in 'dates' is not as this program writes it; that is passed over.",
            "Something in 'identifiers' is not as this program writes it; that is passed over.",
            "'x' is no part of a record and is passed over.",
        ],
    )


_NAMES = st.sampled_from(["author", "issued", "title", "family", "form", "doi", "x"])
_PARTS = st.sampled_from(["key", "type", "part_of", "dates", "fields", "extra", "identifiers", "names", "titles"])
_JSON = st.recursive(
    st.none() | st.integers() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(_NAMES, inner, max_size=3),
    max_leaves=5,
)


@settings(deadline=None)
@given(st.dictionaries(_PARTS, _JSON, max_size=4))
def test_no_json_stops_it(left):
    completed, _ = complete(Record("a", "book"), left)
    assert completed.type in {"book", *[value for value in left.values() if isinstance(value, str)]}
