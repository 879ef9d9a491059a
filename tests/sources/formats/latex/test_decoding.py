from __future__ import annotations

import json
import time
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sources.formats.latex.decoding import decode
from sources.formats.latex.encoding import prose
from sources.formats.latex.signs import visible
from sources.formats.plain_text import clean
from tests.sources.formats.works import HOSTILE_TITLES

_COLLECTION = Path(__file__).parents[5] / "shared" / "collections" / "latex" / "decode.jsonl"


def test_every_row_of_the_collection_is_decoded():
    if not _COLLECTION.exists():
        pytest.skip("the collection ../shared/collections/latex is not here")
    rows = [json.loads(line) for line in _COLLECTION.read_text(encoding="utf-8").splitlines()]
    read = {row["latex"]: decode(row["latex"]).text for row in rows}
    assert read == {row["latex"]: unicodedata.normalize("NFC", row["text"]) for row in rows}
    assert len(rows) == 1349


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        ("plain", "plain"),
        ("{DNA} of {M}c{D}onald", "DNA of McDonald"),
        ("{{deep}}", "deep"),
        (r"{\'E}cole \'{E}cole \'Ecole {\'{E}}cole \' Ecole", "École École École École École"),
        (r"Stra{\ss}e Stra\ss e Stra\ss{}e", "Straße Straße Straße"),
        (r"\'\i{} {\'{\i}} \k\i {\i}", "í í įı"),
        (r"Vi{\^{\d{e}}}t \t{oo} \h{o} {\textcommabelow{s}}", "Việt o͡o ỏ ș"),
        (r"\'{abc} \'{} \`{} \~{} {\'}e", "ábc ´ ` ~ ´e"),
        (r"AT\&T \$5 50\% \#1 a\_b \{x\}", "AT&T $5 50% #1 a_b {x}"),
        ("AT&T, 50% of C#, a_b^c", "AT&T, 50% of C#, a_b^c"),
        ("$5 and $6, from A$ to C$, US$5-US$6, price $5", "$5 and $6, from A$ to C$, US$5-US$6, price $5"),
        ("1--2 --- 3", "1–2 — 3"),
        ("-{}-", "--"),
        ("``a `b' c'' isn't", "“a ‘b’ c” isn't"),
        ("!`Ya! ?`Qué?", "¡Ya! ¿Qué?"),
        ("D.~E. J.\\,K.\\ L.", "D.\u00a0E. J. K. L."),
        ("see http://x.org/~user--a%20b, a~b", "see http://x.org/~user--a%20b, a\u00a0b"),
        (r"\url{http://x.org/a\_b\%c~d}", "http://x.org/a_b%c~d"),
        (r"{\relax Ch}ristos hy\-phen shelf\/ful \mbox{Mc}D", "Christos hyphen shelfful McD"),
        (r"\textquotesingle{}x\textquotesingle \LaTeX{} \TeX", "'x'LaTeX TeX"),
        (r"$\alpha$-helix \textmu m 25$^\circ$C $<$b$>$5 $^{2}$H CO$_2$", "α-helix µm 25°C <b>5 ²H CO₂"),
        (r"$\mathbb{R}$ $\mathrm{CO}_2$ \(\leq 5\) $$\pm 3$$ \ensuremath{\beta} $\sin \theta$", "ℝ CO₂ ≤ 5 ± 3 β sin θ"),
        (r"\textsuperscript{13}C H\textsubscript{2}O", "¹³C H₂O"),
        (r"\CYRA\cyrb", "Аб"),
    ],
)
def test_what_plain_text_can_say_is_said_exactly(latex, text):
    assert decode(latex) == (text, True)


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"\emph{x} \textit {y} {\em z} \textsc{w}", "x y z w"),
        (r"\href{http://x.org/a_b%20}{the \'e} site", "the é site"),
        (r"unknown \foo{kept text} end", "unknown kept text end"),
        (r"\cite[p.~4]{k}", "[p.\u00a04]k"),
        (r"\noopsort{1973b}1973 \textcolor{red}{x} \foreignlanguage{german}{y}", "1973 x y"),
        (r"\enquote{a \emph{b}}", "“a b”"),
        (r"5\textsuperscript{th} $n^{th}$", "5th nth"),
        (r"$n$-body $H_2O$", "n-body H₂O"),
        (r"$\frac{1}{2}$ of $x_{i^2}$", r"$\frac{1}{2}$ of $x_{i^2}$"),
        (r"\verb|a\b{| c", r"a\b{ c"),
        (r"a\\b", "a b"),
    ],
)
def test_what_is_lost_is_told(latex, text):
    assert decode(latex) == (text, False)


