from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.citation_keys import free_key, key_stem, suffixes
from sources.romanising import latin_letters


@pytest.mark.parametrize(
    ("written", "latin"),
    [
        ("Толстой", "tolstoi"),
        ("Щедрин", "shchedrin"),
        ("Παπαδόπουλος", "papadopoylos"),
        ("ノドミ", "nodomi"),
        ("きょうと", "kyouto"),
        ("とっきょ", "tokkyo"),
        ("まっちゃ", "matcha"),
        ("しゃかい", "shakai"),
        ("コンピューター", "konpyuta"),
        ("ファイル", "fairu"),
        ("김", "gim"),
        ("Müller-Łuczak", "muller luczak"),
        ("O’Hanlon", "ohanlon"),
        ("Straße", "strasse"),
        ("Kōno", "kono"),
        ("野富", ""),
        ("閉じる門", ""),
        ("日米同盟とNATO", "nato"),
    ],
)
def test_letters_are_romanised_as_far_as_they_tell(written, latin):
    assert latin_letters(written) == latin


@pytest.mark.parametrize(
    ("family", "issued", "title", "stem"),
    [
        ("Толстой", "1869", "Война и мир", "tolstoi1869voina"),
        ("Ministry of Defense", "2005", "Defense of Japan", "ministryofdefense2005defense"),
        ("Smith", "199X", "Gate", "smith199xgate"),
        ("Smith", "19XX", "Gate", "smith19xxgate"),
        ("Smith", "XXXX", "Gate", "smithndgate"),
        ("Smith", "../2001", "Gate", "smith2001gate"),
        ("Smith", "Y170000002", "Gate", "smithndgate"),
        ("野富", "2005", "門", "anonymous2005untitled"),
    ],
)
def test_a_stem_is_readable_whatever_the_script(family, issued, title, stem):
    assert key_stem(family, issued, title) == stem


@given(st.text(max_size=50), st.text(max_size=20), st.text(max_size=50))
def test_a_stem_is_always_a_key(family, issued, title):
    stem = key_stem(family, issued, title)

    assert stem.isascii()
    assert stem.isalnum()
    assert stem == stem.lower()


@given(st.sets(st.sampled_from(["", *"abcdefghijklmnopqrstuvwxyz", "aa", "ab"])))
def test_a_free_key_is_the_first_that_is_not_taken(taken):
    order = list(suffixes(2))

    key = free_key("smith2000gate", {f"smith2000gate{suffix}" for suffix in taken})

    before = order[: order.index(key.removeprefix("smith2000gate"))]
    assert key.removeprefix("smith2000gate") not in taken
    assert set(before) <= taken
