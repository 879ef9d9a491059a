from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.formats.bibtex.labels import in_letters, is_cut_apart
from sources.formats.latex.decoding import decode
from sources.formats.latex.encoding import prose
from sources.formats.plain_text import clean


@pytest.mark.parametrize("latex", ["", "AB", "Nodomi", "{Ministry}", r"{\'E}cole", r"{{\'E}cole}", r"A\&C", r"{\&}{\&}x", r"abc\&d"])
def test_a_label_keeps_these_whole(latex):
    assert not is_cut_apart(latex)


@pytest.mark.parametrize(
    "latex", [r"AT\&T", r"{AT\&T}", r"{D{\'e}fense}", r"{O{\textbraceleft}b}", "a$<$b", r"O\{b\}", r"\{ab\}", r"{\{" + "a" * 200 + r"\}}"]
)
def test_a_label_would_cut_these(latex):
    assert is_cut_apart(latex)


@pytest.mark.parametrize("is_one_word", [False, True])
@given(text=st.lists(st.sampled_from([*"aB éß²≤{}\\$&<>|^~_#%`'-,=\u00a0"]), max_size=12).map("".join))
def test_in_letters_the_text_is_the_same_and_never_cut(is_one_word, text):
    written = in_letters(prose(text, ascii_only=True), is_one_word=is_one_word)
    assert not is_cut_apart(written)
    assert decode(written) == (clean(text), True)
