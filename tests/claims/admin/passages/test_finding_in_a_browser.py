"""A quotation is found and pinned in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from sources.models import Passage
from tests.factories.sources import DocumentFactory, TextFactory
from tests.history.admin.pages import page as address

pytestmark = pytest.mark.browser

WORDS = "The “dyke” was raised in the year of the comet,\nand again ten years later. The “dyke” was raised by hand."


def test_a_curator_finds_a_quotation_and_pins_the_words_of_the_text(signed_in):
    TextFactory(document=DocumentFactory(citation_key="dyke1901"), content=WORDS)
    carla = signed_in("carla")

    carla.goto(address("sources_passage", "changelist"))
    carla.get_by_role("link", name="Find a quotation").last.click()
    carla.fill("#id_quote", 'The "dyke" was raised')
    carla.get_by_role("button", name="Find it").click()
    expect(carla.get_by_text("The quote fits more than one place.")).to_be_visible()
    expect(carla.locator(".pin-card mark")).to_have_count(2)

    carla.fill("#id_words_after", " by hand")
    carla.get_by_role("button", name="Find it").click()
    expect(carla.get_by_text("These words stand here, otherwise printed.")).to_be_visible()
    carla.get_by_role("button", name="Pin this").click()
    expect(carla.get_by_text("Pinned: these are the words of the text")).to_be_visible()

    passage = Passage.objects.get()
    assert (passage.start, passage.quote) == (75, "The “dyke” was raised")
