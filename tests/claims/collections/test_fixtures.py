"""What the fixtures of the project hold, with the texts of the corpus and without."""

from __future__ import annotations

import shutil

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model

from claims.collections.loading import load_fixtures
from claims.models import Claim, Review
from claims.models.excerpts import excerpts_visible_to
from claims.types import CLAIM_TYPES
from history.models import Change
from sources.models import Document, Passage, Text
from sources.services.load_words import load_words

CORPUS_KEYS = [
    "ikenberry2003introduction",
    "konishi2004japan",
    "mochizuki1998liberal",
    "nodomi2005challenges",
    "watanabe2010deepening",
]


def test_without_the_corpus_the_samples_live_and_the_five_are_listed_stand_off(fixtures):
    awaited = Text.objects.awaited().order_by("document__citation_key").values_list("document__citation_key", flat=True)
    assert list(awaited) == CORPUS_KEYS
    assert not Passage.objects.filter(document__is_sample=False).exclude(status="pinned", quote=None).exists()
    assert not Passage.objects.filter(document__is_sample=True).exclude(status="exact").exists()
    assert excerpts_visible_to(None).filter(document__is_sample=True).count() > 20
    for key in CORPUS_KEYS:
        of_document = Claim.objects.public().filter(evidence__passage__document__citation_key=key, evidence__status="accepted")
        assert of_document.distinct().count() >= 3, key


def test_every_type_of_claim_occurs_and_every_sample_says_so(fixtures):
    assert set(Claim.objects.public().values_list("type", flat=True)) == set(CLAIM_TYPES)
    assert {document.is_sample for document in Document.objects.filter(annote__startswith="Sample document")} == {True}
    assert not Document.objects.filter(is_sample=True).exclude(annote__startswith="Sample document").exists()


def test_everything_went_through_two_persons_and_history_says_where_it_came_from(fixtures):
    claim = Claim.objects.public().first()
    assert list(Review.objects.filter(claim=claim).values_list("action", "by__username")) == [("submit", "curator"), ("approve", "editor")]
    created = Change.objects.of(claim).first()
    assert (created.user, created.reason.startswith("Loaded from ")) == ("curator", True)
    assert set(get_user_model().objects.values_list("username", "is_active")) == {("curator", False), ("editor", False)}
    assert set(Claim.objects.values_list("status", flat=True)) == {"draft", "in_review", "published"}


def test_loaded_twice_nothing_changes(fixtures):
    changes = Change.objects.count()

    again = load_fixtures(settings.FIXTURES_DIR)

    assert again.created == {}
    assert set(again.unchanged) == {"authors", "documents", "topics", "claims", "relations"}
    assert Change.objects.count() == changes


@pytest.mark.corpus
def test_with_the_corpus_every_passage_comes_to_life(fixtures, corpus_dir):
    loaded = load_words(corpus_dir)

    assert [(one.document, one.result) for one in loaded] == [(key, "filled") for key in CORPUS_KEYS]
    assert not Passage.objects.exclude(status="exact").exists()
    for text in Text.objects.select_related("document").filter(document__is_sample=False):
        for passage in text.passages.all():
            assert passage.quote == text.content[passage.start : passage.end]


@pytest.mark.corpus
def test_texts_that_arrive_later_are_filled_and_one_altered_character_is_refused(fixtures, corpus_dir, tmp_path):
    assert {one.result for one in load_words(tmp_path)} == {"absent"}
    for path in corpus_dir.iterdir():
        shutil.copy(path, tmp_path)
    altered = tmp_path / "konishi-2004-alliance-should-be-balanced.txt"
    altered.write_text(altered.read_text(encoding="utf-8").replace("balanced", "balancod", 1), encoding="utf-8")

    results = {one.document: one for one in load_words(tmp_path)}

    refused = results.pop("konishi2004japan")
    assert {one.result for one in results.values()} == {"filled"}
    assert refused.result == "refused"
    assert "konishi-2004-alliance-should-be-balanced.txt: law 1: these are not the words of text" in refused.reason
    assert "their SHA-256 is" in refused.reason
    assert Text.objects.get(document__citation_key="konishi2004japan").content is None
    assert set(Passage.objects.filter(document__citation_key="konishi2004japan").values_list("status", flat=True)) == {"pinned"}


@pytest.mark.corpus
def test_a_renamed_copy_is_found_by_its_words(fixtures, corpus_dir, tmp_path):
    shutil.copy(corpus_dir / "watanabe-2010-deepening-the-alliance.md", tmp_path / "mine.md")

    results = {one.document: one.result for one in load_words(tmp_path)}

    assert results["watanabe2010deepening"] == "filled"
