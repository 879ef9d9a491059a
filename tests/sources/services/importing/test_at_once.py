"""Imports that are killed, and imports at once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from history.models import Change
from sources.models import Author, Document
from tests.bench.bibliography import write_bibliography_file

ENTRIES = 3000
_IMPORT = """
import sys
import django
from django.conf import settings
django.setup()
for alias in settings.DATABASES:
    settings.DATABASES[alias]["NAME"] = sys.argv[1]
from django.core.management import call_command
call_command("import_sources", sys.argv[2])
"""


def start(database: str, path: Path) -> subprocess.Popen[str]:
    """Import a file in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-c", _IMPORT, database, str(path)],
        cwd=settings.BASE_DIR,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.fixture
def many(tmp_path) -> Path:
    path = tmp_path / "many.bib"
    write_bibliography_file(path, ENTRIES)
    return path


def _has_begun() -> bool:
    """Whether some import has written documents that are not committed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_relation_size('sources_document') > 100000")
        return bool(cursor.fetchone()[0])


def test_an_import_that_is_killed_leaves_nothing_behind(committed_db, many):
    process = start(committed_db, many)
    for _ in range(600):
        if _has_begun() or process.poll() is not None:
            break
        time.sleep(0.05)
    was_at_work = process.poll() is None
    process.send_signal(signal.SIGKILL)
    process.communicate()
    _wait_until_alone()

    assert was_at_work
    assert (Document.objects.count(), Author.objects.count(), Change.objects.count()) == (0, 0, 0)


def test_two_imports_of_one_file_at_once_make_no_doubles(committed_db, many):
    processes = [start(committed_db, many) for _ in range(2)]
    said = [process.communicate(timeout=300) for process in processes]

    assert [process.returncode for process in processes] == [0, 0], said
    assert sorted(out.splitlines()[-1] for out, _ in said) == [
        f"Done: 0 created, 0 updated, {ENTRIES} unchanged, 0 failed.",
        f"Done: {ENTRIES} created, 0 updated, 0 unchanged, 0 failed.",
    ]
    assert Document.objects.count() == ENTRIES


def _wait_until_alone() -> None:
    """Wait until the server has noticed that the other process is gone."""
    for _ in range(100):
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()")
            if not cursor.fetchone()[0]:
                return
        time.sleep(0.1)
