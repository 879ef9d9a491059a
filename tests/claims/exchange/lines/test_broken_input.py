from __future__ import annotations

import json

import pytest

from claims.exchange.lines import reading
from claims.models import Claim
from sources.formats.entries import UnreadableFileError
from tests.claims.exchange.conftest import claim_line, evidence_of

pytestmark = pytest.mark.django_db
GOOD = json.dumps(claim_line()).encode() + b"\n"


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (b'{"id": "caf\xe9"}\n', "line 2: Byte 12 of this line is not UTF-8. Save the file as UTF-8."),
        (b'{"id": "gate",}\n', "line 2: This is no JSON: Expecting property name enclosed in double quotes, at character 15."),
        (b"[1, 2]\n", "line 2: A line is one object: {...}."),
        (b"[" * 100_000 + b"\n", "line 2: This line is nested too deeply."),
        (b'{"id": "a", "id": "b"}\n', "line 2: This is no JSON that is taken: an object has 'id' twice."),
        (b'{"attributes": {"value": NaN}}\n', "line 2: This is no JSON that is taken: NaN is no number."),
        (
            b'{"attributes": {"what": "a\\u0000b"}}\n',
            "line 2, attributes.what: It holds characters that cannot be stored (NUL or halves of a character). Take them away.",
        ),
        (
            b'{"topics": ["\\ud800"]}\n',
            "line 2, topics[0]: It holds characters that cannot be stored (NUL or halves of a character). Take them away.",
        ),
        (
            b'{"record": "book"}\n',
            "line 2, record: A line is one of: author, document, text, retraction, topic, claim. Leave it out for a claim.",
        ),
    ],
)
def test_a_line_that_cannot_be_read_is_named(bring, line, message):
    good, bad = bring(GOOD, line)

    assert (good.result, bad.result) == ("created", "failed")
    assert [
        str(fault).replace(
            "Expecting property name enclosed in double quotes, at character 15",
            "Expecting property name enclosed in double quotes, at character 15",
        )
        for fault in bad.errors
    ] == [message]
    assert not Claim.objects.exists()


def test_a_line_of_any_length_is_refused_without_being_held(bring, monkeypatch):
    monkeypatch.setattr(reading, "LONGEST_LINE", 1024 * 1024)

    outcomes = bring(b'{"statement": "' + b"a" * 5_000_000 + b'"}\n', GOOD)

    assert [str(fault) for fault in outcomes[0].errors] == ["line 1: This line is longer than 1 MB. One line holds one record; divide it."]
    assert (outcomes[1].line, outcomes[1].result) == (2, "created")


def test_a_byte_order_mark_and_blank_lines_do_no_harm(bring):
    (outcome,) = bring(b"\xef\xbb\xbf\r\n", b"\n", GOOD)

    assert (outcome.line, outcome.result) == (3, "created")


def test_utf_16_is_refused_in_words(bring):
    with pytest.raises(UnreadableFileError, match=r"The file is UTF-16. Save it as UTF-8."):
        bring(GOOD.decode().encode("utf-16"))


def fault_of(bring, line) -> list[str]:
    (outcome,) = bring(line)
    assert outcome.result == "failed"
    return [str(fault) for fault in outcome.errors]


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ({"type": "causual"}, ["line 1, type: “causual” is none of: event, quantitative, causal, definitional, comparative, predictive, normative, position, interpretive."]),
        ({"id": "A"}, ["line 1, id: A public id is 4 to 64 lower-case letters, digits and inner hyphens, for example k3v9q2m7x4ta8w0c."]),
        ({"statement": None}, ["line 1, statement: It is missing. A claim says something."]),
        ({"statement": 5}, ["line 1, statement: Write a text here, not 5."]),
        ({"attributes": {"who": "x"}}, None),
        ({"topics": ["nowhere"]}, ["line 1, topics[0]: There is no topic nowhere here, nor before this line."]),
        ({"topics": [5]}, ["line 1, topics[0]: Name a topic by its slug, for example burden-sharing."]),
        ({"holder": "nobody"}, ["line 1, holder: There is no author nobody here."]),
        ({"supersedes": "nothing"}, ["line 1, supersedes: There is no claim nothing, neither here nor in this file."]),
        ({"evidence": ["x"]}, ["line 1, evidence[0]: Write an object here, not “x”."]),
        ({"origin": "machine"}, ["line 1, tool: A record made by a machine names its tool; a record made by a person names none."]),
        ({"language": "x" * 36}, ["line 1, language: At most 35 characters fit here; these are 36."]),
    ],
)  # fmt: skip
def test_a_false_field_of_a_claim_is_named(bring, changes, faults):
    found = fault_of(bring, claim_line(**changes))

    assert found == faults if faults else all(fault.startswith("line 1, attributes: ") for fault in found)


