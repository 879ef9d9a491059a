"""A language that is typed is a language tag; what imports brought stays as it is."""

from __future__ import annotations

import pytest

from claims.models import Claim, Topic
from claims.services.revise import revise
from claims.services.write_topic import Label, write_topic
from tests.claims.api.writers import signed_in

SAID = "Write a language tag (BCP 47): letters and digits between hyphens, for example en, en-GB, ja-Latn or zh-Hant-TW."
CLAIM = {"type": "event", "statement": "It ebbed.", "attributes": {"what": "ebb"}}


@pytest.mark.parametrize("language", ["Deutsch", "en_GB", "en-", "e n"])
def test_what_is_no_tag_is_refused_at_its_field(debate, curator, language):
    writing = signed_in(curator)
    draft = "/api/v1/claims/gate-opened-late/"

    made = writing.post("/api/v1/claims/", {**CLAIM, "language": language}, format="json")
    changed = writing.patch(draft, {"language": language}, format="json", headers={"If-Match": writing.get(draft)["ETag"]})
    named = writing.post("/api/v1/topics/", {"slug": "ebb", "labels": [{"language": language, "label": "ebb"}]}, format="json")

    assert [(one.status_code, one.json()["errors"]) for one in (made, changed)] == [(400, [{"field": "language", "message": SAID}])] * 2
    assert named.status_code == 400
    assert [fault["message"] for fault in named.json()["errors"]] == [SAID]


def test_a_tag_is_kept_as_it_was_written(curator):
    answer = signed_in(curator).post("/api/v1/claims/", {**CLAIM, "language": "EN-gb-oxendict"}, format="json")

    assert (answer.status_code, answer.json()["language"]) == (201, "EN-gb-oxendict")


def test_what_is_here_already_in_another_form_is_no_obstacle(debate, curator):
    topic = write_topic(Topic(), by=curator, changes={"slug": "ebb"}, labels=[Label("German", "Ebbe")])
    Claim.objects.filter(pk=debate.draft.pk).update(language="German")
    writing = signed_in(curator)
    address, draft = f"/api/v1/topics/{topic.slug}/", "/api/v1/claims/gate-opened-late/"

    answers = [
        writing.patch(address, {"slug": "low-tide"}, format="json", headers={"If-Match": writing.get(address)["ETag"]}),
        writing.patch(draft, {"statement": "It opened at ten."}, format="json", headers={"If-Match": writing.get(draft)["ETag"]}),
    ]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert revise(debate.published, by=curator).language == debate.published.language
