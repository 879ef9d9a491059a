"""A bibliography brought in and taken away in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from sources.models import Document
from tests.factories.sources import DocumentFactory
from tests.history.admin.pages import page as address

pytestmark = pytest.mark.browser

MIXED = """@book{ashdown2001gates,
  title = {Gates},
  year = {2001},
  publisher = {Quay and Sons},
}

@book{ashdown2002tides,
  title = {Tides <img src=x onerror="window.attacked = true">},
  year = {2002},
  isbn = {978-0-306-40615-8},
}

@book{ashdown2003bells,
  title = {Bells
"""


def see_what_would_happen(window: Page) -> None:
    """From the list of documents to the look at a chosen file."""
    window.goto(address("sources_document", "changelist"))
    window.get_by_role("link", name="Import a bibliography").last.click()
    window.set_input_files("#id_file", {"name": "harbour.bib", "mimeType": "text/plain", "buffer": MIXED.encode()})
    window.get_by_role("button", name="See what would happen").click()
    expect(window.get_by_text("Nothing is stored yet.")).to_be_visible()


def test_a_curator_looks_at_a_file_updates_and_finds_the_documents(signed_in):
    here = DocumentFactory(citation_key="ashdown2001gates", type="book", title="Gates", issued="2001", publisher="Quay")
    carla = signed_in("carla")

    see_what_would_happen(carla)

    expect(carla.locator("tr", has_text="ashdown2001gates").get_by_text("differs")).to_be_visible()
    expect(carla.get_by_role("cell", name="Quay and Sons", exact=True)).to_be_visible()
    expect(carla.get_by_text("line 10, isbn:")).to_be_visible()
    assert Document.objects.count() == 1

    carla.get_by_role("button", name="and update").click()
    expect(carla.get_by_text("1 document imported, 1 document updated.")).to_be_visible()
    carla.get_by_role("link", name="ashdown2002tides").click()
    expect(carla.locator("#id_issued")).to_have_value("2002")

    here.refresh_from_db()
    assert here.publisher == "Quay and Sons"
    assert not carla.evaluate("Boolean(window.attacked)")


def test_selected_documents_are_downloaded(signed_in):
    for year in (2001, 2002):
        DocumentFactory(citation_key=f"ashdown{year}gates", title=f"Gates of {year}")
    carla = signed_in("carla")
    carla.goto(address("sources_document", "changelist"))

    carla.locator("#action-toggle").check()
    carla.select_option("select[name=action]", label="Take away as BibLaTeX")
    with carla.expect_download() as download:
        carla.get_by_role("button", name="Run").click()

    assert download.value.suggested_filename == "documents.bib"
    text = download.value.path().read_text(encoding="utf-8")
    assert [key for key in ("ashdown2001gates", "ashdown2002gates") if f"{{{key}," in text] == ["ashdown2001gates", "ashdown2002gates"]
