"""Reviewed states come in with their reviews by named accounts, through an administrator who had no part in them (law 8)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from claims import models
from claims.exchange.incoming.outcomes import Incoming
from claims.exchange.lines.claim_records import Proposal, Review
from claims.exchange.lines.fields import within
from claims.exchange.lines.told import state_after
from claims.services.accounts import CURATORS, EDITORS, may_have_decided, named_account
from history.identifiers import new_public_ids
from sources.models import Passage, Retraction
from sources.services.importing.tables import copy_in

if TYPE_CHECKING:
    from django.contrib.auth.models import User

_COLUMNS = ("public_id", "revision", "action", "by_id", "comment", "at", "imported_by_id", "stood_on_id", "corrected_id", "retraction_id")
_STARTS = {"submit": ("draft",), "retract": ("published", "accepted"), "reopen": ("accepted",)}
#: What the database does when words are corrected or a document is retracted: no part in a review.
_DONE_BY_ITSELF = ("reopen", "restore")
_DECISIONS = ("approve", "reject", "request_changes", "retract")


@dataclass(frozen=True)
class Kind:
    """Reviewed records of one kind: the column of a review that leads there, and the state that an approval leads to."""

    model: type[models.Claim | models.Evidence | models.Relation]
    link: str
    approved: str


CLAIMS = Kind(models.Claim, "claim_id", "published")
EVIDENCE = Kind(models.Evidence, "evidence_id", "accepted")
RELATIONS = Kind(models.Relation, "relation_id", "accepted")


@dataclass
class Loader:
    """An administrator who brings records in under their authors' names."""

    user: User
    _accounts: dict[tuple[str, str], int] = field(default_factory=dict)
    _deciding: dict[str, bool] = field(default_factory=dict)
    _corrected: dict[str, int] = field(default_factory=dict)
    _retractions: dict[str, int] = field(default_factory=dict)

    def account(self, name: str, group: str) -> int:
        """The account of that name; an absent one is made, inactive."""
        if (name, group) not in self._accounts:
            self._accounts[name, group] = named_account(name, group).pk
        return self._accounts[name, group]

    def plan(self, incoming: Incoming[Any], proposal: Proposal, kind: Kind) -> None:
        """Note in ``proposal`` the acts that lead to its state, or in ``incoming`` why they do not."""
        if proposal.status == "draft" and not proposal.reviews:
            return
        place = proposal.place
        if not proposal.created_by and not proposal.is_nobodys:
            incoming.refuse(within(place, "created_by"), "What was reviewed says who proposed it: name the account.")
            return
        if self.user.get_username() in {proposal.created_by, *(act.by for act in proposal.reviews if act.action not in _DONE_BY_ITSELF)}:
            message = f"{self.user.get_username()} had a part in it: let another administrator import it, or bring it in as a draft."
            incoming.refuse(within(place, "reviews"), message)
            return
        state = self._follow(incoming, proposal, kind)
        if state and state != proposal.status and (state, proposal.status) != (kind.approved, "superseded"):
            message = f"It says {proposal.status}, but its reviews lead to {state}."
            incoming.refuse(within(place, "status"), message)

    def _follow(self, incoming: Incoming[Any], proposal: Proposal, kind: Kind) -> str:
        """Return the state that the acts lead to; "" after a fault."""
        state, beginning, acts = "draft", 0, list[Review]()
        involved, approving = {proposal.created_by} - {""}, set[str]()
        for at, act in enumerate(proposal.reviews):
            place = within(proposal.place, f"reviews[{at}]")
            if act.action == "submit" and state == "in_review":
                # It was edited in between, which made it a draft; what was submitted before are not these words.
                state, acts = "draft", acts[:beginning]
            fault = _fault(act, state, involved, approving) or self._unknown(act, kind) or self._unfit(act)
            if fault:
                incoming.refuse(place, fault)
                return ""
            if act.action == "submit":
                involved.add(act.by)
            acts.append(act)
            act.moves = _moves(proposal, at)
            approving = approving | {act.by} if act.action == "approve" else set()
            state = state_after(act.action, kind.approved) if act.moves else state
            beginning = len(acts) if state == "draft" else beginning
        proposal.acts = acts
        return state

    def look_up(self, proposals: Iterable[Proposal]) -> None:
        """Find what re-opened evidence: passages that corrections made, and retractions."""
        acts = [act for one in proposals for act in one.reviews if act.action in _DONE_BY_ITSELF]
        if acts:
            corrected, retractions = {act.corrected for act in acts}, {act.retraction for act in acts}
            self._corrected = dict(Passage.objects.filter(public_id__in=corrected).order_by().values_list("public_id", "pk"))
            self._retractions = dict(Retraction.objects.filter(public_id__in=retractions).order_by().values_list("public_id", "pk"))

    def _unknown(self, act: Review, kind: Kind) -> str:
        if act.action not in _DONE_BY_ITSELF:
            return ""
        if kind is not EVIDENCE:
            return "Only evidence is re-opened and restored."
        if act.corrected and act.corrected not in self._corrected:
            return f"There is no excerpt {act.corrected} here, which a correction made: export with the sources."
        if act.retraction and act.retraction not in self._retractions:
            return f"There is no retraction {act.retraction} here: export with the sources."
        return "" if act.corrected or act.retraction else "Say which correction or retraction it was."

    def _unfit(self, act: Review) -> str:
        """Why an account that is here may not have decided; an absent one is made as one that may."""
        if act.action not in _DECISIONS:
            return ""
        if act.by not in self._deciding:
            self._deciding[act.by] = may_have_decided(act.by)
        if self._deciding[act.by]:
            return ""
        return f"The account {act.by} here may not decide: only an editor does, and no machine. If that is somebody else, rename one of the two."

    def names_of(self, proposal: Proposal) -> dict[str, int | None]:
        """The columns that say who proposed a record and who brings it in; none where it is the loader's own."""
        if proposal.is_nobodys:
            return {"created_by_id": None, "imported_by_id": self.user.pk}
        if not proposal.created_by or proposal.created_by == self.user.get_username():
            return {}
        return {"created_by_id": self.account(proposal.created_by, CURATORS), "imported_by_id": self.user.pk}

    def write(self, kind: Kind, proposals: Sequence[Proposal], *, first: bool = True, rest: bool = True) -> None:
        """Write the acts of new records in turn, and move their states with them; the database judges each.

        Args:
            kind: What they are.
            proposals: With primary keys.
            first: Up to the first approval: evidence is accepted before its claim is published.
            rest: What came after it.
        """
        parts = [(one, *_part(one.acts, first=first, rest=rest)) for one in proposals]
        for step in range(max((len(acts) for _, _, acts in parts), default=0)):
            now = [(one, before + step, acts[step]) for one, before, acts in parts if len(acts) > step]
            self._write_step(kind, now)

    def write_one(self, kind: Kind, proposal: Proposal, number: int) -> None:
        """Write one act of one record, and move its state with it."""
        self._write_step(kind, [(proposal, number, proposal.acts[number])])

    def _write_step(self, kind: Kind, now: Sequence[tuple[Proposal, int, Review]]) -> None:
        rows = []
        moves: dict[str, list[int]] = {}
        for (one, number, act), public_id in zip(now, new_public_ids(len(now)), strict=True):
            group = EDITORS if act.action in _DECISIONS else CURATORS
            by = self.account(act.by, group) if act.by else None
            stood_on = one.stands_on if act.action == "reopen" else None
            because = (stood_on, self._corrected.get(act.corrected), self._retractions.get(act.retraction))
            revision = 1 + sum(earlier.moves for earlier in one.acts[:number])
            rows.append((public_id, revision, act.action, by, act.comment, act.at, self.user.pk, *because, one.pk))
            if act.moves:
                moves.setdefault(state_after(act.action, kind.approved), []).append(one.pk)
        copy_in("claims_review", (*_COLUMNS, kind.link), rows)
        for state, keys in moves.items():
            kind.model._default_manager.filter(pk__in=keys).update(status=state)


