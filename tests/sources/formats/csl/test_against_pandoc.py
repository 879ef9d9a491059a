"""What is formatted here equals what pandoc's command line makes of the exported CSL-JSON, in many styles and languages."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sources.formats.csl.citations import Cite, Locator, format_notes, format_together
from sources.formats.plain_text import clean
from sources.formats.record import Name, Record
from tests.sources.formats.csl.plain_pandoc import STYLES, cite_plainly
from tests.sources.formats.works import EVERY_KIND_OF_WORK, HOSTILE_TITLES

COMMON = {
    "apa": "apa",
    "chicago-author-date": "chicago-author-date",
    "chicago-notes-bibliography": "chicago-notes-bibliography",
    "mla": "modern-language-association",
    "harvard": "harvard-cite-them-right",
    "ieee": "ieee",
    "vancouver": "nlm-citation-sequence",
    "apsa": "american-political-science-association",
    "chicago-notes-bibliography-subsequent-ibid": "chicago-notes-bibliography-subsequent-ibid",
}
LOCALES = ["en-US", "en-GB", "ja-JP", "de-DE", "fr-FR"]


def work(key: str, kind: str, names: list[Name], issued: str, title: str, **fields: str) -> Record:
    return Record(
        key=key,
        type=kind,
        names={"author": tuple(names)} if names else {},
        dates={"issued": issued} if issued else {},
        fields={"title": title, **{name.replace("_", "-"): text for name, text in fields.items()}},
    )


JOHN, JANE = Name(family="Smith", given="John"), Name(family="Smith", given="Jane")
TEAM = [Name(family="Doe", given="A"), Name(family="Roe", given="B"), Name(family="Poe", given="C")]
WORKS = [
    # Ties: one author and year, one family name and year, teams that differ in the last name.
    work("tie1", "article-journal", [JOHN], "2003", "First: A Study", container_title="Things", volume="12", issue="3", page="101-120"),
    work("tie2", "article-journal", [JOHN], "2003-05", "Second", container_title="Things", volume="13", page="1-9", DOI="10.1000/abc"),
    work("tie3", "book", [JANE], "2003", "Jane's Book", publisher="P", publisher_place="London"),
    work("team1", "book", [*TEAM, Name(family="Moe", given="D")], "1998", "About Then", publisher="P"),
    work("team2", "book", [*TEAM, Name(family="Noe", given="E")], "1998", "Other Team", publisher="P"),
    # Dates: none, about, uncertain, a span, a season, before the common era, a reprint.
    work("undated", "book", [Name(family="Solo", given="Han")], "", "Undated", publisher="P"),
    work("circa", "book", [Name(family="About", given="Y")], "1998~", "About", publisher="P"),
    work("unsure", "book", [Name(family="Maybe", given="Y")], "2000?", "Uncertain", publisher="P"),
    work("span", "report", [Name(family="Range", given="R")], "2001/2003", "A Range", publisher="X", genre="Working paper", number="12"),
    work("season", "thesis", [Name(family="O’Brien", given="Flann")], "1939-21", "Seasonal", publisher="U", genre="PhD thesis"),
    work("ancient", "book", [Name(family="Müller", given="Jürgen")], "-0049", "Ancient", publisher="P"),
    replace(
        work("reprint", "book", [Name(family="Orwell", given="George")], "2000", "1984", publisher="P"),
        dates={"issued": "2000", "original-date": "1949"},
    ),
    # Names: a body, parts and particles, none, Japanese ones, an editor who is the author too.
    work("body", "report", [Name(literal="Ministry of Defense")], "2005-03-18", "Defense of Japan", publisher="Ministry of Defense"),
    work(
        "parts",
        "book",
        [
            Name(family="Beethoven", given="Ludwig", dropping_particle="van"),
            Name(family="Gaulle", given="Charles", particle="de"),
            Name(family="King", given="Martin Luther", suffix="Jr."),
        ],
        "1999",
        "Parts",
        publisher="P",
    ),
    work("nobody", "book", [], "2004", "No Author At All", publisher="P"),
    work("japan1", "book", [Name(family="豊田", given="祐基子")], "2010", "「共犯」の同盟史", publisher="岩波書店", language="ja"),
    work(
        "japan2",
        "article-journal",
        [Name(family="渡辺", given="靖"), Name(family="久保", given="文明")],
        "2011",
        "日米同盟の深化",
        container_title="国際政治",
        page="1-20",
        language="ja",
    ),
    replace(
        work("chapter", "chapter", [], "2003", "Introduction", container_title="Reinventing", publisher="Palgrave", page="1-24"),
        names={"author": (Name(family="Ikenberry", given="G. John"),), "editor": (Name(family="Ikenberry", given="G. John"), JOHN)},
    ),
    # Titles: none, quotation marks, signs that mean something elsewhere.
    work("untitled", "book", [Name(family="Nameless", given="N")], "1977", ""),
    work(
        "quoted",
        "article-newspaper",
        [Name(family="Mochizuki", given="Mike M.")],
        "1998-10-05",
        "A “Liberal” Case",
        container_title="Times",
    ),
    work("odd", "book", [JOHN], "1999", "it's \"quoted\" -- 'odd' & 100% of $5_x", publisher="P & Q"),
    work("web", "webpage", [Name(family="Webber", given="W")], "2020-02-29", "On & Off", URL="https://example.org/a?b=c&d=e"),
]


def compare(records: list[Record], *, style: str, published: str, locale: str, folder) -> None:
    cites = [f"[@{record.key}, 4]" for record in [*records, *records[:1], *records[:1]]]
    in_text, entries = cite_plainly(records, cites, style=published, locale=locale, folder=folder)

    places = [Cite(record, Locator("page", "4")) for record in [*records, *records[:1], *records[:1]]]
    together = format_together(records, style, locale)

    assert format_notes(places, style, locale) == in_text
    assert list(together.entries.values()) == entries


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("style", COMMON)
def test_common_styles_in_common_languages(style, locale, tmp_path):
    compare(WORKS, style=style, published=COMMON[style], locale=locale, folder=tmp_path)


@pytest.mark.parametrize("style", ["apa", "chicago-notes-bibliography", "ieee"])
def test_hostile_titles(style, tmp_path):
    # Angle brackets are markup in CSL-JSON and letters here, so those titles cannot be compared.
    titles = [clean(title) for title in HOSTILE_TITLES if not {"<", ">"} & set(title) and len(title) < 200]
    works = [
        replace(WORKS[4], key=f"hostile{number:02}", fields={**WORKS[4].fields, "title": title}) for number, title in enumerate(titles)
    ]
    compare(works, style=style, published=COMMON[style], locale="en-US", folder=tmp_path)


@pytest.mark.parametrize("style", ["apa", "chicago-author-date", "mla"])
def test_every_kind_of_work(style, tmp_path):
    # In the order of keys, as they are exported: works that sort alike stay in the order of the file.
    works = sorted(EVERY_KIND_OF_WORK[::7], key=lambda record: record.key)
    compare(works, style=style, published=COMMON[style], locale="en-GB", folder=tmp_path)


def test_a_sample_of_all_other_styles(tmp_path):
    styles = sorted(path.stem for path in STYLES.glob("*.csl"))[::300]
    for style in styles:
        compare(WORKS[:8], style=style, published=style, locale="en-US", folder=tmp_path)
    assert len(styles) >= 9
