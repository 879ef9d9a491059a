from __future__ import annotations

import io
import json

import pytest
from django.core.management import CommandError, call_command

from history.models import Change
from sources.models import Passage, Text
from sources.services.keep_original import original_of
from sources.services.locating.index import unindexed
from tests.factories.sources import DocumentFactory, PassageFactory, TextFactory

OLD = "The harb0ur gate closed at dawn. It opened again at noon. Nobody knows why it did not stay shut."
NEW = OLD.replace("harb0ur", "harbour").replace(" It opened again at noon.", "")


@pytest.fixture
def text(db) -> Text:
    text = TextFactory(document=DocumentFactory(citation_key="gate2019key"), content=OLD)
    for words in ("harb0ur gate", "It opened again at noon.", "Nobody knows"):
        PassageFactory(text=text, public_id=f"words-{words[:2].lower()}", start=OLD.index(words), end=OLD.index(words) + len(words))
    return text


@pytest.fixture
def correct(tmp_path):
    def correct(words: str = NEW, key: str = "gate2019key", name: str = "gate.txt", **options) -> str:
        (tmp_path / name).write_text(words, encoding="utf-8")
        out = io.StringIO()
        call_command("correct_text", key, str(tmp_path / name), stdout=out, **options)
        return out.getvalue()

    return correct


SAID = """\
words-ha changed: [-harb0ur-]{+harbour+} gate
words-it orphaned: Its words are gone. It was: It opened again at noon.
Passages: 1 moved, 1 changed, 1 orphaned; evidence re-opened: 0.
Marks: 0 carried over, 1 found, 0 lost.
"""


def test_a_dry_run_says_what_would_be_done_and_does_nothing(text, correct):
    assert correct(dry_run=True) == SAID + "Nothing was written. 68.2% of the words of version 1 would stand unchanged.\n"
    assert (Text.objects.count(), Passage.objects.count()) == (1, 3)


def test_a_repaired_copy_becomes_the_new_version(text, correct, editor):
    assert correct(user="edith", reason="Misread letters.").startswith(SAID + "gate2019key has version 2 now, 71 characters; 68.2%")

    new = Text.objects.get(version=2)
    assert (new.content, new.derived_from, new.file_name) == (NEW, text, "gate.txt")
    original = original_of(new)
    assert original is not None
    assert (original.name, original.sha256) == ("gate.txt", new.file_sha256)
    assert not unindexed().filter(pk=new.pk).exists()
    assert [(change.user, change.reason) for change in Change.objects.of(new)] == [("edith", "Corrected text: Misread letters.")]


def test_machines_get_one_object(text, correct):
    told = json.loads(correct(as_json=True))

    passages = told.pop("passages")
    assert told == {
        "document": "gate2019key",
        "version": 1,
        "new_version": 2,
        "length": len(OLD),
        "new_length": len(NEW),
        "share_kept": 0.6818,
        "moved": 1,
        "changed": 1,
        "orphaned": 1,
        "reopened": 0,
        "marks": 0,
        "marks_dropped": [],
        "marks_new": 1,
        "references": 0,
        "references_left": 0,
    }
    assert passages[0] == {
        "id": "words-ha",
        "grade": "changed",
        "start": 4,
        "end": 16,
        "new_start": 4,
        "new_end": 16,
        "words": "harb0ur gate",
        "new_words": "harbour gate",
        "diff": [{"before": "harb0ur", "after": "harbour"}, {"before": " gate", "after": " gate"}],
        "reason": "",
        "resting": 0,
    }


@pytest.mark.parametrize(
    ("options", "because"),
    [
        ({"words": OLD}, "nothing is corrected"),
        ({"words": "Something else entirely, of other words alone."}, "These are not the same words"),
        ({"key": "nobody2000nothing"}, "There is no document nobody2000nothing"),
        ({"key": "bare2000work"}, "bare2000work has no text yet: ingest the file instead"),
        ({"name": "gate.exe"}, "gate.exe"),
        ({"user": "nobody"}, "There is no user nobody"),
        ({"user": "carla"}, "ask an editor"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(text, correct, curator, options, because):
    DocumentFactory(citation_key="bare2000work")

    with pytest.raises(CommandError, match=f"^Nothing was corrected. .*{because}"):
        correct(**options)

    assert Text.objects.count() == 1


def test_ingesting_other_words_points_to_the_correction(text, tmp_path):
    (tmp_path / "gate.txt").write_text(NEW, encoding="utf-8")

    with pytest.raises(CommandError, match=r"manage\.py correct_text gate2019key gate\.txt"):
        call_command("ingest", str(tmp_path / "gate.txt"), document="gate2019key")
