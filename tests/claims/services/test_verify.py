"""``verify`` finds what was broken behind the laws' back: by the owner, with the triggers switched off."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command
from django.db import connections

from claims.services.verify import verify_database
from history.laws import declared_laws
from tests.conftest import drop, recreate, using_database
from tests.factories.sources import OriginalFileFactory, PassageFactory, TextFactory

WORDS = "The harbour gate closed at dawn. It opened again at noon."


def as_owner(*statements: str) -> None:
    with connections["owner"].cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


@pytest.mark.django_db
def test_a_sound_database_has_no_fault(debate):
    checked, faults = verify_database()

    assert faults == []
    assert checked == {
        "texts": 1,
        "files": 0,
        "passages": 3,
        "references": 0,
        "claims": 2,
        "pieces of evidence": 2,
        "relations": 0,
        "laws": len(declared_laws().triggers),
    }


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("UPDATE sources_excerptuse SET words = 1", "Text {text}: its excerpts show 9 words, counted were 1."),
        (
            "UPDATE sources_text SET excerpt_most_words = 5",
            "Text {text}: its excerpts show more than they may: 9 of 5 words, 44 of 51 characters.",
        ),
        (
            "UPDATE sources_passage SET is_published = false",
            "Passage {passage}: what is counted as shown of its text is not what it shows.",
        ),
        (
            "UPDATE sources_shownspan SET by_evidence = true",
            "Passage {passage}: whether public evidence stands on it is not what the count of shown excerpts goes by.",
        ),
    ],
)
def test_excerpts_that_were_let_through_behind_the_laws_are_found(committed_db, statement, fault):
    text = TextFactory(content=WORDS, rights="excerpt_only", excerpt_most_words=50, excerpt_most_share=90)
    passage = PassageFactory(text=text, start=4, end=12, is_published=True)
    as_owner("ALTER TABLE sources_text DISABLE TRIGGER USER", "ALTER TABLE sources_passage DISABLE TRIGGER USER", statement)

    _, faults = verify_database()

    assert fault.format(text=text.public_id, passage=passage.public_id) in faults


def test_a_kept_file_that_was_falsified_or_emptied_is_found(committed_db):
    falsified, emptied = OriginalFileFactory(), OriginalFileFactory()
    as_owner(
        "ALTER TABLE sources_originalbytes DISABLE TRIGGER USER",
        f"UPDATE sources_originalbytes SET content = content || 'x'::bytea WHERE file_id = {falsified.pk}",
        f"DELETE FROM sources_originalbytes WHERE file_id = {emptied.pk}",
    )

    _, faults = verify_database()

    assert f"File {falsified.public_id}: its bytes have another SHA-256 or size than its record." in faults
    assert f"File {emptied.public_id}: its bytes are missing." in faults
    assert "Law: the trigger law_original_bytes on sources_originalbytes is disabled." in faults


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("UPDATE sources_text SET content = upper(content)", "Text {text}: its words have another SHA-256 or length than its record."),
        ("UPDATE sources_passage SET start = start + 1", "Passage {passage}: its words are not the slice of its text."),
        ("UPDATE sources_passage SET quote_sha256 = repeat('0', 64)", "Passage {passage}: its words have another SHA-256."),
        ("UPDATE sources_passage SET status = 'pinned', quote = NULL", "Passage {passage}: it is called pinned but its text is held."),
    ],
)
def test_what_was_falsified_behind_the_laws_is_found(committed_db, statement, fault):
    text = TextFactory(content=WORDS)
    passage = PassageFactory(text=text, start=4, end=16)
    as_owner(
        "ALTER TABLE sources_text DISABLE TRIGGER USER",
        "ALTER TABLE sources_passage DISABLE TRIGGER USER",
        statement,
    )

    _, faults = verify_database()

    assert fault.format(text=text.public_id, passage=passage.public_id) in faults


@pytest.mark.parametrize("table", sorted({table for table, _ in declared_laws().triggers}))
def test_laws_of_a_table_that_are_disabled_are_reported_one_by_one_and_no_others(law_database, table):
    triggers = sorted(trigger for other, trigger in declared_laws().triggers if other == table)
    with connections["owner"].cursor() as cursor:
        for trigger in triggers:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {trigger}")
        try:
            _, faults = verify_database()
        finally:
            for trigger in triggers:
                cursor.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {trigger}")

    assert sorted(faults) == [f"Law: the trigger {trigger} on {table} is disabled." for trigger in triggers]


@pytest.fixture(scope="module")
def law_database(template_database, django_db_setup, django_db_blocker):
    """One database for all that is done to the laws here; every test mends what it breaks."""
    name = f"{template_database}_laws"
    recreate(name, template_database)
    with using_database(name), django_db_blocker.unblock():
        yield name
    drop(name)


def test_a_law_that_is_missing_weakened_or_replaced_is_reported(committed_db):
    as_owner(
        "DROP TRIGGER law_text ON sources_text",
        "ALTER TABLE sources_passage ENABLE TRIGGER law_passage",
        "CREATE OR REPLACE FUNCTION law_keep() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN OLD; END'",
    )

    with pytest.raises(CommandError, match=r"3 fault\(s\) found"):
        call_command("verify", verbosity=0)
    _, faults = verify_database()
    assert faults == [
        "Law: the function law_keep is not the one that the migrations made.",
        "Law: the trigger law_text on sources_text is missing.",
        "Law: the trigger law_passage on sources_passage is not always enabled.",
    ]


def test_a_role_that_may_too_much_is_reported(committed_db):
    as_owner("GRANT TRUNCATE ON sources_text TO PUBLIC", "GRANT INSERT ON history_change TO PUBLIC")

    _, faults = verify_database()

    assert [fault.split(", as which the application runs, ")[1] for fault in faults] == [
        "owns or may truncate sources_text.",
        "may write history_change.",
    ]
