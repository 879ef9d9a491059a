"""Comments and flags against services and raw SQL: who wrote them, that they stay, and that an open flag stops an approval."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import Error, IntegrityError, transaction

from claims.models import Comment, Flag
from claims.services.accounts import MACHINES
from claims.services.decisions import Decisions
from claims.services.remarks import raise_flag, resolve, write_comment
from claims.services.review import WrongStateError, approve, reject, submit
from history.models import Change
from history.services import recorded
from tests.claims.staked import account
from tests.claims.test_laws_of_review import review_row, run_as
from tests.factories.claims import AuthorAccountFactory, CommentFactory, FlagFactory

pytestmark = pytest.mark.django_db


def flag_of(record, by, words: str = "It stands on page 5.") -> Flag:
    return raise_flag(record, by=by, kind="wrong_page", words=words)


def test_an_open_flag_stops_the_approval_until_it_is_resolved(stake):
    submit(stake.evidence, by=stake.curator)
    flag = flag_of(stake.evidence, stake.curator)

    assert Decisions.of([stake.evidence], stake.first).why_not("approve", stake.evidence) == "It has an open flag: resolve that first."
    with pytest.raises(ValidationError, match="law 3: it has an open flag: resolve that first"):
        approve(stake.evidence, by=stake.first)
    with pytest.raises(IntegrityError, match="open flag"), transaction.atomic():
        review_row(stake.evidence, stake.first)

    resolve(flag, by=stake.first, how="Not so: the page is right.")
    approve(stake.evidence, by=stake.first)

    assert stake.evidence.status == "accepted"
    assert (flag.resolved_by, flag.resolution, flag.resolved_at is not None) == (stake.first, "Not so: the page is right.", True)
    assert [(change.kind, change.user, change.reason) for change in Change.objects.of(flag)] == [
        ("create", "cora", ""),
        ("update", "fay", "Not so: the page is right."),
    ]


def test_a_flag_between_review_and_state_stops_it_too(stake):
    submit(stake.evidence, by=stake.curator)
    review_row(stake.evidence, stake.first)
    flag_of(stake.evidence, stake.second)

    with pytest.raises(IntegrityError, match="open flag"):
        run_as(stake.first, "UPDATE claims_evidence SET status = 'accepted'")


def test_a_flag_between_two_approvals_stops_the_second(stake):
    AuthorAccountFactory(account=stake.curator, author=stake.author)
    submit(stake.evidence, by=stake.curator)
    approve(stake.evidence, by=stake.first)
    flag_of(stake.evidence, stake.first)

    with pytest.raises(ValidationError, match="open flag"):
        approve(stake.evidence, by=stake.second)


def test_what_is_flagged_may_be_refused_and_a_flag_on_another_record_or_a_comment_stops_nothing(stake):
    flag_of(stake.claim, stake.curator)
    write_comment(stake.evidence, by=stake.curator, words="Which edition?")
    submit(stake.evidence, by=stake.curator)
    approve(stake.evidence, by=stake.first)
    submit(stake.claim, by=stake.curator)
    reject(stake.claim, by=stake.first, comment="As the flag says.")

    assert (stake.evidence.status, stake.claim.status) == ("accepted", "rejected")


def test_what_is_accepted_may_be_flagged_and_stays_accepted(stake):
    submit(stake.evidence, by=stake.curator)
    approve(stake.evidence, by=stake.first)
    flag_of(stake.evidence, stake.second)

    stake.evidence.refresh_from_db()
    assert stake.evidence.status == "accepted"


def test_a_remark_is_resolved_once(stake):
    comment = write_comment(stake.claim, by=stake.curator, words="Which edition?")
    answer = write_comment(stake.claim, by=stake.first, words="The second.", reply_to=comment)
    with pytest.raises(WrongStateError, match="resolved with the comment that it answers"):
        resolve(answer, by=stake.first, how="So.")
    with pytest.raises(ValidationError, match="Say how it was resolved"):
        resolve(comment, by=stake.first, how="")

    resolve(comment, by=stake.curator, how="The second.")

    with pytest.raises(WrongStateError, match="resolved already"):
        resolve(comment, by=stake.first, how="Otherwise.")
    assert list(Comment.objects.open()) == [answer]


def test_an_answer_is_about_what_it_answers(stake):
    comment = write_comment(stake.claim, by=stake.curator, words="Which edition?")

    with pytest.raises(ValidationError, match="an answer is about what it answers"):
        write_comment(stake.evidence, by=stake.first, words="The second.", reply_to=comment)


def test_machines_flag_under_their_own_name_and_resolve_nothing(stake):
    machine = account("mach")
    machine.groups.add(Group.objects.get(name=MACHINES))

    flag = raise_flag(stake.claim, by=machine, kind="duplicate", words="As another.", tool="matcher 1.2")

    assert (flag.origin, flag.tool, flag.by) == ("machine", "matcher 1.2", machine)
    with pytest.raises(ValidationError, match="names its tool"):
        raise_flag(stake.claim, by=machine, kind="duplicate", words="As another.")
    with pytest.raises(ValidationError, match="law 9: a person who acts resolves claims_flag, no machine"):
        resolve(flag, by=machine, how="Done.")


def test_nobody_writes_in_another_s_name(stake):
    with recorded(by=stake.curator):
        flag = Flag.objects.create(
            claim=stake.claim, kind="other", words="Odd.", by=stake.first, resolution="Done.", resolved_by=stake.first
        )
    flag.refresh_from_db()
    assert (flag.by, flag.resolution, flag.resolved_by) == (stake.curator, "", None)
    with pytest.raises(IntegrityError, match="is written by somebody"):
        Flag.objects.create(claim=stake.claim, kind="other", words="Odd.")


@pytest.mark.parametrize(
    ("statement", "law"),
    [
        ("UPDATE {} SET words = 'Something else.'", "law 5: {} .* stays as it was written"),
        ("UPDATE {} SET by_id = by_id + 1", "law 5: {} .* stays as it was written"),
        ("UPDATE {} SET claim_id = NULL", "law 5: {} .* stays as it was written"),
        ("UPDATE {} SET origin = 'machine', tool = 'x'", "law 5: {} .* stays as it was written"),
        ("UPDATE {} SET resolved_at = now()", "resolved_with_words"),
        ("DELETE FROM {}", "law 5: delete on {} is refused"),
        ("TRUNCATE {} CASCADE", "permission denied|law 1"),
    ],
)
@pytest.mark.parametrize(("factory", "table"), [(CommentFactory, "claims_comment"), (FlagFactory, "claims_flag")])
def test_what_was_said_stays(statement, law, factory, table, editor):
    factory()

    with pytest.raises(Error, match=law.format(table)):
        run_as(editor, statement.format(table))


def test_what_is_resolved_stays_resolved(stake):
    flag = flag_of(stake.claim, stake.curator)
    resolve(flag, by=stake.first, how="Mended.")

    for statement in ("SET resolution = '', resolved_at = NULL, resolved_by_id = NULL", "SET resolution = 'Otherwise.'"):
        with pytest.raises(IntegrityError, match="resolved once"), transaction.atomic():
            run_as(stake.first, f"UPDATE claims_flag {statement} WHERE id = %s", flag.pk)


def test_an_unknown_kind_is_refused(stake):
    with pytest.raises(ValidationError, match="not a valid choice"):
        raise_flag(stake.claim, by=stake.curator, kind="ugly", words="x")
    with pytest.raises(IntegrityError, match="claims_flag_kind_known"), recorded(by=stake.curator):
        Flag.objects.create(claim=stake.claim, kind="ugly", words="x")
