"""What other programs make of the bibliographies: they read every entry, and warn of none."""

from __future__ import annotations

import json
import subprocess
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pybtex.database import parse_string

from sources.formats.bibtex.writing import write_bibliography, write_entry
from sources.formats.csl.pandoc import pandoc_program
from sources.formats.latex.signs import visible
from sources.formats.plain_text import clean
from sources.formats.record import CSL_TYPES, Name, Title
from tests.judges import biber_warnings, bibtex_warnings, latex_complaints, latex_errors
from tests.sources.formats.latex.test_signs import SIGNS
from tests.sources.formats.test_dates import DATES
from tests.sources.formats.works import EVERY_KIND_OF_WORK, HOSTILE_TITLES, NODOMI, full, minimal

DIALECTS = ["biblatex", "bibtex"]

#: pandoc does not know \textbraceleft and \textbraceright, leaves out deep braces, and makes apostrophes of quotes.
_PANDOC_READS = [title for title in HOSTILE_TITLES if title.count("{") == title.count("}") < 20 and not title.startswith("}")]


def _hostile_works():
    """Every text of a work, its names and address too, means harm."""
    works = []
    for number, title in enumerate(HOSTILE_TITLES):
        names = (
            Name(family=title, given=title),
            Name(literal=title),
            Name(family=title, suffix=title),
            Name(given=title),
            Name(family=title, given="Given", particle=f"De {title}"),
        )
        texts = dict.fromkeys(("title", "publisher", "page", "note", "genre", "number", "keyword", "archive"), title)
        texts |= {"URL": f"https://example.org/{title}", "DOI": f"10.1000/{title}"}
        works.append(replace(NODOMI, key=f"h{number}", names={"author": names}, fields=texts, extra={title: title}))
    return works


def _imported_works():
    """Works of every type with what only other programs' files bring."""
    extra = {
        "and others": "author editor",
        "groups": "a_b & 100% {c} #1 \\d",
        "file": ":a.pdf:PDF",
        "title (LaTeX)": "\\x{y}",
        "year": "soon",
    }
    titles = (Title("reading", "ja-Hrkt", "{"),)
    identifiers = {"arxiv": ("2301.01234",), "oclc": ("1",)}
    works = (work for kind in CSL_TYPES for work in (full(kind), minimal(kind)))
    return [replace(work, identifiers=identifiers, titles=titles, extra=extra, part_of="w") for work in works]


WORKS = pytest.mark.parametrize(
    "works", [EVERY_KIND_OF_WORK, _hostile_works(), _imported_works()], ids=["every kind", "hostile", "imported"]
)


def _read_by_pandoc(bibliography, dialect, folder):
    script = folder / "read.lua"
    script.write_text(
        "local titles = {}\n"
        "for _, reference in ipairs(pandoc.read(io.read('a'), arg[1]).meta.references) do\n"
        "  titles[pandoc.utils.stringify(reference.id)] = pandoc.utils.stringify(reference.title)\n"
        "end\n"
        "print(pandoc.json.encode(titles))\n"
    )
    command = [pandoc_program(), "lua", str(script), dialect]
    finished = subprocess.run(command, input=bibliography, capture_output=True, text=True, check=True, timeout=60)
    return json.loads(finished.stdout)


@pytest.mark.judge
@WORKS
def test_biber_reads_every_entry_and_warns_of_none(works, tmp_path):
    bibliography = "".join(write_bibliography(works, dialect="biblatex"))
    assert biber_warnings(tmp_path, bibliography) == ([], len(works))


@pytest.mark.judge
@pytest.mark.parametrize("ascii_only", [False, True])
@WORKS
def test_bibtex_prints_every_entry_and_warns_of_none(works, ascii_only, tmp_path):
    bibliography = "".join(write_bibliography(works, dialect="bibtex", ascii_only=ascii_only))
    assert bibtex_warnings(tmp_path, bibliography) == ([], len(works))


@pytest.mark.judge
def test_biber_and_bibtex_take_every_date(tmp_path):
    dates = [date for date, _, _ in DATES]
    works = [
        replace(NODOMI, key=f"d{number}", type=kind, dates=dict.fromkeys(("issued", "accessed", "original-date", "event-date"), date))
        for number, date in enumerate(dates)
        for kind in ["report" if number % 2 else "speech"]
    ]
    assert biber_warnings(tmp_path, "".join(write_bibliography(works, dialect="biblatex"))) == ([], len(works))
    assert bibtex_warnings(tmp_path, "".join(write_bibliography(works, dialect="bibtex"))) == ([], len(works))


@pytest.mark.judge
def test_the_judges_do_warn(tmp_path):
    bad = "@book{b, title={T}, nonsense={x}}\n@article{a, title={T}}\n"
    assert len(biber_warnings(tmp_path, bad)[0]) >= 4
    assert len(bibtex_warnings(tmp_path, bad)[0]) >= 4


def _is_latin(text):
    return all(ord(character) < 0x250 for character in clean(visible(text)))


