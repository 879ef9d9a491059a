"""Where a pasted quote stands, and what the answer is called."""

from __future__ import annotations

import pytest

from sources.anchoring import place

TEXT = """Of Ferries and Fords

The ferry is the corner-
stone of river trade in the up-
per valley.6 Its keepers, on the other hand, were not
   ready to lease it.

12

Its "normal" fare in 1897 was far from nor mal. The steward said that it cannot be
raised at once. The ﬁrst bridge cost 1.5 million crowns; the second cost 15 million.
The ferry of old is gone.
"""


def placed(quote: str) -> tuple[str, list[str]]:
    answer = place(quote, TEXT)
    return answer.grade, [TEXT[candidate.start : candidate.end] for candidate in answer.candidates]


def changed(quote: str) -> list[tuple[str, str, str]]:
    (candidate,) = place(quote, TEXT).candidates
    return [(change.kind, change.quoted, change.held) for change in candidate.diff if change.kind != "equal"]


def test_verbatim_words_are_exact():
    assert placed("was far from nor mal.") == ("exact", ["was far from nor mal."])


@pytest.mark.parametrize(
    ("quote", "held"),
    [
        ("The ferry is the cornerstone of river trade", "The ferry is the corner-\nstone of river trade"),
        ("the ferry is the cornerstone", "The ferry is the corner-\nstone"),
        ("trade in the upper valley. Its keepers, on", "trade in the up-\nper valley.6 Its keepers, on"),
        ("were not ready to lease it. Its “normal” fare", 'were not\n   ready to lease it.\n\n12\n\nIts "normal" fare'),
        ("was far from normal. The", "was far from nor mal. The"),
        ("The first bridge cost 1.5 million crowns", "The ﬁrst bridge cost 1.5 million crowns"),
        ("The ferry … were not ready to lease it.", TEXT[TEXT.index("The ferry") : TEXT.index("\n\n12")]),
        ("[t]he steward said [sic] that it cannot be raised", "The steward said that it cannot be\nraised"),
    ],
)
def test_the_same_letters_otherwise_set_are_normalised(quote, held):
    assert placed(quote) == ("normalised", [held])


@pytest.mark.parametrize(
    ("quote", "difference"),
    [
        ("Its keepers, on the other hand, were ready to lease it.", ("insert", "", "not")),
        ('Its "normal" fare in 1887 was far from nor mal.', ("replace", "1887", "1897")),
        ("The steward said that it can be raised at once.", ("replace", "can", "cannot")),
        ("The first bridge cost 15 million crowns", ("replace", "15", "1.5")),
        ("The ferry is the comerstone of river trade", ("replace", "comerstone", "corner-\nstone")),
        ("The steward said that [the fare] cannot be raised", ("replace", "[the fare]", "it")),
        ('Its "normal" fare in 1897 was far from […] mal.', ("replace", "[…]", "nor")),
        ("Its keepers, on the other hand, were not ready to leaze it.", ("replace", "leaze", "lease")),
        ("Our steward said that it cannot be raised", ("replace", "Our", "The")),
    ],
)
def test_other_words_are_approximate_and_shown(quote, difference):
    assert place(quote, TEXT).grade == "approximate"
    assert changed(quote) == [difference]


def test_words_that_stand_twice_are_ambiguous_until_their_context_is_given():
    assert placed("The ferry") == ("ambiguous", ["The ferry", "The ferry"])
    assert [c.start for c in place("The ferry", TEXT, suffix=" of old").candidates] == [TEXT.index("The ferry of")]
    assert place("The ferry", TEXT, suffix=" never was").grade == "ambiguous"


@pytest.mark.parametrize(
    "quote",
    ["", "…", "—!", "err", "The ferry is the ruin of road trade in the lower town.", "The bishop said that he would never come again."],
)
def test_what_does_not_stand_there_is_absent(quote):
    assert placed(quote) == ("absent", [])
