from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sources.anchoring.common_stretches import common_stretches
from sources.anchoring.view import view_of

QUOTED = "The harbour gate is closed at dawn, when the pilots have gone home and nobody is left to open it."
BEFORE = "Much was written about tolls in those years, and little of it was read by those who paid them. "
BEHIND = " None of the wardens could remember a winter in which so many ships had waited outside the bar."
OTHER_BEFORE = "Crow tells it differently, from the letters of a captain who lost a cargo of salt there. "
OTHER_BEHIND = " What he did not see was that the keeper of the light had been paid to say so."


def shared(one: str, other: str) -> list[tuple[str, str, bool]]:
    found = common_stretches(one, other, view_of(one), view_of(other))
    return [(one[stretch.start : stretch.end], other[stretch.other_start : stretch.other_end], stretch.is_exact) for stretch in found]


def test_a_quoted_sentence_is_found_in_both_texts():
    assert shared(BEFORE + QUOTED + BEHIND, f"{OTHER_BEFORE}“{QUOTED}”{OTHER_BEHIND}") == [(QUOTED, QUOTED, True)]


def test_line_ends_hyphens_and_markup_hide_nothing():
    noisy = QUOTED.replace("pilots", "pi-\nlots").replace("nobody", "*nobody*").replace(" left", "\n\nleft")

    assert shared(BEFORE + QUOTED + BEHIND, OTHER_BEFORE + noisy + OTHER_BEHIND) == [(QUOTED, noisy, True)]


@pytest.mark.parametrize(("said", "altered"), [("have gone", "had gone"), ("gone home", "returned home"), ("is closed", "stays closed")])
def test_altered_words_within_are_one_altered_stretch(said: str, altered: str):
    other = QUOTED.replace(said, altered)

    ((found, found_there, is_exact),) = shared(BEFORE + QUOTED + BEHIND, OTHER_BEFORE + other + OTHER_BEHIND)

    assert is_exact is False
    assert found in QUOTED
    assert altered in found_there


def test_short_common_words_are_no_stretch():
    assert shared("They met at the mouth of the river in spring.", "She left at the mouth of the river by boat.") == []


def test_texts_with_nothing_in_common_share_nothing():
    assert shared(BEFORE + BEHIND, OTHER_BEFORE + OTHER_BEHIND) == []


def test_words_cut_at_the_border_are_left_out():
    one = f"Unreopened {QUOTED[4:]}"

    ((found, _, _),) = shared(one, f"Opened {QUOTED[4:]}")

    assert found == QUOTED[4:]


def test_japanese_is_found_without_blanks():
    sentence = "港の門は夜明けに閉じられ、水先人が帰ったあとは誰もそれを開けることができない。"

    ((found, found_there, is_exact),) = shared(
        f"税について多くが書かれた。{sentence}船は待っていた。", f"船長の手紙によれば、「{sentence}」という。"
    )

    assert (sentence.rstrip("。") in found, sentence.rstrip("。") in found_there, is_exact) == (True, True, True)


@pytest.mark.parametrize("text", ["", "a", "a" * 5000, "ab " * 3000, "…" * 100])
def test_empty_and_monotonous_texts_end(text: str):
    for stretch in common_stretches(text, text, view_of(text), view_of(text)):
        assert 0 <= stretch.start < stretch.end <= len(text)


@settings(max_examples=30, deadline=None)
@given(st.text(alphabet="abcdefgh ,.\n", max_size=200), st.text(alphabet="ijklmnop ,.\n", max_size=200))
def test_what_both_hold_is_found_wherever_it_stands(before: str, other: str):
    one, another = f"{before} {QUOTED} {before}", f"{other} {QUOTED} {other}"

    found = [(words, there) for words, there, _ in shared(one, another)]

    assert any(QUOTED.rstrip(".") in words and QUOTED.rstrip(".") in there for words, there in found)
