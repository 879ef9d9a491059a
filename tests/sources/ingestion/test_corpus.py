"""The paragraphs and sections of the five real texts, by number and by their first words."""

from __future__ import annotations

import pytest

from sources.ingestion import Extraction, read_file
from tests.sources.ingestion.marks import paragraphs, stretches

pytestmark = pytest.mark.corpus


@pytest.fixture
def read(corpus_dir):
    def read_one(name: str) -> Extraction:
        path = corpus_dir / name
        if not path.is_file():
            pytest.skip(f"{name} is not in the corpus folder")
        return read_file(name, path.read_bytes())

    return read_one


@pytest.mark.parametrize(
    ("name", "paragraph_count", "section_count"),
    [
        ("konishi-2004-alliance-should-be-balanced.txt", 19, 0),
        ("mochizuki-ohanlon-1998-liberal-vision.txt", 42, 6),
        ("nodomi-2005-challenges-to-the-alliance.txt", 104, 15),
        ("ikenberry-inoguchi-2003-introduction.md", 76, 8),
        ("watanabe-2010-deepening-the-alliance.md", 28, 2),
    ],
)
def test_each_text_has_its_paragraphs_and_sections(read, name, paragraph_count, section_count):
    extraction = read(name)

    assert (len(paragraphs(extraction)), len(stretches(extraction, "section"))) == (paragraph_count, section_count)


def test_double_spaced_scan_gives_whole_paragraphs(read):
    found = paragraphs(read("nodomi-2005-challenges-to-the-alliance.txt"))

    assert [" ".join(text.split()[:4]) for text in found[:9]] == [
        "ABSTRACT",
        "AUTHOR: COL Mitsuru Nodomi",
        "TITLE: Challenges to the",
        "FORMAT: Strategy Research Project",
        "DATE: 18 March 2005",
        "The Japan-U.S. security alliance",
        "CHALLENGES TO THE JAPAN-U.S.",
        "The Japan-U.S. security alliance",
        "CHARACTERISTICS AND EVOLUTION OF",
    ]
    assert sum(len(text.split()) > 50 for text in found) > 50


def test_headings_of_a_plain_article_are_its_sections(read):
    found = stretches(read("mochizuki-ohanlon-1998-liberal-vision.txt"), "section")

    assert [value for value, _ in found] == [
        "The Case for a Liberal Alliance",
        "Beyond the 1997 Guidelines Review",
        "The Benefits of Liberal Alliances",
        "Broadening the Scope of the Bilateral Alliance",
        "Beyond Bilateralism",
        "Conclusion: The Need for Prompt Action",
    ]


def test_headings_of_a_markdown_chapter_nest(read):
    sections = [mark for mark in read("ikenberry-inoguchi-2003-introduction.md").marks if mark.label == "section"]

    chapter, introduction = sections[1:3]
    assert (chapter.value, introduction.value) == ("CHAPTER 1", "INTRODUCTION")
    assert chapter.start < introduction.start < sections[3].start < introduction.end < chapter.end
