"""The file that words were read from is kept, once, whatever the door it came in by."""

from __future__ import annotations

import hashlib

import pytest
from django.core.exceptions import ValidationError

from sources.models import OriginalFile, Text
from sources.services.correct_text import accept_correction, preview_correction, words_of_copy
from sources.services.ingest_file import ingest_file
from sources.services.keep_original import original_of
from sources.services.load_words import load_words
from sources.services.read_copy import read_copy
from sources.services.verify_sources import verify_sources
from tests.factories.sources import DocumentFactory, TextFactory

pytestmark = pytest.mark.django_db

PAGE = b"<p>The gate closed at dawn."


def kept() -> list[tuple[str, bytes, str]]:
    return [(one.name, bytes(one.kept.content), one.media_type) for one in OriginalFile.objects.order_by("id")]


def test_an_ingested_file_is_kept_and_its_text_names_it():
    text = ingest_file("gate.html", PAGE).text

    assert kept() == [("gate.html", PAGE, "text/html")]
    assert original_of(text) == OriginalFile.objects.get(sha256=hashlib.sha256(PAGE).hexdigest())


def test_the_same_bytes_again_and_for_another_document_are_kept_once():
    ingest_file("gate.html", PAGE)
    ingest_file("copy.html", PAGE)
    ingest_file("copy.html", PAGE, document=DocumentFactory())

    assert kept() == [("gate.html", PAGE, "text/html")]


def test_a_text_that_came_in_before_files_were_kept_gets_its_file_when_it_comes_again():
    TextFactory(content="Old words.", file_name="old.txt", file_sha256=hashlib.sha256(b"Old words.").hexdigest())

    assert ingest_file("old.txt", b"Old words.").result == "unchanged"

    assert kept() == [("old.txt", b"Old words.", "text/plain")]


def test_the_same_words_from_another_file_do_not_bring_that_file():
    ingest_file("gate.html", PAGE)

    ingest_file("gate.txt", b"The gate closed at dawn.")

    assert [name for name, _, _ in kept()] == ["gate.html"]


def test_a_copy_that_fills_an_awaited_text_is_kept(tmp_path):
    TextFactory(content=None, words="Old words.", file_name="old.txt")
    (tmp_path / "old.txt").write_bytes(b"Old words.")

    assert [one.result for one in load_words(tmp_path)] == ["filled"]

    assert kept() == [("old.txt", b"Old words.", "text/plain")]


def test_a_repaired_file_is_kept_beside_the_one_before():
    text = ingest_file("gate.txt", b"The gate cl0sed at dawn, and nobody in the whole town knew why.").text
    repaired = words_of_copy(read_copy("repaired.txt", text.content.replace("cl0sed", "closed").encode()))

    new = accept_correction(text, repaired, by=None, seen=preview_correction(text, repaired).seen, reason="Misread.")

    assert [name for name, _, _ in kept()] == ["gate.txt", "repaired.txt"]
    assert original_of(new) == OriginalFile.objects.get(name="repaired.txt")


def test_a_refused_copy_is_not_kept():
    text = TextFactory()

    with pytest.raises(ValidationError, match="these are not the words"):
        ingest_file("gate.html", PAGE, document=text.document)

    assert (kept(), Text.objects.count()) == ([], 1)


def test_verify_counts_the_files_it_proved():
    ingest_file("gate.html", PAGE)

    counts, faults = verify_sources()

    assert (counts["files"], faults) == (1, [])
