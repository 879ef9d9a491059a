"""In what order the evidence of one claim is written, where that matters. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from claims.exchange.lines.claim_records import Claim, Evidence, Proposal
from sources.services.importing.spools import END_OF_TIME


def first_act(proposal: Proposal) -> datetime:
    """When something was first done with a record as it is; the end of time where nothing was."""
    return proposal.reviews[0].at if proposal.reviews else END_OF_TIME


def is_tangled(claim: Claim) -> bool:
    """Whether some evidence takes the place of other evidence, or says the same of the same words: one came after the other's end."""
    seen = set()
    for link in claim.evidence:
        excerpt = link.excerpt
        place = (excerpt.document, excerpt.text, excerpt.start, excerpt.end, excerpt.quote if not excerpt.text else "")
        words = (link.columns["stance"], place if excerpt.document else excerpt.public_id)
        if link.supersedes or words in seen:
            return True
        seen.add(words)
    return False


def in_turn(claim: Claim) -> Iterator[tuple[Proposal, int | None]]:
    """Yield what happened in the order of its time: a record as it comes about (None), or the place of one of its acts.

    The claim is there already. Evidence comes about just before its first act, that without acts at the end, each after what it revises.
    """
    acts = [(act.at, at, one) for one in (*claim.evidence, claim) for at, act in enumerate(one.acts)]
    made: set[str] = set()
    for _, at, one in sorted(acts, key=lambda act: (act[0], act[1] > 0, act[2] is claim)):
        if at == 0 and one is not claim:
            made.add(one.public_id)
            yield one, None
        yield one, at
    yield from ((one, None) for one in _after_revised([link for link in claim.evidence if link.public_id not in made]))


def _after_revised(links: Sequence[Evidence]) -> Iterator[Evidence]:
    waiting = list(links)
    while waiting:
        names = {link.public_id for link in waiting}
        ready = [link for link in waiting if link.supersedes not in names] or waiting
        yield from ready
        waiting = [link for link in waiting if link not in ready]
