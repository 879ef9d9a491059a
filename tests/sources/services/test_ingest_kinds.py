"""PDF, HTML and Word files: from the file to an excerpt with its printed place; a file that is refused leaves nothing."""

from __future__ import annotations

import json

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command

from history.models import Change
from sources.formats.locators import Locator
from sources.models import Author, Document, Identifier, Mark, Text
from sources.services.file_pages import page_count
from sources.services.ingest_file import ingest_file
from sources.services.pin_passage import pin_span
from sources.services.place_passages import place_passages
from tests.factories.sources import AuthorFactory, DocumentFactory
from tests.sources.ingestion.docx.files import notes, paragraph, referring, run, word_file
from tests.sources.ingestion.pdf.printing import SENTENCES, centred, lines, printed, together

pytestmark = pytest.mark.django_db

PDF = printed(*(together(lines(SENTENCES), centred(str(number))) for number in (12, 13)), lines(SENTENCES))
WORD = word_file(
    paragraph(run("The gate closed at dawn."), referring("footnote", 1)),
    footnotes=notes("footnote", {1: "<w:r><w:footnoteRef/></w:r>" + run(" The keeper told it.")}),
)
PAGE = b"""<html lang=en><head><meta name=citation_title content="The Harbour Gate"><meta name=citation_author content="Ogden, Mary">
<meta name=citation_author content="Tom Hale"><meta name=citation_date content="2005-03"><meta name=citation_doi content="10.5555/gate.1">
</head><body><h1>Gate</h1><p>The gate closed at dawn.</p><p>Nobody knew why.</p></body></html>"""


def pinned(text, words):
    start = text.content.index(words)
    return pin_span(text, start, start + len(words))[0]


@pytest.mark.parametrize(
    ("name", "data", "words", "locator"),
    [
        ("gate.pdf", PDF, "late, as it had been all that week.\n\n12\n\fThe harbour gate", Locator("page", "12")),
        ("gate.docx", WORD, "The keeper told it.", Locator("note", "1")),
        ("gate.html", PAGE, "Nobody knew why.", Locator("paragraph", "2")),
    ],
)
def test_a_file_is_held_pinned_and_placed(name, data, words, locator):
    text = ingest_file(name, data).text

    passage = pinned(text, words.split("\n\n")[0] if name == "gate.pdf" else words)

    assert (passage.status, place_passages([passage])) == ("exact", {passage.pk: locator})


def test_a_passage_over_a_page_break_of_a_pdf_has_both_pages():
    text = ingest_file("gate.pdf", PDF).text

    passage = pinned(text, text.content[text.content.index("down to the quay") : text.content.index("\f") + 20])

    assert place_passages([passage])[passage.pk] == Locator("page", "12-13")


def test_the_pages_of_the_file_are_counted_and_are_not_the_printed_ones():
    text = ingest_file("gate.pdf", PDF).text

    assert [mark.value for mark in text.marks.filter(label="page").order_by("start")] == ["12", "13", ""]
    assert page_count(text) == 3


def test_a_page_without_a_number_is_a_page_of_unknown_number():
    text = ingest_file("gate.pdf", PDF).text

    assert list(text.marks.filter(label="page").order_by("start").values_list("basis", flat=True)) == ["found", "found", "unknown"]


def test_what_a_page_says_of_its_work_describes_the_new_document():
    hale = AuthorFactory(family="Hale", given="Tom")

    document = ingest_file("gate.html", PAGE).document

    assert (document.title, document.issued, document.language, document.citation_key) == (
        "The Harbour Gate",
        "2005-03",
        "en",
        "ogden2005harbour",
    )
    credited = document.contributions.order_by("position")
    assert [credit.author.sort_name for credit in credited] == ["Ogden, Mary", "Hale, Tom"]
    assert credited[1].author == hale
    assert [(one.scheme, one.value) for one in document.identifiers.all()] == [("doi", "10.5555/gate.1")]


def test_a_doi_that_is_known_here_is_never_guessed_upon():
    known = DocumentFactory(citation_key="ogden2005harbour")
    Identifier.objects.create(document=known, scheme="doi", value="10.5555/gate.1")

    with pytest.raises(ValidationError, match="which is ogden2005harbour's. If these are its words, say so: --document ogden2005harbour"):
        ingest_file("gate.html", PAGE)

    assert (Document.objects.count(), Author.objects.count(), Text.objects.count()) == (1, 0, 0)
    assert ingest_file("gate.html", PAGE, document=known).result == "created"


def test_the_same_bytes_are_the_same_text_even_when_a_newer_tool_is_here(monkeypatch):
    first = ingest_file("gate.html", PAGE)
    changes = Change.objects.count()
    monkeypatch.setattr("sources.services.read_copy.reader_of", lambda name: type("Newer", (), {"tool": lambda: ("trafilatura", "99")}))

    again = ingest_file("copy.html", PAGE)

    assert (again.text, again.result, again.is_new_document) == (first.text, "unchanged", False)
    assert again.remark == f"It was read by {first.text.tool}; trafilatura 99 is here today. The words stay as they were held."
    assert Change.objects.count() == changes


def test_the_same_words_from_another_kind_of_file_are_held_already():
    first = ingest_file("gate.html", b"<p>The gate closed at dawn.")

    again = ingest_file("gate.txt", b"The gate closed at dawn.")

    assert (again.text, again.result) == (first.text, "unchanged")
    assert again.remark == f"{first.document.citation_key} holds these words already, from gate.html."


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("gate.pdf", PDF[:400]),
        ("gate.pdf", PAGE + b"<p>Otherwise."),
        ("gate.docx", word_file(paragraph(run("x" * 30_000_000)))),
        ("gate.html", b"<p>" + b"<i>" * 100_000 + b"words"),
    ],
    ids=["cut off", "other content", "bomb", "deep"],
)
def test_a_refused_file_leaves_nothing_and_names_itself(tmp_path, name, data):
    good, bad = tmp_path / "good.html", tmp_path / name
    good.write_bytes(PAGE)
    bad.write_bytes(data)

    with pytest.raises(CommandError, match=rf"^Nothing was ingested. {name}: \S.*\.$"):
        call_command("ingest", str(good), str(bad))

    assert [model.objects.count() for model in (Document, Text, Mark, Author, Identifier, Change)] == [0] * 6


def test_the_command_tells_tool_and_pages(tmp_path, capsys):
    path = tmp_path / "gate.pdf"
    path.write_bytes(PDF)

    call_command("ingest", str(path), as_json=True)

    (entry,) = json.loads(capsys.readouterr().out)["entries"]
    assert (entry["media_type"], entry["tool"].split()[0], entry["pages"], entry["remark"]) == ("application/pdf", "pypdfium2", 3, "")


@pytest.mark.parametrize(
    ("setting", "value", "says"), [("MAX_TEXT_PAGES", 2, "more than the 2 that"), ("MAX_TEXT_BYTES", 99, "more than the 99 that")]
)
def test_the_limits_are_settings(settings, setting, value, says):
    setattr(settings, setting, value)

    with pytest.raises(ValueError, match=says):
        ingest_file("gate.pdf", PDF)
