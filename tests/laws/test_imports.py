"""Laws against what comes in by files and commands."""

from __future__ import annotations

import pytest
from django.core.management import call_command

from claims.models import Review
from history.models import Change
from sources.models import Text
from tests.debate import WORDS, Debate

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("words", "after"),
    [
        (WORDS.replace("at dawn", "at dusk"), "in_review"),
        (WORDS.replace("The harbour gate closed at dawn. ", ""), "in_review"),
        (WORDS.replace("at noon", "at one"), "accepted"),
    ],
)
def test_a_repaired_copy_reopens_what_stood_on_the_words_that_changed_and_nothing_else(debate: Debate, editor, tmp_path, words, after):
    (tmp_path / "repaired.txt").write_text(words, encoding="utf-8")

    call_command("correct_text", debate.document.citation_key, str(tmp_path / "repaired.txt"), user="edith", reason="Misread.", verbosity=0)

    debate.accepted.refresh_from_db()
    assert debate.accepted.status == after
    assert Review.objects.filter(action="reopen", evidence=debate.accepted).count() == (after == "in_review")
    assert [change.user for change in Change.objects.of(Text.objects.get(version=2))] == ["edith"]
