from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sources.formats.latex.decoding import decode
from sources.formats.latex.encoding import prose
from sources.formats.latex.signs import GREEK, MATHEMATICS, TEXT, visible
from sources.formats.plain_text import clean

_RAISED_AND_LOWERED = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎"
SIGNS = [*TEXT, *GREEK, *MATHEMATICS, *_RAISED_AND_LOWERED]


@pytest.mark.parametrize("sign", SIGNS)
def test_a_sign_is_a_command_that_is_read_as_that_sign(sign):
    for text in (sign, f"a{sign}b", f"{sign} {sign}", sign * 30, f"http://x.org/{sign}--{sign}"):
        written = prose(text, ascii_only=True)
        assert written.isascii()
        assert decode(written) == (clean(text), True)


@settings(deadline=None, max_examples=300)
@given(st.lists(st.sampled_from([*SIGNS, *"ab -.'$^{}\\\u0301\u0338日ό"]), max_size=40).map("".join))
def test_signs_side_by_side_are_read_as_they_were(text):
    assert decode(prose(text, ascii_only=True)) == (clean(text), True)


@pytest.mark.parametrize(
    ("text", "latex"),
    [
        ("10⁻⁶ m²", r"10{\ensuremath{^{-6}}} m{\ensuremath{^{2}}}"),
        ("H₂O", r"H{\ensuremath{_{2}}}O"),
        ("xⁿ", r"x{\textsuperscript{n}}"),
        ("αβ-Ω ≤ 5 µm", r"{\ensuremath{\alpha\beta}}-{\ensuremath{\Omega}} {\ensuremath{\leq}} 5 {\textmu}m"),
        ("√2 ≠ −1 ± 20°", r"{\ensuremath{\surd}}2 {\ensuremath{\neq}} {\ensuremath{-}}1 {\ensuremath{\pm}} 20{\textdegree}"),
        ("ș ǽ ẞ", r"{\textcommabelow{s}} {\'{\ae}} {\SS}"),
        ("‹№ 1› ½ ™", r"{\guilsinglleft}{\textnumero} 1{\guilsinglright} {\textonehalf} {\texttrademark}"),
    ],
)
def test_signs_are_commands_of_the_kernel(text, latex):
    assert prose(text, ascii_only=True) == latex


@pytest.mark.parametrize("text", ["日本 한국", "שלום", "سلام", "😀", "ὁ λόγος και", "می\u200cخواهم", "👩\u200d👧", "क\u094d\u200d"])
def test_scripts_without_commands_stay_as_they_are(text):
    assert prose(text, ascii_only=True) == text


@pytest.mark.parametrize(
    ("text", "latex"),
    [
        ("\u202eabc\u202c \u2067x\u2069 \u200e\u200f\u061cy", "abc x y"),
        ("\u202bשלום\u202c", "שלום"),
        ("a\u200db\u2060c", "abc"),
        ("Auf\u200clage", r"Auf{\textcompwordmark}lage"),
        ("1\u202f000\u2009km", "1~000 km"),
    ],
)
def test_what_only_guides_the_eye_is_left_out_of_ascii(text, latex):
    assert prose(text, ascii_only=True) == latex
    assert decode(latex) == (clean(visible(text)), True)


def test_other_readers_get_what_cannot_be_seen():
    assert prose("\u202eabc\u202c a\u200db") == "\u202eabc\u202c a\u200db"
