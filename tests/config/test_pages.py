from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import OperationalError
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from config import views
from config.management.commands.demo import _USERS, _make_user


def test_the_first_page_says_what_this_is_and_where_to_go(fixtures, client):
    page = client.get("/").content.decode()

    assert "Every quotation proved" in page
    for address in ("/admin/", "/api/v1/", "/api/v1/docs/", "/api/v1/excerpts/?search="):
        assert address in page
    assert page.count("<blockquote") == 4
    assert page.count('class="sample"') >= 4
    assert "5 texts are not held here" in " ".join(page.split()).replace("The words of 5 texts", "5 texts")


def test_the_first_page_of_an_empty_database_says_so(db, client):
    assert "No excerpt is public yet" in client.get("/").content.decode()


def test_healthz_says_that_all_is_well(db, client):
    response = client.get("/healthz")

    assert (response.status_code, response.json()) == (200, {"status": "ok", "database": "reachable", "migrations_waiting": []})


def test_healthz_names_migrations_that_wait(db, client, monkeypatch):
    applied = MigrationRecorder.applied_migrations
    last = MigrationLoader(None).graph.leaf_nodes("claims")[0]
    monkeypatch.setattr(
        MigrationRecorder,
        "applied_migrations",
        lambda self: {key: done for key, done in applied(self).items() if key != last},
    )

    response = client.get("/healthz")

    assert (response.status_code, response.json()["migrations_waiting"]) == (503, [".".join(last)])


def test_healthz_says_when_the_database_is_out_of_reach(db, client, monkeypatch):
    def out_of_reach(connection):
        raise OperationalError("gone")

    monkeypatch.setattr(views, "MigrationExecutor", out_of_reach)

    response = client.get("/healthz")

    assert (response.status_code, response.json()) == (503, {"status": "unwell", "database": "not reachable"})


@pytest.mark.parametrize("username", ["curator", "editor", "admin"])
def test_a_token_is_printed_for_whom_it_works(fixtures, api, capsys, username):
    for name, group, _ in _USERS:
        _make_user(name, group)

    for _ in range(2):
        call_command("drf_create_token", username)
        words = capsys.readouterr().out.split()
        assert words[:2] == ["Generated", "token"]
        assert words[3:] == ["for", "user", username]
        api.credentials(HTTP_AUTHORIZATION=f"Token {words[2]}")
        assert api.get("/api/v1/claims/?status=draft&count=true").json()["count"] == 2


def test_demo_users_log_in_with_their_names_and_keep_a_changed_password(fixtures, client):
    for _ in range(2):
        for name, group, _may in _USERS:
            _make_user(name, group)

    assert [client.login(username=name, password=name) for name, _, _ in _USERS] == [True] * 3
    editor = get_user_model().objects.get(username="editor")
    editor.set_password("changed since")
    editor.save()
    _make_user("editor", "editors")
    assert client.login(username="editor", password="changed since")
