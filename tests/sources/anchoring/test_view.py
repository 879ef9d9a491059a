"""The comparison view: what of a text counts, and where each letter of it stands."""

from __future__ import annotations

from array import array

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sources.anchoring import View, view_of
from sources.anchoring.view import folded


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("The co-\noperation, “of” 1997!", "thecooperationof1997"),
        ("ﬁne ｗｉｄｅ Straße", "finewidestrasse"),
        ("ﾊﾟﾝ パン", "ハ\u309aンハ\u309aン"),
        ("10² ½ ①", "10²½①"),
        ("㎏ Ⅳ", "kgiv"),
        ("<em>so</em> &amp; <sup>3</sup> a<b and c>d", "so3abandcd"),
        ("[the charter](https://example.org/a_b) of 1641", "thecharterof1641"),
        ("\ud800\u00ad—…", ""),
        ("", ""),
    ],
)
def test_letters_marks_and_digits_count_and_nothing_else(content, text):
    assert view_of(content).text == text


def test_each_letter_knows_the_character_it_came_from():
    assert view_of("a—ﬁ ß").starts == array("I", [0, 2, 2, 4, 4])


def test_composed_and_decomposed_letters_have_the_same_view():
    assert view_of("café, ガラス").text == view_of("cafe\u0301, カ\u3099ラス").text


@given(st.text(alphabet=st.characters(exclude_characters="<&]"), max_size=80))
def test_the_view_is_each_character_by_itself_and_offsets_lead_there_and_back(content):
    view = view_of(content)

    assert view.text == "".join(folded(character) for character in content)
    assert view.starts == array("I", [offset for offset, character in enumerate(content) for _ in folded(character)])


@given(st.text(max_size=60))
def test_a_stored_view_is_the_view(content):
    view = view_of(content)

    assert View.from_bytes(view.to_bytes()) == view


@given(st.text(max_size=60))
@settings(max_examples=60)
def test_the_view_of_a_view_is_the_view(content):
    text = view_of(content).text

    assert view_of(text).text == text


@pytest.mark.parametrize(
    "stored", [b"", b"12345678", b"\xff" * 40, view_of("The ferry").to_bytes()[:-3], b"\x01" + view_of("The ferry").to_bytes()[1:]]
)
def test_other_bytes_are_no_stored_view(stored):
    with pytest.raises(ValueError, match=r"^These bytes are no stored view of a text\.$"):
        View.from_bytes(stored)
