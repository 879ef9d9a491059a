"""``make demo`` as a newcomer meets it: real processes, a real server, signals."""

from __future__ import annotations

import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from config.embedded_postgres import stop
from config.server import refuse_taken_port

ROOT = Path(__file__).parent.parent.parent
# A first start takes some twenty seconds; on a machine under load many times that.
PATIENCE = 300


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def place(tmp_path) -> Iterator[dict[str, str]]:
    """An environment of its own: folder, port, no corpus yet."""
    folder = tmp_path
    (folder / "corpus").mkdir()
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    yield {**kept, "VAR_DIR": str(folder / "var"), "CORPUS_DIR": str(folder / "corpus"), "PORT": str(free_port())}

    stop(folder / "var")
    # For root the cluster lies outside closed folders, and would stay.
    elsewhere = (folder / "var" / "postgres").resolve().parent
    if elsewhere != folder / "var":
        shutil.rmtree(elsewhere)


@contextmanager
def demo(place: dict[str, str]) -> Iterator[tuple[subprocess.Popen[str], Path]]:
    """Run the demo until it answers; end it afterwards if the test has not."""
    printed = Path(place["VAR_DIR"]).with_name("printed.txt")
    with printed.open("w", encoding="utf-8") as out:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "demo"], cwd=ROOT, env=place, stdout=out, stderr=subprocess.STDOUT, text=True
        )
    try:
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline and process.poll() is None:
            try:
                get(place, "/healthz")
                break
            except OSError:
                time.sleep(0.2)
        assert process.poll() is None, printed.read_text(encoding="utf-8")
        yield process, printed
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            process.wait(PATIENCE)
        # Workers whose parent was killed would go on serving.
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)


def get(place: dict[str, str], path: str):
    with urllib.request.urlopen(f"http://127.0.0.1:{place['PORT']}{path}", timeout=20) as answer:
        body = answer.read().decode()
    return json.loads(body) if answer.headers["Content-Type"].startswith("application/json") else body


def refused_in_turn(place: dict[str, str]) -> tuple[int, ...]:
    """The answers to requests on one connection, the bodies of which nobody needs to read."""
    connection = http.client.HTTPConnection("127.0.0.1", int(place["PORT"]), timeout=20)
    body = json.dumps({"statement": "x" * 200_000})
    said = []
    for method, path in (("POST", "claims/"), ("PATCH", "claims/none-such/"), ("PUT", "claims/"), ("GET", "topics/")):
        sent = None if method == "GET" else body
        connection.request(method, f"/api/v1/{path}", sent, {"Content-Type": "application/json"})
        answer = connection.getresponse()
        answer.read()
        said.append(answer.status)
    connection.close()
    return tuple(said)


def manage(place: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", *arguments], cwd=ROOT, env=place, capture_output=True, text=True, timeout=PATIENCE, check=False
    )


def postgres_runs(place: dict[str, str]) -> bool:
    pid_file = Path(place["VAR_DIR"]) / "postgres" / "data" / "postmaster.pid"
    return pid_file.exists()


def test_the_demo_serves_stops_cleanly_and_loses_nothing(place):
    with demo(place) as (process, printed):
        first = get(place, "/api/v1/excerpts/?count=true&limit=200")
        assert get(place, "/healthz")["status"] == "ok"
        assert "Every quotation proved" in get(place, "/")
        assert "--ink" in get(place, "/static/pincite/home.css")
        live = [excerpt for excerpt in first["results"] if excerpt["text"]]
        assert all(excerpt["document"]["is_sample"] for excerpt in live)
        assert len(live) > 20
        stand_off = [excerpt for excerpt in first["results"] if not excerpt["text"]]
        assert {excerpt["document"]["key"] for excerpt in stand_off} == {
            "ikenberry2003introduction",
            "konishi2004japan",
            "mochizuki1998liberal",
            "nodomi2005challenges",
            "watanabe2010deepening",
        }
        assert all(excerpt["locator"] and len(excerpt["quote_sha256"]) == 64 and excerpt["how_to_load"] for excerpt in stand_off)
        assert {refused_in_turn(place) for _ in range(5)} == {(401, 401, 405, 200)}
        # A command shares the running server.
        assert manage(place, "verify").returncode == 0

        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE) == 0
    assert not postgres_runs(place)
    words = printed.read_text(encoding="utf-8")
    for said in (f"http://127.0.0.1:{place['PORT']}/", "curator", "editor", "admin", "curl -s", "not here; its passages are listed"):
        assert said in words

    with demo(place) as (process, printed):
        again = get(place, "/api/v1/excerpts/?count=true&limit=200")
        assert "nothing new" in printed.read_text(encoding="utf-8")
        process.send_signal(signal.SIGINT)
        process.wait(PATIENCE)
    assert again == first
    assert not postgres_runs(place)


@pytest.mark.corpus
def test_corpus_texts_that_appear_later_are_picked_up_and_an_altered_one_is_refused(place, corpus_dir):
    with demo(place):
        pass
    for path in corpus_dir.iterdir():
        copy = Path(place["CORPUS_DIR"]) / path.name
        copy.write_bytes(path.read_bytes().replace(b"Vietnam", b"Vietnan") if path.name.startswith("konishi") else path.read_bytes())

    with demo(place) as (_, printed):
        words = printed.read_text(encoding="utf-8")
        filled = get(place, "/api/v1/excerpts/?document=nodomi2005challenges&limit=200")["results"]
        refused = get(place, "/api/v1/excerpts/?document=konishi2004japan&limit=200")["results"]
        found = get(place, "/api/v1/excerpts/?search=alliance&document=nodomi2005challenges")["results"]

    assert "Words of nodomi2005challenges: loaded, every passage proved." in words
    assert "Words of konishi2004japan: REFUSED. konishi-2004-alliance-should-be-balanced.txt: law 1" in words
    assert filled
    assert {excerpt["status"] for excerpt in filled} == {"exact"}
    text = (corpus_dir / "nodomi-2005-challenges-to-the-alliance.txt").read_text(encoding="utf-8")
    for excerpt in filled:
        _, position = excerpt["selectors"]
        assert excerpt["text"] == text[position["start"] : position["end"]]
        assert excerpt["citation"]["in_text"].startswith("(Nodomi, 2005, p")
    assert {excerpt["status"] for excerpt in refused} == {"pinned"}
    assert "<mark>alliance</mark>" in found[0]["highlight"]


def test_a_taken_port_is_said_before_anything_starts(place):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", int(place["PORT"])))
        taken.listen()
        result = manage(place, "demo")

    assert result.returncode == 1
    assert f"127.0.0.1:{place['PORT']} cannot be used" in result.stderr


def test_a_killed_demo_starts_again_in_its_place(place):
    with demo(place) as (process, _):
        os.kill(process.pid, signal.SIGKILL)
        process.wait(PATIENCE)
    # Else the last word of the workers that it left would be taken for the first of the next.
    refuse_taken_port("127.0.0.1", int(place["PORT"]))

    with demo(place) as (process, _):
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE) == 0
    assert not postgres_runs(place)


def test_a_production_setting_refuses_demo_users(place):
    result = manage({**place, "ALLOWED_HOSTS": "pincite.example"}, "demo")

    assert result.returncode == 1
    assert "passwords everybody knows" in result.stderr
