"""Files that are no bibliographies, or pretend to be: a clear answer, and nothing half done."""

from __future__ import annotations

import gzip
import io
import zipfile

import pytest
from django.test import Client

from sources.models import Document
from tests.sources.admin.files.imports import faults, given

pytestmark = pytest.mark.django_db

URL = "/api/v1/imports/"


def zipped() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("works.bib", "@book{a, title = {A}}\n" * 1000)
    return made.getvalue()


NO_BIBLIOGRAPHIES = {
    "a zip": zipped(),
    "a gzip": gzip.compress(b"@book{a, title = {A}}\n" * 1000, mtime=0),
    "a PDF": b"%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj\ntrailer << /Root 1 0 R >>\n%%EOF\n",
    "NUL bytes": b"\x00" * 100_000,
    "NUL bytes among signs": b"@\x00{\x00,\x00=\x00}" * 10_000,
    "half of UTF-16": b"\xff\xfe@\x00b\x00o",
    "open braces": b"@book{" + b"{" * 100_000,
    "lone signs": b"@" * 100_000,
}


@pytest.fixture
def client(api, curator):
    api.force_authenticate(curator)
    return api


@pytest.mark.parametrize("form", ["bibtex", "biblatex", "ris", "csl-json"])
@pytest.mark.parametrize("what", NO_BIBLIOGRAPHIES)
def test_what_is_no_bibliography_is_refused_or_brings_nothing(client, what, form):
    answer = client.generic("POST", f"{URL}?format={form}", NO_BIBLIOGRAPHIES[what], content_type="application/octet-stream")

    assert answer.status_code in {200, 422}
    assert Document.objects.count() == 0


@pytest.mark.parametrize("what", NO_BIBLIOGRAPHIES)
def test_the_admin_says_so_too(client, curator, what):
    browser = Client()
    browser.force_login(curator)

    answer = given(browser, NO_BIBLIOGRAPHIES[what], "works.bib")

    assert answer.status_code == 200
    assert Document.objects.count() == 0


@pytest.mark.parametrize("where", ["key", "field", "name", "extra"])
def test_a_nul_in_an_entry_neither_breaks_the_rest_nor_is_stored(client, where):
    values = {"key": "b", "field": "T", "name": "Gate, A.", "extra": "x"}
    values[where] += "\x00z"
    text = (
        "@book{{{key}, title = {{{field}}}, author = {{{name}}}, shelf = {{{extra}}}}}".format(**values) + "\n@book{good, title = {Good}}\n"
    )

    answer = client.generic("POST", f"{URL}?format=bibtex&keep_going=true", text.encode(), content_type="application/x-bibtex")

    assert answer.status_code in {200, 201}
    assert "good" in Document.objects.values_list("citation_key", flat=True)
    assert not any("\x00" in str(vars(document)) for document in Document.objects.all())


def test_a_file_larger_than_is_accepted_is_refused_in_the_admin(curator, settings):
    settings.MAX_TEXT_BYTES = 1_000_000
    browser = Client()
    browser.force_login(curator)

    answer = given(browser, b"@book{a, title = {A}}\n" * 60_000, "works.bib")

    assert faults(answer)["file"][0].startswith("It has 1,320,000 bytes, more than the 1,000,000 that are accepted here.")


@pytest.mark.parametrize("length", ["²", "9" * 5000, "-1", "x"])
def test_an_announced_length_that_is_none_breaks_nothing(client, length):
    answer = client.generic(
        "POST", f"{URL}?format=bibtex", "@book{a, title = {A}}", content_type="application/x-bibtex", CONTENT_LENGTH=length
    )

    assert answer.status_code < 500
