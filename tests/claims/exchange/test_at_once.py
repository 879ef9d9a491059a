"""Imports of claims that are killed, and imports at once."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection

from claims.models import Claim, Evidence, Review
from tests.bench.claims_exchange import write_claims_file
from tests.claims.exchange.conftest import exported_bytes

CLAIMS = 60
_IMPORT = """
import sys
import django
from django.conf import settings
django.setup()
for alias in settings.DATABASES:
    settings.DATABASES[alias]["NAME"] = sys.argv[1]
from django.core.management import call_command
call_command("import_claims", sys.argv[2], user="root", as_json=True)
"""


@pytest.fixture
def start(committed_db, tmp_path):
    """Import a file in a process of its own, which keeps its temporary files in a folder of its own."""
    get_user_model().objects.create_superuser("root")
    (tmp_path / "temporary").mkdir()

    def start(path: Path) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-c", _IMPORT, committed_db, str(path)],
            cwd=settings.BASE_DIR,
            env=os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings", "TMPDIR": str(tmp_path / "temporary")},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    return start


def counts(process: subprocess.Popen[str]) -> tuple[int, int, int]:
    out, error = process.communicate(timeout=300)
    assert process.returncode == 0, error
    said = json.loads(out)
    return said["created"], said["unchanged"], said["failed"]


@pytest.mark.parametrize("written", ["sources_passage", "claims_review"])
def test_an_import_that_is_killed_leaves_nothing_behind_and_another_that_waits_goes_on(start, tmp_path, written):
    """Killed when passages are written, or reviews are: nothing is left of it, no lock either, and the next brings all."""
    path = tmp_path / "claims.jsonl"
    write_claims_file(path, CLAIMS)
    lines = len(path.read_bytes().splitlines())
    first = start(path)
    _wait_for(lambda: _has_rows(written) or first.poll() is not None)
    was_at_work = first.poll() is None
    waiting = start(path)
    first.send_signal(signal.SIGKILL)
    first.communicate()

    assert was_at_work
    assert counts(waiting) == (lines, 0, 0)
    assert (Claim.objects.count(), Evidence.objects.count(), Review.objects.count()) == (CLAIMS, CLAIMS * 2, CLAIMS * 6)
    assert counts(start(path)) == (0, lines, 0)
    assert list((tmp_path / "temporary").iterdir()) == []


def test_two_files_at_once_that_have_claims_in_common_make_no_doubles(start, tmp_path):
    whole = tmp_path / "whole.jsonl"
    write_claims_file(whole, CLAIMS)
    lines = whole.read_bytes().splitlines(keepends=True)
    sources = [line for line in lines if b'"record"' in line]
    claims = [line for line in lines if b'"record"' not in line]
    (tmp_path / "one.jsonl").write_bytes(b"".join(sources + claims[:40]))
    (tmp_path / "two.jsonl").write_bytes(b"".join(sources + claims[20:]))

    said = [counts(process) for process in [start(tmp_path / "one.jsonl"), start(tmp_path / "two.jsonl")]]

    assert sum(created for created, _, _ in said) == len(lines)
    assert sum(unchanged for _, unchanged, _ in said) == len(sources) + 20
    assert {failed for _, _, failed in said} == {0}
    assert exported_bytes().count(b'"record":"claim"') == CLAIMS


def _has_rows(table: str) -> bool:
    """Whether some import has written rows that are not committed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_relation_size(%s) > 0", [table])
        return bool(cursor.fetchone()[0])


def _wait_for(condition) -> None:
    for _ in range(1200):
        if condition():
            return
        time.sleep(0.02)
    raise AssertionError("it never came about")