def test_an_unknown_field_is_a_fault_not_a_loss(bring):
    (fault,) = fault_of(bring, claim_line(stament="x"))

    assert fault.startswith("line 1, stament: There is no such field. There are: id, type, statement,")


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"stance": "suports"}, "line 1, evidence[0].stance: “suports” is none of: supports, disputes, qualifies, context."),
        ({"voice": "reports"}, "line 1, evidence[0].holder: Reported words have somebody who says so: name the holder. Other evidence names none."),
        ({"excerpt": "not-here"}, "line 1, evidence[0].excerpt: There is no excerpt not-here here."),
        ({"excerpt": {"document": "nobody2000"}}, "line 1, evidence[0].excerpt: Give the quote, or text, start, end and quote_sha256."),
        ({"excerpt": {"document": "nobody2000", "quote": "x"}}, "line 1, evidence[0].excerpt.document: There is no document nobody2000 here: import it first."),
    ],
)  # fmt: skip
def test_a_false_field_of_evidence_is_named(bring, text, changes, fault):
    assert fault_of(bring, claim_line(evidence=[evidence_of(text, **changes)])) == [fault]


def excerpt_fault(bring, held, **changes) -> str:
    link = evidence_of(held)
    fault = fault_of(bring, claim_line(evidence=[link | {"excerpt": link["excerpt"] | changes}]))[0]
    return fault.removeprefix("line 1, evidence[0].excerpt")


def test_a_false_quote_is_refused(bring, text):
    right = evidence_of(text)["excerpt"]["quote_sha256"]

    assert (
        excerpt_fault(bring, text, quote_sha256="a" * 64)
        == f".quote_sha256: The words 0-32 of the text here have SHA-256 {right}, not {'a' * 64}."
    )
    assert "The SHA-256 of the quote is" in excerpt_fault(bring, text, quote="The gate.")
    assert excerpt_fault(bring, text, text="b" * 64).startswith(f".text: tarrowby2019holding has no text with SHA-256 {'b' * 64} here")
    assert excerpt_fault(bring, text, end=999) == ".end: The span ends at 999, the text at 96."
    assert excerpt_fault(bring, text, end=0) == ".end: The span 0-0 is none: it starts before it ends."
    assert excerpt_fault(bring, text, start=-1) == ".start: An offset is 0 or more."


def test_a_quote_that_is_ambiguous_or_absent_is_no_place(bring, text):
    ambiguous = {"excerpt": {"document": "tarrowby2019holding", "quote": "at"}}
    absent = {"excerpt": {"document": "tarrowby2019holding", "quote": "A wholly different sentence about ships and sails."}}

    (fault,) = fault_of(bring, claim_line(evidence=[evidence_of(text, **ambiguous)]))
    assert fault.startswith("line 1, evidence[0].excerpt.quote: These words stand in tarrowby2019holding 2 times")
    (fault,) = fault_of(bring, claim_line(evidence=[evidence_of(text, **absent)]))
    assert fault.startswith("line 1, evidence[0].excerpt.quote: These words do not stand in tarrowby2019holding")


def test_an_id_stands_in_one_line(bring, text):
    outcomes = bring(claim_line(evidence=[evidence_of(text)]), claim_line(), claim_line("other", evidence=[evidence_of(text, 33, 57)]))

    assert [[str(fault) for fault in one.errors] for one in outcomes] == [
        [],
        ["line 2, id: The claim gate-closed stands in line 1 already."],
        ["line 3, evidence[0].id: The evidence gate-evidence stands in line 1 already."],
    ]


def test_an_id_never_changes_its_meaning(bring, text):
    bring(claim_line(evidence=[evidence_of(text)]))

    (fault,) = fault_of(bring, claim_line("other", evidence=[evidence_of(text, 33, 57)]))

    assert fault == "line 1, evidence[0].id: The evidence gate-evidence here is of another claim, gate-closed."


def test_what_the_database_refuses_is_found_among_many(bring, text):
    twice = [evidence_of(text), evidence_of(text, id="gate-evidence-2")]
    outcomes = bring(
        *(claim_line(f"claim-{n}") for n in range(5)), claim_line(evidence=twice), *(claim_line(f"more-{n}") for n in range(5))
    )

    assert [one.line for one in outcomes if one.result == "failed"] == [6]
    assert [str(fault) for fault in outcomes[5].errors] == ["line 6: This passage is evidence of this stance for this claim already."]


def test_a_relation_that_leads_nowhere_fails_alone(bring):
    relation = {"id": "opened-after", "kind": "responds_to", "to": "nowhere", "reason": "It came later."}
    claim, failed = bring(claim_line(relations=[relation]), keep_going=True)

    assert (claim.result, failed.record, failed.result) == ("created", "relation", "failed")
    assert [str(fault) for fault in failed.errors] == ["line 1, relations[0].to: There is no claim nowhere, neither here nor in this file."]
