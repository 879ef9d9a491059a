"""What the pages of the admin are to whoever hears them, or uses them by keyboard alone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.factories.sources import AuthorFactory
from tests.history.admin.pages import page as address

pytestmark = pytest.mark.browser

#: Controls that can be seen and have no name: neither a label nor words nor a title.
NAMELESS = """() => [...document.querySelectorAll("input:not([type=hidden]), select, textarea, button, a[href], [role=button]")]
  .filter((one) => one.checkVisibility({visibilityProperty: true, opacityProperty: true}))
  .filter((one) => {
    const heard = one.cloneNode(true);
    for (const sign of heard.querySelectorAll(".material-symbols-outlined")) sign.remove();
    const labels = [...(one.labels ?? [])].map((label) => label.textContent);
    const by = (one.getAttribute("aria-labelledby") ?? "").split(" ").map((id) => document.getElementById(id)?.textContent ?? "");
    const written = one.matches("input, select, textarea") ? "" : heard.textContent;
    const images = [...one.querySelectorAll("img")].map((image) => image.alt);
    return ![one.ariaLabel, one.title, written, ...labels, ...by, ...images].some((words) => words?.trim());
  })
  .map((one) => one.outerHTML.slice(0, 120))"""
HEADINGS = "() => document.querySelectorAll('h1:not([role=none])').length"


@pytest.mark.parametrize(
    "opened",
    [
        ("claims_claim", "changelist", ""),
        ("claims_claim", "add", "?type=causal"),
        ("claims_claim", "import_claims", ""),
        ("claims_evidence", "add", ""),
        ("claims_declaredconflict", "add", ""),
        ("sources_passage", "find_quotation", ""),
    ],
    ids=lambda opened: f"{opened[0]} {opened[1]}",
)
def test_every_control_has_a_name_and_every_page_one_heading(signed_in, opened):
    carla: Page = signed_in("carla")
    model, name, asked = opened

    carla.goto(f"{address(model, name)}{asked}")
    expect(carla.locator(".pin-skip")).to_have_count(1)

    assert carla.evaluate(NAMELESS) == []
    assert carla.evaluate(HEADINGS) == 1


def test_choosers_and_choices_are_called_as_their_fields_with_what_is_chosen(signed_in):
    AuthorFactory(family="Penhallick", given="Oona")
    carla: Page = signed_in("carla")
    carla.goto(f"{address('claims_claim', 'add')}?type=causal")

    carla.get_by_role("combobox", name="Holder", exact=True).click()
    carla.locator(".select2-container--open .select2-search__field").fill("penh")
    carla.locator(".select2-results__option", has_text="Penhallick").click()

    expect(carla.get_by_role("combobox", name="Holder").and_(carla.locator("span"))).to_have_accessible_name(
        re.compile("^Holder .*Penhallick")
    )
    expect(carla.get_by_role("searchbox", name="Topics: type to find")).to_be_visible()
    expect(carla.get_by_role("radiogroup", name="Cause: is it known?", exact=True).get_by_role("radio")).to_have_count(3)


def test_the_fields_of_a_new_row_are_called_as_their_columns(signed_in):
    carla: Page = signed_in("carla")
    carla.goto(address("sources_author", "add"))
    carla.get_by_text("Add another Name variant").click()

    expect(carla.locator("#id_variants-0-language")).to_have_accessible_name("Language")
    assert carla.evaluate(NAMELESS) == []


def test_the_content_is_the_first_stop_of_the_keyboard_and_the_sidebar_folds_by_it(signed_in):
    carla: Page = signed_in("carla")
    carla.goto(address("claims_claim", "changelist"))
    sidebar = carla.locator("#nav-sidebar")
    expect(sidebar).to_be_in_viewport()

    carla.keyboard.press("Tab")
    expect(carla.get_by_role("link", name="Skip to the content")).to_be_focused()
    carla.keyboard.press("Enter")
    expect(carla.locator("#content")).to_be_focused()

    carla.get_by_role("button", name="Show or hide the sidebar").locator("visible=true").first.press("Enter")
    expect(sidebar).not_to_be_in_viewport()
