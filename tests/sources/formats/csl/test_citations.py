from __future__ import annotations

import re
from dataclasses import replace

import pytest

from sources.formats.csl import citations, engine
from sources.formats.csl.citations import (
    Bibliography,
    CitationError,
    Cite,
    FormattedCitation,
    Locator,
    format_alone,
    format_together,
    format_version,
)
from sources.formats.plain_text import clean
from sources.formats.record import Name, Record
from tests.sources.formats.works import EVERY_KIND_OF_WORK, HOSTILE_TITLES, NODOMI, minimal

REFERENCE = "Nodomi, M. (2005). Challenges to the Alliance [Strategy Research Project]. U.S. Army War College."


def test_a_citation_in_apa_has_text_and_reference():
    assert format_alone([Cite(NODOMI, Locator("page", "4"))]) == [
        FormattedCitation(
            in_text="(Nodomi, 2005, p. 4)",
            reference=REFERENCE,
            reference_html="Nodomi, M. (2005). <i>Challenges to the Alliance</i> [Strategy Research Project]. U.S. Army War College.",
        )
    ]


@pytest.mark.parametrize(
    ("style", "in_text", "reference"),
    [
        (
            "chicago-notes-bibliography",
            "Mitsuru Nodomi, Challenges to the Alliance, Strategy Research Project (U.S. Army War College, 2005), 4.",
            "Nodomi, Mitsuru. Challenges to the Alliance. Strategy Research Project. U.S. Army War College, 2005.",
        ),
        (
            "ieee",
            "[1, p. 4]",
            "[1] M. Nodomi, “Challenges to the Alliance,” U.S. Army War College, Carlisle Barracks, PA, "
            "Strategy Research Project, Mar. 2005.",
        ),
        (
            "modern-language-association",
            "(Nodomi 4)",
            "Nodomi, Mitsuru. Challenges to the Alliance. Strategy Research Project. U.S. Army War College, 18 Mar. 2005.",
        ),
    ],
)
def test_other_styles_cite_in_their_own_ways(style, in_text, reference):
    (cited,) = format_alone([Cite(NODOMI, Locator("page", "4"))], style)
    assert (cited.in_text, cited.reference) == (in_text, reference)


def test_a_style_without_bibliography_has_the_citation_for_reference():
    (cited,) = format_alone([Cite(NODOMI, Locator("page", "4"))], "bluebook-law-review")
    assert "Mitsuru Nodomi, Challenges to the Alliance" in cited.in_text
    assert cited.reference == cited.in_text
    together = format_together([NODOMI], "bluebook-law-review")
    assert together == Bibliography({}, {NODOMI.key: "Mitsuru Nodomi, Challenges to the Alliance (2005)."})
    assert together.text == "Mitsuru Nodomi, Challenges to the Alliance (2005).\n"


LOCATORS = {
    ("page", "4"): "p. 4",
    ("page", "4-5"): "pp. 4–5",
    ("page", "4–5, 9"): "pp. 4–5, 9",
    ("page", "iv"): "p. iv",
    ("page", "A-3"): "p. A-3",
    ("chapter", "3"): "Chapter 3",
    ("section", "3.2"): "Section 3.2",
    ("section", "The Logic of Alliance, Part 2"): "Section The Logic of Alliance, Part 2",
    ("section", "a {b] c|d <i>e</i> \"f\" 'g'"): "Section a {b] c|d <i>e</i> \"f\" 'g'",
    ("paragraph", "7"): "para. 7",
    ("note", "12"): "Note 12",
    ("note", "12-13"): "Notes 12–13",
    ("line", "4"): "Line 4",
    ("volume", "2"): "Volume 2",
    ("sub-verbo", "4"): "Sub verbo 4",
    ("appendix", "A-3"): "appendix A-3",
    ("timestamp", "01:02:03"): "timestamp 01:02:03",
    ("table", "4"): "table 4",
}


def test_locators_are_said_in_the_words_of_the_style():
    cites = [Cite(NODOMI, Locator(*locator)) for locator in LOCATORS]
    assert [cited.in_text for cited in format_alone(cites)] == [f"(Nodomi, 2005, {said})" for said in LOCATORS.values()]


def test_locators_are_said_in_the_language_asked_for():
    cites = [Cite(NODOMI, Locator("page", "4")), Cite(NODOMI, Locator("chapter", "4"))]
    assert [cited.in_text for cited in format_alone(cites, locale="de-DE")] == ["(Nodomi, 2005, S. 4)", "(Nodomi, 2005, Kapitel 4)"]


def test_works_of_one_author_and_year_are_told_apart_only_together():
    works = [replace(NODOMI, key="a"), replace(NODOMI, key="b", fields={**NODOMI.fields, "title": "Another"})]
    assert [cited.in_text for cited in format_alone([Cite(work) for work in works])] == ["(Nodomi, 2005)", "(Nodomi, 2005)"]
    assert format_together(works) == Bibliography(
        {
            "b": "Nodomi, M. (2005a). Another [Strategy Research Project]. U.S. Army War College.",
            "a": REFERENCE.replace("2005", "2005b"),
        },
        {"a": "(Nodomi, 2005b)", "b": "(Nodomi, 2005a)"},
    )


def test_the_text_of_a_bibliography_has_one_entry_a_paragraph():
    assert Bibliography({"a": "A.", "b": "B."}).text == "A.\n\nB.\n"
    assert format_together([]) == Bibliography({})
    assert Bibliography({}).text == ""


