"""Law 8: reviewed states come in only with their reviews, by named accounts, through an administrator who had no part in them."""

from __future__ import annotations

import json

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import IntegrityError, connection

from claims.exchange.exporting import Choice, export_claims
from claims.models import Claim, Evidence, Relation, Review
from claims.services.accounts import ADMINISTRATORS, MACHINES
from claims.services.review import approve, reject, request_changes, retract, submit, withdraw
from history.models import Change
from history.services import recorded
from tests.claims.exchange.conftest import claim_line, evidence_of
from tests.factories.claims import AuthorAccountFactory
from tests.factories.sources import AuthorFactory, ContributionFactory

pytestmark = pytest.mark.django_db


def act(action: str, by: str, day: int = 1, comment: str = "") -> dict[str, str]:
    return {"action": action, "by": by, "at": f"2026-01-{day:02}T09:30:00+00:00", "comment": comment}


def reviewed(status: str, **changes) -> dict:
    acts = [act("submit", "nora"), act("approve", "omar", 2)]
    return {"status": status, "created_by": "nora", "reviews": acts} | changes


def published(text, **changes) -> dict:
    return claim_line(evidence=[evidence_of(text, **reviewed("accepted"))], **(reviewed("published") | changes))


def test_an_administrator_brings_reviews_in_under_their_own_names(bring, text, administrator):
    (outcome,) = bring(published(text), by=administrator, administrator=administrator)

    assert (outcome.result, outcome.errors) == ("created", ())
    claim = Claim.objects.get()
    assert (claim.status, claim.created_by.username, claim.imported_by, claim.evidence.get().status) == (
        "published",
        "nora",
        administrator,
        "accepted",
    )
    assert [(one.action, one.by.username, one.at.isoformat(), one.revision, one.imported_by) for one in claim.reviews.all()] == [
        ("submit", "nora", "2026-01-01T09:30:00+00:00", 1, administrator),
        ("approve", "omar", "2026-01-02T09:30:00+00:00", 2, administrator),
    ]
    accounts = get_user_model().objects.filter(username__in=["nora", "omar"])
    assert [(one.is_active, one.has_usable_password()) for one in accounts] == [(False, False)] * 2
    assert {change.user for change in Change.objects.filter(table="claims_claim")} == {"ada"}


def test_anybody_else_s_rows_enter_as_drafts(bring, text, curator):
    (outcome,) = bring(published(text), by=curator)

    assert [str(one) for one in outcome.warnings] == [
        "line 1, status: It comes in as a draft: only an administrator brings reviews in.",
        "line 1, evidence[0].status: It comes in as a draft: only an administrator brings reviews in.",
    ]
    assert (Claim.objects.get().status, Claim.objects.get().created_by, Review.objects.count()) == ("draft", curator, 0)


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"created_by": ...}, "created_by: What was reviewed says who proposed it: name the account."),
        ({"created_by": "ada"}, "reviews: ada had a part in it: let another administrator import it, or bring it in as a draft."),
        ({"reviews": [act("submit", "nora"), act("approve", "ada")]}, "reviews: ada had a part in it: let another administrator import it, or bring it in as a draft."),
        ({"reviews": [act("submit", "nora"), act("approve", "nora")]}, "reviews[1]: nora made or submitted it and does not approve it: two persons are needed."),
        ({"reviews": [act("submit", "omar"), act("approve", "omar")]}, "reviews[1]: omar made or submitted it and does not approve it: two persons are needed."),
        ({"reviews": []}, "status: It says published, but its reviews lead to draft."),
        ({"reviews": [act("approve", "omar")]}, "reviews[0]: To approve it, it must be in_review; by then it is draft."),
        ({"reviews": [act("submit", "nora"), act("reject", "omar")]}, "reviews[1]: Say why: a comment is needed to ask for changes, to reject or to retract."),
        ({"reviews": [act("submit", "nora"), act("approve", "omar") | {"at": "2999-01-01T00:00:00Z"}]}, "reviews[1]: It lies in the future."),
    ],
)  # fmt: skip
def test_a_state_that_its_reviews_do_not_bear_out_is_refused(bring, text, administrator, changes, fault):
    line = {name: value for name, value in published(text, **changes).items() if value is not ...}
    (outcome,) = bring(line, by=administrator, administrator=administrator)

    assert [str(one) for one in outcome.errors] == [f"line 1, {fault}"]


def test_a_claim_without_accepted_evidence_is_not_published_by_an_import(bring, administrator):
    (outcome,) = bring(claim_line(**reviewed("published")), by=administrator, administrator=administrator)

    assert (outcome.result, Claim.objects.get().status) == ("created", "in_review")
    assert [str(one) for one in outcome.warnings] == [
        "line 1, status: It comes in as submitted: the file has no evidence for it that was accepted (law 2)."
    ]


