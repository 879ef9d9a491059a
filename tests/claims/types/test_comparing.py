from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.types import CLAIM_TYPES
from claims.types.quantities import unit_of
from claims.types.values import NONE, UNKNOWN

TURNED = {"refines": "refined_by", "refined_by": "refines"}
FLOOD = {"cause": "late closing", "effect": "a flood"}
SUPPORT = {"measure": "host-nation support", "value": 244, "unit": "billion yen", "as_of": "2004"}
SIGNING = {"what": "signing of the compact", "when": "1960-01-19", "actors": ["North", "South"]}


def outcome(name: str, first: dict, second: dict) -> str:
    found, turned = CLAIM_TYPES[name].compare(first, second), CLAIM_TYPES[name].compare(second, first)
    assert turned.outcome == TURNED.get(found.outcome, found.outcome)
    return found.outcome


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"cause": " LATE  closing. "}, "same"),
        ({"polarity": "increases"}, "refined_by"),
        ({"cause": "early closing"}, "incomparable"),
        ({"cause": UNKNOWN}, "incomparable"),
        ({"cause": NONE}, "contradicts"),
        ({"polarity": UNKNOWN}, "same"),
    ],
)
def test_causal_claims_with_other_attributes(change, expected):
    assert outcome("causal", FLOOD, FLOOD | change) == expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("increases", "decreases", "contradicts"),
        ("enables", "prevents", "contradicts"),
        ("increases", NONE, "contradicts"),
        ("increases", "enables", "compatible"),
        ("prevents", "prevents", "same"),
    ],
)
def test_causal_claims_contradict_by_their_polarity(one, other, expected):
    assert outcome("causal", FLOOD | {"polarity": one}, FLOOD | {"polarity": other}) == expected


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"value": "244"}, "same"),
        ({"value": 245}, "contradicts"),
        ({"value": "0.244", "unit": "trillion yen"}, "refines"),
        ({"value": 244000, "unit": "million yen"}, "same"),
        ({"value": 245, "as_of": "2005"}, "compatible"),
        ({"value": 244, "as_of": "2004-03"}, "refined_by"),
        ({"value": 245, "as_of": "2004-03"}, "contradicts"),
        ({"value": 240, "approximate": True}, "refines"),
        ({"value": 200, "approximate": True}, "refines"),
        ({"value": 300, "approximate": True}, "contradicts"),
        ({"value": 240, "upper": 250}, "refines"),
        ({"value": 245, "upper": 250}, "contradicts"),
        ({"value": 230, "upper": 244}, "refines"),
        ({"unit": "billion dollars"}, "incomparable"),
        ({"unit": UNKNOWN}, "incomparable"),
        ({"value": UNKNOWN}, "refines"),
        ({"value": NONE}, "contradicts"),
        ({"measure": "something else"}, "incomparable"),
    ],
)
def test_quantities_agree_within_their_unit_and_time(change, expected):
    assert outcome("quantitative", SUPPORT, SUPPORT | change) == expected


def test_a_number_with_more_places_says_more():
    one, other = ({"measure": "growth", "value": value, "unit": unit} for value, unit in (("1.1", "%"), ("1.12", "per cent")))

    assert outcome("quantitative", one, other) == "refined_by"
    assert outcome("quantitative", one | {"value": "1.10"}, other | {"value": "1.2"}) == "contradicts"


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"when": "1960"}, "refines"),
        ({"when": "1961"}, "contradicts"),
        ({"when": "1961~"}, "compatible"),
        ({"when": "XXXX"}, "compatible"),
        ({"actors": ["south", "north"]}, "same"),
        ({"actors": ["North"]}, "refines"),
        ({"actors": ["North", "East"]}, "compatible"),
        ({"actors": NONE}, "contradicts"),
        ({"actors": ["North"], "when": "1960-01-19/1960-01-20"}, "refines"),
        ({"actors": ["North", "South", "East"], "when": "1960"}, "compatible"),
    ],
)
def test_events_agree_by_time_and_actors(change, expected):
    assert outcome("event", SIGNING, SIGNING | change) == expected


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ("1961/1963", "compatible"),
        ("1961", "refined_by"),
        ("1959/1963", "refines"),
        ("1962/1963", "compatible"),
        ("1963/1964", "contradicts"),
    ],
)
def test_of_two_stretches_of_time_only_one_within_the_other_says_more(when, expected):
    stretch = SIGNING | {"when": "1960/1962"}

    assert outcome("event", stretch, stretch | {"when": when}) == expected


@pytest.mark.parametrize(
    ("name", "first", "change", "expected"),
    [
        ("definitional", {"term": "burden", "definiens": "a share of costs"}, {"definiens": "a duty"}, "compatible"),
        ("comparative", {"subject": "a", "comparator": "b", "dimension": "length"}, {"dimension": "width"}, "incomparable"),
        ("predictive", {"outcome": "withdrawal", "horizon": "2030"}, {"horizon": NONE}, "contradicts"),
        ("predictive", {"outcome": "withdrawal", "condition": "a war"}, {"condition": "peace"}, "compatible"),
        ("normative", {"addressee": "the port", "action": "close"}, {"addressee": NONE}, "contradicts"),
        ("position", {"holder": "the port", "object": "it is safe"}, {}, "same"),
        ("interpretive", {"subject": "article 6", "reading": "a duty"}, {"reading": "a right"}, "compatible"),
    ],
)
def test_other_types_say_what_their_comparison_means(name, first, change, expected):
    assert outcome(name, first, first | change) == expected


@given(st.sampled_from(list(CLAIM_TYPES)), st.data())
def test_a_claim_is_the_same_as_itself_or_says_too_little_and_order_does_not_matter(name, data):
    kind = CLAIM_TYPES[name]
    value = {"number": st.integers(-3, 3), "boolean": st.booleans(), "array": st.lists(st.sampled_from("ab"), min_size=1, unique=True)}
    by_name = {
        attribute: st.one_of(
            st.sampled_from(declared.schema["enum"])
            if "enum" in declared.schema
            else st.sampled_from(["1960", "1961-02", "196X", "1960/.."])
            if declared.schema.get("format") == "edtf"
            else value["number" if "number" in declared.schema["type"] else declared.schema["type"]]
            if declared.schema["type"] != "string"
            else st.sampled_from(["a", "b"]),
            *([st.just(UNKNOWN)] if declared.unknown else []),
            *([st.just(NONE)] if declared.none else []),
        )
        for attribute, declared in kind.attributes.items()
    }
    required = {attribute: by_name.pop(attribute) for attribute, declared in kind.attributes.items() if declared.required}
    first, second = (data.draw(st.fixed_dictionaries(required, optional=by_name)) for _ in range(2))

    outcome(name, first, second)
    assert kind.compare(first, first).outcome in {"same", "incomparable"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Billion Yen", ("yen", 9)), ("billions of dollars", ("dollar", 9)), ("％", ("percent", 0)), ("men", ("men", 0)), ("", ("", 0))],
)
def test_a_unit_is_compared_without_its_scale(text, expected):
    assert unit_of(text) == expected
