"""A foreign table of claims with evidence sentences comes in by a mapping file, as drafts with their provenance."""

from __future__ import annotations

import io
import json

import pytest

from claims.exchange.importing import import_claims
from claims.exchange.tables.mapping import read_mapping
from claims.models import Claim, Evidence
from history.services import recorded
from tests.factories.sources import IdentifierFactory

pytestmark = pytest.mark.django_db
MAPPING = """
[provenance]
origin = "machine"
tool = "claim finder 1"

[claim]
id = {column = "claim_id", prefix = "finder-"}
type = {value = "interpretive"}
statement = {column = "claim"}

[claim.attributes]
subject = {value = "the gate"}
reading = {column = "claim"}

[evidence]
document = {column = "doc"}
quote = {column = "sentence"}
stance = {column = "label", labels = {SUPPORT = "supports", CONTRADICT = "disputes"}}
voice = {value = "asserts"}
basis = {value = "uncited"}
strength = {value = "moderate"}
"""
HEAD = "claim_id,claim,doc,sentence,label\n"
ROWS = (
    '7,"The gate, it seems, failed.",tarrowby2019holding,"It opened  again\nat noon.",CONTRADICT\n'
    '7,"The gate, it seems, failed.",10.5555/GATE,The harbour gate closed at dawn.,SUPPORT\n'
    "8,Nobody knows.,,,\n"
)


@pytest.fixture
def bring(text, curator):
    IdentifierFactory(document=text.document, scheme="doi", value="10.5555/gate")

    def bring(rows: str | bytes, mapping: str = MAPPING, **options):
        outcomes = []
        data = rows if isinstance(rows, bytes) else rows.encode()
        with recorded(by=curator, reason="Imported from found.csv"):
            import_claims(io.BytesIO(data), table=read_mapping(mapping), name="found.csv", report=outcomes.append, **options)
        return outcomes

    return bring


def test_rows_enter_as_drafts_with_their_provenance_and_proved_words(bring):
    outcomes = bring(HEAD + ROWS)

    assert [(one.key, one.line, one.result, one.errors) for one in outcomes] == [
        ("finder-7", 2, "created", ()),
        ("finder-8", 5, "created", ()),
    ]
    claim = Claim.objects.get(public_id="finder-7")
    assert (claim.status, claim.origin, claim.tool, claim.statement) == (
        "draft",
        "machine",
        "claim finder 1",
        "The gate, it seems, failed.",
    )
    assert [
        (one.stance, one.passage.quote, one.passage.status, one.reason, one.tool) for one in claim.evidence.order_by("passage__start")
    ] == [
        ("supports", "The harbour gate closed at dawn.", "exact", "In found.csv, line 4, finder-7.", "claim finder 1"),
        ("disputes", "It opened again at noon.", "exact", "In found.csv, line 2, finder-7.", "claim finder 1"),
    ]
    assert {one.result for one in bring(HEAD + ROWS)} == {"unchanged"}


def test_json_lines_and_semicolons_are_tables_too(bring):
    row = {
        "claim_id": 9,
        "claim": "It failed.",
        "doc": "Tarrowby2019holding",
        "found": {"text": "It opened again at noon."},
        "label": "SUPPORT",
    }
    lines = MAPPING.replace('column = "sentence"', 'column = "found.text"') + '\n[file]\nformat = "jsonl"\n'
    bring(json.dumps(row), lines)
    bring((HEAD + "5,Caf\xe9.,,,\n").replace(",", ";").encode("latin-1"), MAPPING + '\n[file]\ndelimiter = ";"\nencoding = "latin-1"\n')

    assert [(one.public_id, one.statement) for one in Claim.objects.order_by("pk")] == [("finder-9", "It failed."), ("finder-5", "Café.")]
    assert Evidence.objects.get().passage.quote == "It opened again at noon."


def test_words_that_stand_nowhere_are_reported_by_row_and_typed_only_where_the_mapping_allows_it(bring):
    row = HEAD + "7,It failed.,tarrowby2019holding,The gate was painted green by the wardens.,SUPPORT\n"

    (outcome,) = bring(row)
    assert [str(one) for one in outcome.errors] == [
        "line 2, evidence.quote (column sentence): These words do not stand in tarrowby2019holding: "
        "The gate was painted green by the wardens."
    ]

    (outcome,) = bring(row, MAPPING + "transcribe = true\n")
    assert (outcome.result, Evidence.objects.get().passage.status) == ("created", "transcribed")
    assert str(outcome.warnings[0]).startswith(
        "line 2, evidence.quote (column sentence): It is taken as typed from a copy. These words do not stand"
    )


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("7,It failed.,nobody2000,It opened.,SUPPORT\n", "line 2, evidence.document (column doc): There is no document “nobody2000” here, or more than one."),
        ("7,It failed.,tarrowby2019holding,x,MAYBE\n", "line 2, evidence.stance (column label): The mapping has no label “MAYBE”. It has: SUPPORT, CONTRADICT."),
        ("7,It failed.,a,b,c,d\n", "line 2: It has 6 cells, the table has 5 columns. A cell with the delimiter in it stands in quotation marks."),
        ("7,,,,\n", "line 2, claim.statement (column claim): It is missing. A claim says something."),
    ],
)  # fmt: skip
def test_a_false_cell_is_named(bring, row, fault):
    (outcome,) = bring(HEAD + row)

    assert fault in [str(one) for one in outcome.errors]