def test_an_address_inside_braces_or_without_end_is_read_to_where_it_goes():
    assert decode(r"\url{a{b}c} \url{open") == ("a{b}c open", False)


@pytest.mark.parametrize(
    "latex", ["}}{{x", "\\", "\\'", "$", "%", "{", "$$", "$$$", r"\(", r"\verb", r"\href{", r"\ensuremath", "\ud800\\'e", "\x00{"]
)
def test_broken_markup_is_text(latex):
    text, _ = decode(latex)
    assert isinstance(text, str)


_UNICODE = "-- --- `` '' ` ' $ \\ { } % ~ \u00a0 – — “ ‘ http:// :// a é ı \u0301 \u0323 \u0307 < > | - ! ? 5 E 日 א 😀 \\input{/etc/passwd} i « _ ^ Ǽ \u0327 ﬁ Å …"
_MARKUP = r"\' \textit \url \href \foo \( \) \ensuremath \verb \textsuperscript \begin \\ \mathbb \frac $$ [ ] "


_TEXTS = st.lists(st.sampled_from([" ", *_UNICODE.split(" ")]) | st.text(max_size=2), max_size=8).map("".join)


@settings(deadline=None, max_examples=500)
@given(text=_TEXTS, protect_capitals=st.booleans())
def test_what_was_encoded_is_decoded(text, protect_capitals):
    assert decode(prose(text, protect_capitals=protect_capitals)) == (clean(text), True)


@settings(deadline=None, max_examples=500)
@given(text=_TEXTS, protect_capitals=st.booleans())
def test_what_was_encoded_in_ascii_is_decoded_but_for_what_cannot_be_seen(text, protect_capitals):
    assert decode(prose(text, protect_capitals=protect_capitals, ascii_only=True)) == (clean(visible(text)), True)


def test_hostile_titles_come_back():
    written = [prose(title, protect_capitals=True) for title in HOSTILE_TITLES]
    assert [decode(latex) for latex in written] == [(clean(title), True) for title in HOSTILE_TITLES]


def test_hostile_titles_come_back_from_ascii():
    written = [prose(title, protect_capitals=True, ascii_only=True) for title in HOSTILE_TITLES]
    assert [decode(latex) for latex in written] == [(clean(visible(title)), True) for title in HOSTILE_TITLES]


@settings(deadline=None, max_examples=500)
@given(st.lists(st.sampled_from([" ", *_UNICODE.split(" "), *_MARKUP.split(" ")]) | st.text(max_size=2), max_size=12).map("".join))
def test_no_text_stops_the_decoder(latex):
    text, _ = decode(latex)
    assert text == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize(
    "latex",
    [
        "{" * 2000 + "x" + "}" * 2000,
        "{" * 500_000 + "x" + "}" * 500_000,
        "\\" * 300_000,
        r"\'{" * 100_000 + "x" * 100_000,
        r"\'" * 200_000,
        "$ " * 200_000,
        "$a" * 200_000,
        "$\\" * 200_000,
        r"\url{" * 80_000,
        r"\(" * 200_000,
        r"\verb|" * 80_000,
        r"\begin" + "[" * 400_000,
        r"\c" + " " * 400_000,
        "a://" * 100_000 + "~",
        "%" * 1_000_000,
        "x" * 1_000_000 + "~",
    ],
    ids=lambda latex: f"{latex[:8]} {len(latex)}",
)
def test_a_hostile_value_costs_time_by_its_length_only(latex):
    began = time.process_time()
    decode(latex)
    assert time.process_time() - began < 3
