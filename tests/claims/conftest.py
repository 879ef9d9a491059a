from __future__ import annotations

import pytest

from tests.claims.staked import Stake, a_stake


@pytest.fixture
def stake() -> Stake:
    """Evidence from a document by one author, with people who have no stake in it yet."""
    return a_stake()
