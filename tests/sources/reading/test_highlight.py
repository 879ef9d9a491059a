"""A reading as HTML, with the words of a query marked."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sources.reading import highlight

READING = "Sharing the burden of alliances: burden-sharing is no alliance's aim."


@pytest.mark.parametrize(
    ("query", "marked"),
    [
        ("alliance", ["alliances", "alliance"]),
        ("ALLIANCES", ["alliances", "alliance"]),
        ("shared burdens", ["Sharing", "burden", "burden", "sharing"]),
        ('"burden sharing"', ["burden", "sharing"]),
        ("burden-sharing", ["burden", "sharing"]),
        ("burden -sharing", ["burden", "burden"]),
        ("burden -burdens", []),
        ('burden -"burden of"', ["burden"]),
        ("aim OR alliance", ["alliances", "alliance", "aim"]),
        ("the of is", []),
        ('"the burden"', ["the", "burden"]),
        ("treaty", []),
        ("", []),
    ],
)
def test_words_match_by_stem_phrases_in_sequence_and_unwanted_words_never(query, marked):
    highlighted = highlight(READING, query, "en")

    assert re.findall("<mark>(.*?)</mark>", highlighted) == marked


def test_whole_answer_is_escaped_html():
    highlighted = highlight("<script>alert('gate & \"wall\"')</script> <mark>", "gate mark script", "en")

    assert highlighted == (
        "&lt;<mark>script</mark>&gt;alert(&#x27;<mark>gate</mark> &amp; &quot;wall&quot;&#x27;)&lt;/<mark>script</mark>&gt; &lt;<mark>mark</mark>&gt;"
    )


@pytest.mark.parametrize(
    ("language", "reading", "query", "highlighted"),
    [
        ("de-AT", "Die Häuser am Hafen", "haus hafens", "Die <mark>Häuser</mark> am <mark>Hafen</mark>"),
        ("fr", "les alliances", "alliance", "les <mark>alliances</mark>"),
        ("EN_us", "the alliances", "alliance", "the <mark>alliances</mark>"),
        ("ja-Latn", "the alliances Alliance", "alliance", "the alliances <mark>Alliance</mark>"),
        ("", "the alliances Alliance", "alliance", "the alliances <mark>Alliance</mark>"),
        ("", "of", "of", "<mark>of</mark>"),
    ],
)
def test_language_chooses_the_stemmer_and_without_one_words_match_as_they_stand(language, reading, query, highlighted):
    assert highlight(reading, query, language) == highlighted


@pytest.mark.parametrize(
    ("reading", "query", "highlighted"),
    [
        ("日米同盟の将来、同盟国", "同盟", "日米<mark>同盟</mark>の将来、<mark>同盟</mark>国"),
        ("日米同盟の将来", "米同 同盟", "日<mark>米同盟</mark>の将来"),
        ("ﾅﾄｰとガス", "ナトー ガ", "<mark>ﾅﾄｰ</mark>と<mark>ガ</mark>ス"),
        ("ﾅﾄｰのｶﾞｽ", "ガス", "ﾅﾄｰの<mark>ｶﾞｽ</mark>"),
        ("同盟と同盟国", "同盟 -同盟国", "<mark>同盟</mark>と同盟国"),
        ("ああああ", "ああ", "<mark>ああああ</mark>"),
        ("일본과 동맹을", "동맹", "일본과 <mark>동맹</mark>을"),
        ("日米alliance", "alliances", "日米<mark>alliance</mark>"),
    ],
)
def test_cjk_runs_match_anywhere_and_touching_marks_are_one(reading, query, highlighted):
    assert highlight(reading, query, "en") == highlighted


def test_accents_may_be_written_either_way_but_count():
    assert highlight("\u00e9te\u0301 ete", "e\u0301t\u00e9", "und") == "<mark>\u00e9te\u0301</mark> ete"


alphabet = st.sampled_from(
    [
        "gate",
        "Gates",
        "<",
        ">",
        "&",
        "'",
        '"',
        "<mark>",
        "</mark>",
        "&lt;",
        "日米",
        "同盟",
        " ",
        "-",
        "or",
        "\u0301",
        "\uff76\uff9e",
        "\u00df",
        "_",
        "\n",
    ]
)
readings = st.lists(alphabet, max_size=20).map("".join) | st.text()


@settings(max_examples=500, deadline=None)
@given(readings, readings, st.sampled_from(["en", "de", "ja", ""]))
def test_without_marks_the_answer_is_the_reading_and_marks_never_nest(reading, query, language):
    highlighted = highlight(reading, query, language)

    assert html.unescape(re.sub("</?mark>", "", highlighted)) == reading
    signs = re.findall("</?mark>", highlighted)
    assert signs == ["<mark>", "</mark>"] * (len(signs) // 2)
    assert "<mark></mark>" not in highlighted


@pytest.mark.parametrize("query", ['"' + "a " * 500 + '"', "あ" * 1_000, '"a a" ' * 160, "-" * 1_000])
def test_hostile_query_ends_quickly(query):
    assert highlight("a " * 5_000 + "あ" * 5_000, query, "en")
