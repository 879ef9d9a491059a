"""Claims brought in as people bring them: a file chosen in a real browser, its faults read line by line, then the import."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Locator, Page, expect

from claims.models import Claim
from sources.models import Text
from tests.browser import TOO_WIDE
from tests.claims.exchange.conftest import WORDS, claim_line, evidence_of
from tests.claims.exchange.tables.test_mapping import HEAD, MAPPING
from tests.factories.sources import DocumentFactory, TextFactory
from tests.history.admin.pages import page as address
from tests.history.admin.uploads import kept_here

__all__ = ["kept_here"]

pytestmark = pytest.mark.browser

ATTACK = "<img src=x onerror=window.attacked=true>"


@pytest.fixture
def text(committed_db: str) -> Text:
    return TextFactory(document=DocumentFactory(citation_key="tarrowby2019holding"), content=WORDS)


def choose(window: Page, field: str, name: str, data: str) -> None:
    """Choose a file for the field with this label, as from the reader's disk."""
    window.get_by_label(field, exact=True).set_input_files({"name": name, "mimeType": "text/plain", "buffer": data.encode()})


def see_what_would_happen(window: Page) -> None:
    """Ask for it; nothing is stored by that."""
    window.get_by_role("button", name="See what would happen").click()
    expect(window.get_by_text("Nothing is stored yet.")).to_be_visible()
    assert not Claim.objects.exists()


def record(window: Page, words: str) -> Locator:
    """The record of the file that has these words."""
    return window.locator(".pin-entries > tbody", has_text=words)


def test_faults_are_read_by_line_the_good_comes_in_and_markup_is_text(signed_in, text):
    good = claim_line("gate-closed", statement=f"{ATTACK} The gate closed.", evidence=[evidence_of(text)])
    lines = [json.dumps(good), "{no json", json.dumps(claim_line("gate-shut", type=ATTACK) | {"unbreakable" * 30: 1})]
    carla: Page = signed_in("carla")
    carla.goto(address("claims_claim", "changelist"))
    carla.get_by_role("link", name="Import claims").last.click()
    choose(carla, "File", "harbour.jsonl", "\n".join(lines))

    see_what_would_happen(carla)

    expect(record(carla, "line 2:")).to_contain_text("cannot be taken")
    expect(record(carla, "line 3, type:")).to_contain_text(ATTACK)
    expect(record(carla, "gate-closed")).to_contain_text("new")

    carla.set_viewport_size({"width": 1024, "height": 800})
    assert carla.evaluate(TOO_WIDE) == []

    carla.get_by_role("link", name="Cannot be taken").click()
    expect(carla.locator(".pin-entries > tbody")).to_have_count(2)

    carla.get_by_role("button", name="Import what is good: 1 new").click()
    expect(carla.get_by_text("1 record imported.")).to_be_visible()
    carla.get_by_role("link", name="gate-closed").click()
    expect(carla.locator("#id_statement")).to_have_value(f"{ATTACK} The gate closed.")
    expect(carla.locator("article", has_text="The harbour gate closed at dawn.")).to_be_visible()
    for name in ("changelist", "import_claims"):
        carla.goto(address("claims_claim", name))
    assert not carla.evaluate("Boolean(window.attacked)")
    assert list(Claim.objects.values_list("public_id", "status", "created_by__username")) == [("gate-closed", "draft", "carla")]


def test_somebody_s_table_is_refused_without_a_mapping_and_read_with_one(signed_in, text):
    table = (
        f"{HEAD}7,{ATTACK} The gate failed.,tarrowby2019holding,The harbour gate closed at dawn.,SUPPORT\n"
        "8,It was shut at night.,tarrowby2019holding,It closed at midnight.,SUPPORT\n"
    )
    carla: Page = signed_in("carla")
    carla.goto(address("claims_claim", "import_claims"))

    choose(carla, "File", "found.csv", table)
    carla.get_by_role("button", name="See what would happen").click()
    expect(carla.get_by_role("alert")).to_have_text("A table needs a mapping that says what its columns mean. An example stands below.")

    choose(carla, "File", "found.csv", table)
    choose(carla, "Mapping", "found.toml", MAPPING)
    see_what_would_happen(carla)
    expect(record(carla, "line 3, ")).to_contain_text("finder-8")
    assert not carla.evaluate("Boolean(window.attacked)")

    carla.get_by_role("button", name="Import what is good: 1 new").click()
    carla.get_by_role("link", name="finder-7").click()
    expect(carla.get_by_text("In found.csv, line 2, finder-7.")).to_be_visible()
    assert not carla.evaluate("Boolean(window.attacked)")
    assert list(Claim.objects.values_list("public_id", "tool")) == [("finder-7", "claim finder 1")]