def test_a_work_the_style_does_not_list_has_its_citation_for_reference():
    (cited,) = format_alone([Cite(minimal("personal_communication"))])
    said = "(A Title, personal communication, n.d.)"
    assert cited == FormattedCitation(said, said, said)


def test_japanese_works_are_ordinary():
    work = Record(
        key="toyoda2010",
        type="book",
        names={"author": (Name(family="豊田", given="祐基子"),)},
        dates={"issued": "2010~", "original-date": "1966"},
        fields={"title": "「共犯」の同盟史", "publisher": "岩波書店", "language": "ja"},
    )
    (cited,) = format_alone([Cite(work, Locator("page", "4-5"))])
    assert cited.in_text == "(豊田, 1966/ca. 2010, pp. 4–5)"
    assert cited.reference == "豊田祐基子. (ca. 2010). 「共犯」の同盟史. 岩波書店. (Original work published 1966)"


def straight(text: str) -> str:
    """The text with straight quotation marks: which ones are printed is the style's."""
    return text.translate(str.maketrans("\u2018\u2019\u201c\u201d", "''\"\""))


def test_hostile_titles_are_printed_as_they_are():
    cites = [Cite(replace(NODOMI, fields={**NODOMI.fields, "title": title}), Locator("section", title)) for title in HOSTILE_TITLES]
    for title, cited in zip(HOSTILE_TITLES, format_alone(cites), strict=True):
        assert straight(cited.reference) == straight(REFERENCE.replace("Challenges to the Alliance", clean(title)))
        assert cited.in_text == f"(Nodomi, 2005, Section {clean(title)})"
        assert set(re.findall(r"<[^>]*>", cited.reference_html)) == {"<i>", "</i>"}


def test_only_web_addresses_become_links():
    work = replace(NODOMI, fields={**NODOMI.fields, "URL": "javascript:alert(1)"})
    other = replace(NODOMI, fields={**NODOMI.fields, "URL": 'https://example.org/?a="><script>&b'})
    evil, good = (cited.reference_html for cited in format_alone([Cite(work), Cite(other)]))
    assert re.findall(r'href="([^"]*)"', evil) in ([], ["https://javascript:alert(1)"])
    assert "<script>" not in good


@pytest.mark.parametrize("style", ["apa", "chicago-author-date", "chicago-notes-bibliography", "modern-language-association"])
def test_many_in_one_document_are_as_if_each_stood_alone(style):
    works = EVERY_KIND_OF_WORK[::23]
    cites = [Cite(work, Locator("page", "4")) for work in works] + [Cite(works[0], Locator("page", "5")), Cite(works[0])]
    found = citations.find_style(style)
    plain = citations._format_separately(cites, found, "en-US", batch=1)
    assert citations._format_separately(cites, found, "en-US", batch=200) == plain


def test_the_answers_come_in_the_order_asked_over_several_documents(monkeypatch):
    monkeypatch.setattr(citations, "_BATCH", 3)
    cites = [Cite(NODOMI, Locator("page", str(page))) for page in range(1, 9)]
    assert [cited.in_text for cited in format_alone(cites)] == [f"(Nodomi, 2005, p. {page})" for page in range(1, 9)]


def test_nothing_to_format_asks_nobody():
    assert format_alone([]) == []


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"style": "apaa"}, "There is no citation style 'apaa'. Did you mean apa, "),
        ({"locale": "English"}, "'English' is no locale. There are: af-ZA, ar, "),
        ({"locale": "xx-XX"}, "'xx-XX' is no locale. There are: af-ZA, ar, "),
    ],
)
def test_an_unknown_style_or_locale_is_refused(arguments, words):
    with pytest.raises(CitationError, match=words):
        format_alone([Cite(NODOMI)], **arguments)


def test_an_unknown_locator_label_is_refused():
    with pytest.raises(CitationError, match=r"'pge' is no locator label. The labels of CSL are: act, appendix, "):
        format_alone([Cite(NODOMI, Locator("pge", "4"))])


def test_two_works_of_one_key_are_refused():
    with pytest.raises(CitationError, match="Two works have the same key"):
        format_together([NODOMI, NODOMI])


def test_a_pandoc_that_takes_too_long_is_ended(monkeypatch):
    monkeypatch.setattr(engine, "_SECONDS_TO_START", 0.001)
    monkeypatch.setattr(engine, "_SECONDS_PER_CITATION", 0)
    with pytest.raises(CitationError, match=r"The citations cannot be formatted: pandoc took longer than 0.001 seconds"):
        format_alone([Cite(NODOMI)])


def test_a_pandoc_that_fails_says_why(monkeypatch, tmp_path):
    script = tmp_path / "broken.lua"
    script.write_text("error('no such luck')")
    monkeypatch.setattr(engine, "_SCRIPT", script)
    with pytest.raises(CitationError, match=r"The citations cannot be formatted: pandoc failed: .*no such luck"):
        format_alone([Cite(NODOMI)])


def test_the_version_names_all_that_an_answer_depends_on():
    assert re.fullmatch(r"2 pandoc-[0-9.]+ apa-[0-9a-f]{12} en-US", format_version())
    assert format_version("ieee") != format_version("apa")
    assert format_version("apa", "de-DE").endswith(" de-DE")
