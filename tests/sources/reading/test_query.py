"""A query in web-search syntax, taken apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.reading.query import Term, fold, parse_query


def word(text: str) -> Term:
    return Term("word", (text,))


def cjk(text: str) -> Term:
    return Term("word", (text,), cjk=True)


@pytest.mark.parametrize(
    ("query", "terms"),
    [
        ("harbour gate", (word("harbour"), word("gate"))),
        ('"harbour gate" closed', (Term("phrase", ("harbour", "gate")), word("closed"))),
        ("\u201charbour gate\u201d", (Term("phrase", ("harbour", "gate")),)),
        ('"harbour gate', (Term("phrase", ("harbour", "gate")),)),
        ('"gate"', (word("gate"),)),
        ("gate -keeper", (word("gate"), Term("excluded", ("keeper",)))),
        ('-"old wall"', (Term("excluded", ("old", "wall")),)),
        ("gate OR wall or tide", (word("gate"), word("wall"), word("tide"))),
        ('"or"', (word("or"),)),
        ("burden-sharing", (Term("phrase", ("burden", "sharing")),)),
        ("O\u2019Hanlon's", (Term("phrase", ("o", "hanlon", "s")),)),
        ("ＧＡＴＥ Straße É", (word("gate"), word("strasse"), word("\u00e9"))),
        ("日米同盟 burden", (cjk("日米同盟"), word("burden"))),
        ("日米alliance", (cjk("日米"), word("alliance"))),
        ('"日米 同盟"', (cjk("日米同盟"),)),
        ("日米 同盟", (cjk("日米"), cjk("同盟"))),
        ("ﾅﾄｰ ガ", (cjk("ナトー"), cjk("ガ"))),
        ("-同盟", (Term("excluded", ("同盟",), cjk=True),)),
        ("동맹", (cjk("동맹"),)),
        ("", ()),
        ('- "" -"" & | ! :* (', ()),
    ],
)
def test_query_is_taken_apart(query, terms):
    assert parse_query(query) == terms


def test_long_query_is_cut():
    assert len(parse_query("ab " * 10_000)) == 334


@given(st.text())
def test_any_text_is_a_query_of_folded_words(query):
    for term in parse_query(query):
        assert term.words
        assert all(text and fold(text) == text for text in term.words)
        assert len(term.words) > 1 or term.kind != "phrase"
