"""The page of a conflict in a real browser, without a line of JavaScript of its own."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from sources.models import Document
from tests.factories.sources import AuthorFactory, ContributionFactory, DocumentFactory
from tests.history.admin.pages import page as address

pytestmark = pytest.mark.browser


def test_the_second_of_two_editors_chooses_and_loses_nothing(signed_in):
    document = DocumentFactory(title="The harbour gate", publisher="Tide Press", note="")
    ContributionFactory(document=document, position=1, author=AuthorFactory(family="Tarrowby", given="Ann"), credited="")
    carla, edith = signed_in("carla"), signed_in("edith")
    where = address("sources_document", "change", document.pk)
    carla.goto(where)
    edith.goto(where)

    edith.fill("#id_title", "The harbour gates")
    edith.fill("#id_publisher", "Ebb & Flow")
    edith.fill("#id_change_reason", "as the title page has it")
    edith.get_by_role("button", name="Save and continue editing").click()
    expect(edith.get_by_text("was changed successfully")).to_be_visible()
    carla.fill("#id_title", "The Harbour Gate of Halver")
    carla.fill("#id_edition", "2")
    carla.get_by_role("button", name="Save and continue editing").click()

    expect(carla.get_by_role("heading", name="Somebody else changed this document")).to_be_visible()
    expect(carla.get_by_text("“as the title page has it”")).to_be_visible()
    if folder := os.environ.get("SCREENSHOTS"):
        carla.screenshot(path=Path(folder) / "conflict.png", full_page=True)
    carla.get_by_role("button", name="Save what is chosen").click()
    assert carla.get_by_label("Title: mine").evaluate("choice => choice.validity.valueMissing")

    carla.get_by_label("Title: mine").check()
    carla.get_by_role("button", name="Save what is chosen").click()
    expect(carla.get_by_text("was changed successfully")).to_be_visible()
    kept = Document.objects.get()
    assert (kept.title, kept.publisher, kept.edition, kept.revision) == ("The Harbour Gate of Halver", "Ebb & Flow", "2", 3)
