"""Law 3 and conflicts of interest, against services and raw SQL."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import Error, IntegrityError, connection, transaction

from claims.models import AuthorAccount, DeclaredConflict, Review
from claims.services.conflicts import weigh
from claims.services.propose import propose_claim, propose_evidence, propose_relation
from claims.services.review import approve, reject, request_changes, submit, withdraw
from claims.services.ties import declare_conflict, end_tie, say_who_an_author_is
from history.models import Change
from history.services import recorded
from sources.services.merging.merge import merge_authors
from sources.services.merging.undo import undo_merge
from tests.claims.staked import Stake, a_stake, account
from tests.claims.test_laws_of_review import review_row, run_as
from tests.debate import LINK
from tests.factories.claims import AuthorAccountFactory, DeclaredConflictFactory
from tests.factories.sources import AuthorFactory, ContributionFactory, DocumentFactory, PassageFactory, TextFactory

pytestmark = pytest.mark.django_db

AUTHOR = "cora is an author of “Holding the gate” (2005), on which this evidence stands"


@pytest.fixture
def stake() -> Stake:
    return a_stake()


def sentences(record, reader=None) -> list[str]:
    return [one.sentence for one in weigh([record], reader)[record.pk].conflicts]


def test_who_is_an_author_of_the_document_does_not_approve(stake):
    say_who_an_author_is(by=stake.first, account=stake.first, author=stake.author)
    submit(stake.evidence, by=stake.curator)

    with pytest.raises(
        ValidationError, match="fay is an author of “Holding the gate” .2005., on which this evidence stands: somebody else"
    ):
        approve(stake.evidence, by=stake.first)
    with pytest.raises(IntegrityError, match="law 3: fay is an author"), transaction.atomic():
        review_row(stake.evidence, stake.first)

    approve(stake.evidence, by=stake.second)
    assert stake.evidence.status == "accepted"


def test_a_third_person_decides_where_the_proposer_is_an_author(stake):
    AuthorAccountFactory(account=stake.curator, author=stake.author)
    submit(stake.evidence, by=stake.curator)

    first = approve(stake.evidence, by=stake.first)
    assert (stake.evidence.status, stake.evidence.revision) == ("in_review", 2)
    with pytest.raises(ValidationError, match="you approved this already: a third person decides"):
        approve(stake.evidence, by=stake.first)
    second = approve(stake.evidence, by=stake.second)

    assert (stake.evidence.status, first.revision, second.revision) == ("accepted", 2, 2)
    second.refresh_from_db()
    assert second.conflicts == [
        {
            "account": "cora",
            "part": "proposer",
            "kind": "computed",
            "document": "ilgen2005holding",
            "author": stake.author.public_id,
            "claim": None,
            "sentence": AUTHOR,
        }
    ]


def test_the_first_approval_moves_nothing_by_raw_sql_either(stake):
    AuthorAccountFactory(account=stake.curator, author=stake.author)
    submit(stake.evidence, by=stake.curator)
    review_row(stake.evidence, stake.first)

    with pytest.raises(IntegrityError, match="needs one more approval, by somebody other than cora and fay"), transaction.atomic():
        run_as(stake.first, "UPDATE claims_evidence SET status = 'accepted'")

    review_row(stake.evidence, stake.second)
    run_as(stake.second, "UPDATE claims_evidence SET status = 'accepted'")
    stake.evidence.refresh_from_db()
    assert stake.evidence.status == "accepted"


def test_the_first_of_two_approvals_of_a_claim_comes_after_its_ground_too(stake):
    AuthorAccountFactory(account=stake.curator, author=stake.author)
    submit(stake.claim, by=stake.curator)

    with pytest.raises(IntegrityError, match="law 2: claim .* has no accepted evidence: accept some first"), transaction.atomic():
        review_row(stake.claim, stake.first)

    submit(stake.evidence, by=stake.curator)
    for editor in (stake.first, stake.second):
        approve(stake.evidence, by=editor)
    for editor in (stake.first, stake.second):
        approve(stake.claim, by=editor)
    assert stake.claim.status == "published"


def test_records_with_one_orcid_are_one_person_though_they_were_not_merged(stake, editor):
    """No two records that stand have one ORCID; but one that was merged keeps its own, and another may have it again."""
    former = AuthorFactory(family="Ilgen", given="M.", orcid="0000-0002-1825-0097")
    kept = AuthorFactory(family="Ilgen-Roth", given="Marta")
    AuthorAccountFactory(account=stake.first, author=former)
    merge_authors(kept=kept, merged=former, by=editor, reason="Married.")
    assert sentences(stake.evidence, stake.first) == []

    stake.author.orcid = "0000-0002-1825-0097"
    with recorded(by=editor):
        stake.author.save()

    assert sentences(stake.evidence, stake.first) == [
        "fay is an author of “Holding the gate” (2005), by the same ORCID, on which this evidence stands"
    ]
    submit(stake.evidence, by=stake.curator)
    with pytest.raises(ValidationError, match="by the same ORCID, on which this evidence stands: somebody else decides"):
        approve(stake.evidence, by=stake.first)
    AuthorAccountFactory(account=stake.first, author=stake.author)
    assert sentences(stake.evidence, stake.first) == [AUTHOR.replace("cora", "fay")]


def test_a_conflict_about_an_author_holds_for_the_record_with_the_same_orcid(stake, editor):
    former = AuthorFactory(family="Ilgen", given="M.", orcid="0000-0002-1825-0097")
    with recorded(by=editor):
        kept = AuthorFactory(family="Ilgen-Roth", given="Marta")
    merge_authors(kept=kept, merged=former, by=editor, reason="Married.")
    stake.author.orcid = "0000-0002-1825-0097"
    stake.author.save()
    DeclaredConflictFactory(account=stake.second, document=None, author=kept, reason="Married to her.")

    assert sentences(stake.evidence, stake.second) == [
        "A conflict of interest of sid is declared about the author Marta Ilgen: Married to her."
    ]


def test_an_edit_in_between_loses_both(stake):
    AuthorAccountFactory(account=stake.curator, author=stake.author)
    submit(stake.evidence, by=stake.curator)
    approve(stake.evidence, by=stake.first)
    run_as(stake.curator, "UPDATE claims_evidence SET reason = 'Otherwise.'")
    stake.evidence.refresh_from_db()
    submit(stake.evidence, by=stake.curator)

    approve(stake.evidence, by=stake.second)
    assert stake.evidence.status == "in_review"
    approve(stake.evidence, by=stake.first)
    assert stake.evidence.status == "accepted"


def test_an_approval_by_who_was_linked_meanwhile_counts_no_more(stake):
    AuthorAccountFactory(account=stake.curator, author=stake.author)
    submit(stake.evidence, by=stake.curator)
    approve(stake.evidence, by=stake.first)
    AuthorAccountFactory(account=stake.first, author=stake.author)

    approve(stake.evidence, by=stake.second)
    assert stake.evidence.status == "in_review"
    approve(stake.evidence, by=account("tom"))
    assert stake.evidence.status == "accepted"


def test_what_was_decided_stays_decided_when_the_account_is_linked_later(stake):
    submit(stake.evidence, by=stake.curator)
    approve(stake.evidence, by=stake.first)
    AuthorAccountFactory(account=stake.curator, author=stake.author)

    stake.evidence.refresh_from_db()
    assert (stake.evidence.status, Review.objects.latest("id").conflicts) == ("accepted", [])
    assert sentences(stake.evidence) == [AUTHOR]


@pytest.mark.parametrize("decide", [reject, request_changes])
def test_who_has_a_conflict_may_still_refuse_and_that_is_kept(stake, decide):
    AuthorAccountFactory(account=stake.first, author=stake.author)
    submit(stake.evidence, by=stake.curator)

    review = decide(stake.evidence, by=stake.first, comment="Not so.")

    review.refresh_from_db()
    assert [(one["account"], one["part"]) for one in review.conflicts] == [("fay", "decider")]


def test_whoever_edited_or_submitted_is_a_proposer(stake):
    AuthorAccountFactory(account=stake.first, author=stake.author)
    submit(stake.evidence, by=stake.first)
    approve(stake.evidence, by=stake.second)
    assert stake.evidence.status == "in_review"
    withdraw(stake.evidence, by=stake.curator)
    other = propose_evidence(by=stake.curator, claim=stake.claim, passage=PassageFactory(text=stake.evidence.passage.text, end=4), **LINK)
    run_as(stake.first, "UPDATE claims_evidence SET reason = 'Anew.' WHERE id = %s", other.pk)
    other.refresh_from_db()
    submit(other, by=stake.curator)
    approve(other, by=stake.second)
    assert other.status == "in_review"


def test_reprints_originals_and_books_are_the_same_stake(stake):
    book = DocumentFactory(title="Gates of the world", issued="2006", citation_key="book2006")
    reprint = DocumentFactory(title="Holding again", issued="2010", citation_key="again2010", original=stake.document)
    stake.document.part_of = book
    stake.document.save()
    editing, translating = AuthorFactory(), AuthorFactory()
    ContributionFactory(document=book, author=editing, role="editor")
    ContributionFactory(document=reprint, author=translating, role="translator")
    AuthorAccountFactory(account=stake.first, author=editing)
    AuthorAccountFactory(account=stake.second, author=translating)

    assert sentences(stake.evidence, stake.first) == [
        "fay is an editor of “Gates of the world” (2006), which holds, reprints or first printed that on which this evidence stands"
    ]
    assert sentences(stake.claim, stake.second) == [
        "sid is a translator of “Holding again” (2010), which holds, reprints or first printed that on which this claim stands"
    ]


def test_a_relation_stands_on_the_evidence_of_both_its_ends(stake):
    other = propose_claim(by=stake.second, type="event", statement="It opened.", attributes={"what": "opening"})
    relation = propose_relation(by=stake.second, from_claim=other, to_claim=stake.claim, kind="contradicts", reason="Not both.")
    challenge = propose_relation(by=stake.second, from_claim=other, to_evidence=stake.evidence, kind="undercuts", reason="Misread.")
    AuthorAccountFactory(account=stake.first, author=stake.author)

    said = ["fay is an author of “Holding the gate” (2005), on which the claims of this relation stand"]
    assert sentences(relation, stake.first) == said
    assert sentences(challenge, stake.first) == said
    submit(stake.evidence, by=stake.curator)
    reject(stake.evidence, by=stake.second, comment="Misread.")
    assert sentences(relation, stake.first) == []


def test_the_holder_of_a_claim_or_report_has_a_stake(stake):
    holder = AuthorFactory(family="Aldous", given="Nell")
    claim = propose_claim(by=stake.curator, type="event", statement="It leaks.", attributes={"what": "leak"}, holder=holder)
    AuthorAccountFactory(account=stake.first, author=holder)

    assert sentences(claim, stake.first) == ["fay is Nell Aldous, the holder of what is claimed or reported here"]


def test_declared_conflicts_are_about_a_document_an_author_or_a_claim(stake):
    declare_conflict(by=stake.first, account=stake.first, document=stake.document, reason="Paid for it.")
    declare_conflict(by=stake.second, account=stake.first, author=stake.author, reason="Married to her.")
    declare_conflict(by=stake.first, account=stake.first, claim=stake.claim, reason="Said so in court.")

    submit(stake.evidence, by=stake.curator)
    assert sentences(stake.evidence, stake.first) == [
        "A conflict of interest of fay is declared about the author Marta Ilgen: Married to her.",
        "A conflict of interest of fay is declared about the claim “The gate closed.”: Said so in court.",
        "A conflict of interest of fay is declared about “Holding the gate”: Paid for it.",
    ]
    with pytest.raises(ValidationError, match="A conflict of interest of fay is declared about the author"):
        approve(stake.evidence, by=stake.first)


def test_a_merge_of_authors_takes_the_account_along_and_back(stake, editor):
    twin = AuthorFactory(family="Ilgen", given="M.")
    link = AuthorAccountFactory(account=stake.first, author=twin)
    assert sentences(stake.evidence, stake.first) == []

    merge = merge_authors(kept=stake.author, merged=twin, by=editor, reason="The same.")
    link.refresh_from_db()
    assert link.author == stake.author
    assert len(sentences(stake.evidence, stake.first)) == 1

    undo_merge(merge, by=editor, reason="Not the same.")
    link.refresh_from_db()
    assert link.author == twin
    assert sentences(stake.evidence, stake.first) == []


def test_ties_are_ended_by_an_administrator_who_is_not_the_account(stake, administrator):
    link = say_who_an_author_is(by=administrator, account=administrator, author=stake.author)
    own = say_who_an_author_is(by=stake.first, account=stake.first, author=stake.author)
    for by, tie in ((stake.first, own), (stake.second, own), (administrator, link)):
        with pytest.raises(PermissionDenied, match="nobody their own"):
            end_tie(tie, by=by, because="Not me.")
        with pytest.raises(IntegrityError, match="law 3: only an administrator ends"), transaction.atomic():
            run_as(by, "UPDATE claims_authoraccount SET ended_because = 'x', ended_by_id = %s WHERE id = %s", by.pk, tie.pk)

    end_tie(own, by=administrator, because="A namesake.")

    assert (own.ended_by, own.ended_because, own.ended_at is not None) == (administrator, "A namesake.", True)
    assert sentences(stake.evidence, stake.first) == []
    assert [change.kind for change in Change.objects.of(own)] == ["create", "update"]


@pytest.mark.parametrize(
    ("statement", "law"),
    [
        ("UPDATE claims_declaredconflict SET reason = 'None.'", "never changes: it can only be ended"),
        ("UPDATE claims_declaredconflict SET account_id = said_by_id + 1", "never changes|foreign key"),
        ("UPDATE claims_declaredconflict SET document_id = document_id + 1", "never changes"),
        ("UPDATE claims_declaredconflict SET ended_at = now()", "law 3|ended_with_reason"),
        ("UPDATE claims_authoraccount SET author_id = author_id + 1", "never changes"),
        ("DELETE FROM claims_declaredconflict", "law 5: delete on claims_declaredconflict is refused"),
        ("DELETE FROM claims_authoraccount", "law 5: delete on claims_authoraccount is refused"),
        ("TRUNCATE claims_authoraccount", "permission denied|law 1"),
    ],
)
def test_ties_stay_as_they_were_said(stake, administrator, statement, law):
    DeclaredConflictFactory(account=stake.first)
    AuthorAccountFactory(account=stake.first)

    with pytest.raises(Error, match=law):
        run_as(administrator, statement)


def test_nobody_links_or_declares_for_others_but_who_may(stake):
    with pytest.raises(IntegrityError, match="only the account itself or an administrator says so"), transaction.atomic():
        AuthorAccountFactory._meta.model.objects.create(account=stake.first, author=stake.author)
    for by, model in ((stake.second, AuthorAccount), (stake.curator, DeclaredConflict)):
        about = {"author": stake.author} if model is AuthorAccount else {"author": stake.author, "reason": "x"}
        with pytest.raises(IntegrityError, match="law 3: only the account itself or an"), recorded(by=by):
            model.objects.create(account=stake.first, **about)
    with pytest.raises(PermissionDenied, match="of others an editor declares them"):
        declare_conflict(by=stake.curator, account=stake.first, author=stake.author, reason="x")
    with pytest.raises(PermissionDenied, match="of others an administrator says it"):
        say_who_an_author_is(by=stake.second, account=stake.first, author=stake.author)


def test_what_is_kept_of_conflicts_is_the_database_s_own(stake):
    submit(stake.evidence, by=stake.curator)
    with recorded(by=stake.first), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO claims_review (public_id, evidence_id, revision, action, by_id, comment, at, conflicts)"
            " VALUES ('made-up', %s, 2, 'approve', %s, '', now(), '[\"none\"]')",
            [stake.evidence.pk, stake.first.pk],
        )

    assert Review.objects.get(public_id="made-up").conflicts == []


def test_nothing_takes_the_place_of_another_by_its_first_approval(stake):
    """A revision in review with one of two approvals does not make what it revises superseded."""
    submit(stake.evidence, by=stake.curator)
    approve(stake.evidence, by=stake.first)
    AuthorAccountFactory(account=stake.curator, author=stake.author)
    revising = propose_evidence(by=stake.curator, claim=stake.claim, passage=stake.evidence.passage, supersedes=stake.evidence, **LINK)
    submit(revising, by=stake.curator)
    approve(revising, by=stake.first)

    with pytest.raises(IntegrityError, match="superseded by nothing"), transaction.atomic():
        review_row(stake.evidence, stake.first, "supersede")
        run_as(stake.first, "UPDATE claims_evidence SET status = 'superseded' WHERE id = %s", stake.evidence.pk)
        reject(revising, by=stake.second, comment="After all.")
        connection.check_constraints()


def test_restoring_asks_nobody_again(stake, editor):
    other = DocumentFactory()
    submit(stake.evidence, by=stake.curator)
    approve(stake.evidence, by=stake.first)
    AuthorAccountFactory(account=stake.curator, author=stake.author)
    run_as(
        editor,
        "INSERT INTO sources_retraction (public_id, revision, document_id, retracted_on, reason, notice, lifted_because)"
        " VALUES ('taken-back', 1, %s, '', 'Wrong.', '', ''), ('other-one', 1, %s, '', 'Wrong.', '', '')",
        stake.document.pk,
        other.pk,
    )
    stake.evidence.refresh_from_db()
    assert stake.evidence.status == "in_review"
    run_as(editor, "UPDATE sources_retraction SET lifted_because = 'Right.' WHERE public_id = 'taken-back'")

    stake.evidence.refresh_from_db()
    assert stake.evidence.status == "accepted"


def test_re_opened_evidence_needs_the_third_person_too(stake, editor):
    submit(stake.evidence, by=stake.curator)
    approve(stake.evidence, by=stake.first)
    AuthorAccountFactory(account=stake.curator, author=stake.author)
    run_as(
        editor,
        "INSERT INTO sources_retraction (public_id, revision, document_id, retracted_on, reason, notice, lifted_because)"
        " VALUES ('taken-back', 1, %s, '', 'Wrong.', '', '')",
        stake.document.pk,
    )
    stake.evidence.refresh_from_db()

    approve(stake.evidence, by=stake.first)
    assert stake.evidence.status == "in_review"
    approve(stake.evidence, by=stake.second)
    assert stake.evidence.status == "accepted"


def test_passages_of_other_documents_are_no_stake(stake):
    other = propose_evidence(by=stake.curator, claim=stake.claim, passage=PassageFactory(text=TextFactory()), **LINK)
    AuthorAccountFactory(account=stake.first, author=stake.author)

    assert sentences(other, stake.first) == []
    assert len(sentences(stake.claim, stake.first)) == 1
