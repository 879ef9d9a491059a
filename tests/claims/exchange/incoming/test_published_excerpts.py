"""Laws 7 and 8: what shows by itself comes in so through an administrator, and through nobody else."""

from __future__ import annotations

import pytest

from sources.models import Passage
from tests.claims.exchange.conftest import WORDS, claim_line, evidence_of

pytestmark = pytest.mark.django_db

UNPUBLISHED = "It comes in unpublished: an editor publishes an excerpt by itself, or an administrator who imports it."


def published(text) -> dict:
    evidence = evidence_of(text)
    evidence["excerpt"]["is_published"] = True
    return evidence


def test_who_is_no_administrator_brings_excerpts_in_unpublished(bring, text, editor):
    (outcome,) = bring(claim_line(evidence=[published(text)]), by=editor)

    assert (outcome.result, [(one.field, one.message) for one in outcome.warnings]) == (
        "created",
        [("evidence[0].excerpt.is_published", UNPUBLISHED)],
    )
    assert [(one.quote, one.is_published) for one in Passage.objects.all()] == [(WORDS[:32], False)]
    (again,) = bring(claim_line(evidence=[published(text)]), by=editor)
    assert (again.result, again.warnings) == ("unchanged", ())


def test_an_administrator_brings_them_in_as_they_are(bring, text, administrator):
    (outcome,) = bring(claim_line(evidence=[published(text)], created_by="nora"), by=administrator, administrator=administrator)

    assert (outcome.result, outcome.warnings) == ("created", ())
    assert Passage.objects.get().is_published
