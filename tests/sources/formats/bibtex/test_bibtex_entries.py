from __future__ import annotations

from dataclasses import replace

import pytest

from sources.formats.bibtex.writing import write_bibliography, write_entry
from sources.formats.record import Name, Record
from tests.sources.formats.bibtex.pieces import read_comment
from tests.sources.formats.bibtex.test_biblatex_entries import TRANSLATED_CHAPTER
from tests.sources.formats.works import EVERY_KIND_OF_WORK, NODOMI

BOOK = Record(
    "b",
    "book",
    {"author": (Name(family="Ångström", given="Anders"),)},
    {"issued": "2005"},
    {"title": "Łódź", "publisher": "P"},
)


def test_a_report_is_written_whole():
    assert write_entry(NODOMI, dialect="bibtex") == (
        "@techreport{nodomi2005challenges,\n"
        "  author = {Nodomi, Mitsuru},\n"
        "  title = {Challenges to the {Alliance}},\n"
        "  year = {2005},\n"
        "  month = mar,\n"
        "  day = {18},\n"
        "  type = {Strategy Research Project},\n"
        "  institution = {U.S. Army War College},\n"
        "  address = {Carlisle Barracks, PA},\n"
        "  langid = {english},\n"
        "}\n"
    )


def test_the_original_edition_goes_into_the_note():
    assert write_entry(TRANSLATED_CHAPTER, dialect="bibtex") == (
        "@incollection{toyoda2010,\n"
        "  author = {豊田, 祐基子},\n"
        "  editor = {van Beethoven, Ludwig and {Iwanami \\& Co.}},\n"
        "  title = {「共犯」の同盟史: {The} {US} {Side}},\n"
        "  year = {c. 2004},\n"
        "  booktitle = {Alliance {Histories}},\n"
        "  pages = {12--34},\n"
        "  publisher = {{Simon and Schuster}},\n"
        "  address = {New York},\n"
        "  origdate = {1966},\n"
        "  origtitle = {同盟},\n"
        "  origpublisher = {岩波書店},\n"
        "  origlocation = {東京},\n"
        "  doi = {10.1000/a_b},\n"
        "  urldate = {2020-01-02},\n"
        "  isbn = {not an ISBN},\n"
        "  note = {Originally published 1966 as 同盟 (東京: 岩波書店)},\n"
        "  x-shelf = {A 12},\n"
        "}\n"
        '@comment{pincite-extra {"key":"toyoda2010","names":{"editor":[{"family":"Beethoven","given":"Ludwig",'
        '"dropping_particle":"van"},{"literal":"Iwanami & Co."}],"collection-editor":[{"family":"Smith","given":"John"}]},'
        '"dates":{"issued":"2004-06~-11","submitted":"2003"},"fields":{"ISBN":"not an ISBN","language":"ja-Latn",'
        '"archive":"National Diet Library"},"derived":["note"]}}\n'
    )


def test_a_work_that_lacks_what_its_type_demands_is_misc_and_sorted_by_title():
    book = Record("b", "book", {}, {}, {"title": "Nobody's Book", "publisher": "The Press"})
    assert write_entry(book, dialect="bibtex") == (
        "@misc{b,\n"
        "  key = {Nobody's {Book}},\n"
        "  title = {Nobody's {Book}},\n"
        "  publisher = {The Press},\n"
        "  howpublished = {The Press},\n"
        "}\n"
        '@comment{pincite-extra {"key":"b","type":"book","derived":["howpublished"]}}\n'
    )


def test_a_book_prints_its_author_and_names_its_editor_in_the_note():
    book = replace(BOOK, names={**BOOK.names, "editor": (Name(family="Gogh", given="V.", particle="van"),)})
    book = replace(book, fields={**book.fields, "note": "Signed."})
    entry = write_entry(book, dialect="bibtex")
    assert "  note = {Signed. Edited by V. van Gogh},\n" in entry
    assert read_comment(entry.splitlines()[-1]) == {
        "key": "b",
        "names": {"editor": [{"family": "Gogh", "given": "V.", "particle": "van"}]},
        "fields": {"note": "Signed."},
        "derived": ["note"],
    }


