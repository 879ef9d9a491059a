"""A machine's account says of all it proposes that a machine did, and which; a person names no tool (law 9)."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from claims.services.accounts import MACHINES
from claims.services.made_by import provenance_of, with_origin
from tests.claims.staked import account

pytestmark = pytest.mark.django_db

NAMES_NONE = "A machine's proposal names its tool and version"
NO_PERSON = "This is a machine's account"
NO_MACHINE = "A person's proposal names no tool"


@pytest.mark.parametrize(
    ("is_machine", "said", "made"),
    [
        (False, {}, {"origin": "human"}),
        (False, {"tool": ""}, {"origin": "human", "tool": ""}),
        (False, {"origin": "machine", "tool": "matcher 1.2"}, {"origin": "machine", "tool": "matcher 1.2"}),
        (True, {"tool": "matcher 1.2"}, {"origin": "machine", "tool": "matcher 1.2"}),
        (True, {"origin": "machine", "tool": "matcher 1.2"}, {"origin": "machine", "tool": "matcher 1.2"}),
        (False, {"tool": "matcher 1.2"}, {"tool": NO_MACHINE}),
        (False, {"origin": "machine"}, {"tool": NAMES_NONE}),
        (False, {"origin": "machine", "tool": "  "}, {"tool": NAMES_NONE}),
        (True, {}, {"tool": NAMES_NONE}),
        (True, {"tool": " "}, {"tool": NAMES_NONE}),
        (True, {"origin": "human"}, {"origin": NO_PERSON}),
    ],
)
def test_the_origin_of_a_proposal_is_what_is_said_and_the_account_s_own(curator, is_machine, said, made):
    by = account("matcher", MACHINES) if is_machine else curator

    try:
        found = with_origin(by, said)
    except ValidationError as error:
        found = {field: messages[0] for field, messages in error.message_dict.items()}

    assert found.keys() == made.keys()
    assert all(found[name].startswith(value) for name, value in made.items())


def test_where_nobody_is_asked_the_account_s_name_is_the_tool(curator):
    assert provenance_of(account("m" * 150, MACHINES)) == {"origin": "machine", "tool": "m" * 120}
    assert provenance_of(curator) == {}
