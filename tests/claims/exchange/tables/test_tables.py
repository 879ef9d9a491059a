"""What researchers' tables are like: several sentences in a cell, one claim over several rows, ids of every kind, cells left empty."""

from __future__ import annotations

import io
import json

import pytest

from claims.exchange.tables.mapping import read_mapping
from claims.exchange.tables.rows import read_table

MAPPING = """
[claim]
id = {column = "id"}
type = {value = "interpretive"}
statement = {column = "claim"}
topics = {column = "tags", separator = "/"}
[claim.attributes]
subject = {column = "claim"}
[evidence]
document = {column = "doc"}
quote = {column = "sentence", separator = "||"}
stance = {column = "label", labels = {SUPPORT = "supports", REFUTE = "disputes"}}
"""
HEAD = "id,claim,tags,doc,sentence,label\n"


def lines(rows: str, mapping: str = MAPPING):
    source = io.BytesIO(rows.encode())
    return list(read_table(source, read_mapping(mapping), file="found.csv", find_key=lambda named: named.replace("unknown", "")))


def faults(rows: str) -> list[str]:
    return [str(fault) for line in lines(HEAD + rows) for fault in line.faults]


def test_each_sentence_of_a_cell_is_evidence_of_its_own():
    (line,) = lines(HEAD + "gate,It failed.,tides / gates,key,One. || Two.||,SUPPORT\n")

    assert line.content is not None
    assert line.content["topics"] == ["tides", "gates"]
    assert [(one["excerpt"]["quote"], one["stance"], one["reason"]) for one in line.content["evidence"]] == [
        ("One.", "supports", "In found.csv, line 2, gate."),
        ("Two.", "supports", "In found.csv, line 2, gate."),
    ]


def test_a_list_in_a_line_of_json_is_several_sentences_and_an_object_is_none():
    mapping = MAPPING + '[file]\nformat = "jsonl"\n'
    row = {"id": 7, "claim": "It failed.", "tags": ["tides"], "doc": "key", "sentence": ["One.", "Two."], "label": "REFUTE"}
    good, bad, worse = lines(
        "\n".join(json.dumps(row | more) for more in ({}, {"id": 8, "sentence": [{"text": "One."}]}, {"id": 9, "doc": ["a"]})), mapping
    )

    assert [one["excerpt"]["quote"] for one in (good.content or {})["evidence"]] == ["One.", "Two."]
    assert [str(fault) for fault in bad.faults] == [
        'line 2, evidence.quote (column sentence): It holds no plain value. Lead into an object with a point: "sentence.name".'
    ]
    assert [str(fault) for fault in worse.faults] == ["line 3, evidence.document (column doc): It holds several values; one fits here."]


def test_a_fault_is_told_by_the_row_and_column_of_its_own_sentence():
    rows = (
        "gate,It failed.,,key,One.,SUPPORT\n"
        '"gate","It\nfailed.",,key,Two.,SUPPORT\n'
        "gate,,,unknown,Three.,MAYBE\n"
        "gate,,,,Four.,REFUTE\n"
        "gate,,,key,One.,REFUTE\n"
    )

    assert faults(rows) == [
        "line 3, claim.statement (column claim): It is not what line 2 says, which has the same id: one id is one claim.",
        "line 3, claim.attributes.subject (column claim): It is not what line 2 says, which has the same id: one id is one claim.",
        "line 5, evidence.stance (column label): The mapping has no label “MAYBE”. It has: SUPPORT, REFUTE.",
        "line 5, evidence.document (column doc): There is no document “unknown” here, or more than one.",
        "line 6, evidence.document (column doc): It is empty: name the document.",
        "line 7, evidence.quote (column sentence): Line 2 brings the same words of the same document for this claim.",
    ]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (
            "gate,It failed\n",
            ["line 2: It has 2 cells, the table has 6 columns. A cell with the delimiter in it stands in quotation marks."],
        ),
        ("gate,It\0 failed,,,,\n", ["line 2: It has a NUL. Take it away."]),
        (",It failed,,,,\n", ["line 2, claim.id (column id): It is empty. By its id a claim is known again."]),
        ("\n,,,,,\n  gate  ,It failed,,,,  SUPPORT \n,,,,,\n", []),
    ],
)
def test_rows_that_are_cut_short_are_refused_and_empty_ones_are_nothing(rows, expected):
    assert faults(rows) == expected


def test_every_id_finds_one_of_its_own_here_and_always_the_same():
    given = ["gate-1", "Gate 1", "1", "2", "閘門", "水門", "é", "x" * 50 + "a", "x" * 50 + "b"]

    def found() -> list[str]:
        return [str((line.content or {})["id"]) for line in lines(HEAD + "".join(f"{one},It failed.,,,,\n" for one in given))]

    assert found() == found()
    assert found()[:2] == ["gate-1", "gate-1"]
    assert len(set(found()[1:])) == len(given) - 1
    assert all(4 <= len(one) <= 40 and one[0].isalnum() and one.isascii() for one in found())


def test_formulas_are_words_like_others():
    (line,) = lines(HEAD + 'gate,"=HYPERLINK(""http://x"",""y"")",,key,@SUM(1),SUPPORT\n')

    assert line.content is not None
    assert (line.content["statement"], line.content["evidence"][0]["excerpt"]["quote"]) == ('=HYPERLINK("http://x","y")', "@SUM(1)")
