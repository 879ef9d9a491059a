"""How many approvals are awaited, in words."""

from __future__ import annotations

import pytest

from claims.services.conflicts import Weighed

PROPOSER = {1: "cora"}


@pytest.mark.parametrize(
    ("weighed", "words"),
    [
        (Weighed(needed=1, proposers=PROPOSER), ""),
        (Weighed(needed=1, given={2: "fay"}, proposers=PROPOSER), ""),
        (Weighed(needed=2, proposers=PROPOSER), "2 approvals are needed, by persons other than cora."),
        (Weighed(needed=2, given={2: "fay"}, proposers=PROPOSER), "One more approval is needed, by somebody other than cora and fay."),
        (Weighed(needed=2, given={2: "fay", 3: "sid"}, proposers=PROPOSER), ""),
        (Weighed(needed=2), "2 approvals are needed, by persons other than who has a conflict of interest."),
    ],
)
def test_what_is_awaited_is_said_where_one_approval_does_not_do(weighed, words):
    assert weighed.awaited == words
