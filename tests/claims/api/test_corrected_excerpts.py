"""Excerpts whose text was corrected: citable as they were, and leading to what took their place."""

from __future__ import annotations

from claims.models import Evidence
from claims.services.reopened import move_evidence
from claims.services.review import approve
from sources.models import Passage, Text
from sources.services.correct_text import NewWords, accept_correction, preview_correction
from tests.debate import WORDS, Debate

URL = "/api/v1/excerpts/"


def correct(debate: Debate, words: str) -> Text:
    text, new = Text.objects.get(document=debate.document), NewWords(words, "repaired.txt", "text/plain", "plain text 1")
    return accept_correction(text, new, by=None, seen=preview_correction(text, new).seen, reason="Misread.")


def lineage(api, passage: Passage) -> dict:
    answer = api.get(f"{URL}{passage.public_id}/")
    assert answer.status_code == 200
    shown = answer.json()
    return {name: shown[name] for name in ("text", "derived_from", "carried", "newer")} | {"newest": shown["text_version"]["is_newest"]}


def test_an_excerpt_stays_citable_and_says_that_its_words_were_corrected(debate, api):
    before = lineage(api, debate.public)

    correct(debate, WORDS.replace("dawn", "dusk"))

    assert before == {"text": WORDS[:32], "derived_from": None, "carried": "", "newer": None, "newest": True}
    assert lineage(api, debate.public) == {
        "text": WORDS[:32],
        "derived_from": None,
        "carried": "",
        "newer": {"version": 2, "carried": "changed", "url": None},
        "newest": False,
    }
    assert [one["id"] for one in api.get(URL).json()["results"]] == [debate.public.public_id]


def test_both_lead_to_each_other_once_the_evidence_was_moved(debate, api, curator, editor):
    new = correct(debate, WORDS.replace("dawn", "dusk"))
    there = new.passages.get(derived_from=debate.public)
    evidence = move_evidence(Evidence.objects.get(pk=debate.accepted.pk), by=curator)
    approve(evidence, by=editor)

    address = "http://testserver" + URL
    assert lineage(api, debate.public)["newer"] == {"version": 2, "carried": "changed", "url": f"{address}{there.public_id}/"}
    assert lineage(api, there) == {
        "text": "The harbour gate closed at dusk.",
        "derived_from": f"{address}{debate.public.public_id}/",
        "carried": "changed",
        "newer": None,
        "newest": True,
    }


def test_words_that_are_gone_are_no_excerpt_for_anybody(debate, api, editor):
    new = correct(debate, WORDS.replace("The harbour gate closed at dawn. ", ""))
    orphan = new.passages.get(status="orphaned")

    assert lineage(api, debate.public)["newer"] == {"version": 2, "carried": "orphaned", "url": None}
    for reader in (None, editor):
        api.force_authenticate(reader)
        assert api.get(f"{URL}{orphan.public_id}/").status_code == 404


def test_a_correction_gives_an_excerpt_another_entity_tag(debate, api):
    address = f"{URL}{debate.public.public_id}/"
    before = api.get(address)["ETag"]

    correct(debate, WORDS.replace("It opened", "It was opened"))

    assert api.get(address, headers={"If-None-Match": before}).status_code == 200
