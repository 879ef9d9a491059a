"""The acts of review as buttons of the page and as actions of the list."""

from __future__ import annotations

import pytest

from claims.models import Claim, Evidence, Review
from claims.services.propose import propose_claim, propose_evidence, propose_relation
from claims.services.review import approve, submit
from history.services import recorded
from tests.debate import LINK
from tests.factories.sources import PassageFactory
from tests.history.admin.pages import messages_of, page

pytestmark = pytest.mark.django_db


@pytest.fixture
def claim(curator) -> Claim:
    made = propose_claim(by=curator, type="event", statement="The gate closed.", attributes={"what": "closing"})
    propose_evidence(by=curator, claim=made, passage=PassageFactory(), **LINK)
    return made


@pytest.fixture
def grounded(claim, curator, editor) -> Claim:
    """A submitted claim with accepted evidence."""
    evidence = claim.evidence.get()
    submit(evidence, by=curator)
    approve(evidence, by=editor)
    submit(claim, by=curator)
    return claim


def panel(client, record) -> tuple[list[str], dict[str, str]]:
    """The buttons of a record's page, and what is not offered with its reason."""
    shown = client.get(page(f"claims_{record._meta.model_name}", "change", record.pk)).context["panel"]
    return [act.name for act in shown["possible"]], {offer.act.name: offer.why_not for offer in shown["impossible"]}


def act(client, record, name: str, **given):
    address = page(f"claims_{record._meta.model_name}", "review", record.pk)
    return client.post(address, {"act": name, "revision": record.revision} | given, follow=True)


def test_a_draft_can_be_submitted(client, curator, claim):
    client.force_login(curator)

    assert panel(client, claim) == (["submit"], {})

    answer = act(client, claim, "submit", comment="ready")

    claim.refresh_from_db()
    assert claim.status == "in_review"
    assert messages_of(answer) == ["Claim submitted: The gate closed."]
    review = Review.objects.get(claim=claim)
    assert (review.by, review.action, review.comment, review.revision) == (curator, "submit", "ready", 1)


def test_who_may_not_decide_is_told_why(client, curator, grounded):
    client.force_login(curator)

    nobody = "Deciding is for editors: ask one."
    assert panel(client, grounded) == (["withdraw"], {"approve": nobody, "request_changes": nobody, "reject": nobody})

    answer = act(client, grounded, "approve")

    grounded.refresh_from_db()
    assert grounded.status == "in_review"
    assert messages_of(answer) == ["carla may not decide on what others submitted: ask an editor."]


def test_deletion_is_offered_of_drafts_alone(client, editor, grounded, curator):
    client.force_login(editor)
    draft = propose_claim(by=curator, type="event", statement="A draft.", attributes={"what": "closing"})

    offers = [client.get(page("claims_claim", "change", record.pk)).context["has_delete_permission"] for record in (draft, grounded)]

    assert (grounded.status, offers) == ("in_review", [True, False])


def test_a_second_person_approves(client, editor, grounded):
    client.force_login(editor)

    assert panel(client, grounded) == (["approve", "request_changes", "reject", "withdraw"], {})

    answer = act(client, grounded, "approve", comment="as the passage says")

    grounded.refresh_from_db()
    assert grounded.status == "published"
    assert messages_of(answer) == ["Claim approved: The gate closed."]


def test_the_page_says_why_an_editor_cannot_approve(client, editor, claim, curator):
    client.force_login(editor)
    submit(claim, by=editor)
    assert panel(client, claim)[1] == {"approve": "You submitted this: somebody else decides."}

    own = propose_claim(by=editor, type="event", statement="Mine.", attributes={"what": "closing"})
    submit(own, by=curator)
    assert panel(client, own)[1] == {"approve": "You proposed this: somebody else decides."}

    edited = propose_claim(by=curator, type="event", statement="Edited.", attributes={"what": "closing"})
    with recorded(by=editor):
        edited.statement = "Edited anew."
        edited.save()
    submit(edited, by=curator)
    assert panel(client, edited)[1] == {"approve": "You edited this: somebody else decides."}

    bare = propose_claim(by=curator, type="event", statement="Bare.", attributes={"what": "closing"})
    submit(bare, by=curator)
    assert panel(client, bare)[1] == {"approve": "It has no accepted evidence yet: accept some first."}


@pytest.mark.parametrize("name", ["request_changes", "reject"])
def test_what_needs_a_comment_is_not_done_without_and_the_page_says_so(client, editor, grounded, name):
    client.force_login(editor)

    answer = act(client, grounded, name)

    grounded.refresh_from_db()
    assert grounded.status == "in_review"
    assert messages_of(answer) == ["Say why: a comment is needed to ask for changes, to reject or to retract."]


def test_nobody_approves_what_was_changed_since_and_the_comment_is_kept(client, editor, grounded):
    client.force_login(editor)

    answer = act(client, grounded, "approve", revision=grounded.revision - 1, comment="a long and careful comment")

    grounded.refresh_from_db()
    assert grounded.status == "in_review"
    assert messages_of(answer) == ["You saw revision 1; it is 2 now. Read it again first."]
    assert ">a long and careful comment</textarea>" in answer.content.decode()


