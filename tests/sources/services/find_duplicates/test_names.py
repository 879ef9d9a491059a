from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.services.find_duplicates.names import Likeness, NameForm, compare_names, likest, sound_key


@pytest.mark.parametrize(
    ("one", "other", "score", "reason"),
    [
        (("Nodomi", "Mitsuru"), ("Nodomi", "Mitsuru"), 0.9, "the same name"),
        (("Nodomi", "Mitsuru"), ("NODOMI", "mitsuru"), 0.9, "the same name"),
        (("Nodomi", "Mitsuru"), ("Nodomi", "M."), 0.65, "the same family name, and initials that fit: Mitsuru, M."),
        (("Smith", "John Kenneth"), ("Smith", "J. K."), 0.75, "the same family name, and initials that fit: John Kenneth, J. K."),
        (("Smith", "John Kenneth"), ("Smith", "JK"), 0.75, "the same family name, and initials that fit: John Kenneth, J. K."),
        (("Smith", "John Kenneth"), ("Smith", "John"), 0.65, "the same family name, and initials that fit: John Kenneth, John"),
        (("Mitsuru", "Nodomi"), ("Nodomi", "Mitsuru"), 0.75, "family and given names stand the other way round"),
        (("Ohno", "Ken"), ("Ono", "Ken"), 0.75, "the same name in another romanisation or spelling: Ohno, Ono"),
        (("Ōno", "Ken"), ("Ohno", "Ken"), 0.75, "the same name in another romanisation or spelling: Ōno, Ohno"),
        (("Ōno", "Ken"), ("Ono", "Ken"), 0.9, "the same name"),
        (("Honma", "Yūji"), ("Homma", "Yuuji"), 0.75, "the same name in another romanisation or spelling: Honma, Homma"),
        (("Müller", "Jan"), ("Mueller", "Jan"), 0.75, "the same name in another romanisation or spelling: Müller, Mueller"),
        (("Senagawa", "Tōko"), ("Senagawa", "Touko"), 0.75, "the same family name, and given names in another romanisation: Toko, Touko"),
        (("Mochizuki", "Mike"), ("Mochisuki", "Mike"), 0.6, "the names differ in one letter: Mochizuki, Mochisuki"),
        (("野富", "満"), ("野富", "満"), 0.9, "the same name"),
    ],
)
def test_names_that_may_be_one_persons(one, other, score, reason):
    assert compare_names(NameForm(*one), NameForm(*other)) == Likeness(score, reason)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Smith", "John"), ("Smith", "Jane")),
        (("Smith", "John K."), ("Smith", "John L.")),
        (("Smith", "John"), ("Smith", "")),
        (("Smith", "A."), ("A.", "Smith")),
        (("Ono", "Ken"), ("Ohno", "Mari")),
        (("Kim", "Jin"), ("Kin", "Jin")),
        (("Nodomi", "Mitsuru"), ("Mochizuki", "Mike")),
    ],
)
def test_names_that_are_two_persons(one, other):
    assert compare_names(NameForm(*one), NameForm(*other)).score == 0


def test_whole_names_are_compared_with_parts():
    whole = NameForm("", "", "Mitsuru Nodomi")

    assert compare_names(whole, NameForm("Nodomi", "Mitsuru")) == Likeness(0.9, "the same name")
    assert compare_names(whole, NameForm("", "", "Nodomi Mitsuru")) == Likeness(0.8, "the same words of the name in another order")
    assert compare_names(NameForm("", "", "野富満"), NameForm("野富", "満")) == Likeness(0.8, "the same words of the name in another order")
    assert compare_names(whole, NameForm("", "", "Ministry of Defence")).score == 0


def test_the_likest_forms_count():
    mine = [NameForm("野富", "満"), NameForm("Nodomi", "Mitsuru")]

    assert likest(mine, [NameForm("Noudomi", "M."), NameForm("Nodomi", "M.")]).score == 0.65
    assert likest(mine, []).score == 0


names = st.text("abeikmnopstuōūü -", max_size=12)


@given(names, names, names, names)
def test_likeness_has_no_direction(family, given_name, other_family, other_given):
    one, other = NameForm(family, given_name), NameForm(other_family, other_given)

    assert compare_names(one, other).score == compare_names(other, one).score


@given(names)
def test_a_sound_has_one_key(name):
    assert sound_key(name) == sound_key(name.upper())
