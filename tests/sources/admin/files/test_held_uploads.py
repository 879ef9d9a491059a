"""Bibliographies between the look at them and their import."""

from __future__ import annotations

import pytest

from history.admin.uploads import held
from sources.models import Document
from tests.history.admin.pages import messages_of
from tests.sources.admin.files.imports import TWO, faults, given, look, pressed

pytestmark = pytest.mark.django_db


def test_pressed_twice_it_imports_once(client, curator):
    client.force_login(curator)
    answer = given(client, TWO)

    pressed(client, answer, "import")
    again = pressed(client, answer, "import")

    assert Document.objects.count() == 2
    assert messages_of(again) == []
    assert again.context["sentences"] == ["2 entries came in as new."]


def test_going_back_forgets_the_file(client, curator, kept_here):
    client.force_login(curator)

    back = pressed(client, given(client, TWO), "discard")

    assert messages_of(back) == ["Nothing was imported."]
    assert list(kept_here.iterdir()) == []


def test_a_file_that_is_too_large_is_refused_before_it_is_read(client, curator, settings, kept_here):
    settings.MAX_TEXT_BYTES = 50
    client.force_login(curator)

    assert faults(given(client, TWO))["file"][0].startswith(f"It has {len(TWO)} bytes, more than the 50 that are accepted here. Split it")
    assert faults(given(client, text=TWO.decode()))["text"][0].startswith(f"It has {len(TWO)} bytes")
    assert not kept_here.exists()


def test_a_server_without_a_place_for_the_file_says_so(client, curator, kept_here):
    kept_here.write_text("in the way")
    client.force_login(curator)

    (said,) = faults(given(client, TWO))["file"]

    assert said.startswith("The server has no place to keep the file (")
    assert said.endswith("the folder VAR_DIR must be writable.")


def test_nobody_finds_what_somebody_else_is_importing(client, curator, editor):
    client.force_login(curator)
    address = look(given(client, TWO))
    client.force_login(editor)

    answers = [client.get(address, follow=True), client.post(address, {"act": "import"}, follow=True)]

    for answer in answers:
        assert messages_of(answer) == ["What you looked at is no longer kept: it waits for a day. Choose the file again."]
    assert not Document.objects.exists()


def test_what_waited_too_long_is_gone(client, curator, monkeypatch, kept_here):
    client.force_login(curator)
    answer = given(client, TWO)
    monkeypatch.setattr(held, "KEPT_SECONDS", -1)

    assert messages_of(pressed(client, answer, "import")) == [
        "What you looked at is no longer kept: it waits for a day. Choose the file again."
    ]
    given(client, TWO)

    assert len(list(kept_here.iterdir())) == 1
    assert not Document.objects.exists()


def test_an_account_holds_five_files_at_most(client, curator, kept_here):
    client.force_login(curator)

    for _ in range(7):
        given(client, TWO)

    assert len(list(kept_here.iterdir())) == 5
