"""What a file says otherwise than the records here is shown in words that tell the two apart, and written where it may be."""

from __future__ import annotations

import pytest

from claims.models import Claim, Topic
from tests.claims.exchange.conftest import claim_line, evidence_of

pytestmark = pytest.mark.django_db


def told(outcome) -> list[tuple[str, str, str]]:
    return [(one.field, one.here, one.file) for one in outcome.differences]


def topic(*labels: tuple[str, str, str]) -> dict[str, object]:
    names = [{"language": language, "kind": kind, "label": label} for language, kind, label in labels]
    return {"record": "topic", "slug": "gates", "labels": names}


def test_a_preferred_label_takes_the_place_of_the_one_in_its_language_when_asked(bring):
    bring(topic(("en", "preferred", "gates"), ("ja", "preferred", "水門")))
    changed = topic(("en", "preferred", "harbour gates"), ("en", "alternative", "sluices"))

    (shown,) = bring(changed)
    (written,) = bring(changed, update=True)

    assert (shown.result, written.result) == ("unchanged", "updated")
    assert (
        told(shown)
        == told(written)
        == [
            ("labels", "", "en: alternative: sluices"),
            ("labels", "en: preferred: gates", "en: preferred: harbour gates"),
        ]
    )
    assert sorted(Topic.objects.get().labels.values_list("language", "kind", "label")) == [
        ("en", "alternative", "sluices"),
        ("en", "preferred", "harbour gates"),
        ("ja", "preferred", "水門"),
    ]


def test_other_words_under_one_id_are_shown_by_their_places(bring, text):
    bring(claim_line(evidence=[evidence_of(text)]))

    (outcome,) = bring(claim_line(evidence=[evidence_of(text, 33, 57)]))

    assert told(outcome) == [("evidence[0].excerpt", "tarrowby2019holding 0-32", "tarrowby2019holding 33-57")]


def test_another_origin_is_shown_and_never_written(bring):
    bring(claim_line())

    (outcome,) = bring(claim_line(origin="machine", tool="finder 1"), update=True)

    assert outcome.result == "unchanged"
    assert told(outcome) == [("origin", "human", "machine"), ("tool", "", "finder 1")]
    assert Claim.objects.get().origin == "human"


def test_what_revises_itself_or_a_line_that_failed_says_so(bring):
    outcomes = bring(
        claim_line("itself", supersedes="itself"),
        claim_line("first", supersedes="second"),
        claim_line("second", supersedes="first"),
        claim_line("broken", type="evnt"),
        claim_line("later", relations=[{"id": "rest-1", "kind": "supports", "to": "first", "reason": "It does."}]),
    )

    assert [str(fault) for one in outcomes for fault in one.errors if one.key != "broken"] == [
        "line 1, supersedes: A claim does not supersede itself.",
        "line 2, supersedes: The claim second of line 3 was not taken, so this is not taken either.",
        "line 3, supersedes: The claim first of line 2 was not taken, so this is not taken either.",
        "line 5, relations[0].to: The claim first of line 2 was not taken, so this is not taken either.",
    ]
