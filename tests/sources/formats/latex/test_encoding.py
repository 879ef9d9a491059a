from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sources.formats.latex.encoding import number_range, prose, verbatim
from sources.formats.plain_text import clean


@pytest.mark.parametrize(
    ("text", "latex"),
    [
        (r"\input{/etc/passwd}", r"{\textbackslash}input\{/etc/passwd\}"),
        ("100% of AT&T, $5, C#, a_b", r"100\% of AT\&T, \$5, C\#, a\_b"),
        ("x^2 ~user", r"x{\textasciicircum}2 {\textasciitilde}user"),
        ("a<b>c|d", "a$<$b$>$c$|$d"),
        ("{a} }b{", r"\{a\} {\textbraceright}b{\textbraceleft}"),
        ("{{a}", r"{\textbraceleft}\{a\}"),
        ("a--b---c", "a-{}-b-{}-{}-c"),
        ("it''s `so`", r"it'{}'s {\`{}{}}so{\`{}{}}"),
        ("no\u00a0break", "no~break"),
        ("http://x.org/~a\u00a0b", r"http://x.org/{\textasciitilde}a{\nobreakspace}b"),
        ("a \n\t b", "a b"),
        ("a\x00b\u200bc\u00add\ud800e\ufeff", "abcde"),
        ("cafe\u0301 日本 😀", "café 日本 😀"),
    ],
)
def test_text_is_printed_as_it_is(text, latex):
    assert prose(text) == latex


@pytest.mark.parametrize(
    ("text", "latex"),
    [
        ("The US–Japan Alliance in crisis", "The {US}–{Japan} {Alliance} in crisis"),
        ("NATO and iPhones", "{NATO} and {iPhones}"),
        ("L'Étranger", "L'{Étranger}"),
        ("Of {Kings and Men}", r"Of \{{Kings} and {Men}\}"),
        ("A_B", r"A\_{B}"),
        ("日米同盟 Report", "日米同盟 {Report}"),
    ],
)
def test_capitals_of_a_title_are_protected_word_by_word(text, latex):
    assert prose(text, protect_capitals=True) == latex


def test_latin_letters_are_said_in_ascii_and_other_scripts_stay():
    text = "Łódź Ångström Đorđe naïve Œuvre Việt č ı – “x” 日本が Ж"
    latex = (
        r"{\L}{\'o}d{\'z} {\r{A}}ngstr{\"o}m {\DJ}or{\dj}e na{\"i}ve {\OE}uvre Vi{\^{\d{e}}}t {\v{c}} {\i} "
        r"-- {\textquotedblleft}x{\textquotedblright} 日本が Ж"
    )
    assert prose(text, ascii_only=True) == latex


@pytest.mark.parametrize(
    ("text", "latex"),
    [
        ("a – b—c", "a -- b---c"),
        ("–- -– ––", r"{\textendash}- -{\textendash} {\textendash}{\textendash}"),
        ("http://x.org/a–b", r"http://x.org/a{\textendash}b"),
    ],
)
def test_dashes_in_ascii_do_not_join_with_hyphens(text, latex):
    assert prose(text, ascii_only=True) == latex


@pytest.mark.parametrize(
    ("numbers", "latex"),
    [
        ("4-5", "4--5"),
        ("4–5, 9", "4--5, 9"),
        ("iv-x", "iv--x"),
        ("S12 — S15", "S12--S15"),
        ("A-3", "A-3"),
        ("12", "12"),
        ("e_1", r"e\_1"),
        ("1-2-3", "1-2-3"),
    ],
)
def test_ranges_get_two_dashes(numbers, latex):
    assert number_range(numbers) == latex


@pytest.mark.parametrize(
    ("address", "written"),
    [
        ("https://example.org/a_b?c=d%20e&f=~g#h", "https://example.org/a_b?c=d%20e&f=~g#h"),
        ("10.1000/{a}\\b c", "10.1000/%7Ba%7D%5Cb%20c"),
        ("https://example.org/é", "https://example.org/é"),
    ],
)
def test_an_address_stays_as_it_is_but_for_braces(address, written):
    assert verbatim(address) == written


def test_an_address_in_ascii_is_percent_encoded():
    assert verbatim("https://example.org/é%20{", ascii_only=True) == "https://example.org/%C3%A9%20%7B"


@settings(deadline=None)
@given(st.text())
def test_braces_are_balanced_as_bibtex_counts_them(text):
    for written in (
        prose(text),
        prose(text, protect_capitals=True, ascii_only=True),
        number_range(text),
        verbatim(text),
    ):
        depth = 0
        for character in written:
            depth += {"{": 1, "}": -1}.get(character, 0)
            assert depth >= 0
        assert depth == 0


@settings(deadline=None)
@given(st.text())
def test_cleaning_twice_is_cleaning_once(text):
    assert clean(clean(text)) == clean(text)
    assert "\n" not in clean(text)
    clean(text).encode()
