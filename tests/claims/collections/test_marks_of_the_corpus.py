"""The marks of the five real texts: facts in the fixtures, held against the copies where they are."""

from __future__ import annotations

import json
import re
from itertools import pairwise

import pytest
from django.conf import settings

from sources.formats.page_labels import Basis, Labelled, labels_in_order
from sources.ingestion import read_file
from sources.models import Mark
from sources.services.load_words import load_words

pytestmark = pytest.mark.corpus
COLLECTION = json.loads((settings.FIXTURES_DIR / "alliance.json").read_text(encoding="utf-8"))
TEXTS = {document["key"]: text for document in COLLECTION["documents"] for text in document.get("texts", [])}
# Endnotes of the report whose numbers the scan lost or misread; their places among the others say which they are.
DAMAGED = ["3", "5", "11", "34", "35"]


def marks(key: str, label: str) -> list[tuple[str, int, int, str]]:
    found = ([*mark, Basis.FOUND.value][:5] for mark in TEXTS[key]["marks"] if mark[0] == label)
    return [(value, start, end, basis) for _, value, start, end, basis in found]


@pytest.fixture
def words(corpus_dir):
    return {key: read_file(text["file"], (corpus_dir / text["file"]).read_bytes()) for key, text in TEXTS.items()}


def test_each_text_has_its_pages_headings_notes_and_paragraphs():
    labels = ("page", "section", "note", "paragraph")

    assert {key: tuple(len(marks(key, label)) for label in labels) for key in TEXTS} == {
        "watanabe2010deepening": (0, 2, 0, 28),
        "konishi2004japan": (0, 1, 0, 19),
        "nodomi2005challenges": (19, 16, 36, 104),
        "mochizuki1998liberal": (0, 6, 0, 42),
        "ikenberry2003introduction": (0, 8, 16, 76),
    }


def test_paragraphs_and_headings_are_those_that_are_found_in_the_words(words):
    for key, extraction in words.items():
        found = {label: [(mark.start, mark.end) for mark in extraction.marks if mark.label == label] for label in ("paragraph", "section")}
        set_by_hand = {mark[1:3] for mark in marks(key, "section") if mark[3] == Basis.TYPED}

        assert [mark[1:3] for mark in marks(key, "paragraph")] == found["paragraph"], key
        assert [mark[1:3] for mark in marks(key, "section") if mark[1:3] not in set_by_hand] == found["section"], key


def test_a_heading_stands_where_its_section_begins(words):
    for key, extraction in words.items():
        for value, start, end, _ in marks(key, "section"):
            said = re.sub(r"\W+", " ", value.removesuffix(" …")).strip()
            assert re.sub(r"\W+", " ", extraction.content[start:end]).strip().startswith(said), (key, value)


def test_a_page_of_the_report_begins_where_a_break_shows(words):
    content = words["nodomi2005challenges"].content
    pages = marks("nodomi2005challenges", "page")

    assert all(before[2] == page[1] for before, page in pairwise(pages))
    for _, start, _, _ in pages[1:]:
        # A line that opens with a space, or the run of empty lines behind a page's foot.
        assert re.match(r" \S", content[start:]) or content[:start].endswith("\n\n\n\n"), start


def test_the_pages_of_the_report_are_counted_from_the_three_numbers_that_are_left(words):
    content = words["nodomi2005challenges"].content
    pages = marks("nodomi2005challenges", "page")
    printed = [(value, start, end) for value, start, end, basis in pages if basis == Basis.FOUND]

    assert [value for value, _, _ in printed] == ["2", "8", "9"]
    assert all(content[start:end].rstrip().endswith(f"\n\n{value}") for value, start, end in printed)
    given = [None if basis == Basis.COUNTED else Labelled(value, Basis(basis)) for value, _, _, basis in pages]
    # The front matter has its own Roman numbers; its one sheet in the copy is labelled by hand.
    assert [label.value for label in labels_in_order(given[1:])] == [value for value, *_ in pages[1:]]
    assert pages[0][0] == "iii"


def test_the_endnotes_of_the_report_are_all_there_and_five_have_lost_their_numbers(words):
    content = words["nodomi2005challenges"].content
    notes = marks("nodomi2005challenges", "note")

    assert [value for value, *_ in notes] == [str(number) for number in range(1, 37)]
    assert [value for value, *_, basis in notes if basis == Basis.COUNTED] == DAMAGED
    for value, start, _, _ in notes:
        assert (re.match(rf'"?{value} ', content[start:]) is None) == (value in DAMAGED), value
        assert content[:start].rstrip(" ").endswith("\n"), value


def test_the_notes_of_the_chapter_have_their_bodies_and_each_its_marker_in_the_words(words):
    content = words["ikenberry2003introduction"].content
    notes = marks("ikenberry2003introduction", "note")
    section = next(mark for mark in marks("ikenberry2003introduction", "section") if mark[0] == "Notes")

    assert [value for value, *_ in notes] == [str(number) for number in range(1, 17)]
    assert re.findall(r"<sup>(\d+)</sup>", content[: section[1]]) == [value for value, *_ in notes]
    assert all(content[start:].startswith(f"{value}. ") and section[1] < start < end <= section[2] for value, start, end, _ in notes)


def test_the_article_shows_no_page_so_none_is_claimed(words):
    # Its pages in print are known, where they end is not: no number from 127 to 134 stands alone or in brackets in the copy.
    assert re.findall(r"(?m)^\W*1(?:2[7-9]|3[0-4])\W*$|\[1(?:2[7-9]|3[0-4])\]", words["mochizuki1998liberal"].content) == []
    assert marks("mochizuki1998liberal", "page") == []


def test_they_are_stored_as_they_are_in_the_fixtures_before_the_words_come_and_after(corpus_dir, fixtures):
    stored = ("text__document__citation_key", "label", "value", "start", "end", "basis")

    def present():
        return set(Mark.objects.filter(text__document__citation_key__in=TEXTS).values_list(*stored))

    expected = {(key, label, *mark) for key in TEXTS for label in ("page", "section", "note", "paragraph") for mark in marks(key, label)}
    assert present() == expected

    load_words(corpus_dir)
    assert present() == expected
