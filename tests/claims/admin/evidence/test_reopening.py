"""Re-opened evidence in the admin: what was accepted beside what stands there now, and the way on."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import expect

from claims.models import Evidence
from claims.services.propose import propose_claim, propose_evidence
from claims.services.review import approve, submit
from sources.models import Text
from sources.services.correct_text import NewWords, accept_correction, preview_correction
from tests.debate import LINK, WORDS, Debate
from tests.factories.sources import DocumentFactory, PassageFactory, TextFactory
from tests.history.admin.pages import messages_of, page


def correct(text: Text, words: str, by) -> Text:
    new = NewWords(words, "repaired.txt", "text/plain", "plain text 1")
    return accept_correction(text, new, by=by, seen=preview_correction(text, new).seen, reason="Misread.")


@pytest.fixture
def reopened(debate: Debate, editor) -> Evidence:
    correct(Text.objects.get(document=debate.document), WORDS.replace("dawn", "dusk"), editor)
    return Evidence.objects.get(pk=debate.accepted.pk)


def test_the_page_shows_what_was_accepted_beside_what_stands_there_now(client, curator, reopened):
    client.force_login(curator)

    html = client.get(page("claims_evidence", "change", reopened.pk)).content.decode()

    assert "The words it stands on were corrected in version 2 of the text." in html
    assert "closed at <del>dawn</del>." in html
    assert "closed at <ins>dusk</ins>." in html
    assert "Move to the corrected words" in html


def test_it_is_moved_by_one_and_accepted_by_another(client, curator, editor, reopened):
    client.force_login(curator)
    address = page("claims_evidence", "move", reopened.pk)

    stale = client.post(address, {"revision": reopened.revision - 1}, follow=True)
    moved = client.post(address, {"revision": reopened.revision}, follow=True)

    assert messages_of(stale) == [f"You saw revision {reopened.revision - 1}; it is {reopened.revision} now. Read it again first."]
    assert messages_of(moved) == ["It stands on the corrected words now and is submitted: a second person decides."]
    assert "It was moved to the corrected words" in moved.content.decode()
    reopened.refresh_from_db()
    assert (reopened.status, reopened.passage.quote) == ("in_review", "The harbour gate closed at dusk.")
    approve(reopened, by=editor)
    assert client.post(address, {"revision": reopened.revision}).status_code == 403


def test_private_words_are_not_shown_to_who_may_not_read_them(client, curator, reopened):
    Text.objects.update(rights="private")
    client.force_login(curator)

    html = client.get(page("claims_evidence", "change", reopened.pk)).content.decode()

    assert "dusk" not in html
    assert "<del>" not in html


def test_lists_find_what_was_reopened_and_what_lost_its_ground(client, curator, debate, reopened):
    client.force_login(curator)

    def found(model: str, **query) -> list:
        return list(client.get(page(model, "changelist"), query).context["cl"].queryset.values_list("pk", flat=True))

    assert found("claims_evidence", reopened="yes") == [reopened.pk]
    assert reopened.pk not in found("claims_evidence", reopened="no")
    assert found("claims_claim", status__exact="published", grounded="no") == [debate.published.pk]
    first = client.get("/admin/").content.decode()
    assert "re-opened evidence" in first
    assert "Unsupported" in first


@pytest.mark.browser
def test_an_editor_corrects_and_a_curator_follows_in_a_browser(signed_in):
    words = "The harb0ur gate closed at dawn. It opened again at noon. Nobody knows why it did not stay shut."
    text = TextFactory(document=DocumentFactory(citation_key="tarrowby2019holding"), content=words)
    passage = PassageFactory(text=text, start=4, end=16)
    carla, edith = (User.objects.get(username=name) for name in ("carla", "edith"))
    claim = propose_claim(by=carla, type="event", statement="The gate closed.", attributes={"what": "closing"})
    evidence = propose_evidence(by=carla, claim=claim, passage=passage, **LINK)
    submit(evidence, by=carla)
    approve(evidence, by=edith)

    window = signed_in("edith")
    window.goto(page("sources_text", "change", text.pk))
    window.get_by_role("link", name="Correct …").click()
    window.get_by_label("Words that stand there now").fill("harb0ur")
    window.get_by_role("button", name="Find them").click()
    window.locator("#correct-words").fill(words.replace("harb0ur", "harbour"))
    window.get_by_role("button", name="Look at the change").click()
    expect(window.locator("del")).to_have_text("harb0ur")
    expect(window.locator("ins")).to_have_text("harbour")
    expect(window.get_by_label("In short")).to_contain_text("1 accepted piece of evidence will be re-opened")
    window.get_by_label("Why (needed)").fill("The scan misread an o.")
    window.get_by_role("button", name="Accept the correction").click()
    expect(window.get_by_text("Corrected: this is version 2.")).to_be_visible()
    expect(window.get_by_label("Versions")).to_contain_text("corrects version 1; passages: 1 changed")

    window = signed_in("carla")
    window.goto(page("claims_evidence", "change", evidence.pk))
    window.get_by_role("button", name="Move to the corrected words").click()
    expect(window.get_by_label("Re-opened")).to_contain_text("It was moved to the corrected words")

    evidence.refresh_from_db()
    assert (evidence.status, evidence.passage.quote) == ("in_review", "harbour gate")
