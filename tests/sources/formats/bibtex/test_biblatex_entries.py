from __future__ import annotations

from dataclasses import replace

import pytest

from sources.formats.bibtex.writing import write_entry
from sources.formats.record import Name, Record
from tests.sources.formats.bibtex.pieces import read_comment
from tests.sources.formats.works import NODOMI

TRANSLATED_CHAPTER = Record(
    key="toyoda2010",
    type="chapter",
    names={
        "author": (Name(family="豊田", given="祐基子"),),
        "editor": (Name(family="Beethoven", given="Ludwig", dropping_particle="van"), Name(literal="Iwanami & Co.")),
        "collection-editor": (Name(family="Smith", given="John"),),
    },
    dates={"issued": "2004-06~-11", "original-date": "1966", "accessed": "2020-01-02", "submitted": "2003"},
    fields={
        "title": "「共犯」の同盟史: The US Side",
        "container-title": "Alliance Histories",
        "page": "12-34",
        "publisher": "Simon and Schuster",
        "publisher-place": "New York",
        "original-title": "同盟",
        "original-publisher": "岩波書店",
        "original-publisher-place": "東京",
        "DOI": "10.1000/a_b",
        "ISBN": "not an ISBN",
        "language": "ja-Latn",
        "archive": "National Diet Library",
    },
    extra={"x-shelf": "A 12"},
)


def test_a_report_is_written_whole():
    assert write_entry(NODOMI, dialect="biblatex") == (
        "@report{nodomi2005challenges,\n"
        "  author = {Nodomi, Mitsuru},\n"
        "  title = {Challenges to the {Alliance}},\n"
        "  date = {2005-03-18},\n"
        "  type = {Strategy Research Project},\n"
        "  institution = {U.S. Army War College},\n"
        "  location = {Carlisle Barracks, PA},\n"
        "  langid = {english},\n"
        "}\n"
    )


def test_what_biblatex_cannot_say_stands_in_the_comment():
    assert write_entry(TRANSLATED_CHAPTER, dialect="biblatex") == (
        "@incollection{toyoda2010,\n"
        "  author = {豊田, 祐基子},\n"
        "  editor = {van Beethoven, Ludwig and {Iwanami \\& Co.}},\n"
        "  title = {「共犯」の同盟史: {The} {US} {Side}},\n"
        "  date = {2004-06-11~},\n"
        "  booktitle = {Alliance {Histories}},\n"
        "  pages = {12--34},\n"
        "  publisher = {{Simon and Schuster}},\n"
        "  location = {New York},\n"
        "  origdate = {1966},\n"
        "  origtitle = {同盟},\n"
        "  origpublisher = {岩波書店},\n"
        "  origlocation = {東京},\n"
        "  doi = {10.1000/a_b},\n"
        "  urldate = {2020-01-02},\n"
        "}\n"
        '@comment{pincite-extra {"key":"toyoda2010","names":{"editor":[{"family":"Beethoven","given":"Ludwig",'
        '"dropping_particle":"van"},{"literal":"Iwanami & Co."}],"collection-editor":[{"family":"Smith","given":"John"}]},'
        '"dates":{"issued":"2004-06~-11","submitted":"2003"},"fields":{"ISBN":"not an ISBN","language":"ja-Latn",'
        '"archive":"National Diet Library"},"extra":{"x-shelf":"A 12"}}}\n'
    )


def test_a_book_with_editors_only_is_a_collection():
    book = Record("b", "book", {"editor": (Name(family="Ikenberry", given="G. John"),)}, {}, {"title": "Reinventing the Alliance"})
    assert write_entry(book, dialect="biblatex") == (
        "@collection{b,\n  editor = {Ikenberry, G. John},\n  title = {Reinventing the {Alliance}},\n  date = {XXXX},\n}\n"
    )


def test_an_article_without_a_journal_is_online_where_it_has_an_address():
    article = Record("a", "article-journal", {}, {"issued": "1998?"}, {"title": "On", "URL": "https://example.org/{x}"})
    assert write_entry(article, dialect="biblatex") == (
        "@online{a,\n  title = {On},\n  date = {1998?},\n  url = {https://example.org/%7Bx%7D},\n}\n"
        '@comment{pincite-extra {"key":"a","type":"article-journal","fields":{"URL":"https://example.org/\\u007bx\\u007d"}}}\n'
    )


def test_a_work_without_a_title_gets_one_that_import_passes_over():
    entry = write_entry(Record("x", "map"), dialect="biblatex")
    assert entry == (
        '@misc{x,\n  title = {[no title]},\n  date = {XXXX},\n}\n@comment{pincite-extra {"key":"x","type":"map","derived":["title"]}}\n'
    )


def test_the_series_of_a_report_is_printed_though_it_has_no_field():
    report = replace(NODOMI, fields={**NODOMI.fields, "collection-title": "Carlisle Papers", "collection-number": "5"})
    entry = write_entry(report, dialect="biblatex")
    assert "  addendum = {Carlisle Papers, 5},\n" in entry
    assert read_comment(entry.splitlines()[-1]) == {
        "key": "nodomi2005challenges",
        "fields": {"collection-title": "Carlisle Papers", "collection-number": "5"},
        "derived": ["addendum"],
    }


@pytest.mark.parametrize(
    ("variable", "text", "line"),
    [
        ("volume", "12", "  volume = {12},\n"),
        ("issue", "1-2", "  number = {1--2},\n"),
        ("issue", "Summer", "  issue = {Summer},\n"),
        ("number", "e1234", "  eid = {e1234},\n"),
        ("ISSN", "0039-6338", "  issn = {0039-6338},\n"),
        ("collection-title", "New Series", "  series = {New Series},\n"),
    ],
)
def test_numbers_of_an_article_have_fields_of_their_own(variable, text, line):
    names = {"author": (Name(family="Mochizuki", given="Mike"),)}
    article = Record("a", "article-journal", names, {"issued": "1998"}, {"title": "T", "container-title": "Survival", variable: text})
    entry = write_entry(article, dialect="biblatex")
    assert line in entry
    assert "@comment" not in entry


@pytest.mark.parametrize(("variable", "text"), [("volume", "XII"), ("number-of-volumes", "two"), ("ISBN", "12"), ("language", "xx")])
def test_what_biber_would_refuse_is_kept_in_the_comment(variable, text):
    names = {"author": (Name(family="Mochizuki", given="Mike"),)}
    entry = write_entry(Record("a", "book", names, {}, {"title": "T", variable: text}), dialect="biblatex")
    assert read_comment(entry.splitlines()[-1]) == {"key": "a", "fields": {variable: text}}


@pytest.mark.parametrize("key", ["", "a b", "a{b", "a,b", "キー", "a%", "a\n", "a\\b", "a#", "a@b"])
def test_a_key_that_bibtex_does_not_take_is_refused(key):
    with pytest.raises(ValueError, match=r"is not fit for BibTeX. Use ASCII letters, digits and _ : . \+ / - only."):
        write_entry(replace(NODOMI, key=key), dialect="biblatex")