def _works_of_any_name(texts):
    """Each text as every part of a name, of one author and of five, and as title and publisher of works without author."""
    works = []
    for text in texts:
        names = [
            Name(family=text, given="Given"),
            Name(family=text, given=text),
            Name(literal=text),
            Name(family=text, suffix=text),
            Name(given=text),
            Name(family=text, given="Given", particle=f"De {text}"),
        ]
        texts_of_work = {"title": text, "publisher": text}
        works += [replace(NODOMI, names={"author": (name,) * number}, fields=texts_of_work) for name in names for number in (1, 5)]
        works += [replace(NODOMI, type=kind, names={}, fields=texts_of_work) for kind in ("report", "webpage", "software")]
    # A label that more than twenty-six works share is more than alpha can number.
    return [replace(work, key=f"n{number}", dates={"issued": f"{1900 + number % 97}"}) for number, work in enumerate(works)]


_MANY_SIGNS = ["".join(SIGNS[start : start + 20]) for start in range(0, len(SIGNS), 20)]
_NAMES_CUT_BY_LABELS = [
    *("O{b", "b}{ç", "{a}b", "x{a}b", "AT&T", "The AT&T", "a<b", "A\\B", "a^b", "$", "D{é}f", "Département de la Défense"),
    *("é", "é, à, ü", "and é and ü", "-é-à", "O–é–x", "Σ-x", "Việt Nam", "\u202eabc", "\u200eabc\u2069"),
]
STYLES = pytest.mark.parametrize("style", ["plain", "alpha", "unsrt", "abbrv"])


@pytest.mark.judge
@STYLES
@pytest.mark.parametrize(
    "works",
    [
        [work for work in _hostile_works() if _is_latin(work.fields["title"])],
        _works_of_any_name(filter(_is_latin, HOSTILE_TITLES)),
        _works_of_any_name(_MANY_SIGNS),
        _works_of_any_name(_NAMES_CUT_BY_LABELS),
    ],
    ids=["hostile", "hostile names", "signs", "labels"],
)
def test_every_style_takes_every_name_and_sign_and_latex_typesets_it(works, style, tmp_path):
    bibliography = "".join(write_bibliography(works, dialect="bibtex", ascii_only=True))
    assert bibliography.isascii()
    assert bibtex_warnings(tmp_path, bibliography, style) == ([], len(works))
    assert latex_errors(tmp_path, bibliography, style) == []


@pytest.mark.judge
def test_biber_takes_initials_that_latex_typesets_whatever_a_given_name_begins_with(tmp_path):
    given_names = ["Isma`il `Ali-`Ata", "`", "`` x", r"\n ^x ~y", "<a> |b", "{a} }b"]
    names = [Name(family="Doe", given=given) for given in given_names]
    works = [replace(NODOMI, key=f"n{number}", names={"author": (name,)}) for number, name in enumerate(names)]
    (tmp_path / "works.bib").write_text("".join(write_bibliography(works, dialect="biblatex")), encoding="utf-8")
    lines = [r"\documentclass{article}", r"\usepackage[T1]{fontenc}", r"\usepackage[giveninits=true,backend=biber]{biblatex}"]
    lines += [r"\addbibresource{works.bib}", r"\begin{document}\raggedright", r"\nocite{*}", r"\printbibliography", r"\end{document}", ""]
    (tmp_path / "a.tex").write_text("\n".join(lines), encoding="utf-8")

    assert latex_complaints(tmp_path, "a", engine="pdflatex") == []


@pytest.mark.parametrize("dialect", DIALECTS)
def test_pandoc_reads_every_hostile_title_as_it_was(dialect, tmp_path):
    works = [replace(NODOMI, key=f"h{number}", fields={"title": title, "language": "ja"}) for number, title in enumerate(_PANDOC_READS)]
    read = _read_by_pandoc("".join(write_bibliography(works, dialect=dialect)), dialect, tmp_path)
    # Its reader makes typographic apostrophes of straight ones, and titles of its own case.
    expected = {f"h{number}": clean(title).replace("'", "’").lower() for number, title in enumerate(_PANDOC_READS)}
    assert {key: title.lower() for key, title in read.items()} == expected


@pytest.mark.parametrize("dialect", DIALECTS)
@WORKS
def test_pybtex_reads_every_entry(works, dialect):
    read = parse_string("".join(write_bibliography(works, dialect=dialect)), "bibtex")
    assert sorted(read.entries) == sorted(work.key for work in works)


@pytest.mark.parametrize("dialect", DIALECTS)
@settings(deadline=None)
@given(title=st.text(), name=st.text(), extra=st.text())
def test_one_entry_in_is_one_entry_out_whatever_it_says(dialect, title, name, extra):
    names = {"author": (Name(family=name, given=title), Name(literal=extra))}
    evil = replace(NODOMI, key="evil", names=names, fields={"title": title, "publisher": name, "URL": extra}, extra={title: extra})
    tame = write_entry(replace(NODOMI, key="tame"), dialect=dialect)
    read = parse_string(f"{write_entry(evil, dialect=dialect)}\n{tame}", "bibtex")
    assert list(read.entries) == ["evil", "tame"]
    assert read.entries["tame"] == parse_string(tame, "bibtex").entries["tame"]
