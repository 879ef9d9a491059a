from __future__ import annotations

import re
from html import unescape

import pytest
from django.urls import reverse

from history.models import Change
from sources.models import Mark, Passage
from sources.services.page_breaks import state_of_pages
from tests.factories.sources import MarkFactory, PassageFactory, TextFactory
from tests.history.admin.pages import page

pytestmark = pytest.mark.django_db
WORDS = "The gate stood open.\nNobody shut it.\nThe tide came in.\nThe quay was wet.\n"


@pytest.fixture
def text():
    text = TextFactory(content=WORDS)
    MarkFactory(text=text, value="4", basis="typed", start=0, end=37)
    MarkFactory(text=text, value="5", basis="counted", start=37, end=len(WORDS))
    return text


@pytest.fixture
def act(client, curator, text):
    """Post to the panel of the text; return the answer's words and the fields of the form that it holds."""
    client.force_login(curator)

    def post(name, **fields):
        answer = client.post(reverse(f"admin:sources_text_pages_{name}", args=[text.pk]), fields)
        body = answer.content.decode()
        shown = " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())
        return shown, dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', body)), answer

    return post


def pages(text):
    return [(mark.start, mark.value, mark.basis) for mark in Mark.objects.filter(text=text).pages()]


def test_what_would_change_is_shown_saved_and_undone(act, text, curator):
    moves = PassageFactory(text=text, start=21, end=36)
    shown, fields, answer = act("look", act="set", start="21", label="")

    assert "Nothing is saved yet. 1 page more, 0 fewer, 2 changed. 1 excerpt would get another locator:" in shown
    assert f"{moves.start}–{moves.end} : p. 4 → p. 5" in shown
    assert (pages(text), "HX-Trigger" in answer.headers) == ([(0, "4", "typed"), (37, "5", "counted")], False)

    shown, _, answer = act(
        "set", **{name: value for name, value in fields.items() if name != "csrfmiddlewaretoken"}, reason="lost in the scan"
    )
    assert shown.startswith("Saved. 1 page more")
    assert answer.headers["HX-Trigger"] == "pin-marks-changed"
    assert pages(text) == [(0, "4", "typed"), (21, "5", "counted"), (37, "6", "counted")]
    latest = Change.objects.filter(table="sources_mark").latest("id")
    assert (latest.who, latest.reason) == (str(curator), "lost in the scan")

    assert act("undo")[0].startswith("Undone.")
    assert pages(text) == [(0, "4", "typed"), (37, "5", "counted")]
    assert act("undo")[0] == "There is nothing of yours to undo in this text."


@pytest.mark.parametrize(
    ("asked", "result"),
    [
        ({"act": "set", "start": "37", "label": "iv"}, [(0, "4", "typed"), (37, "iv", "typed")]),
        ({"act": "unnumbered", "start": "37"}, [(0, "4", "typed"), (37, "", "unnumbered")]),
        ({"act": "remove", "start": "37"}, [(0, "4", "typed")]),
        ({"act": "move", "start": "37", "to": "55"}, [(0, "4", "typed"), (55, "5", "counted")]),
        ({"act": "continue", "start": "0"}, [(0, "4", "typed"), (37, "5", "counted")]),
    ],
)
def test_each_act_does_what_it_says(act, text, asked, result):
    _, fields, _ = act("look", **asked)

    act("set", **fields)

    assert pages(text) == result


def test_pages_that_somebody_else_changed_meanwhile_are_left_alone_and_drawn_again(act, text):
    _, fields, _ = act("look", act="set", start="21", label="9")
    Mark.objects.filter(text=text, start=37).update(value="7", basis="typed")

    shown, _, answer = act("set", **fields)

    assert shown == "Somebody else changed the pages of this text since you read them. Nothing of yours is saved: look at them again."
    assert answer.headers["HX-Trigger"] == "pin-marks-changed"
    assert pages(text) == [(0, "4", "typed"), (37, "7", "typed")]


@pytest.mark.parametrize(
    ("asked", "fault"),
    [
        ({"act": "set", "start": ""}, "Start: Choose a place in the words first."),
        ({"act": "set", "start": "x"}, "Start: A place in the text is a whole number: choose it in the words."),
        ({"act": "set", "start": "5000"}, "start: a page cannot begin at 5000: the text has the places 0 to 72."),
        ({"act": "burn", "start": "3"}, "Choose what to do at this place."),
        ({"act": "remove", "start": "3"}, "No page begins at 3: choose a page's sign in the text, or set a break first."),
    ],
)
def test_what_cannot_be_done_is_said(act, text, asked, fault):
    assert act("look", **asked)[0] == fault
    assert act("set", **asked, seen=state_of_pages(text))[0] == fault
    assert len(pages(text)) == 2


def test_labels_that_two_pages_have_are_pointed_out(act):
    assert "Two pages or more are called 4." in act("look", act="set", start="37", label="4")[0]


def test_breaks_of_a_private_text_are_for_administrators_and_nothing_is_changed_by_a_mere_visit(client, act, text):
    assert client.get(reverse("admin:sources_text_pages_set", args=[text.pk])).status_code == 405
    text.rights = "private"
    text.save()

    assert act("look", act="remove", start="37")[2].status_code == 403


def test_selected_words_are_pinned_by_their_verbatim_span(client, curator, text):
    client.force_login(curator)

    answer = client.post(reverse("admin:sources_text_pin", args=[text.pk]), {"start": "21", "end": "36"})

    passage = Passage.objects.get()
    assert (passage.quote, answer.url) == ("Nobody shut it.", page("sources_passage", "change", passage.pk))
    answer = client.post(reverse("admin:sources_text_pin", args=[text.pk]), {"start": "36", "end": "21"}, follow=True)
    assert "it starts before it ends" in answer.content.decode()
    assert Passage.objects.count() == 1


def test_the_reader_shows_the_words_for_reading_with_the_way_back(client, curator):
    client.force_login(curator)
    text = TextFactory(content="The har-\nbour gate.\r\nIt closed.\r\n")

    body = client.get(reverse("admin:sources_text_words", args=[text.pk]), {"as": "reading"}).content.decode()
    printed = client.get(reverse("admin:sources_text_words", args=[text.pk])).content.decode()

    assert ">The harbour gate. It closed.</div>" in body
    assert 'data-runs="[[0,7,0,7],[7,10,9,19],[17,1,19,21],[18,10,21,31]]"' in body
    assert ">The har-\nbour gate.&#13;\nIt closed.&#13;\n</div>" in printed
