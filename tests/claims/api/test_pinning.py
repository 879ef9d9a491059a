from __future__ import annotations

import pytest
from rest_framework.authtoken.models import Token

from history.models import Change
from sources.models import Passage
from tests.factories.sources import DocumentFactory, TextFactory

pytestmark = pytest.mark.django_db
WORDS = "The dyke was raised in the year of the comet, and again ten years later. The dyke was raised by hand."
ADDRESS = "/api/v1/excerpts/"


@pytest.fixture
def text():
    return TextFactory(document=DocumentFactory(citation_key="dyke1901"), content=WORDS)


@pytest.fixture
def pinning(api, curator):
    api.credentials(HTTP_AUTHORIZATION=f"Token {Token.objects.create(user=curator).key}")
    return api


def pin(api, **body):
    return api.post(ADDRESS, body, format="json")


def test_a_quote_becomes_an_excerpt_with_its_address(pinning, text):
    answer = pin(pinning, document="dyke1901", quote="raised by hand")

    passage = Passage.objects.get()
    assert (answer.status_code, answer["Location"]) == (201, f"http://testserver{ADDRESS}{passage.public_id}/")
    shown = pinning.get(answer["Location"])
    assert (shown.json(), shown["ETag"]) == ({name: value for name, value in answer.json().items() if name != "located"}, answer["ETag"])
    assert answer.json()["located"] == {"grade": "exact", "diff": [{"kind": "equal", "quoted": "raised by hand", "held": "raised by hand"}]}
    assert (passage.start, passage.quote, passage.status, passage.origin) == (86, "raised by hand", "exact", "human")
    change = Change.objects.of(passage).get()
    assert (change.user, change.reason) == ("carla", "Pinned over the API")


def test_the_same_quote_again_is_the_same_excerpt(pinning, text):
    first, second = pin(pinning, document="dyke1901", quote="raised by hand"), pin(pinning, document="dyke1901", quote="raised by\nhand")

    assert (first.status_code, second.status_code, second.json()["id"]) == (201, 200, first.json()["id"])
    assert (second.json()["text"], second.json()["located"]["grade"]) == ("raised by hand", "normalised")


def test_a_span_becomes_an_excerpt(pinning, text):
    answer = pin(pinning, text=text.public_id, start=4, end=8)

    assert (answer.status_code, answer.json()["text"], "located" in answer.json()) == (201, "dyke", False)


def test_a_quote_in_several_places_is_refused_with_all_of_them(pinning, text):
    answer = pin(pinning, document="dyke1901", quote="The dyke was raised")

    assert (answer.status_code, answer["Content-Type"]) == (422, "application/problem+json")
    problem = answer.json()
    assert problem["errors"] == [
        {"field": "quote", "message": "These words stand in dyke1901 2 times (at 0, 73); add the words before or after."}
    ]
    assert (problem["grade"], [(one["start"], one["end"]) for one in problem["candidates"]]) == ("ambiguous", [(0, 19), (73, 92)])
    assert pin(pinning, document="dyke1901", quote="The dyke was raised", suffix=" by hand").status_code == 201


def test_a_quote_in_other_words_is_refused_with_the_difference(pinning, text):
    answer = pin(pinning, document="dyke1901", quote="The dyke was raised in the year of the comet, and again two years later.")

    problem = answer.json()
    assert (answer.status_code, problem["grade"], len(problem["candidates"])) == (422, "approximate", 1)
    assert [(one["quoted"].strip(), one["held"].strip()) for one in problem["candidates"][0]["diff"] if one["kind"] != "equal"] == [
        ("two", "ten")
    ]
    # The words as the text has them are another request, knowingly made.
    assert pin(pinning, document="dyke1901", quote=problem["candidates"][0]["text"]).status_code == 201


def test_absent_words_are_refused(pinning, text):
    answer = pin(pinning, document="dyke1901", quote="Sluices of cedar were never mentioned anywhere")

    assert (answer.status_code, answer.json()["grade"], answer.json()["candidates"]) == (422, "absent", [])
    assert not Passage.objects.exists()


@pytest.mark.parametrize(
    ("body", "status", "fields"),
    [
        ({}, 400, ["document", "quote"]),
        ({"quote": "dyke"}, 400, ["document"]),
        ({"text": "abcd", "start": 1}, 400, ["end"]),
        ({"document": "dyke1901", "quote": "dyke", "start": 1}, 400, ["start"]),
        ({"text": "abcd", "start": 1, "end": 2, "quote": "dyke"}, 400, ["quote"]),
        ({"text": "abcd", "start": 1, "end": 2}, 422, ["text"]),
        ({"text": "abcd", "start": -1, "end": 2}, 400, ["start"]),
        ({"text": "abcd", "start": "1", "end": 2}, 400, ["start"]),
        ({"text": "abcd", "start": True, "end": 2}, 400, ["start"]),
        ({"text": "abcd", "start": 1, "end": 10**30}, 400, ["end"]),
        ({"document": "nobody1900", "quote": "dyke"}, 404, ["document"]),
        ({"document": "dyke1901", "quote": "dyke", "published": True}, 400, ["published"]),
    ],
)
def test_what_is_not_fit_is_refused_at_its_field(pinning, text, body, status, fields):
    answer = pin(pinning, **body)

    assert (answer.status_code, [one["field"] for one in answer.json()["errors"]]) == (status, fields)
    assert not Passage.objects.exists()


@pytest.mark.parametrize(("start", "end"), [(8, 4), (4, 4), (0, 102)])
def test_a_span_that_is_none_of_the_text_is_refused(pinning, text, start, end):
    answer = pin(pinning, text=text.public_id, start=start, end=end)

    assert (answer.status_code, [one["field"] for one in answer.json()["errors"]]) == (422, ["start"])


def test_pinning_is_for_accounts_that_may_add_passages(api, text, django_user_model):
    stranger = pin(api, document="dyke1901", quote="raised by hand")
    reader = django_user_model.objects.create_user("rosa")
    api.credentials(HTTP_AUTHORIZATION=f"Token {Token.objects.create(user=reader).key}")
    refused = pin(api, document="dyke1901", quote="raised by hand")

    assert (stranger.status_code, refused.status_code) == (401, 403)
    assert refused.json()["detail"] == "Pinning is for curators: your account may not add passages. Ask an administrator."


def test_a_private_text_is_neither_searched_nor_sliced_for_a_curator(pinning, api):
    text = TextFactory(content=WORDS, rights="private")

    by_quote = pin(pinning, document=text.document.citation_key, quote="raised by hand")
    by_span = pin(pinning, text=text.public_id, start=0, end=8)

    assert (by_quote.status_code, by_span.status_code) == (422, 422)
    assert not Passage.objects.exists()
