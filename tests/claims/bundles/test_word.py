from __future__ import annotations

import re
import zipfile
from io import BytesIO
from xml.etree import ElementTree as ET

import pytest

from claims.bundles import word
from claims.bundles.checking import check_bundle
from claims.bundles.selection import Asked
from tests.claims.bundles.made import make_bundle
from tests.claims.bundles.packing import SITE, unpack
from tests.factories.sources import AuthorFactory, ContributionFactory, DocumentFactory, MarkFactory, PassageFactory, TextFactory

pytestmark = pytest.mark.django_db
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture
def three_works(db) -> None:
    """Two works of one author and one of another, each quoted three times, with addresses that become links."""
    adams, brown = AuthorFactory(family="Adams", given="Ann"), AuthorFactory(family="Brown", given="Ben")
    for key, author, title in (("adams2001", adams, "Gates & Tides"), ("adams2002", adams, "Tides"), ("brown2003", brown, "日本 <b>")):
        document = DocumentFactory(
            citation_key=key, type="book", title=title, issued=key[-4:], publisher="P", url=f"https://example.org/{key}"
        )
        ContributionFactory(document=document, author=author)
        text = TextFactory(document=document, content="One, two. Three, four. Five, six.")
        MarkFactory(text=text, label="page", value="4", start=0, end=20)
        MarkFactory(text=text, label="page", value="5", start=20, end=33)
        for start, end in ((0, 9), (10, 22), (23, 33)):
            PassageFactory(text=text, start=start, end=end, is_published=True)


def document_of(packed: bytes) -> dict[str, bytes]:
    return unpack(unpack(packed)["excerpts.docx"])


def text_of(element: ET.Element) -> str:
    return "".join(part.text or "" for part in element.iter(f"{W}t")).strip()


def read(parts: dict[str, bytes]) -> list[tuple[str, str, str]]:
    """Each paragraph: its style, its words, the words of its footnote."""
    notes = {note.get(f"{W}id"): text_of(note) for note in ET.fromstring(parts["word/footnotes.xml"])}
    found = []
    for paragraph in ET.fromstring(parts["word/document.xml"]).iter(f"{W}p"):
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        reference = paragraph.find(f".//{W}footnoteReference")
        note = "" if reference is None else notes[reference.get(f"{W}id")]
        found.append(("" if style is None else style.get(f"{W}val"), text_of(paragraph), note))
    return found


def test_a_work_is_cited_in_full_once_then_shortened(three_works):
    paragraphs = read(document_of(make_bundle(Asked(), site=SITE)))

    assert [(style, words) for style, words, _ in paragraphs if style != "BlockText"] == [
        ("Title", "Excerpts"),
        ("Heading1", "Gates & Tides"),
        ("Heading1", "Tides"),
        ("Heading1", "日本 <b>"),
        ("Heading1", "Bibliography"),
        ("Bibliography", "Adams, Ann. Gates & Tides. P, 2001. https://example.org/adams2001."),
        ("Bibliography", "Adams, Ann. Tides. P, 2002. https://example.org/adams2002."),
        ("Bibliography", "Brown, Ben. 日本 <b>. P, 2003. https://example.org/brown2003."),
    ]
    assert [(words, note) for style, words, note in paragraphs if style == "BlockText"][:4] == [
        ("One, two.", "Ann Adams, Gates & Tides (P, 2001), 4, https://example.org/adams2001."),
        ("Three, four.", "Ibid., 4–5."),
        ("Five, six.", "Ibid., 5."),
        ("One, two.", "Ann Adams, Tides (P, 2002), 4, https://example.org/adams2002."),
    ]


def test_documents_written_in_parts_are_joined_to_the_same(three_works, monkeypatch, tmp_path):
    whole = read(document_of(make_bundle(Asked(), site=SITE)))
    monkeypatch.setattr(word, "_BATCH", 1)
    packed = make_bundle(Asked(), site=SITE)
    parts = document_of(packed)
    (tmp_path / "bundle.zip").write_bytes(packed)

    assert read(parts) == whole
    numbers = re.findall(rb'<w:footnote w:id="(\d+)"', parts["word/footnotes.xml"])
    assert numbers == re.findall(rb'<w:footnoteReference w:id="(\d+)"', parts["word/document.xml"])
    assert len(set(numbers)) == len(numbers) == 9
    assert check_bundle(tmp_path / "bundle.zip") == []


def test_every_link_leads_to_an_address_that_the_document_names(three_works):
    parts = document_of(make_bundle(Asked(), site=SITE))
    links = re.findall(rb'<w:hyperlink r:id="(\w+)"', parts["word/document.xml"])
    named = re.findall(rb'Id="(\w+)" Type="[^"]*/hyperlink"|Type="[^"]*/hyperlink" Id="(\w+)"', parts["word/_rels/document.xml.rels"])

    assert len(links) == 3
    assert {one or other for one, other in named} >= set(links)
    assert b"w:hyperlink" not in parts["word/footnotes.xml"]


def test_nothing_says_when_where_or_by_whom_the_document_was_made(three_works):
    packed = unpack(make_bundle(Asked(), site=SITE))["excerpts.docx"]
    with zipfile.ZipFile(BytesIO(packed)) as document:
        assert {entry.date_time for entry in document.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        properties = document.read("docProps/core.xml") + document.read("docProps/custom.xml") + document.read("docProps/app.xml")

    assert re.findall(rb"<dcterms:\w+ [^>]*>([^<]*)", properties) == [b"1980-01-01T00:00:00Z"] * 2
    assert b"/tmp" not in properties
    assert b"<dc:creator></dc:creator>" in properties
