from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from config.database.address import EMBEDDED

ROOT = Path(__file__).parent.parent.parent


@pytest.mark.skipif(settings.DATABASES["default"]["HOST"] != EMBEDDED, reason="DATABASE_URL names another server")
@pytest.mark.parametrize(("alias", "role"), [("default", "pincite_app"), ("owner", "pincite_owner")])
def test_dbshell_opens_the_embedded_database(django_db_setup, alias, role):
    result = subprocess.run(
        [sys.executable, "manage.py", "dbshell", "--database", alias, "--", "-Atc", "SELECT session_user"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert (result.stdout.strip(), result.stderr) == (role, "")
