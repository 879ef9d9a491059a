"""Which acts of review go out with a record, and where each leads. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, TypeVar


class Act(Protocol):
    """An act of review, as far as it matters here."""

    @property
    def action(self) -> str:
        """What was done."""


A = TypeVar("A", bound=Act)
#: Where an act leads; an approval and a restoration lead to the state of what is approved.
_LEADS_TO = {
    "submit": "in_review",
    "withdraw": "draft",
    "request_changes": "draft",
    "reject": "rejected",
    "retract": "retracted",
    "reopen": "in_review",
}


def state_after(action: str, approved: str) -> str:
    """Return the state that an act leads to; ``approved`` is that of an approved record of this kind."""
    return _LEADS_TO.get(action, approved)


def told(acts: Sequence[A], status: str) -> list[A]:
    """Return the acts that lead from the record's present words to its state, in order.

    What was done before an edit of a submission was about other words; that it was superseded follows from what superseded it.
    """
    kept: list[A] = []
    state, beginning = "draft", 0
    for act in acts:
        if act.action == "supersede":
            continue
        if act.action == "submit" and state != "draft":
            # It was edited in between, which made it a draft without an act (after one of two approvals too).
            kept = kept[:beginning]
        kept.append(act)
        state = state_after(act.action, "approved")
        beginning = len(kept) if state == "draft" else beginning
    return kept[:beginning] if status == "draft" and state != "draft" else kept
