"""Evidence that a correction re-opened: the words it stood on, what they are now, and how it is moved to them (law 4)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError

from claims.models import Evidence, Review
from claims.services.review import StaleRevisionError, WrongStateError, submit
from history.services import recorded, store
from sources.anchoring.carrying import Piece, word_diff
from sources.models import Passage

if TYPE_CHECKING:
    from django.contrib.auth.models import User


@dataclass(frozen=True)
class Reopened:
    """Why one piece of evidence is open again. ``now`` is None when the words are gone from the newest version."""

    review: Review
    stood_on: Passage
    now: Passage | None

    @property
    def diff(self) -> list[Piece]:
        """Word by word, from the words that were accepted to those of the newest version."""
        return word_diff(self.stood_on.quote or "", self.now.quote or "") if self.now is not None else []


def why_reopened(evidence: Evidence) -> Reopened | None:
    """Return what re-opened this evidence, as long as nobody has decided on it again; else None."""
    if evidence.status not in {Evidence.Status.DRAFT, Evidence.Status.IN_REVIEW}:
        return None
    review = evidence.reviews.filter(action=Review.Action.REOPEN).select_related("stood_on__text", "corrected").order_by("-id").first()
    if review is None or review.stood_on is None or review.corrected is None:
        return None
    return Reopened(review, review.stood_on, newest_of(review.corrected))


def reopened_because(links: Iterable[Evidence]) -> dict[int, str]:
    """Return by primary key why evidence is open again, as long as nobody has decided on it since: one query for all of them."""
    open_again = Evidence.objects.reopened().filter(pk__in=[link.pk for link in links]).values("pk")
    reviews = Review.objects.filter(evidence__in=open_again, action=Review.Action.REOPEN).order_by("id")
    return dict(reviews.values_list("evidence_id", "comment"))


def newest_of(passage: Passage) -> Passage | None:
    """Return the passage that ``passage`` is in the newest version of its text; None if its words are gone there."""
    present = passage
    while (later := present.derived.select_related("text").defer("text__content").first()) is not None:
        present = later
    return None if present.status == Passage.Status.ORPHANED else present


def move_evidence(
    evidence: Evidence, *, by: User, passage: Passage | None = None, comment: str = "", revision: int | None = None
) -> Evidence:
    """Let re-opened evidence stand on the corrected words, and submit it again; a second person accepts it.

    To accept it on the words where it stands, approve it as it is.

    Args:
        evidence: Evidence that a correction re-opened.
        by: Who moves it. To move is to edit: somebody else approves (law 3).
        passage: Another passage of the same document; the corrected one unless said.
        comment: For the reviewers.
        revision: The revision that ``by`` has seen; None for the present one.

    Raises:
        WrongStateError: It is not re-opened.
        StaleRevisionError: It was changed since ``revision``.
        ValidationError: The words are gone and no other passage is given, or that one is of another document.
    """
    with recorded(by=by, reason=comment or "Moved to the corrected words"):
        present = Evidence.objects.select_for_update(of=("self",)).get(pk=evidence.pk)
        if revision is not None and revision != present.revision:
            raise StaleRevisionError(f"You saw revision {revision}; it is {present.revision} now. Read it again first.")
        reopened = why_reopened(present)
        if reopened is None:
            raise WrongStateError(f"This is {present.get_status_display()} and was not re-opened by a correction.")
        present.passage = _words_for(reopened, passage)
        store(present)
        if present.status == Evidence.Status.DRAFT:
            submit(present, by=by, comment=comment)
    evidence.refresh_from_db()
    return evidence


def _words_for(reopened: Reopened, passage: Passage | None) -> Passage:
    chosen = passage or reopened.now
    if chosen is None:
        raise ValidationError({"passage": "The words are gone from the newest version: choose another passage, or reject the evidence."})
    if chosen.document_id != reopened.stood_on.document_id:
        raise ValidationError({"passage": "This passage is of another document: propose new evidence instead."})
    return chosen
