from __future__ import annotations

import pytest

from sources.citing.notes import Note, find_notes
from sources.ingestion.extraction import Span


def shown(content: str, notes: list[Note]) -> list[tuple[str, str]]:
    return [(note.marker, " ".join(content[note.start : note.end].split())) for note in notes]


def test_numbered_notes_under_a_heading_are_told_apart():
    content = "Water rose.1\n\nNOTES\n\n1. First, see\nthe chart.\n2 Second.\n[3] Third.\n"

    assert shown(content, find_notes(content)) == [("1", "First, see the chart."), ("2", "Second."), ("3", "Third.")]


def test_a_line_that_begins_with_another_number_is_no_note():
    content = "ENDNOTES\n\n1 It rose in\n\n1953. The wall fell.\n\n2 It was paid for by\n 3 May, as agreed.\n\n3 Nobody came.\n"

    assert shown(content, find_notes(content)) == [
        ("1", "It rose in 1953. The wall fell."),
        ("2", "It was paid for by 3 May, as agreed."),
        ("3", "Nobody came."),
    ]


def test_numbers_that_a_scan_lost_are_given_back_by_their_place():
    content = "Notes\n\n1 One.\n\n2 Two.\n\n' Three.\n\n4 Four.\n\n' Five.\n\n\"6 Six.\n\n7' Seven, its number uncertain.\n\n\"8 Eight.\n"

    notes = find_notes(content)

    assert [note.marker for note in notes] == ["1", "2", "3", "4", "5", "6", "7", "8"]
    assert [note.printed for note in notes] == ["", "", "'", "", "'", '"6', "7'", '"8']


def test_a_lost_number_that_could_be_two_stays_lost():
    content = "Notes\n\n1 One.\n\n' Which?\n\n4 Four.\n"

    assert [note.marker for note in find_notes(content)] == ["1", "", "4"]


def test_the_notes_of_a_second_chapter_begin_again():
    content = "Notes\n1 One.\n2 Two.\n\n## Chapter two\n\nWords.\n\n## Notes\n\n1. Again.\n2. And again.\n"

    assert [note.marker for note in find_notes(content)] == ["1", "2", "1", "2"]


def test_entries_of_a_bibliography_are_told_apart_by_their_names():
    content = "References\n\nOar, B. (2004). Harbours without\n  water. Dry Ports, 12.\nQuill, A. (1998). Tide tables. Gull Press.\n\nBeacon, N. (1991). Lamps. Pharos.\n"

    notes = find_notes(content)

    assert shown(content, notes) == [
        ("", "Oar, B. (2004). Harbours without water. Dry Ports, 12."),
        ("", "Quill, A. (1998). Tide tables. Gull Press."),
        ("", "Beacon, N. (1991). Lamps. Pharos."),
    ]
    assert all(note.is_entry for note in notes)


def test_raised_numbers_begin_footnotes_at_the_foot_of_a_page():
    content = "Water rose.¹ It fell.²\n\n¹ See the chart.\n² Ibid.\n\nMore words.\n"

    assert shown(content, find_notes(content)) == [("1", "See the chart."), ("2", "Ibid.")]


def test_footnotes_of_markdown_are_found():
    content = "Water rose.[^a]\n\n[^a]: See the chart.\n"

    assert shown(content, find_notes(content)) == [("a", "See the chart.")]


def test_marks_give_notes_that_no_heading_shows():
    content = "Water rose. 12 See the chart. It fell."

    notes = find_notes(content, [Span("note", "12", 12, 29)])

    assert shown(content, notes) == [("12", "See the chart.")]


def test_japanese_headings_are_known():
    content = "潮が満ちた。\n\n注\n\n1 山本一郎『港の歴史』（東都書房、1998年）、41頁。\n2 同書、42頁。\n"

    assert [note.marker for note in find_notes(content)] == ["1", "2"]


@pytest.mark.parametrize(
    "content", ["", "Notes", "Notes\n\n", "References\n\n\n", "No notes at all.", "Notes\n\n7 A page number\n\nand words.\n"]
)
def test_a_text_without_notes_has_none(content: str):
    assert [note for note in find_notes(content) if note.is_entry] == []
    assert find_notes(content) == []
