"""Fields of entries as CSL variables."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sources.formats.bibtex.left_fields import _NORMAL
from sources.formats.record import Name
from sources.identifiers import normalise
from tests.sources.formats.bibtex.reading_texts import read, read_one, said

ZOTERO = r"""
@incollection{mochizukiLiberalHope1998,
  title = {A {{Liberal}} Hope: {{The US}}--{{Japan}} Alliance \& Beyond},
  shorttitle = {A {{Liberal}} Hope},
  booktitle = {The Alliance},
  author = {Mochizuki, Mike M. and {van der Berg}, Anna and {{Council on Foreign Relations}} and others},
  editor = {Gogh, Vincent van},
  translator = {M{\"u}ller, J{\'o}n},
  date = {1998-03-18},
  series = {Studies},
  number = {12},
  edition = {2},
  pages = {127--134},
  publisher = {{Simon and Schuster}},
  location = {New York},
  issn = {0039-6338},
  isbn = {978-0-262-03384-8},
  doi = {10.1000/A\_b},
  url = {https://example.org/a\_b\%20c},
  urldate = {2024-05-02T10:00:00Z},
  langid = {english},
  language = {en-GB},
  keywords = {alliance,security},
  annotation = {Read twice.},
  abstract = {One

two.},
  file = {C\:\\Users\\me\\a.pdf:PDF;/home/me/b.html}
}
"""


def test_an_everyday_export_is_read_whole():
    record = read_one(ZOTERO)
    assert record.type == "chapter"
    assert record.fields == {
        "title": "A Liberal Hope: The US–Japan Alliance & Beyond",
        "title-short": "A Liberal Hope",
        "container-title": "The Alliance",
        "collection-title": "Studies",
        "collection-number": "12",
        "edition": "2",
        "page": "127-134",
        "publisher": "Simon and Schuster",
        "publisher-place": "New York",
        "ISSN": "0039-6338",
        "ISBN": "978-0-262-03384-8",
        "DOI": "10.1000/a_b",
        "URL": "https://example.org/a_b%20c",
        "language": "en-GB",
        "keyword": "alliance,security",
        "annote": "Read twice.",
        "abstract": "One\n\ntwo.",
    }
    assert record.names == {
        "author": (Name("Mochizuki", "Mike M."), Name("van der Berg", "Anna"), Name(literal="Council on Foreign Relations")),
        "editor": (Name("Gogh", "Vincent van"),),
        "translator": (Name("Müller", "Jón"),),
    }
    assert record.dates == {"issued": "1998-03-18", "accessed": "2024-05-02T10:00:00Z"}
    assert record.extra == {"and others": "author", "file": r"C\:\\Users\\me\\a.pdf:PDF;/home/me/b.html"}


@pytest.mark.parametrize(
    ("entry", "fields"),
    [
        ("@article{a, journal={J}, number=3, volume=40}", {"container-title": "J", "issue": "3", "volume": "40"}),
        ("@article{a, journaltitle={J}, journalsubtitle={S}, eid={e1}}", {"container-title": "J: S", "number": "e1"}),
        ("@book{a, title={T}, subtitle={S}, number=3}", {"title": "T: S", "collection-number": "3"}),
        ("@techreport{a, institution={I}, number={RP-17}}", {"publisher": "I", "number": "RP-17"}),
        ("@phdthesis{a, school={S}}", {"publisher": "S", "genre": "PhD thesis"}),
        ("@mastersthesis{a, school={S}, type={Diplom}}", {"publisher": "S", "genre": "Diplom"}),
        ("@thesis{a, type={phdthesis}, institution={S}}", {"genre": "PhD thesis", "publisher": "S"}),
        ("@inproceedings{a, booktitle={B}, address={New York}, location={Tokyo}}", {"container-title": "B", "publisher-place": "New York", "event-place": "Tokyo"}),
        ("@inproceedings{a, eventtitle={E}, venue={Tokyo}}", {"event-title": "E", "event-place": "Tokyo"}),
        ("@inbook{a, booktitle={B}, maintitle={M}}", {"volume-title": "B", "container-title": "M"}),
        ("@book{a, title={B}, maintitle={M}, mainsubtitle={S}}", {"title": "B", "container-title": "M: S"}),
        ("@misc{a, howpublished={\\url{https://example.org/a_b}}}", {"URL": "https://example.org/a_b"}),
        ("@misc{a, howpublished={CD-ROM}}", {"medium": "CD-ROM"}),
        ("@online{a, titleaddon={The Site}}", {"container-title": "The Site"}),
        ("@article{a, doi={https://dl.acm.org/doi/10.1145/1137627.1137631}}", {"DOI": "10.1145/1137627.1137631"}),
        ("@article{a, eprint={12345678}, eprinttype={pubmed}}", {"PMID": "12345678"}),
        ("@book{a, volume=2, volumes=3, part={1}, chapter={4}, pagetotal={26}}", {"volume": "2", "number-of-volumes": "3", "part-number": "1", "chapter-number": "4", "number-of-pages": "26"}),
        ("@book{a, language={Deutsch}}", {"language": "de"}),
        ("@book{a, hyphenation={UKenglish}}", {"language": "en-GB"}),
        ("@book{a, langid={ngerman}, language={fr}}", {"language": "de"}),
        ("@book{a, pages={4\u20139, 12}}", {"page": "4-9, 12"}),
        ("@book{a, note={N}, addendum={A}}", {"note": "N"}),
    ],
)  # fmt: skip
def test_a_field_says_its_variable(entry, fields):
    (read_entry,) = read(entry)
    assert read_entry.record.fields == fields


@pytest.mark.parametrize(
    ("entry_type", "kind", "extra"),
    [
        ("article", "article-journal", {}),
        ("conference", "paper-conference", {}),
        ("proceedings", "book", {}),
        ("www", "webpage", {}),
        ("movie", "motion_picture", {}),
        ("unheard-of", "document", {"entrytype": "unheard-of"}),
    ],
)
def test_an_entry_type_says_its_csl_type_and_an_unknown_one_is_kept(entry_type, kind, extra):
    record = read_one(f"@{entry_type.upper()}{{a, title={{T}}}}")
    assert (record.type, record.extra) == (kind, extra)


def test_a_newspaper_article_is_known_by_its_subtype():
    record = read_one("@article{a, entrysubtype={newspaper}}")
    assert (record.type, record.extra) == ("article-newspaper", {})


@pytest.mark.parametrize(
    "fields", ["eprint={2301.01234}, archiveprefix={arXiv}", "eprint={arXiv:2301.01234}, eprinttype={arxiv}", "eprint={2301.01234}"]
)
def test_an_arxiv_number_is_an_identifier(fields):
    record = read_one(f"@misc{{a, {fields}, primaryclass={{cs.CL}}}}")
    assert (record.identifiers, record.extra) == ({"arxiv": ("2301.01234",)}, {"primaryclass": "cs.CL"})


def test_editors_of_a_kind_have_that_role():
    record = read_one("@book{a, editor={A}, editora={B}, editoratype={compiler}, editorb={C}, editorbtype={redactor}, bookauthor={D}}")
    assert record.names == {
        "editor": (Name(family="A"), Name(family="C")),
        "compiler": (Name(family="B"),),
        "container-author": (Name(family="D"),),
    }
    assert record.extra == {"editorbtype": "redactor"}


def test_roles_without_a_word_in_csl_are_contributors_and_kept():
    record = read_one("@book{a, annotator={A, B}, foreword={C and others}}")
    assert record.names == {"contributor": (Name("A", "B"), Name(family="C"))}
    assert record.extra == {"annotator": "A, B", "foreword": "C and others", "and others": "contributor"}


def test_unknown_fields_stay_as_they_are_written():
    record = read_one("@book{a, timestamp={2005.03.18}, groups={a\\_b,  {c}\n d}, x-y={\\textit{z}}}")
    assert record.extra == {"timestamp": "2005.03.18", "groups": "a\\_b,  {c}\n d", "x-y": "\\textit{z}"}


def test_latex_that_says_more_than_its_text_is_kept_beside_it():
    record = read_one(r"@book{a, title={On \textit{Genji} and $x^{y+z}$}, author={\textbf{A}, B}}")
    assert record.text("title").startswith("On Genji and")
    assert record.extra == {"title (LaTeX)": r"On \textit{Genji} and $x^{y+z}$", "author (LaTeX)": r"\textbf{A}, B"}


@pytest.mark.parametrize(
    ("field", "value", "variable"),
    [
        ("isbn", "978-0-262-03384-9", "ISBN"),
        ("issn", "0039-6339", "ISSN"),
        ("doi", "not a doi", "DOI"),
        ("url", "//nowhere", "URL"),
        ("langid", "no such tongue", "language"),
    ],
)
def test_a_faulty_value_is_kept_and_named_with_its_line(field, value, variable):
    (entry,) = read(f"@book{{a,\n title={{T}},\n {field}={{{value}}}}}")
    assert variable not in entry.record.fields
    assert entry.record.extra == {field: value}
    assert [(fault.line, fault.field) for fault in entry.warnings] == [(3, field)]
    assert value in said(entry)[0]


def test_a_key_field_is_kept_unless_it_repeats_the_title():
    assert read_one("@book{a, title={{T}}, key={{T}}}").extra == {}
    assert read_one("@book{a, title={T}, key={U}}").extra == {"key": "U"}


@settings(deadline=None)
@given(data=st.data(), variable=st.sampled_from(sorted(_NORMAL)))
def test_an_identifier_that_is_taken_as_normal_is_normal(data, variable):
    value = data.draw(st.from_regex(_NORMAL[variable], fullmatch=True))
    assert normalise(variable.lower(), value) == value
