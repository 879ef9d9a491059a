from __future__ import annotations

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.types import CLAIM_TYPES
from claims.types.values import NONE, UNKNOWN, ExactDecoder, exact_number, number_of

decimals = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**20), max_value=10**20, places=6)


@pytest.mark.parametrize(
    ("text", "held"), [("244", 244), ("0.5", 0.5), ("1.10", "1.10"), ("0.12345678901234567890", "0.12345678901234567890"), ("1e3", 1000)]
)
def test_a_number_is_held_without_damage(text, held):
    assert (exact_number(text), type(exact_number(text))) == (held, type(held))


@pytest.mark.parametrize(("text", "held"), [("1e39", 10**39), ("1e-40", 1e-40), ("-0.5e-1", -0.05), ("+5", 5), ("007", 7)])
def test_a_number_written_another_way_is_held_by_its_digits(text, held):
    assert number_of(exact_number(text)) == number_of(held)


@pytest.mark.parametrize(
    "text", ["1e40", "-1e40", "1e-41", "12e-41", "9" * 41, "0." + "1" * 41, "1." + "0" * 41, "0e99999999", "-Infinity", "NaN"]
)
def test_a_number_of_more_digits_than_are_held_is_refused_however_it_is_written(text):
    with pytest.raises(ValueError, match="is no decimal number of at most 40 digits before the point and 40 after it"):
        exact_number(text)


@given(decimals)
def test_every_digit_comes_back(number):
    text = format(number, "f")
    stored = json.loads(json.dumps(exact_number(text)), cls=ExactDecoder)

    assert format(number_of(stored), "f") == text or (Decimal(text) == 0 and number_of(stored) == 0)


@given(decimals)
def test_what_the_database_holds_is_read_without_rounding(number):
    text = format(number, "f")

    assert number_of(json.loads(text, cls=ExactDecoder)) == Decimal(text)


@pytest.mark.parametrize("text", ["much", "", "1,5", "NaN", "Infinity", "1e999999999", "9" * 90, "١٢"])
def test_what_is_no_number_is_refused(text):
    faults = CLAIM_TYPES["quantitative"].faults({"measure": "m", "value": text})

    assert faults == [f"value: {text!r} is no number: write digits and a point, for example 244 or 1.10."]


def test_unknown_and_none_differ_from_left_out():
    event = CLAIM_TYPES["event"]

    read = [event.told({"what": "a strike", **given}) for given in ({}, {"actors": UNKNOWN}, {"actors": NONE}, {"actors": ["A", "B", "C"]})]

    assert read == ["A strike", "A strike, by an unknown actor", "A strike, by nobody", "A strike, by A, B and C"]


def test_a_required_attribute_may_be_unknown_where_that_makes_sense():
    causal, quantitative = CLAIM_TYPES["causal"], CLAIM_TYPES["quantitative"]

    assert causal.faults({"cause": UNKNOWN, "effect": "a flood", "polarity": NONE}) == []
    assert causal.faults({"effect": "a flood"}) == ["A claim of type causal needs the attribute cause."]
    assert quantitative.faults({"measure": NONE, "value": 1, "as_of": NONE}) == [
        "as_of: it cannot be none. Write a value, or leave the attribute out.",
        "measure: it cannot be none. Write a value.",
    ]


@pytest.mark.parametrize("wrong", [{"unknown": False}, {"unknown": True, "none": True}, {}, {"value": 3}, None, [UNKNOWN]])
def test_nothing_else_stands_for_unknown(wrong):
    assert CLAIM_TYPES["causal"].faults({"cause": wrong, "effect": "a flood"}) != []


def test_a_list_of_thousands_is_held_and_told_short():
    event = CLAIM_TYPES["event"]
    many = {"what": "a march", "actors": [f"union {n}" for n in range(5000)]}

    assert event.faults(many) == []
    assert event.told(many).endswith("union 10 and 4989 more")
