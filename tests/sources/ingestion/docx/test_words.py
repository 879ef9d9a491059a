"""Words of a Word file: as Word shows them with all changes accepted."""

from __future__ import annotations

import pytest

from sources.ingestion.extraction import Facts
from tests.sources.ingestion.docx.files import archive, extracted, paragraph, root, run, word_file


@pytest.mark.parametrize(
    ("inner", "words"),
    [
        (
            run("The gate ") + "<w:del><w:r><w:delText>opened</w:delText></w:r></w:del><w:ins>" + run("closed") + "</w:ins>",
            "The gate closed",
        ),
        ("<w:moveFrom>" + run("away ") + "</w:moveFrom>" + run("The gate ") + "<w:moveTo>" + run("here") + "</w:moveTo>", "The gate here"),
        (run("seen") + run(" hidden", "<w:vanish/>") + run(" again", '<w:vanish w:val="0"/>'), "seen again"),
        ("<w:hyperlink>" + run("a link") + "</w:hyperlink>" + run(" follows"), "a link follows"),
        ("<w:r><w:instrText>HYPERLINK secret</w:instrText></w:r>" + run("shown"), "shown"),
        ("<w:r><w:t>one</w:t><w:tab/><w:t>two</w:t><w:br/><w:t>three</w:t></w:r>", "one\ttwo\nthree"),
        ("<w:r><w:t>non</w:t><w:noBreakHyphen/><w:t>stop</w:t></w:r>", "non\u2011stop"),
        ("<w:sdt><w:sdtPr><w:alias/></w:sdtPr><w:sdtContent>" + run("in a field") + "</w:sdtContent></w:sdt>", "in a field"),
        ("<w:ruby><w:rt>" + run("かど") + "</w:rt><w:rubyBase>" + run("門") + "</w:rubyBase></w:ruby>" + run("が閉じた"), "門が閉じた"),
    ],
)
def test_what_is_shown_is_read_and_nothing_else(inner, words):
    assert extracted(word_file(paragraph(inner))).content == words


def test_a_paragraph_whose_end_was_deleted_goes_on_in_the_next():
    body = paragraph(run("The gate "), properties="<w:rPr><w:del/></w:rPr>") + paragraph(run("closed."))

    assert extracted(word_file(body)).content == "The gate closed."


def test_rows_of_a_table_are_lines_and_text_boxes_follow_their_paragraph():
    cells = "".join(f"<w:tc>{paragraph(run(text))}</w:tc>" for text in ("Hour", "Ships"))
    box = f"<w:r><w:drawing><w:txbxContent>{paragraph(run('In a box.'))}</w:txbxContent></w:drawing></w:r>"
    body = paragraph(run("Before."), box) + f"<w:tbl><w:tr>{cells}</w:tr><w:tr>{cells}</w:tr></w:tbl>"

    assert extracted(word_file(body)).content == "Before.\n\nIn a box.\n\nHour\tShips\n\nHour\tShips"


def test_the_core_properties_are_offered_as_facts():
    core = (
        '<cp:coreProperties xmlns:cp="urn:cp" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>The Harbour Gate</dc:title>'
        "<dc:creator>Mary Ogden; Windows User</dc:creator><dc:language>en-GB</dc:language></cp:coreProperties>"
    )
    document = root("document", f"<w:body>{paragraph(run('Words.'))}</w:body>")

    extraction = extracted(archive({"word/document.xml": document, "docProps/core.xml": core}))

    assert (extraction.facts, extraction.language) == (Facts("The Harbour Gate", ("Mary Ogden",)), "en-GB")


def test_macros_and_pictures_are_not_looked_at():
    document = root("document", f"<w:body>{paragraph(run('Words.'))}</w:body>")

    data = archive({"word/document.xml": document, "word/vbaProject.bin": b"\0" * 1000, "../../etc/passwd": "root"})

    assert extracted(data).content == "Words."
