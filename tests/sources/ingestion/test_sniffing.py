"""A file is what its first bytes say: a wrong ending is named, with what to do."""

from __future__ import annotations

import gzip

import pytest

from sources.ingestion import ExtractionError, read_file
from tests.sources.ingestion.docx.files import archive

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
HTML = b"\xef\xbb\xbf \n<!-- saved --><!DOCTYPE HTML><p>words"
WORD = archive({"word/document.xml": "<x/>"})


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("gate.pdf", HTML, "This is HTML, not PDF: rename it so that it ends in .html."),
        ("gate.pdf", WORD, "This is a Word file, not PDF: rename it so that it ends in .docx."),
        ("gate.pdf", b"words", "This is not PDF: it does not begin with %PDF. Is the download complete?"),
        ("gate.docx", PDF, "This is PDF, not a Word file: rename it so that it ends in .pdf."),
        ("gate.docx", archive({"mimetype": "x"}), "This is a ZIP archive, not a Word file. Give the document itself."),
        ("gate.docx", b"words", "This is not a Word file: it is no ZIP archive. Is the download complete?"),
        ("gate.docx", OLE, "This is a Word file of the old kind (.doc). Open it, save it as .docx, and give that copy."),
        (
            "gate.docx",
            OLE + "EncryptedPackage".encode("utf-16-le"),
            "The Word file is encrypted. Open it with its password, save it without one, and give that copy.",
        ),
        ("gate.html", PDF, "This is PDF, not HTML: rename it so that it ends in .pdf."),
        ("gate.txt", PDF, "This is PDF, not plain text: rename it so that it ends in .pdf."),
        ("gate.md", WORD, "This is a Word file, not Markdown: rename it so that it ends in .docx."),
        ("gate.txt", b"\x89PNG\r\n\x1a\n", "This is a PNG picture, not plain text. Give the document itself."),
        ("gate.txt", gzip.compress(b"words", mtime=0), "This is a file packed with gzip, not plain text. Give the document itself."),
        ("gate.md", b"{\\rtf1 words}", "This is RTF, not Markdown. Give the document itself."),
        ("gate.html", b"", "The file is empty."),
        ("gate.pdf", b"", "The file is empty."),
    ],
)
def test_a_wrong_ending_is_refused_by_what_the_file_is(name, data, says):
    with pytest.raises(ExtractionError) as refusal:
        read_file(name, data)

    assert str(refusal.value) == says


@pytest.mark.parametrize("name", ["gate.md", "gate.txt"])
def test_text_may_hold_html(name):
    assert read_file(name, b"<html>\n\nwords").content == "<html>\n\nwords"