def test_what_was_published_is_retracted_with_its_reason(client, editor, grounded):
    client.force_login(editor)
    act(client, grounded, "approve")
    grounded.refresh_from_db()
    assert panel(client, grounded) == (["revise", "retract"], {})

    act(client, grounded, "retract", comment="the source was withdrawn")

    grounded.refresh_from_db()
    assert grounded.status == "retracted"
    assert panel(client, grounded) == ([], {})


def test_evidence_is_decided_on_from_the_page_of_its_claim(client, editor, claim, curator):
    client.force_login(editor)
    evidence = claim.evidence.get()
    submit(evidence, by=curator)
    address = page("claims_claim", "change", claim.pk)
    assert page("claims_evidence", "review", evidence.pk) in client.get(address).content.decode()

    answer = act(client, evidence, "approve", back=address)

    evidence.refresh_from_db()
    assert evidence.status == "accepted"
    assert answer.redirect_chain == [(address, 302)]


def test_an_address_elsewhere_is_not_followed(client, curator, claim):
    client.force_login(curator)

    answer = act(client, claim, "submit", back="https://example.org/")

    assert answer.redirect_chain == [(page("claims_claim", "change", claim.pk), 302)]


def test_relations_are_reviewed_alike(client, curator, editor, claim):
    other = propose_claim(by=curator, type="event", statement="It opened.", attributes={"what": "opening"})
    relation = propose_relation(by=curator, from_claim=claim, kind="contradicts", to_claim=other, reason="One of them only.")
    submit(relation, by=curator)
    client.force_login(editor)

    act(client, relation, "approve")

    relation.refresh_from_db()
    assert relation.status == "accepted"


def test_only_posts_review_and_only_known_acts(client, curator, claim):
    client.force_login(curator)
    address = page("claims_claim", "review", claim.pk)

    assert client.get(address).status_code == 405
    assert client.post(address, {"act": "crown"}).status_code == 404
    assert client.post(page("claims_claim", "review", 0), {"act": "submit"}).status_code == 404


def test_readers_without_rights_do_not_review(client, django_user_model, claim):
    client.force_login(django_user_model.objects.create_user("nobody", is_staff=True))

    assert client.post(page("claims_claim", "review", claim.pk), {"act": "submit", "revision": 1}).status_code == 403


# The list.


def many(client, model: str, records, name: str, **given):
    data = {"action": name, "_selected_action": [record.pk for record in records]}
    return client.post(page(f"claims_{model}", "changelist"), data | given, follow=True)


def offered(client, model: str = "claim") -> list[str]:
    form = client.get(page(f"claims_{model}", "changelist")).context["action_form"]
    return [value for value, _ in form.fields["action"].choices if value]


def test_the_list_offers_what_the_reader_may_ever_do(client, curator, editor, claim):
    client.force_login(curator)
    assert offered(client) == ["submit", "withdraw", "revise", "take_json_lines"]

    client.force_login(editor)
    assert offered(client) == [
        "delete_selected",
        "submit",
        "approve",
        "request_changes",
        "reject",
        "withdraw",
        "revise",
        "retract",
        "take_json_lines",
    ]


def test_many_are_shown_before_anything_is_done(client, curator, grounded, claim):
    client.force_login(curator)
    draft = propose_claim(by=curator, type="event", statement="A draft.", attributes={"what": "closing"})

    answer = many(client, "claim", [draft, grounded], "submit")

    assert [(record.statement, why_not) for record, _, why_not in answer.context["rows"]] == [
        ("A draft.", ""),
        ("The gate closed.", "Not in this state: it must be draft."),
    ]
    draft.refresh_from_db()
    assert draft.status == "draft"


def test_many_are_decided_on_at_once_and_what_cannot_be_is_said(client, editor, curator, grounded):
    client.force_login(editor)
    evidence = [propose_evidence(by=curator, claim=grounded, passage=PassageFactory(), **LINK) for _ in range(3)]
    for one in evidence:
        submit(one, by=curator)
    seen = {f"revision-{one.pk}": one.revision for one in evidence}
    with recorded(by=curator):
        evidence[2].reason = "Changed since."
        evidence[2].save()
    submit(evidence[2], by=curator)

    answer = many(client, "evidence", evidence, "approve", confirmed="1", comment="agreed", **seen)

    assert list(Evidence.objects.filter(pk__in=[one.pk for one in evidence]).order_by("pk").values_list("status", flat=True)) == [
        "accepted",
        "accepted",
        "in_review",
    ]
    stale, done = messages_of(answer)
    assert stale.endswith("You saw revision 2; it is 4 now. Read it again first.")
    assert done == "2 evidence approved."
    assert Review.objects.filter(action="approve", comment="agreed").count() == 2


def test_what_is_published_is_revised_with_one_button_that_leads_to_the_draft(client, debate, curator):
    client.force_login(curator)

    answer = act(client, debate.published, "revise")

    revised = debate.published.superseded_by.get()
    assert answer.redirect_chain == [(page("claims_claim", "change", revised.pk), 302)]
    assert [version.pk for version in answer.context["chain"]] == [debate.published.pk, revised.pk]