def _moves(proposal: Proposal, at: int) -> bool:
    """Whether the state moves with an act: not with an approval after which it was still in review, since another was needed."""
    if proposal.reviews[at].action != "approve":
        return True
    if at + 1 < len(proposal.reviews):
        return proposal.reviews[at + 1].action in {"retract", "reopen"}
    return proposal.status != "in_review"


def _part(acts: list[Review], *, first: bool, rest: bool) -> tuple[int, list[Review]]:
    """How many acts come before the part, and the part."""
    approval = next((at for at, act in enumerate(acts, 1) if act.action == "approve" and act.moves), len(acts))
    if not first:
        return approval, acts[approval:]
    return 0, acts if rest else acts[:approval]


def _fault(act: Review, state: str, involved: set[str], approving: set[str]) -> str:
    if state not in _STARTS.get(act.action, ("in_review",)):
        return f"To {act.action.replace('_', ' ')} it, it must be {' or '.join(_STARTS.get(act.action, ('in_review',)))}; by then it is {state}."
    if act.at >= timezone.now():
        return "It lies in the future."
    if act.action == "approve" and act.by in involved:
        return f"{act.by} made or submitted it and does not approve it: two persons are needed."
    if act.action == "approve" and act.by in approving:
        return f"{act.by} approved it already: a third person is needed."
    if act.action in {"request_changes", "reject", "retract"} and not act.comment:
        return "Say why: a comment is needed to ask for changes, to reject or to retract."
    return ""
