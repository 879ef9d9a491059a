"""How a person wants a file of claims taken."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from claims.exchange.incoming.claims.reviewed import Kind, Loader
from claims.exchange.incoming.outcomes import Incoming
from claims.exchange.lines.claim_records import Proposal
from claims.exchange.lines.fields import within


@dataclass(frozen=True)
class Options:
    """How a person wants a file of claims taken."""

    update: bool = False
    #: The administrator who brings reviewed states in; None where everything comes in as a draft.
    loader: Loader | None = None

    def plan(self, incoming: Incoming[Any], *proposals: tuple[Proposal, Kind]) -> None:
        """Settle how new records come in: with their reviews, or as drafts of who brings them."""
        for proposal, kind in proposals:
            if self.loader is not None:
                self.loader.plan(incoming, proposal, kind)
            elif proposal.status != "draft":
                incoming.warn(within(proposal.place, "status"), "It comes in as a draft: only an administrator brings reviews in.")

    def look_up(self, proposals: Iterable[Proposal]) -> None:
        """Find what the acts of records lead to, before they are planned."""
        if self.loader is not None:
            self.loader.look_up(proposals)

    def names_of(self, proposal: Proposal) -> dict[str, int | None]:
        """The columns that say who proposed a new record, where that is not who brings it in."""
        return {} if self.loader is None else self.loader.names_of(proposal)

    def write_acts(self, kind: Kind, proposals: Sequence[Proposal], *, first: bool = True, rest: bool = True) -> None:
        """Write the reviews of new records, as ``Loader.write`` does."""
        if self.loader is not None:
            self.loader.write(kind, proposals, first=first, rest=rest)

    def write_act(self, kind: Kind, proposal: Proposal, number: int) -> None:
        """Write one act of a new record."""
        if self.loader is not None:
            self.loader.write_one(kind, proposal, number)
