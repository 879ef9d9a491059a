"""The README keeps its word: its commands run, and answer what it shows."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from config.embedded_postgres import stop

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture
def var_dir() -> Iterator[Path]:
    """A folder that also the account of root's database can enter."""
    folder = Path(tempfile.mkdtemp(prefix="pincite-readme-", dir="/tmp"))
    folder.chmod(0o755)
    yield folder
    stop(folder)
    shutil.rmtree(folder)


@pytest.fixture
def environment(var_dir: Path, tmp_path: Path) -> dict[str, str]:
    """What a newcomer's shell has: no settings, no corpus."""
    ours = {"DATABASE_URL", "APP_DATABASE_URL", "DATABASE_POOL", "HTTPS", "ALLOWED_HOSTS", "SITE_URL", "STATIC_ROOT"}
    inherited = {name: value for name, value in os.environ.items() if name not in ours}
    return inherited | {"VAR_DIR": str(var_dir), "CORPUS_DIR": str(tmp_path / "no corpus"), "PORT": str(free_port())}


def wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 300
    while time.monotonic() < deadline and process.poll() is None:
        with suppress(URLError, ConnectionError), urlopen(address, timeout=10) as answer:
            assert answer.status == 200
            return
        time.sleep(0.2)
    pytest.fail(f"{address} does not answer")


def run_as_written(command: str, folder: Path, environment: dict[str, str]) -> str:
    """Run a line of the README in ``folder``, with this Python and this port."""
    line = command.replace(".venv/bin/python manage.py", f"'{sys.executable}' '{ROOT}/manage.py'")
    line = line.replace(":8000/", f":{environment['PORT']}/")
    finished = subprocess.run(["bash", "-c", line], cwd=folder, env=environment, capture_output=True, text=True, timeout=300, check=False)
    assert finished.returncode == 0, finished.stderr
    return finished.stdout


def assert_shows(shown: Any, answer: Any) -> None:
    """Every value that is shown is in the answer at its place; one that ends in … is the beginning of it."""
    if isinstance(shown, dict):
        for name, value in shown.items():
            assert_shows(value, answer[name])
    elif isinstance(shown, list):
        for part, whole in zip(shown, answer, strict=True):
            assert_shows(part, whole)
    elif isinstance(shown, str) and shown.endswith("…"):
        assert answer.startswith(shown[:-1].rstrip())
    else:
        assert answer == shown


def move_claims(folder: Path, environment: dict[str, str]) -> dict[str, Any]:
    """Run the three commands that move claims, here into the database that they are from; return what the last one answers."""
    lines = [line.partition("#")[0].rstrip() for block in blocks("text") for line in block.splitlines() if line.startswith(".venv/")]
    export, account, bring = lines
    run_as_written(export, folder, environment)
    run_as_written(f"{account} --no-input --email root@example.org", folder, environment | {"DJANGO_SUPERUSER_PASSWORD": "of nobody"})
    answer: dict[str, Any] = json.loads(run_as_written(f"{bring} --json", folder, environment))
    return answer


def take_a_table(folder: Path, environment: dict[str, str]) -> dict[str, Any]:
    """Bring a table in by the mapping that the README shows, with a sentence of the demonstration."""
    (folder / "found.toml").write_text(blocks("toml")[0], encoding="utf-8")
    row = ("17", "The Board needs a rule.", "the gate", "penhallick2020closing", "The Board should adopt a written rule", "SUPPORT")
    names = ("claim_id", "claim", "about", "source", "sentence", "label")
    (folder / "found.csv").write_text("\n".join(map(";".join, (names, row))), encoding="utf-8")
    command = ".venv/bin/python manage.py import_claims found.csv --mapping found.toml --json"
    answer: dict[str, Any] = json.loads(run_as_written(command, folder, environment))
    return answer


def test_the_demo_answers_as_the_readme_shows_and_stops_cleanly(environment: dict[str, str], var_dir: Path, tmp_path: Path):
    commands = [line for block in blocks("sh") for line in block.splitlines() if line.startswith(("curl ", ".venv/"))]
    with (tmp_path / "demo.log").open("wb") as log:
        demo = subprocess.Popen([sys.executable, ROOT / "manage.py", "demo"], env=environment, stdout=log, stderr=log)
        try:
            wait_for(f"http://127.0.0.1:{environment['PORT']}/healthz", demo)
            curl, *others = commands
            excerpt = json.loads(run_as_written(curl, tmp_path, environment))
            for command in others:
                run_as_written(command, tmp_path, environment)
            moved, found = move_claims(tmp_path, environment), take_a_table(tmp_path, environment)
        finally:
            demo.send_signal(signal.SIGTERM)
            code = demo.wait(timeout=300)

    assert_shows(json.loads(blocks("json")[0]), excerpt)
    assert (moved["failed"], moved["created"], moved["unchanged"] > 0) == (0, 0, True)
    assert (found["failed"], found["entries"][0]["key"], found["entries"][0]["result"]) == (0, "finder-17", "created")
    assert "@report{penhallick2020closing," in (tmp_path / "references.bib").read_text(encoding="utf-8")
    assert (code, (var_dir / "postgres" / "data" / "postmaster.pid").exists()) == (0, False), (tmp_path / "demo.log").read_text()


def test_the_quick_start_is_two_commands_of_the_makefile():
    commands = blocks("sh")[0].splitlines()
    targets = re.findall(r"^(\w[\w-]*):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)

    assert commands == ["make demo", "make test"]
    assert {"demo", "test", "lint", "install"} <= set(targets)


@pytest.mark.parametrize("page", [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")], ids=lambda page: page.name)
def test_links_to_files_lead_somewhere(page: Path):
    links = re.findall(r"\]\((?!https?://|#)([^)#]+)", page.read_text(encoding="utf-8"))

    assert [link for link in links if not page.parent.joinpath(link).exists()] == []


def test_links_within_the_readme_lead_to_a_heading():
    headings = {heading.lower().replace(" ", "-") for heading in re.findall(r"^#+ (.*)$", README, re.MULTILINE)}

    assert set(re.findall(r"\]\(#([^)]+)\)", README)) <= headings
