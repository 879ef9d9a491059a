"""Page breaks set and words pinned in a real browser, by pointer and by keyboard."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from sources.models import Mark, Passage
from tests.factories.sources import MarkFactory, PassageFactory, TextFactory
from tests.history.admin.pages import page as address

pytestmark = pytest.mark.browser

# A sign outside the first plane, a line's end of two characters, a word that a click must not divide.
WORDS = "".join(f"Line {number} of the log 🚢 of the har-\r\nbour gate.\r\n" for number in range(120))


def pages() -> list[tuple[int, str, str]]:
    return [(mark.start, mark.value, mark.basis) for mark in Mark.objects.pages()]


def open_text(window: Page, query: str = "") -> None:
    window.goto(f"{address('sources_text', 'change', Mark.objects.get(label='page', start=0).text_id)}{query}#words")


@pytest.fixture
def text(site):
    text = TextFactory(content=WORDS)
    MarkFactory(text=text, value="4", basis="typed", start=0, end=len(WORDS))
    return text


def click_on(window: Page, words: str) -> None:
    """Click in the first of these words, where they are drawn first."""
    place = window.evaluate(
        """words => {
            const walker = document.createTreeWalker(document.querySelector(".pin-reader"), NodeFilter.SHOW_TEXT);
            while (walker.nextNode()) {
                const at = walker.currentNode.data.indexOf(words);
                if (at < 0) continue;
                const range = document.createRange();
                range.setStart(walker.currentNode, at);
                range.setEnd(walker.currentNode, at + words.length);
                range.startContainer.parentElement.closest(".pin-reader").scrollTop += range.getBoundingClientRect().top - 500;
                const box = range.getBoundingClientRect();
                return [box.left + box.width / 4, box.top + box.height / 2];
            }
        }""",
        words,
    )
    window.mouse.click(*place)


def test_a_break_is_set_with_a_click_looked_at_saved_and_undone_without_losing_the_place(signed_in, text):
    start = WORDS.index("Line 60")
    PassageFactory(text=text, start=start, end=start + 7)
    carla = signed_in("carla")
    open_text(carla)
    carla.get_by_text("Page breaks", exact=True).click()

    click_on(carla, "Line 60")
    expect(carla.locator("#pin-pages-start")).to_have_value(str(start))
    before = carla.evaluate("document.querySelector('.pin-reader').scrollTop")
    assert before > 0
    carla.get_by_role("button", name="Page begins here").click()
    expect(carla.get_by_text("1 excerpt would get another locator:")).to_be_visible()
    expect(carla.get_by_text("p. 4 → p. 5")).to_be_visible()
    assert pages() == [(0, "4", "typed")]

    carla.get_by_role("button", name="Save these pages").click()
    expect(carla.get_by_text("Saved.")).to_be_visible()
    expect(carla.locator(f"#at-{start}")).to_have_text("p. 5")
    assert abs(carla.evaluate("document.querySelector('.pin-reader').scrollTop") - before) < 60
    assert pages() == [(0, "4", "typed"), (start, "5", "counted")]

    carla.get_by_role("button", name="Undo").click()
    expect(carla.get_by_text("Undone.")).to_be_visible()
    expect(carla.locator(f"#at-{start}")).to_have_count(0)
    assert pages() == [(0, "4", "typed")]


def test_by_keyboard_a_place_is_reached_word_by_word_and_a_label_typed(signed_in, text):
    carla = signed_in("carla")
    open_text(carla)
    carla.get_by_text("Page breaks", exact=True).click()

    carla.locator(".pin-reader").focus()
    for key in ("ArrowRight", "ArrowDown", "ArrowRight", "ArrowLeft", "Enter"):
        carla.keyboard.press(key)
    start = int(carla.locator("#pin-pages-start").input_value())
    # The eleventh word.
    assert WORDS[start:].split()[0] == WORDS.split()[10]
    expect(carla.locator("#pin-pages-label")).to_be_focused()
    carla.keyboard.type("xii")
    carla.keyboard.press("Enter")
    carla.get_by_role("button", name="Save these pages").click()

    expect(carla.locator(f"#at-{start}")).to_have_text("p. xii")
    assert pages() == [(0, "4", "typed"), (start, "xii", "typed")]


def test_a_label_is_corrected_at_its_sign_and_a_change_by_another_is_not_overwritten(signed_in, text):
    carla = signed_in("carla")
    open_text(carla)
    carla.get_by_text("Page breaks", exact=True).click()
    carla.locator("#at-0.pin-page").click()
    expect(carla.locator("#pin-pages-label")).to_have_value("4")
    carla.locator("#pin-pages-label").fill("iv")
    carla.get_by_role("button", name="Page begins here").click()
    expect(carla.get_by_text("Nothing is saved yet.")).to_be_visible()

    Mark.objects.filter(start=0).update(value="9")
    carla.get_by_role("button", name="Save these pages").click()

    expect(carla.get_by_text("Somebody else changed the pages of this text")).to_be_visible()
    expect(carla.locator("#at-0.pin-page")).to_have_text("p. 9")
    assert pages() == [(0, "9", "typed")]


def test_a_break_is_moved_to_another_place_with_two_clicks(signed_in, text):
    old, new = WORDS.index("Line 3 "), WORDS.index("Line 5 ")
    Mark.objects.update(end=old)
    MarkFactory(text=text, value="xii", basis="typed", start=old, end=len(WORDS))
    carla = signed_in("carla")
    open_text(carla)
    carla.get_by_text("Page breaks", exact=True).click()

    carla.locator(f"#at-{old}.pin-page").click()
    carla.locator("#pin-pages-to").focus()
    click_on(carla, "Line 5 ")
    expect(carla.locator("#pin-pages-to")).to_have_value(str(new))
    expect(carla.locator("#pin-pages-start")).to_have_value(str(old))
    carla.get_by_role("button", name="Move", exact=True).click()
    carla.get_by_role("button", name="Save these pages").click()

    expect(carla.locator(f"#at-{new}")).to_have_text("p. xii")
    assert pages() == [(0, "4", "typed"), (new, "xii", "typed")]


def test_words_selected_in_the_reading_are_pinned_with_their_verbatim_line_ends(signed_in, text):
    carla = signed_in("carla")
    open_text(carla)
    carla.get_by_role("link", name="For reading").click()
    expect(carla.locator(".pin-words")).to_contain_text("Line 0 of the log 🚢 of the harbour gate. Line 1")
    carla.evaluate(
        """() => {
            const node = document.querySelector(".pin-words").firstChild;
            getSelection().setBaseAndExtent(node, node.data.indexOf("log 🚢"), node, node.data.indexOf("gate") + 4);
        }"""
    )

    carla.get_by_role("button", name="Pin the selected words").click()
    expect(carla.get_by_text("Pinned.")).to_be_visible()

    assert Passage.objects.get().quote == "log 🚢 of the har-\r\nbour gate"
