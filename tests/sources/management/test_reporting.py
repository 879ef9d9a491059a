from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command
from django.db import ProgrammingError, connections

from tests.conftest import roles


def alter(*statements: str) -> None:
    with roles.connected(connections["owner"].settings_dict) as owner:
        for statement in statements:
            owner.execute(statement)


@pytest.mark.usefixtures("committed_db")
def test_a_database_older_than_the_program_is_said_in_a_sentence():
    alter(
        "ALTER TABLE sources_reference RENAME COLUMN kind TO sort",
        "DELETE FROM django_migrations WHERE app = 'sources' AND name >= '0017'",
    )

    with pytest.raises(CommandError, match=r"^The database is older than this program\. Run `manage\.py migrate`, then this again\.$"):
        call_command("resolve_references")


@pytest.mark.usefixtures("committed_db")
def test_a_fault_of_another_kind_is_not_taken_for_an_old_database():
    alter("ALTER TABLE sources_reference RENAME COLUMN kind TO sort")

    with pytest.raises(ProgrammingError):
        call_command("resolve_references")
