from __future__ import annotations

import hashlib
import subprocess
import sys

from django.conf import settings

from claims.bundles.selection import Asked
from tests.claims.bundles.made import make_bundle
from tests.claims.bundles.packing import SITE
from tests.factories.sources import DocumentFactory, PassageFactory, TextFactory

SCRIPT = """
import sys
import django
from django.conf import settings
django.setup()
settings.DATABASES["default"]["NAME"] = sys.argv[1]
from tests.claims.bundles.made import make_bundle
from claims.bundles.selection import Asked
sys.stdout.buffer.write(make_bundle(Asked(), site=sys.argv[2]))
"""


def test_the_same_state_gives_the_same_bytes_in_another_process(committed_db):
    text = TextFactory(document=DocumentFactory(citation_key="a2000b", title="日本 \\x"))
    PassageFactory(text=text, is_published=True)
    environment = {"DJANGO_SETTINGS_MODULE": "config.settings", "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo", "VAR_DIR": str(settings.VAR_DIR)}

    other = subprocess.run(
        [sys.executable, "-c", SCRIPT, committed_db, SITE], env=environment, cwd=settings.BASE_DIR, capture_output=True, check=True
    )

    assert hashlib.sha256(other.stdout).hexdigest() == hashlib.sha256(make_bundle(Asked(), site=SITE)).hexdigest()