@pytest.mark.parametrize("name", ["machine", "reader"])
def test_who_decides_is_an_editor_and_no_machine(bring, text, administrator, name):
    account = get_user_model().objects.create_user(name)
    if name == "machine":
        account.groups.add(Group.objects.get(name=MACHINES))

    (outcome,) = bring(
        published(text, reviews=[act("submit", "nora"), act("approve", name)]), by=administrator, administrator=administrator
    )

    assert [str(one) for one in outcome.errors] == [
        f"line 1, reviews[1]: The account {name} here may not decide: only an editor does, and no machine."
        " If that is somebody else, rename one of the two."
    ]


def test_what_was_reviewed_comes_back_to_the_byte(bring, text, curator, editor, administrator):
    """Every state, a withdrawn draft, an edited submission and evidence that was taken back."""
    relation = {"id": "came-after", "kind": "responds_to", "to": "claim-0", "reason": "It came later."}
    bring(
        *(claim_line(f"claim-{n}", evidence=[evidence_of(text, n, n + 9, id=f"link-{n}")]) for n in range(5)),
        claim_line("claim-5", relations=[relation]),
    )
    for n in range(3):
        for record in (Evidence.objects.get(public_id=f"link-{n}"), Claim.objects.get(public_id=f"claim-{n}")):
            submit(record, by=curator)
            approve(record, by=editor, comment="Good.")
    retract(Claim.objects.get(public_id="claim-1"), by=editor, comment="Wrong gate.")
    retract(Evidence.objects.get(public_id="link-2"), by=editor, comment="Wrong clock.")
    withdrawn, rejected, returned = (Claim.objects.get(public_id=f"claim-{n}") for n in (3, 4, 5))
    submit(withdrawn, by=curator)
    withdraw(withdrawn, by=curator)
    submit(rejected, by=curator)
    reject(rejected, by=editor, comment="No.")
    submit(returned, by=curator)
    request_changes(returned, by=editor, comment="Say when.")
    submit(returned, by=curator)
    submit(Relation.objects.get(), by=curator)
    approve(Relation.objects.get(), by=editor)
    before = list(export_claims(Choice(), user=administrator, with_sources=False))
    lines = [
        json.dumps(json.loads(line)).replace("claim-", "again-").replace("link-", "relink-").replace("came-", "recame-") for line in before
    ]

    outcomes = bring(*(line.encode() + b"\n" for line in lines), by=administrator, administrator=administrator)

    assert {one.result for one in outcomes} == {"created"}
    again = list(export_claims(Choice(claims=[f"again-{n}" for n in range(6)]), user=administrator, with_sources=False))
    assert [line.replace("again-", "claim-").replace("relink-", "link-").replace("recame-", "came-") for line in again] == before


def raw(user, statement: str, *parameters: object) -> None:
    with recorded(by=user), connection.cursor() as cursor:
        cursor.execute(statement, parameters)


CLAIM = """
    INSERT INTO claims_claim (public_id, type, statement, attributes, language, status, origin, tool, created_by_id, imported_by_id)
    VALUES ('forged', 'event', 'The gate closed.', '{"what": "closing"}', 'en', %s, 'human', '', %s, %s)
"""
REVIEW = """
    INSERT INTO claims_review (public_id, claim_id, revision, action, by_id, comment, at, imported_by_id)
    VALUES (%s, %s, %s, %s, %s, 'why', %s, %s)
"""


def test_only_an_acting_administrator_names_another_author(curator, editor, administrator):
    for acting, imported_by in ((curator, curator), (editor, editor), (curator, administrator), (None, administrator)):
        with pytest.raises(IntegrityError, match="law 8: only an administrator who acts"):
            raw(acting, CLAIM, "draft", editor.pk, imported_by.pk)
    with pytest.raises(IntegrityError, match="law 8: what is brought in under its author's name is not of the one who brings it in"):
        raw(administrator, CLAIM, "draft", administrator.pk, administrator.pk)
    with pytest.raises(IntegrityError, match="begins as a draft"):
        raw(administrator, CLAIM, "published", curator.pk, administrator.pk)


