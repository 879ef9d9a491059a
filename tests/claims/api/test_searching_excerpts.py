"""Excerpts are searched by their words, the best match first."""

from __future__ import annotations

import pytest

from tests.claims.api.test_excerpts import ids
from tests.debate import reviewed_claim
from tests.factories.sources import PassageFactory, TextFactory

URL = "/api/v1/excerpts/"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("harbour", True),
        ("closing gates", True),
        ('"gate closed"', True),
        ('"closed gate"', False),
        ("harbour -dawn", False),
        ("noon", False),
        ("HARBOUR", True),
        ("'; DROP TABLE sources_passage; --", False),
        ("\\ ( & ! | <-> :*", False),
    ],
)
def test_search_understands_words_phrases_and_exclusion(debate, api, query, found):
    assert ids(api.get(URL, {"search": query})) == ([debate.public.public_id] if found else [])


def test_search_marks_the_words_and_escapes_the_rest(db, api, curator, editor):
    text = TextFactory(content="A <script>alert('x')</script> closed the harbour & the gates.")
    passage = PassageFactory(text=text, start=0, end=len(text.content))
    reviewed_claim(passage, curator, editor, "It closed.", "it-closed")

    (excerpt,) = api.get(URL, {"search": "gate"}).json()["results"]

    assert "<script" not in excerpt["highlight"]
    assert "<mark>gates</mark>" in excerpt["highlight"]
    assert "&amp; the" in excerpt["highlight"]


def test_japanese_is_searched_by_its_characters(db, api, curator, editor):
    text = TextFactory(content="日米同盟は見直されるべきである。防潮堤は閉じた。", language="ja")
    passage = PassageFactory(text=text, start=0, end=16)
    reviewed_claim(passage, curator, editor, "The alliance.", "the-alliance")

    assert ids(api.get(URL, {"search": "同盟"})) == [passage.public_id]
    assert ids(api.get(URL, {"search": "盟同"})) == []
    assert ids(api.get(URL, {"search": "米"})) == [passage.public_id]
    assert api.get(URL, {"search": "同盟"}).json()["results"][0]["highlight"] == "日米<mark>同盟</mark>は見直されるべきである。"


def test_search_joins_words_split_at_line_ends(db, api, curator, editor):
    text = TextFactory(content="They spoke of mainten-\n\nance and of the Japan-\nU.S. alliance.")
    passage = PassageFactory(text=text, start=0, end=len(text.content))
    reviewed_claim(passage, curator, editor, "They spoke.", "they-spoke")

    (excerpt,) = api.get(URL, {"search": "maintenance"}).json()["results"]

    assert excerpt["reading"] == "They spoke of maintenance and of the Japan-U.S. alliance."
    assert "<mark>maintenance</mark>" in excerpt["highlight"]


def test_the_best_match_comes_first_and_pages_hold_every_row_once(db, api, curator, editor):
    text = TextFactory(content="gate. " * 30 + "tide. " * 30)
    passages = [PassageFactory(text=text, start=0, end=6 * n) for n in range(1, 8)]
    for n, passage in enumerate(passages):
        reviewed_claim(passage, curator, editor, f"Number {n}.", f"number-{n}")

    found, path = [], f"{URL}?search=gate&limit=3"
    while path:
        page = api.get(path).json()
        found += [excerpt["id"] for excerpt in page["results"]]
        path = page["next"]

    assert found == [passage.public_id for passage in reversed(passages)]


def test_more_equal_ranks_than_any_page_are_each_shown_once(db, api):
    text = TextFactory(content="gate. " * 400)
    passages = [PassageFactory(text=text, start=6 * n, end=6 * n + 5, is_published=True) for n in range(400)]

    found, path, pages = [], f"{URL}?search=gate&limit=7", 0
    while path and pages < 100:
        page = api.get(path).json()
        found += [excerpt["id"] for excerpt in page["results"]]
        path, pages = page["next"], pages + 1

    assert found == [passage.public_id for passage in reversed(passages)]


@pytest.mark.parametrize("search", [" ", "\t", "\u2028", "w " * 21, "w" * 301])
def test_a_search_that_asks_nothing_or_too_much_is_refused(db, api, search):
    response = api.get(URL, {"search": search})

    assert (response.status_code, response.json()["errors"][0]["field"]) == (400, "search")


def test_an_excluded_word_is_excluded_in_every_form(debate, api):
    assert ids(api.get(URL, {"search": "harbour -gates"})) == []
    assert ids(api.get(URL, {"search": "harbour -tides"})) == [debate.public.public_id]
