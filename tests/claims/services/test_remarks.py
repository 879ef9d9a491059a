"""What is said of a record, and resolved: one remark at a time."""

from __future__ import annotations

import pytest

from claims.services.remarks import flagged, raise_flag, resolve, write_comment
from claims.services.review import WrongStateError
from tests.factories.claims import ClaimFactory

pytestmark = pytest.mark.django_db


def test_a_remark_says_at_once_who_wrote_it_and_when(curator):
    comment = write_comment(ClaimFactory(), by=curator, words="Which edition?")

    assert (comment.by, comment.revision, comment.created_at is None) == (curator, 1, False)


def test_of_two_flags_one_is_resolved_and_the_other_stays_open(curator, editor):
    claim, other = ClaimFactory(), ClaimFactory()
    first, second = (raise_flag(claim, by=curator, kind="other", words=words) for words in ("Too short.", "Too vague."))

    resolve(first, by=editor, how="It is enough.")

    assert (first.resolved_by, first.resolution) == (editor, "It is enough.")
    assert flagged([claim, other]) == {claim.pk}
    resolve(second, by=editor, how="So it is.")
    assert flagged([claim, other]) == frozenset()
    with pytest.raises(WrongStateError, match="This was resolved already"):
        resolve(second, by=editor, how="Again.")
