from __future__ import annotations

import pytest
from django.urls import reverse

from history.models import Change
from sources.models import Passage
from tests.factories.sources import DocumentFactory, MarkFactory, TextFactory
from tests.history.admin.pages import messages_of, page

pytestmark = pytest.mark.django_db
WORDS = "The dyke was raised in the year of the comet, and again ten years later. The dyke was raised by hand."


@pytest.fixture
def text():
    held = TextFactory(document=DocumentFactory(citation_key="dyke1901"), content=WORDS)
    MarkFactory(text=held, label="page", value="4", start=0, end=len(WORDS))
    return held


def find(client, quote, **given):
    return client.post(reverse("admin:sources_passage_find_quotation"), {"quote": quote, **given}, follow=True)


def test_a_quotation_is_found_among_all_texts_and_pinned(client, curator, text):
    client.force_login(curator)

    shown = find(client, "raised\r\nby hand")
    ((name, place),) = shown.context["places"]
    pinned = find(client, "raised\r\nby hand", pin=name)

    assert shown.context["verdict"] == "These words stand here, otherwise printed."
    assert ("dyke1901, page 4" in place, "The dyke was <mark>raised by hand</mark>." in place) == (True, True)
    passage = Passage.objects.get()
    assert pinned.redirect_chain == [(page("sources_passage", "change", passage.pk), 302)]
    assert (passage.quote, Change.objects.of(passage).get().reason) == ("raised by hand", "Found by its words")
    assert messages_of(pinned) == ["Pinned: these are the words of the text, proved to the character."]
    assert messages_of(find(client, "raised by hand", pin=name)) == ["These words are pinned already: here they are."]


@pytest.mark.parametrize(
    ("quote", "verdict", "places"),
    [
        ("The dyke was raised", "The quote fits more than one place. Choose, or add the words before or after it.", 2),
        (
            "The dyke was raised in the year of the comet, and again two years later.",
            "Not these words, but nearly, stand here. The differences are marked.",
            1,
        ),
        ("Sluices of cedar were never mentioned anywhere", "These words stand nowhere in what is held.", 0),
    ],
)
def test_each_answer_is_said_in_a_sentence(client, curator, text, quote, verdict, places):
    client.force_login(curator)

    context = find(client, quote).context

    assert (context["verdict"], len(context["places"])) == (verdict, places)


def test_words_of_texts_and_quotes_are_no_markup(client, curator):
    client.force_login(curator)
    TextFactory(content="The sign <script>alert(1)</script> stood at the gate & was read by all who came.")

    shown = find(client, "<script>alert(1)</script> stood at the gate & was read by all who came.").content.decode()

    assert "<script>alert(1)" not in shown
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown


def test_what_cannot_be_looked_for_is_said_at_its_field(client, curator, text):
    client.force_login(curator)
    awaited = TextFactory(document__citation_key="sluice1950", content=None, words=WORDS)

    assert find(client, " ").context["form"].errors == {"quote": ["Paste the words that are looked for."]}
    assert find(client, "dyke", document=awaited.document_id).context["form"].errors == {
        "document": ["No words of sluice1950 are held that may be searched."]
    }


def test_a_place_where_the_quote_does_not_stand_is_not_pinned(client, curator, text):
    client.force_login(curator)

    answer = find(client, "raised by hand", pin=f"{text.pk}:0:4")

    assert messages_of(answer) == ["The place you chose is none of those where the quote stands. Look again."]
    assert not Passage.objects.exists()


def test_private_words_are_found_by_administrators_alone(client, curator, administrator):
    TextFactory(content=WORDS, rights="private")

    found = []
    for user in (curator, administrator):
        client.force_login(user)
        found.append(len(find(client, "raised by hand").context["places"]))

    assert found == [0, 1]
