from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from claims.types import CLAIM_TYPES
from claims.types.values import NONE, UNKNOWN

SAMPLES = {
    "event": ({"what": "signing of the compact", "when": "1960-01-19", "actors": ["North", "South"]},),
    "quantitative": ({"measure": "support", "value": "1.10", "unit": "billion yen", "as_of": "2004", "approximate": True},),
    "causal": ({"cause": "late closing", "effect": "a flood", "polarity": "increases"},),
    "definitional": ({"term": "burden", "definiens": "a share of costs"},),
    "comparative": ({"subject": "the compact", "comparator": "the treaty", "dimension": "stricter"},),
    "predictive": ({"outcome": "withdrawal", "horizon": "2030", "condition": "no talks are held"},),
    "normative": ({"addressee": "the port", "action": "close the gate", "grounds": "safety"},),
    "position": ({"holder": "the ministry", "object": "the gate is safe"},),
    "interpretive": ({"subject": "article 6", "reading": "a duty"},),
}
READ = {
    "event": "Signing of the compact, by North and South, on 1960-01-19",
    "quantitative": "Support: about 1.10 billion yen (as of 2004)",
    "causal": "Late closing increases a flood",
    "definitional": "“burden” means a share of costs",
    "comparative": "The compact compared with the treaty: stricter",
    "predictive": "Withdrawal will come about by 2030 under this condition: no talks are held",
    "normative": "The port ought to do this: close the gate, for safety",
    "position": "The ministry holds: the gate is safe",
    "interpretive": "Article 6 is to be read as a duty",
}
every_type = pytest.mark.parametrize("name", CLAIM_TYPES)

values = st.one_of(
    st.just(UNKNOWN), st.just(NONE), st.text(max_size=5), st.integers(-9, 9), st.booleans(), st.lists(st.text(max_size=2), max_size=2)
)


@every_type
def test_a_claim_of_each_type_reads_from_its_attributes(name):
    (sample,) = SAMPLES[name]

    assert CLAIM_TYPES[name].faults(sample) == []
    assert CLAIM_TYPES[name].told(sample) == READ[name]


@every_type
def test_the_sentence_tells_every_attribute_and_no_others(name):
    kind = CLAIM_TYPES[name]

    assert set(re.findall(r"\{(\w+)\}", kind.sentence)) == set(kind.attributes)
    assert set(kind.about) <= {attribute for attribute, declared in kind.attributes.items() if declared.required}


@every_type
@given(data=st.data())
def test_the_published_schema_takes_what_is_taken(name, data):
    kind = CLAIM_TYPES[name]
    attributes = data.draw(st.fixed_dictionaries({}, optional=dict.fromkeys([*kind.attributes, "other"], values)))
    faults = kind.faults(attributes)

    # Dates and the order of a range are judged beyond the schema.
    if Draft202012Validator(kind.schema).is_valid(attributes):
        assert [fault for fault in faults if not fault.startswith(("when", "as_of", "upper"))] == []
    else:
        assert faults != []


@every_type
def test_every_mark_has_its_words(name):
    for attribute in CLAIM_TYPES[name].attributes.values():
        told = [attribute.told(mark) for mark, words in ((UNKNOWN, attribute.unknown), (NONE, attribute.none)) if words]
        assert all(told)


def test_a_range_is_in_order_and_reads_so():
    kind = CLAIM_TYPES["quantitative"]

    assert kind.told({"measure": "cost", "value": 240, "upper": "250.5", "unit": "crowns"}) == "Cost: 240 to 250.5 crowns"
    assert kind.faults({"measure": "cost", "value": 240, "upper": "240.0"}) == ["upper: write a number above the value, or leave it out."]
    assert kind.faults({"measure": "cost", "value": UNKNOWN, "upper": 3}) == ["upper: a range has a lower end: write it as the value."]


@pytest.mark.parametrize(
    ("kind", "attributes", "faults"),
    [
        ("event", {"what": 5}, ["what: write a text, not 5."]),
        ("event", {"what": None}, ["what: write a text, not null."]),
        ("event", {"what": ""}, ["what: write something, or leave the attribute out."]),
        ("event", {"what": "x", "actors": "Japan"}, ["actors: write a list, not “Japan”."]),
        ("event", {"what": "x", "actors": []}, ["actors: write something, or leave the attribute out."]),
        ("event", {"what": "x", "actors": ["a", "a"]}, ["actors: it names the same twice."]),
        ("event", {"what": "x", "actors": ["a", UNKNOWN]}, ["actors[1]: write a text, not an object."]),
        ("causal", {"cause": "a", "effect": "b", "polarity": "y" * 99}, [f"polarity: “{'y' * 59}…” is none of: increases, decreases, enables, prevents."]),
        ("quantitative", {"measure": "m", "value": [1]}, ["value: write a number, not a list."]),
        ("quantitative", {"measure": "m", "value": 1, "approximate": "yes"}, ["approximate: write true or false, not “yes”."]),
    ],
)  # fmt: skip
def test_a_value_of_another_kind_is_refused_in_words_that_need_no_knowledge_of_schemas(kind, attributes, faults):
    assert CLAIM_TYPES[kind].faults(attributes) == faults
