"""What people do in the admin, done in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from claims.models import Claim, Evidence
from sources.models import Document
from tests.factories.claims import TopicFactory, TopicLabelFactory
from tests.factories.sources import AuthorFactory, ContributionFactory, DocumentFactory, PassageFactory, TextFactory
from tests.history.admin.pages import page as address

pytestmark = pytest.mark.browser

QUOTE = "The harbour gate closed at dawn."


def choose(window: Page, field: str, term: str, choice: str) -> None:
    """Type into a field that finds records, and take one."""
    window.locator(f"#id_{field} + .select2-container").click()
    window.locator(".select2-container--open .select2-search__field").fill(term)
    window.locator(".select2-results__option", has_text=choice).click()


def propose(window: Page) -> None:
    """Choose a kind of claim, state it, find its topic."""
    window.goto(address("claims_claim", "add"))
    window.get_by_text("Something happened.").click()
    window.fill("#id_statement", "The gate closed at dawn.")
    window.fill("#id_attribute_what", "closing of the gate")
    choose(window, "topics", "ebb", "tides (ebb and flow)")
    window.get_by_role("button", name="Save and continue editing").click()
    expect(window.get_by_text("A draft is seen by the staff only.")).to_be_visible()


def add_evidence(window: Page) -> None:
    """From the claim's page: paste the words, say what they do."""
    window.get_by_role("link", name="Add evidence").click()
    choose(window, "document", "tarrowby", "[Sample] tarrowby2019holding")
    window.fill("#id_quote", QUOTE)
    for field, value in {"stance": "supports", "strength": "strong", "voice": "asserts", "basis": "uncited"}.items():
        window.select_option(f"#id_{field}", value)
    expect(window.locator("#id_holder_as_named")).to_be_hidden()
    window.fill("#id_reason", "It says so.")
    window.get_by_role("button", name="Save", exact=True).click()
    expect(window.locator("article", has_text=QUOTE).get_by_text("Sample")).to_be_visible()


def decide(window: Page, act: str, opened_by: str) -> None:
    """Do an act of review to the evidence on the claim's page, then to the claim."""
    card = window.locator("article", has_text=QUOTE)
    card.get_by_text(opened_by).click()
    card.get_by_role("button", name=act).click()
    window.get_by_label("Review").get_by_role("button", name=act).click()


def test_a_curator_proposes_and_an_editor_publishes(signed_in):
    text = TextFactory(document=DocumentFactory(citation_key="tarrowby2019holding", is_sample=True))
    TopicLabelFactory(topic=TopicFactory(slug="tides"), label="ebb and flow")
    carla, edith = signed_in("carla"), signed_in("edith")

    propose(carla)
    add_evidence(carla)
    decide(carla, "Submit for review", opened_by="Submit for review …")
    expect(carla.get_by_text("Deciding is for editors: ask one.").first).to_be_visible()

    claim, evidence = Claim.objects.get(), Evidence.objects.get()
    assert (claim.status, evidence.status, evidence.passage.text) == ("in_review", "in_review", text)

    edith.goto(address("claims_claim", "change", claim.pk))
    expect(edith.get_by_label("Review").get_by_text("It has no accepted evidence yet: accept some first.")).to_be_visible()
    decide(edith, "Approve", opened_by="Approve, Request changes")
    expect(edith.get_by_text("It is public and its words never change.")).to_be_visible()

    claim.refresh_from_db()
    assert (claim.status, claim.created_by.username, list(claim.topics.values_list("slug", flat=True))) == ("published", "carla", ["tides"])


def test_a_rejection_needs_its_comment_before_it_is_sent(signed_in):
    edith = signed_in("edith")
    edith.goto(f"{address('claims_claim', 'add')}?type=event")
    edith.fill("#id_statement", "The gate closed.")
    edith.fill("#id_attribute_what", "closing")
    edith.get_by_role("button", name="Save and continue editing").click()
    edith.get_by_role("button", name="Submit for review").click()

    edith.get_by_role("button", name="Reject").click()

    comment = edith.get_by_label("Comment").first
    assert comment.evaluate("box => box.validity.valueMissing")
    assert Claim.objects.get().status == "in_review"

    comment.fill("Nobody saw it.")
    edith.get_by_role("button", name="Reject").click()
    expect(edith.get_by_text("It was refused for good")).to_be_visible()
    assert Claim.objects.get().status == "rejected"


def test_a_long_text_is_read_to_its_end_by_scrolling(signed_in):
    text = TextFactory(content="A line of a long text.\n" * 2_000 + "The very last words.")
    passage = PassageFactory(text=text, start=0, end=6)
    carla = signed_in("carla")
    carla.goto(address("sources_text", "change", text.pk))
    reader = carla.get_by_label("The words of this text")

    for _ in range(10):
        reader.evaluate("box => box.scrollTo(0, box.scrollHeight)")
        carla.wait_for_timeout(200)
    expect(reader.get_by_text("The very last words.")).to_be_visible()
    assert "".join(reader.locator(".pin-words").all_text_contents()) == text.content

    reader.evaluate("box => box.scrollTo(0, 0)")
    reader.get_by_role("link", name="A line").click()
    expect(carla.locator("blockquote", has_text="A line")).to_be_visible()
    assert carla.url.endswith(address("sources_passage", "change", passage.pk))


def test_contributions_are_dragged_into_order(signed_in):
    document = DocumentFactory()
    for position, family in enumerate(("First", "Second", "Third"), 1):
        ContributionFactory(document=document, position=position, author=AuthorFactory(family=family))
    carla = signed_in("carla")
    carla.goto(f"{address('sources_document', 'change', document.pk)}#contributions")
    handles = carla.locator("#contributions-group .material-symbols-outlined", has_text="drag_indicator")

    third, first = handles.nth(2).bounding_box(), handles.nth(0).bounding_box()
    carla.mouse.move(third["x"] + 5, third["y"] + 5)
    carla.mouse.down()
    for step in range(1, 11):
        carla.mouse.move(third["x"] + 5, third["y"] + (first["y"] - 20 - third["y"]) * step / 10, steps=3)
    carla.mouse.up()
    carla.get_by_role("button", name="Save and continue editing").click()
    expect(carla.get_by_text("was changed successfully")).to_be_visible()

    assert list(document.contributions.values_list("author__family", "position")) == [("Third", 1), ("First", 2), ("Second", 3)]


def test_markup_in_a_record_runs_nowhere(signed_in):
    attack = '<img src=x onerror="window.attacked = true">'
    document = DocumentFactory(title=f"{attack} gates", citation_key="attack2000gates")
    ContributionFactory(document=document, author=AuthorFactory(family=attack))
    TextFactory(document=document, content=f"{attack} said the gate.")
    carla = signed_in("carla")

    for model in ("document", "author", "text"):
        carla.goto(address(f"sources_{model}", "changelist"))
        assert not carla.evaluate("Boolean(window.attacked)")
    record = Document.objects.get()
    for where in (
        ("sources_document", "change", record.pk),
        ("sources_document", "history", record.pk),
        ("sources_text", "change", record.texts.get().pk),
    ):
        carla.goto(address(*where))
        assert not carla.evaluate("Boolean(window.attacked)")
    carla.goto(address("sources_passage", "add"))
    choose(carla, "document", "attack2000", "attack2000gates")
    carla.wait_for_timeout(200)
    assert not carla.evaluate("Boolean(window.attacked)")
