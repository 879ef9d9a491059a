from __future__ import annotations

import io
import json
import sys
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command

from claims.models import Claim
from history.models import Change

GOOD = '{"id": "gate-closed", "type": "event", "statement": "The gate closed.", "attributes": {"what": "closing"}}\n'
FALSE = '{"id": "gate-opened", "type": "evnt", "statement": "The gate opened.", "attributes": {"what": "opening"}}\n'

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(tmp_path):
    """Write a file and import it; return what the command printed."""

    def run(text: str, **options) -> str:
        (tmp_path / "claims.jsonl").write_text(text, encoding="utf-8")
        out = io.StringIO()
        try:
            call_command("import_claims", str(tmp_path / "claims.jsonl"), stdout=out, **options)
        finally:
            run.printed = out.getvalue()
        return run.printed

    return run


def test_a_file_is_imported_under_a_user_s_name_and_exported_again(run, curator):
    assert run(GOOD, user="carla") == "Done: 1 created, 0 updated, 0 unchanged, 0 failed.\n"

    change = Change.objects.get(table="claims_claim")
    assert (change.user, change.reason) == ("carla", "Imported from claims.jsonl")
    out = io.StringIO()
    call_command("export_claims", user="carla", stdout=out)
    assert run(out.getvalue()) == "Done: 0 created, 0 updated, 1 unchanged, 0 failed.\n"


def test_a_machine_gets_one_object(run):
    assert json.loads(run(GOOD + FALSE, as_json=True, keep_going=True)) == {
        "created": 1,
        "updated": 0,
        "unchanged": 0,
        "failed": 1,
        "stored": True,
        "entries": [
            {"record": "claim", "key": "gate-closed", "line": 1, "result": "created", "errors": [], "warnings": [], "differences": []},
            {
                "record": "claim",
                "key": "gate-opened",
                "line": 2,
                "result": "failed",
                "errors": [
                    "line 2, type: “evnt” is none of: event, quantitative, causal, definitional, comparative, predictive, normative, position, interpretive."
                ],
                "warnings": [],
                "differences": [],
            },
        ],
    }


def test_a_failed_record_refuses_the_file_with_one_clear_line(run):
    with pytest.raises(CommandError) as refused:
        run(GOOD + FALSE)

    assert str(refused.value) == (
        "claims.jsonl: nothing was imported, because 1 entry failed. Correct the file, or take what is good with --keep-going."
    )
    assert run.printed.startswith("claim gate-opened failed: line 2, type: “evnt” is none of: ")
    assert not Claim.objects.exists()


def test_differences_are_shown(run):
    run(GOOD)

    assert run(GOOD.replace("closed.", "shut.")).startswith(
        "claim gate-closed: line 1: it is here already and was left as it is. statement: The gate closed. -> The gate shut.;\n"
    )


def test_standard_input_is_read(monkeypatch):
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(GOOD.encode())))
    out = io.StringIO()

    call_command("import_claims", "-", stdout=out, dry_run=True)

    assert out.getvalue() == "This would be the outcome: 1 created, 0 updated, 0 unchanged, 0 failed.\n"


@pytest.mark.parametrize(
    ("command", "options", "message"),
    [
        ("import_claims", {"user": "nobody"}, "There is no active user nobody."),
        (
            "import_claims",
            {"user": "rita"},
            "rita may not add claims or add evidence or add relations or add topics or pin excerpts or add documents or add authors or add texts. ",
        ),
        ("export_claims", {"user": "nobody"}, "There is no active user nobody."),
        ("export_claims", {"claim": ["nothing"]}, "There is no claim nothing."),
    ],
)
def test_a_refusal_is_one_clear_line(tmp_path, django_user_model, command, options, message):
    django_user_model.objects.create_user("rita")
    (tmp_path / "x.jsonl").write_text(GOOD)
    with pytest.raises(CommandError) as refused:
        call_command(command, *([str(tmp_path / "x.jsonl")] if command == "import_claims" else []), stdout=io.StringIO(), **options)

    assert str(refused.value).startswith(message)


def test_a_file_that_is_not_there_is_said(tmp_path):
    with pytest.raises(CommandError, match=r"x\.jsonl: No such file or directory\."):
        call_command("import_claims", str(tmp_path / "x.jsonl"))
