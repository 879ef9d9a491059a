from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.bundles.latex_text import declarations, latex_text, letters_of, read_latex
from tests.claims.bundles.hostile import PASSAGES, TITLE

_any_text = st.text(st.characters(blacklist_categories=["Cs"]), max_size=200)
_commands = re.compile(r"\\([a-zA-Z]+|.)", re.DOTALL)
_OWN = {
    *("textbackslash", "textasciicircum", "textasciitilde", "textless", "textgreater", "textbar", "textquotedbl", "textasciigrave"),
    *("excerptcode", "excerptrtl", "excerptbreak"),
    *"{}%&$#_",
}


@pytest.mark.parametrize(
    ("words", "written"),
    [
        ("100 % & $5 #1 a_b", r"100 \% \& \$5 \#1 a\_b"),
        (r"\input{x}", r"\textbackslash{}input\{x\}"),
        ("^^M ~", r"\textasciicircum{}\textasciicircum{}M \textasciitilde{}"),
        ("a -- b ''c'' ,,d", "a -{}- b '{}'c'{}' ,{},d"),
        ('<|> "`', r"\textless{}\textbar{}\textgreater{} \textquotedbl{}\textasciigrave{}"),
        ("a\nb\r\n\tc\u2028d\u00a0e", "a b c d e"),
        ("bell \x07!", r"bell \excerptcode{0007}!"),
        ("日本 Ärger", "日本 Ärger"),
        ("see שלום עולם there", r"see \excerptrtl{שלום עולם} there"),
    ],
)
def test_words_are_written_so_that_nothing_in_them_is_a_command(words, written):
    assert latex_text(words) == written


@given(_any_text)
def test_words_are_read_back_as_they_were(words):
    assert read_latex(latex_text(words)) == " ".join(unicodedata.normalize("NFC", words).split())


@given(st.one_of(_any_text, st.sampled_from([TITLE, *PASSAGES]), st.text("\\{}^%~\n ", max_size=40)))
def test_no_command_is_written_but_our_own_and_braces_pair(words):
    written = latex_text(words)

    assert {command[1] for command in _commands.finditer(written)} <= _OWN
    bare = re.sub(r"\\[{}%&$#_]", "", written)
    depth = 0
    for sign in bare:
        depth += {"{": 1, "}": -1}.get(sign, 0)
        assert depth >= 0
    assert depth == 0
    assert not re.search(r"[\^~$&#_]|(?<!\\excerptbreak\{\})%", bare)


@given(st.text("abc日本של ", min_size=500, max_size=2000))
def test_no_line_is_longer_than_tex_can_read(words):
    assert max(map(len, latex_text(words).split("\n"))) < 300


def test_each_letter_is_declared_by_what_becomes_of_it():
    letters = letters_of("a é – 日 한 ש 😀 \u200d \x07 \u00a0 e\u0302 \ufffe")

    assert list(declarations(letters)) == [
        "\\excerptinvisible{200D}\n",
        "\\excerptideographs{65E5,D55C}\n",
        "\\excerptletters{0302,05E9,1F600}\n",
    ]


def test_a_command_that_is_not_ours_is_not_read():
    with pytest.raises(ValueError, match="a command that is none of a quotation's"):
        read_latex(r"words \input{/etc/passwd}")
