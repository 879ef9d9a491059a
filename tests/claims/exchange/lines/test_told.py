"""Which acts of review go out with a record: those that lead from its present words to its state."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from claims.exchange.lines.told import told


@dataclass(frozen=True)
class Done:
    action: str


@pytest.mark.parametrize(
    ("acts", "status", "expected"),
    [
        ("", "draft", ""),
        ("submit", "in_review", "submit"),
        ("submit submit", "in_review", "submit"),
        ("submit", "draft", ""),
        ("submit withdraw", "draft", "submit withdraw"),
        ("submit withdraw submit", "draft", "submit withdraw"),
        ("submit request_changes submit submit approve", "published", "submit request_changes submit approve"),
        ("submit approve submit approve approve", "published", "submit approve approve"),
        ("submit approve supersede", "superseded", "submit approve"),
        ("submit approve reopen reject", "rejected", "submit approve reopen reject"),
    ],
)
def test_what_was_done_before_an_edit_is_left_out(acts, status, expected):
    assert [act.action for act in told([Done(one) for one in acts.split()], status)] == expected.split()
