"""How editors see and administrators set what excerpts may show of a text."""

from __future__ import annotations

import pytest

from sources.models import Text
from tests.factories.sources import PassageFactory, TextFactory
from tests.history.admin.pages import errors, filled, page

pytestmark = pytest.mark.django_db

WORDS = " ".join(f"word-{n:04}" for n in range(100))
LIMITS = {"rights": "excerpt_only", "excerpt_most_words": 20, "excerpt_most_share": 30}


@pytest.fixture
def text() -> Text:
    """A text of which an excerpt shows 17 of 20 words."""
    text = TextFactory(content=WORDS, **LIMITS)
    PassageFactory(text=text, start=100, end=200, is_published=True)
    return text


def test_a_text_says_how_much_excerpts_show_and_warns_near_the_limit(client, curator, text):
    client.force_login(curator)
    far = TextFactory(content=f"{WORDS}.", **LIMITS)

    shown = client.get(page("sources_text", "change", text.pk)).content.decode()
    other = client.get(page("sources_text", "change", far.pk)).content.decode()

    assert "17 of 20 words, 16.4 % of 30 %" in shown
    assert "near its limit</span>" in shown
    assert "0 of 20 words, 0.0 % of 30 %" in other
    assert "near its limit</span>" not in other


def test_the_list_of_texts_finds_those_near_their_limit(client, curator, text):
    client.force_login(curator)
    far, open_text = TextFactory(content=f"{WORDS}.", **LIMITS), TextFactory(content=WORDS + "!")
    PassageFactory(text=open_text, start=0, end=900, is_published=True)

    found = {
        answer: {row.pk for row in client.get(page("sources_text", "changelist"), {"near_limit": answer}).context["cl"].result_list}
        for answer in ("yes", "no")
    }

    assert found == {"yes": {text.pk}, "no": {far.pk, open_text.pk}}


def test_the_meters_of_a_list_are_read_at_once(client, curator, text, django_assert_max_num_queries):
    client.force_login(curator)
    address = page("sources_text", "changelist")
    client.get(address)
    with django_assert_max_num_queries(100) as few:
        client.get(address)
    for number in range(5):
        TextFactory(content=f"{WORDS} {number}", **LIMITS)

    with django_assert_max_num_queries(len(few.captured_queries)):
        client.get(address)


def test_a_passage_says_how_much_is_shown_of_its_text(client, curator, text):
    client.force_login(curator)

    shown = client.get(page("sources_passage", "change", text.passages.get().pk)).content.decode()

    assert "17 of 20 words, 16.4 % of 30 %" in shown


def test_a_passage_that_does_not_fit_is_not_published_and_the_page_says_why(client, editor, text):
    client.force_login(editor)
    passage = PassageFactory(text=text, start=500, end=600)
    address = page("sources_passage", "change", passage.pk)

    answer = client.post(address, filled(client.get(address), is_published="on"), follow=True)

    (said,) = errors(answer)["__all__"]
    assert said.startswith(
        f"Version 1 of {text.document.citation_key} is shown in excerpts only, and this would show 34 of at most 20 words"
    )
    passage.refresh_from_db()
    assert not passage.is_published


def test_an_editor_shows_less_and_only_an_administrator_more(client, editor, administrator, text):
    address = page("sources_text", "change", text.pk)
    client.force_login(editor)
    assert "excerpt_most_words" not in client.get(address).context["adminform"].form.fields
    refused = client.post(address, filled(client.get(address), rights="open", change_reason="why"))
    assert errors(refused)["__all__"] == [f"Only an administrator allows more of text {text.public_id} to be shown, and says why (law 7)."]

    client.force_login(administrator)
    for reason in ("", "The publisher agreed."):
        client.post(address, filled(client.get(address), excerpt_most_words="40", change_reason=reason))
        text.refresh_from_db()
        assert text.excerpt_most_words == (40 if reason else 20)


@pytest.mark.parametrize(("share", "said"), [("0", "greater than or equal to 1"), ("91", "less than or equal to 90")])
def test_a_share_that_is_none_is_refused_at_its_field(client, administrator, text, share, said):
    client.force_login(administrator)
    address = page("sources_text", "change", text.pk)

    answer = client.post(address, filled(client.get(address), excerpt_most_share=share, change_reason="why"))

    assert said in errors(answer)["excerpt_most_share"][0]
