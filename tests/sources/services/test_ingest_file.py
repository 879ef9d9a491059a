from __future__ import annotations

import hashlib
import json

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command

from history.models import Change
from sources.models import Document, Mark, Passage, Text
from sources.services.ingest_file import ingest_file
from tests.factories.sources import DocumentFactory, MarkFactory, PassageFactory, TextFactory

pytestmark = pytest.mark.django_db

MARKDOWN = (
    "# Holding the *gate*\r\n\r\nThe harbour gate  closed at dawn.\r\nIt opened at noon.\r\n\r\n## Afterwards\r\n\r\nNobody knows why.\r\n"
)


def test_a_file_becomes_a_document_with_its_exact_words_and_marks():
    ingested = ingest_file("gate.md", MARKDOWN.encode())

    text = Text.objects.get()
    assert (ingested.result, ingested.is_new_document, ingested.document.title) == ("created", True, "Holding the gate")
    assert text.content == MARKDOWN
    assert (text.length, text.media_type, text.file_name, text.rights) == (len(MARKDOWN), "text/markdown", "gate.md", "excerpt_only")
    assert [(mark.label, mark.value, text.content[mark.start : mark.end].split("\r\n")[0]) for mark in Mark.objects.all()] == [
        ("section", "Holding the gate", "# Holding the *gate*"),
        ("paragraph", "1", "The harbour gate  closed at dawn."),
        ("section", "Afterwards", "## Afterwards"),
        ("paragraph", "2", "Nobody knows why."),
    ]


def test_the_same_file_again_changes_nothing():
    ingest_file("gate.md", MARKDOWN.encode())
    changes = Change.objects.count()

    again = ingest_file("renamed.md", MARKDOWN.encode())

    assert (again.result, again.is_new_document, Document.objects.count(), Change.objects.count()) == ("unchanged", False, 1, changes)


def test_words_that_come_later_keep_the_headings_and_pages_that_were_set_and_bring_the_rest():
    words = MARKDOWN.replace("\r\n\r\n## After", "\f\r\n\r\n## After")
    text = TextFactory(content=None, words=words, file_name="gate.md")
    MarkFactory(text=text, label="section", value="By hand", basis="typed", start=5, end=len(words) - 3)
    MarkFactory(text=text, label="page", value="xii", basis="typed", start=3, end=len(words))

    assert ingest_file("gate.md", words.encode()).result == "filled"

    assert [(mark.label, mark.value, mark.basis) for mark in text.marks.order_by("label", "start")] == [
        ("page", "xii", "typed"),
        ("paragraph", "1", "found"),
        ("paragraph", "2", "found"),
        ("section", "By hand", "typed"),
    ]


def test_awaited_words_are_recognised_and_prove_their_passages():
    text = TextFactory(content=None, words=MARKDOWN, file_name="gate.md")
    start = MARKDOWN.index("The harbour")
    quote = MARKDOWN[start : start + 33]

    PassageFactory(text=text, start=start, end=start + 33, status="pinned", quote_sha256=hashlib.sha256(quote.encode()).hexdigest())

    ingested = ingest_file("gate.md", MARKDOWN.encode())

    assert (ingested.result, ingested.document) == ("filled", text.document)
    assert Passage.objects.get().quote == quote
    assert Mark.objects.filter(text=text).count() == 4


def test_other_words_under_an_awaited_name_are_refused_with_the_reason():
    text = TextFactory(content=None, words=MARKDOWN, file_name="gate.md", document=DocumentFactory(citation_key="ogden1999gate"))

    with pytest.raises(ValidationError, match="ogden1999gate awaits a file of this name, but with SHA-256 " + text.sha256):
        ingest_file("gate.md", MARKDOWN.replace("dawn", "down").encode())

    assert Text.objects.get().content is None


def test_a_document_that_holds_words_takes_no_others():
    text = TextFactory(document=DocumentFactory(citation_key="ogden1999gate"))

    with pytest.raises(ValidationError, match="these are not the words that ogden1999gate holds"):
        ingest_file("other.txt", b"Other words entirely.\n", document=text.document)

    assert Text.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("gate.txt", b"caf\xe9 at dawn\n", "Line 1"),
        ("gate.txt", b"one\ntwo \x00 three\n", "Line 2"),
        ("gate.txt", b" \n\n", ""),
        ("gate.exe", b"MZ", "ending that is not understood"),
    ],
)
def test_a_file_that_cannot_be_read_leaves_nothing_behind(tmp_path, name, data, says):
    good, bad = tmp_path / "good.txt", tmp_path / name
    good.write_text("Good words.\n", encoding="utf-8")
    bad.write_bytes(data)

    with pytest.raises(CommandError, match=f"^Nothing was ingested. {name}: ") as caught:
        call_command("ingest", str(good), str(bad))

    assert says in str(caught.value)
    assert not Document.objects.exists()


def test_the_command_says_what_each_file_became(tmp_path, capsys, curator):
    path = tmp_path / "gate.md"
    path.write_text(MARKDOWN, encoding="utf-8", newline="")

    call_command("ingest", str(path), user="carla", as_json=True)

    (entry,) = json.loads(capsys.readouterr().out)["entries"]
    text = Text.objects.get()
    assert entry == {
        "file": "gate.md",
        "document": text.document.citation_key,
        "new_document": True,
        "result": "created",
        "version": 1,
        "length": len(MARKDOWN),
        "sha256": text.sha256,
        "marks": 4,
        "media_type": "text/markdown",
        "tool": text.tool,
        "pages": None,
        "remark": "",
    }
    assert {change.user for change in Change.objects.of(text)} == {"carla"}


def test_the_command_refuses_an_unknown_document_or_user(tmp_path):
    path = tmp_path / "gate.md"
    path.write_text(MARKDOWN, encoding="utf-8")

    with pytest.raises(CommandError, match="There is no document nobody1900"):
        call_command("ingest", str(path), document="nobody1900")
    with pytest.raises(CommandError, match="There is no user nobody"):
        call_command("ingest", str(path), user="nobody")


def test_a_folder_is_told_from_a_file_that_is_not_there(tmp_path):
    for name, says in ((".", "it is a folder: name the files in it."), ("nowhere.md", "there is no such file.")):
        with pytest.raises(CommandError, match=says):
            call_command("ingest", str(tmp_path / name))