def test_raw_sql_brings_no_review_in_for_what_was_not_brought_in_with_it(curator, editor, administrator):
    past = "2020-01-01T00:00:00Z"
    raw(administrator, CLAIM, "draft", curator.pk, administrator.pk)
    claim = Claim.objects.get()
    with pytest.raises(IntegrityError, match="law 8: only an administrator who acts"):
        raw(curator, REVIEW, "one-review", claim.pk, 1, "submit", curator.pk, past, administrator.pk)
    with pytest.raises(IntegrityError, match="law 8: who brings a review in had no part in it"):
        raw(administrator, REVIEW, "one-review", claim.pk, 1, "submit", administrator.pk, past, administrator.pk)
    with pytest.raises(IntegrityError, match="law 8: a review is brought in with the words"):
        raw(administrator, REVIEW, "one-review", claim.pk, 1, "submit", curator.pk, "2999-01-01T00:00:00Z", administrator.pk)
    with pytest.raises(IntegrityError, match="law 6"):
        raw(administrator, REVIEW, "one-review", claim.pk, 7, "submit", curator.pk, past, administrator.pk)
    with pytest.raises(IntegrityError, match="law 3: .* cannot be reviewed like this"):
        raw(administrator, REVIEW, "one-review", claim.pk, 1, "approve", editor.pk, past, administrator.pk)
    raw(administrator, REVIEW, "one-review", claim.pk, 1, "submit", editor.pk, past, administrator.pk)
    raw(administrator, "UPDATE claims_claim SET status = 'in_review'")
    for decider in (curator, editor):
        with pytest.raises(IntegrityError, match="law 3: who made or submitted"):
            raw(administrator, REVIEW, "two-review", claim.pk, 2, "approve", decider.pk, past, administrator.pk)
    raw(curator, "UPDATE claims_claim SET statement = 'The gate never closed.'")
    with pytest.raises(IntegrityError, match="law 8: a review is brought in with the words"):
        raw(administrator, REVIEW, "two-review", claim.pk, 3, "submit", editor.pk, past, administrator.pk)
    with pytest.raises(IntegrityError, match="imported_by_id of claims_claim .* never changes"):
        raw(administrator, "UPDATE claims_claim SET imported_by_id = NULL")


def test_an_administrator_cannot_approve_what_was_proposed_here_by_importing_a_review(debate, editor, administrator):
    with pytest.raises(IntegrityError, match="law 8: a review is brought in with the words"):
        raw(administrator, REVIEW, "one-review", debate.draft.pk, 1, "submit", editor.pk, "2020-01-01T00:00:00Z", administrator.pk)


def test_an_administrator_who_was_made_inactive_brings_nothing_in(curator, administrator):
    administrator.is_active = False
    administrator.save()
    assert administrator.groups.filter(name=ADMINISTRATORS).exists()
    with pytest.raises(IntegrityError, match="law 8"):
        raw(administrator, CLAIM, "draft", curator.pk, administrator.pk)


def test_the_first_of_two_approvals_comes_in_too(bring, text, administrator):
    twice = {"reviews": [act("submit", "nora"), act("approve", "omar", 2), act("approve", "olga", 3)]}
    waiting = {"status": "in_review", "created_by": "nora", "reviews": [act("submit", "nora"), act("approve", "omar", 2)]}
    evidence = [
        evidence_of(text, **reviewed("accepted", **twice)),
        evidence_of(text, start=33, end=57, **waiting) | {"id": "gate-second"},
    ]

    (outcome,) = bring(claim_line(evidence=evidence, **reviewed("published", **twice)), by=administrator, administrator=administrator)

    assert outcome.errors == ()
    claim = Claim.objects.get()
    assert [(one.action, one.by.username, one.revision) for one in claim.reviews.all()] == [
        ("submit", "nora", 1),
        ("approve", "omar", 2),
        ("approve", "olga", 2),
    ]
    assert list(claim.evidence.order_by("id").values_list("status", flat=True)) == ["accepted", "in_review"]
    lines = "".join(export_claims(Choice()))
    assert [one["by"] for one in json.loads(lines.splitlines()[-1])["reviews"]] == ["nora", "omar", "olga"]


def test_nobody_approves_twice_for_two(bring, text, administrator):
    twice = [act("submit", "nora"), act("approve", "omar", 2), act("approve", "omar", 3)]

    (outcome,) = bring(published(text, reviews=twice), by=administrator, administrator=administrator)

    assert [str(one) for one in outcome.errors] == ["line 1, reviews[2]: omar approved it already: a third person is needed."]


def test_one_approval_of_a_conflicted_proposal_is_refused_and_two_are_taken(bring, text, administrator):
    author = AuthorFactory(family="Ilgen", given="Marta")
    ContributionFactory(document=text.document, author=author)
    nora = get_user_model().objects.create_user("nora")
    AuthorAccountFactory(account=nora, author=author)

    (refused,) = bring(published(text), by=administrator, administrator=administrator)
    assert "there is a conflict of interest" in str(refused.errors[0])
    assert "needs one more approval, by somebody other than nora and omar" in str(refused.errors[0])
    assert Claim.objects.count() == 0

    twice = {"reviews": [act("submit", "nora"), act("approve", "omar", 2), act("approve", "olga", 3)]}
    line = claim_line(evidence=[evidence_of(text, **reviewed("accepted", **twice))], **reviewed("published", **twice))
    (taken,) = bring(line, by=administrator, administrator=administrator)

    assert (taken.result, taken.errors) == ("created", ())
    assert [one["account"] for one in Review.objects.latest("id").conflicts] == ["nora"]
