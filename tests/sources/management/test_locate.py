from __future__ import annotations

import io
import json

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from tests.factories.sources import DocumentFactory, MarkFactory, TextFactory

pytestmark = pytest.mark.django_db
WORDS = "The dyke was raised in the year of the comet, and again ten years later. The dyke was raised by hand."


@pytest.fixture
def text():
    held = TextFactory(document=DocumentFactory(citation_key="dyke1901"), content=WORDS)
    MarkFactory(text=held, label="page", value="iv", start=0, end=len(WORDS))
    return held


def run(*arguments: str) -> str:
    out = io.StringIO()
    call_command("locate", *arguments, stdout=out, no_color=True)
    return out.getvalue()


def test_people_read_where_it_stands_and_how_well(text):
    assert run("raised in the year of the comet", "--document", "dyke1901") == (
        "Exactly these words stand in\n  dyke1901, page iv (version 1, characters 13-44; exact)\n    raised in the year of the comet\n"
    )


def test_people_see_which_words_differ(text):
    said = run("The dyke was raised in the year of the comet, and again two years later.")

    assert said.splitlines()[0] == "Not these words, but nearly, stand in"
    assert said.splitlines()[2] == "    The dyke was raised in the year of the comet, and again [-two-] {+ten+} years later."


def test_people_are_told_to_give_context_where_a_quote_fits_twice(text):
    said = run("The dyke was raised")

    assert said.splitlines()[0] == "The quote fits more than one place; the words before or after it (--prefix, --suffix) tell which:"
    assert len(said.splitlines()) == 5
    assert "characters 73-92; exact" in run("The dyke was raised", "--suffix", " by hand")


def test_machines_get_one_object(text):
    answer = json.loads(run("raised by hand", "--json"))

    assert (answer["grade"], [(one["document"], one["start"], one["end"], one["text"]) for one in answer["candidates"]]) == (
        "exact",
        [("dyke1901", 86, 100, "raised by hand")],
    )


def test_the_quote_is_read_from_standard_input(text, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"raised by\nhand")))

    assert "characters 86-100; normalised" in run("-")


def test_what_comes_through_standard_input_and_is_no_text_is_refused(monkeypatch):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"raised \xff by hand")))

    with pytest.raises(CommandError, match="^The quote is no text in UTF-8"):
        call_command("locate", "-")


def test_absent_words_fail_in_one_line_for_people_and_answer_for_machines(text):
    with pytest.raises(CommandError, match=r"^These words stand nowhere in what is held\.$"):
        run("Sluices of cedar were never mentioned anywhere")

    assert json.loads(run("Sluices of cedar were never mentioned anywhere", "--json")) == {"grade": "absent", "candidates": []}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["words", "--document", "nobody1900"], "There is no document nobody1900."),
        (["words", "--text-version", "2"], "A version is one of a document: say which with --document."),
        (["words", "--document", "dyke1901", "--text-version", "2"], "No words of version 2 of dyke1901 are held that may be searched."),
        ([" "], "Paste the words that are looked for."),
    ],
)
def test_what_cannot_be_looked_for_is_said_in_a_line(text, arguments, message):
    with pytest.raises(CommandError) as refusal:
        run(*arguments)

    assert str(refusal.value) == message
