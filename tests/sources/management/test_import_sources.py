from __future__ import annotations

import io
import json
import sys
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command

from history.models import Change
from sources.models import Document

GOOD = "@book{gate, author = {Smith, John}, title = {The Gate}, year = 2001}\n"
UNCLOSED = "@book{open, title = {On Water}\n"

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(tmp_path, capsys):
    """Write a file and import it; return what the command printed."""

    def run(text: str, *, name: str = "works.bib", **options) -> str:
        (tmp_path / name).write_text(text, encoding="utf-8")
        out = io.StringIO()
        try:
            call_command("import_sources", str(tmp_path / name), stdout=out, **options)
        finally:
            run.printed = out.getvalue()
        return run.printed

    return run


def test_a_file_is_imported_under_a_user_s_name(run, curator):
    assert run(GOOD, user="carla") == "Done: 1 created, 0 updated, 0 unchanged, 0 failed.\n"

    change = Change.objects.get(table="sources_document")
    assert (change.user, change.reason) == ("carla", "Imported from works.bib")


def test_a_machine_gets_one_object(run):
    text = run(GOOD + "@misc{two, title = {A note}, doi = {nonsense}}\n", as_json=True)

    assert json.loads(text) == {
        "created": 2,
        "updated": 0,
        "unchanged": 0,
        "failed": 0,
        "stored": True,
        "entries": [
            {"key": "gate", "line": 1, "result": "created", "errors": [], "warnings": [], "document": "gate", "differences": []},
            {
                "key": "two",
                "line": 2,
                "result": "created",
                "errors": [],
                "warnings": [
                    "line 2, doi: 'nonsense' is no DOI: a DOI begins with 10., a registrant and a slash, for example 10.1000/182."
                    " It is kept as it is under extra."
                ],
                "document": "two",
                "differences": [],
            },
        ],
    }


def test_a_failed_entry_refuses_the_file_with_one_clear_line(run):
    with pytest.raises(CommandError) as refused:
        run(GOOD + UNCLOSED)

    assert str(refused.value) == (
        "works.bib: nothing was imported, because 1 entry failed. Correct the file, or take what is good with --keep-going."
    )
    assert run.printed == (
        "open failed: line 2: The entry that begins on line 2 is not closed. Close it with } after its last field.\n"
        "Nothing was stored: 0 created, 0 updated, 0 unchanged, 1 failed.\n"
    )
    assert not Document.objects.exists()


def test_keep_going_takes_what_is_good(run):
    assert run(GOOD + UNCLOSED, keep_going=True).endswith("Done: 1 created, 0 updated, 0 unchanged, 1 failed.\n")
    assert Document.objects.get().citation_key == "gate"


def test_a_dry_run_stores_nothing(run):
    assert run(GOOD, dry_run=True) == "This would be the outcome: 1 created, 0 updated, 0 unchanged, 0 failed.\n"
    assert not Document.objects.exists()


def test_differences_are_shown_and_written_when_asked(run):
    run(GOOD)
    other = GOOD.replace("2001", "2001, publisher = {Gate Press}")

    assert run(other) == (
        "gate: line 1: gate is here already and was left as it is. publisher: (nothing) -> Gate Press;\n"
        "Done: 0 created, 0 updated, 1 unchanged, 0 failed.\n"
    )
    assert run(other, update=True) == (
        "gate: line 1: gate was changed. publisher: (nothing) -> Gate Press;\nDone: 0 created, 1 updated, 0 unchanged, 0 failed.\n"
    )
    assert Document.objects.get().publisher == "Gate Press"


def test_standard_input_is_read_and_its_format_found(run, monkeypatch):
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(b"TY  - BOOK\nTI  - The Gate\nPY  - 2001\nER  - \n")))
    out = io.StringIO()

    call_command("import_sources", "-", stdout=out)

    assert out.getvalue().endswith("Done: 1 created, 0 updated, 0 unchanged, 0 failed.\n")
    assert Document.objects.get().title == "The Gate"


@pytest.mark.parametrize(
    ("text", "options", "message"),
    [
        ("hello", {"name": "works.txt"}, "works.txt: nothing was imported. The file is in none of the formats that are read."),
        (GOOD, {"user": "nobody"}, "There is no active user nobody."),
        (GOOD, {"user": "rita"}, "rita may not add documents. Ask an administrator, or name another user."),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(run, django_user_model, text, options, message):
    django_user_model.objects.create_user("rita")

    with pytest.raises(CommandError) as refused:
        run(text, **options)

    assert str(refused.value).startswith(message)


def test_a_file_that_is_not_there_is_said(tmp_path):
    with pytest.raises(CommandError, match=r"^none\.bib: No such file or directory\.$"):
        call_command("import_sources", str(tmp_path / "none.bib"))
