from __future__ import annotations

import secrets

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import environment
from config.database.address import Address, application_address, databases, parse_url

URL = "postgres://owner:s%40cret@db.example:5433/pin%20cite?sslmode=require"


def test_a_url_names_server_user_and_database():
    assert parse_url("DATABASE_URL", URL) == Address("pin cite", "owner", "s@cret", "db.example", "5433", (("sslmode", "require"),))


def test_a_socket_folder_may_stand_in_the_query():
    assert parse_url("DATABASE_URL", "postgresql:///pincite?host=/run/postgresql&user=owner") == Address(
        "pincite", "owner", "", "/run/postgresql"
    )


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("sqlite:///db.sqlite3", "must begin with postgres://"),
        ("mysql://u:p@h/d", "must begin with postgres://"),
        ("postgres://db.example/pincite", "must name a user and a database"),
        ("postgres://owner@db.example/", "must name a user and a database"),
        ("postgres://owner@db.example:port/pincite", "Port could not be cast"),
    ],
)
def test_a_url_that_is_not_fit_is_refused_in_words(url, says):
    with pytest.raises(ImproperlyConfigured, match=f"DATABASE_URL.*{says}"):
        parse_url("DATABASE_URL", url)


def test_the_application_has_a_role_of_its_own_that_every_process_arrives_at():
    owner = parse_url("DATABASE_URL", URL)

    application = application_address(owner)

    assert application == application_address(owner)
    assert (application.name, application.host, application.port, application.options) == (
        owner.name,
        owner.host,
        owner.port,
        owner.options,
    )
    assert application.user != owner.user
    assert application.password not in {"", owner.password}
    assert application_address(Address("pin cite", "owner", "other")).password != application.password


def test_two_urls_are_taken_as_they_are():
    entries = databases(url=URL, app_url="postgres://app:pass@db.example:5433/pincite", pool=3)

    assert (entries["owner"]["USER"], entries["default"]["USER"], entries["default"]["PASSWORD"]) == ("owner", "app", "pass")
    assert entries["default"]["OPTIONS"]["pool"] == {"min_size": 1, "max_size": 3, "timeout": 10}
    assert "pool" not in entries["owner"]["OPTIONS"]


def test_without_a_url_the_embedded_server_is_used():
    entries = databases(url="", app_url="", pool=0)

    assert {alias: (entry["HOST"], entry["USER"]) for alias, entry in entries.items()} == {
        "default": ("embedded", "pincite_app"),
        "owner": ("embedded", "pincite_owner"),
    }


@pytest.mark.parametrize("value", ["maybe", "2", "truee"])
def test_a_truth_value_is_not_guessed(monkeypatch, value):
    monkeypatch.setenv("HTTPS", value)

    with pytest.raises(ImproperlyConfigured, match="write 1 or 0"):
        environment.boolean("HTTPS")


@pytest.mark.parametrize("value", ["-1", "8000.0", "eight", "٨"])
def test_a_number_is_not_guessed(monkeypatch, value):
    monkeypatch.setenv("PORT", value)

    with pytest.raises(ImproperlyConfigured, match="write a whole number"):
        environment.integer("PORT", 8000)


def test_a_secret_is_made_once_and_kept_from_others(tmp_path, monkeypatch):
    monkeypatch.delenv("SECRET_KEY", raising=False)
    kept = tmp_path / "var" / "secret-key"

    made = environment.secret("SECRET_KEY", kept)

    assert environment.secret("SECRET_KEY", kept) == made
    assert len(made) >= 50
    assert kept.stat().st_mode & 0o777 == 0o600
    kept.write_text("short")
    with pytest.raises(ImproperlyConfigured, match="holds no whole secret"):
        environment.secret("SECRET_KEY", kept)


def test_processes_that_start_at_once_have_one_secret_whoever_is_first(tmp_path, monkeypatch):
    monkeypatch.delenv("SECRET_KEY", raising=False)
    kept = tmp_path / "secret-key"
    make, of_another = secrets.token_urlsafe, []

    def make_while_another_starts(size: int) -> str:
        monkeypatch.setattr(secrets, "token_urlsafe", make)
        of_another.append(environment.secret("SECRET_KEY", kept))
        return make(size)

    monkeypatch.setattr(secrets, "token_urlsafe", make_while_another_starts)

    assert [environment.secret("SECRET_KEY", kept)] == of_another
    assert [path.name for path in tmp_path.iterdir()] == ["secret-key"]