@pytest.mark.parametrize(
    ("date", "lines", "left"),
    [
        ("2005-03", "  year = {2005},\n  month = mar,\n", False),
        ("2004-21", "  year = {2004},\n  month = {Spring},\n", False),
        ("2004/2006", "  year = {2004--2006},\n", False),
        ("2004/..", "  year = {2004--},\n", False),
        ("199X", "  year = {1990--1999},\n", True),
        ("1998~", "  year = {c. 1998},\n", False),
        ("1998?", "  year = {c. 1998},\n", True),
        ("0045", "  year = {45},\n", True),
        ("-0044", "  year = {45 BCE},\n", False),
        ("", "  year = {n.d.},\n", False),
        ("XXXX", "  year = {n.d.},\n", True),
    ],
)
def test_the_year_says_what_it_can_and_the_comment_keeps_the_rest(date, lines, left):
    entry = write_entry(replace(BOOK, dates={"issued": date}), dialect="bibtex")
    assert lines in entry
    assert ("@comment" in entry) == left
    assert not left or read_comment(entry.splitlines()[-1])["dates"] == {"issued": date}


@pytest.mark.parametrize(
    ("genre", "entry_type", "kind"),
    [
        ("PhD thesis", "phdthesis", "PhD thesis"),
        ("Master's thesis", "mastersthesis", "Master's thesis"),
        ("Habilitation", "phdthesis", "Habilitation"),
        ("", "phdthesis", "Thesis"),
    ],
)
def test_a_thesis_keeps_its_kind(genre, entry_type, kind):
    thesis = replace(BOOK, type="thesis", fields={**BOOK.fields, "genre": genre})
    entry = write_entry(thesis, dialect="bibtex")
    assert entry.startswith(f"@{entry_type}{{b,\n")
    assert f"  type = {{{kind}}},\n" in entry
    assert "  school = {P},\n" in entry


def test_latin_letters_can_be_written_in_ascii():
    assert write_entry(BOOK, dialect="bibtex", ascii_only=True) == (
        "@book{b,\n  author = {{\\r{A}}ngstr{\\\"o}m, Anders},\n  title = {{\\L}{\\'o}d{\\'z}},\n  year = {2005},\n  publisher = {P},\n}\n"
    )


@pytest.mark.parametrize("dialect", ["biblatex", "bibtex"])
def test_a_bibliography_is_sorted_and_the_same_bytes_whatever_the_order_given(dialect):
    once = "".join(write_bibliography(EVERY_KIND_OF_WORK, dialect=dialect))
    mixed = [
        replace(work, fields=dict(reversed(work.fields.items())), names=dict(reversed(work.names.items())))
        for work in reversed(EVERY_KIND_OF_WORK)
    ]
    assert "".join(write_bibliography(mixed, dialect=dialect)) == once
    assert once.endswith("}\n")
    assert "\r" not in once
    assert "\n\n\n" not in once


def test_a_presorted_bibliography_is_written_as_it_comes_one_work_at_a_time():
    taken = []

    def works():
        for key in ("b", "a"):
            taken.append(key)
            yield replace(NODOMI, key=key)

    written = write_bibliography(works(), dialect="biblatex", presorted=True)
    assert next(written).startswith("@report{b,\n")
    assert taken == ["b"]
    assert next(written).startswith("\n@report{a,\n")


def test_keys_that_differ_only_in_case_are_refused():
    works = [replace(NODOMI, key="Nodomi2005"), replace(NODOMI, key="nodomi2005")]
    with pytest.raises(ValueError, match="The key 'nodomi2005' occurs twice \\(BibTeX does not regard case\\)"):
        list(write_bibliography(works, dialect="bibtex"))


def test_no_works_make_an_empty_file():
    assert list(write_bibliography([], dialect="bibtex")) == []
