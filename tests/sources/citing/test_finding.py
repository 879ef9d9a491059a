from __future__ import annotations

import pytest

from sources.citing.finding import Found, find_citations


def notes(*lines: str) -> str:
    return "Words.\n\nNOTES\n\n" + "\n".join(f"{number} {line}" for number, line in enumerate(lines, 1)) + "\n"


def shown(content: str, found: list[Found]) -> list[tuple[str, str]]:
    return [(one.marker, content[one.start : one.end]) for one in found]


def test_one_note_may_name_several_works():
    content = notes(
        "For a survey, see Ada Quill, *Tides* (London: Gull Press, 1998); Ben Oar, “Harbours; or, Mud,” *Dry Ports* 12 (2004): 3; and Dora Keel, *Dues* (Oxford: Lantern, 1987)."
    )

    found = find_citations(content)

    assert shown(content, found) == [
        ("1", "Ada Quill, *Tides* (London: Gull Press, 1998)"),
        ("1", "Ben Oar, “Harbours; or, Mud,” *Dry Ports* 12 (2004): 3"),
        ("1", "Dora Keel, *Dues* (Oxford: Lantern, 1987)."),
    ]
    assert [one.citation.names[0].family for one in found] == ["Quill", "Oar", "Keel"]


def test_a_note_that_names_no_work_is_a_remark():
    content = notes("The gate was rebuilt after the flood, and nobody paid.")

    (found,) = find_citations(content)

    assert (found.is_remark, content[found.start : found.end]) == (True, "The gate was rebuilt after the flood, and nobody paid.")


def test_ibid_repeats_the_citation_before_with_a_place_of_its_own():
    found = find_citations(notes("Ada Quill, *Tides* (London: Gull Press, 1998), 4.", "Ibid., 18–19.", "Ibid."))

    assert [(one.repeats, one.citation.locator) for one in found] == [(None, ("page", "4")), (0, ("page", "18-19")), (0, ("", ""))]


def test_ibid_after_a_note_of_several_works_is_not_guessed():
    found = find_citations(notes("Ada Quill, *Tides* (London: Gull, 1998); Dora Keel, *Dues* (Oxford: Lantern, 1987).", "Ibid., 5."))

    assert (found[2].repeats, found[2].doubt) == (None, "ibid. after a note that names several works")


def test_a_short_form_finds_the_work_that_it_means():
    found = find_citations(
        notes(
            "Ada Quill, *The Tide Tables of Norrhaven* (London: Gull Press, 1998), 4.",
            "Dora Keel, *Dues and Tolls* (Oxford: Lantern, 1987), 9.",
            "Quill, *Tide Tables*, 50.",
            "Keel, 12.",
            "See Keel, 1987.",
            "Quill, op. cit., p. 7.",
        )
    )

    assert [(one.repeats, one.citation.locator[1]) for one in found] == [(None, "4"), (None, "9"), (0, "50"), (1, "12"), (1, ""), (0, "7")]


def test_a_name_with_two_works_is_no_answer():
    found = find_citations(
        notes("Ada Quill, *Tides* (London: Gull, 1998).", "Ada Quill, *Storms* (London: Gull, 2001).", "Quill, 50.", "Quill, *Storms*, 51.")
    )

    assert [(one.repeats, bool(one.doubt)) for one in found] == [(None, False), (None, False), (None, True), (1, False)]


def test_a_bibliography_is_cited_in_brackets():
    content = (
        "It rose (Oar, 2004, p. 9) and fell (see Quill, 1998; Oar, 2004). Nobody came (Nemo, 2004).\n\nReferences\n\n"
        "Oar, B. (2004). Harbours without water. Dry Ports, 12(3), 33–47.\nQuill, A. (1998). Tide tables. Gull Press.\n"
    )

    found = find_citations(content)

    assert [(content[one.start : one.end], one.repeats) for one in found[2:]] == [
        ("Oar, 2004, p. 9", 0),
        ("see Quill, 1998", 1),
        ("Oar, 2004", 0),
    ]


def test_japanese_notes_repeat_too():
    content = "潮。\n\n注\n\n1 山本一郎『港の歴史』（東都書房、1998年）、41頁。\n2 同書、42頁。\n"

    found = find_citations(content)

    assert [(one.repeats, one.citation.locator[1]) for one in found] == [(None, "41"), (0, "42")]


def test_a_newspaper_in_brackets_is_the_citation_and_not_the_sentence_around_it():
    content = notes("The minister spoke of tides at length. (Norrhaven Gazette, 20 March 2005.)")

    (found,) = find_citations(content)

    assert content[found.start : found.end] == "Norrhaven Gazette, 20 March 2005."
    assert dict(found.citation.fields) == {"container-title": "Norrhaven Gazette", "issued": "2005-03-20"}


@pytest.mark.parametrize(
    "content", ["", "NOTES\n\n" + "1 " * 20000, "Notes\n" + "\n".join(f"{n} Ibid." for n in range(1, 3000)), "References\n" + "(" * 50000]
)
def test_hostile_texts_end(content: str):
    for one in find_citations(content):
        assert 0 <= one.start < one.end <= len(content)
