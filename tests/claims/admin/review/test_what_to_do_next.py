"""What the page of a record under review says to whoever has to go on with it."""

from __future__ import annotations

import pytest

from claims.models import Claim
from claims.services.propose import propose_claim, propose_evidence
from claims.services.remarks import raise_flag
from claims.services.review import approve, reject, request_changes, retract, submit, withdraw
from tests.debate import LINK
from tests.factories.claims import ClaimFactory, EvidenceFactory
from tests.factories.sources import PassageFactory
from tests.history.admin.pages import messages_of, page

pytestmark = pytest.mark.django_db

LACKS_GROUND = "none of this is submitted yet: submit what it stands on too."


@pytest.fixture
def claim(curator) -> Claim:
    return propose_claim(by=curator, type="event", statement="The gate closed.", attributes={"what": "closing"})


def opened(client, record):
    return client.get(page(f"claims_{record._meta.model_name}", "change", record.pk))


def test_what_came_back_says_at_its_top_what_is_asked_for_until_it_is_submitted_again(client, curator, editor, claim):
    client.force_login(curator)
    submit(claim, by=curator)
    request_changes(claim, by=editor, comment="Which gate?")

    came_back = opened(client, claim)
    submit(claim, by=curator, comment="The south one.")
    again = opened(client, claim)

    assert came_back.context["panel"]["said"].comment == "Which gate?"
    assert '<span class="pin-label pin-warning">changes requested</span> <b>edith</b>: “Which gate?”' in came_back.content.decode()
    assert again.context["panel"]["said"] is None


@pytest.mark.parametrize(("act", "label"), [(reject, "rejected"), (retract, "retracted")])
def test_what_is_closed_says_at_its_top_why(client, curator, editor, claim, act, label):
    evidence = propose_evidence(by=curator, claim=claim, passage=PassageFactory(), **LINK)
    submit(evidence, by=curator)
    if act is retract:
        approve(evidence, by=editor)
    act(evidence, by=editor, comment="Another gate.")
    client.force_login(curator)

    assert f'<span class="pin-label pin-danger">{label}</span> <b>edith</b>: “Another gate.”' in opened(client, evidence).content.decode()


def test_an_open_flag_is_named_where_it_keeps_from_approving(client, curator, editor, claim):
    client.force_login(curator)
    before = opened(client, claim).content.decode()
    raise_flag(claim, by=editor, kind="wrong_quote", words="Not so.")

    after = opened(client, claim).content.decode()

    assert ("Open flag" in before, "flags and comments (0)" in before) == (False, True)
    assert '<b>Open flag:</b> <a class="pin-link" href="#remarks">read and resolve it</a>' in after
    assert "flags and comments (1)" in after


def test_a_claim_whose_evidence_is_all_draft_says_that_it_must_be_submitted_too(client, curator, claim):
    client.force_login(curator)
    without = opened(client, claim).content.decode()
    evidence = propose_evidence(by=curator, claim=claim, passage=PassageFactory(), **LINK)
    with_draft = opened(client, claim).content.decode()
    submit(evidence, by=curator)
    submitted = opened(client, claim).content.decode()

    assert [LACKS_GROUND in shown for shown in (without, with_draft, submitted)] == [False, True, False]


def test_what_a_machine_proposed_says_so_before_anybody_decides(client, editor, curator, claim):
    client.force_login(editor)
    evidence = EvidenceFactory(claim=ClaimFactory(origin="machine", tool="matcher 1.2"), origin="machine", tool="finder 3")

    assert "A machine proposed it" not in opened(client, claim).content.decode()
    assert "A machine proposed it: finder 3." in opened(client, evidence).content.decode()
    of_claim = opened(client, evidence.claim).content.decode()
    assert ("A machine proposed it: matcher 1.2." in of_claim, "by a machine, finder 3" in of_claim) == (True, True)


def test_nobody_is_led_to_a_deletion_that_is_refused(client, administrator, curator, claim):
    client.force_login(administrator)
    delete = page("claims_claim", "delete", claim.pk)
    assert f'href="{delete}"' in opened(client, claim).content.decode()

    submit(claim, by=curator)
    in_review = client.get(delete, follow=True)
    withdraw(claim, by=curator)
    shown = opened(client, claim).content.decode()
    withdrawn = client.post(delete, {"post": "yes"}, follow=True)

    assert f'href="{delete}"' not in shown
    assert messages_of(in_review)[0].startswith("It is in review, so it is not deleted. It waits for a decision")
    assert messages_of(withdrawn)[0].startswith("It has been in review, so it is not deleted: its reviews are kept")
    assert withdrawn.redirect_chain == [(page("claims_claim", "change", claim.pk), 302)]
    assert Claim.objects.filter(pk=claim.pk).exists()


def test_a_list_of_reviews_shows_the_beginning_of_a_comment_and_its_page_the_whole(client, curator, editor, claim):
    submit(claim, by=curator)
    review = request_changes(claim, by=editor, comment="word " * 100 + "end")
    client.force_login(editor)

    listed = client.get(page("claims_review", "changelist")).content.decode()
    shown = client.get(page("claims_review", "change", review.pk)).content.decode()

    assert ("word word" in listed, "word end" in listed, "word end" in shown) == (True, False, True)
