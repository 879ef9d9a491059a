"""What is written is read back: whole records, in both dialects."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sources.formats.bibtex.reading import read_bibtex
from sources.formats.bibtex.writing import write_bibliography
from sources.formats.record import CSL_DATES, CSL_FIELDS, CSL_ROLES, CSL_TYPES, Name, Record, Title
from tests.sources.formats.bibtex.test_collections import COLLECTION, needs_collection
from tests.sources.formats.test_dates import DATES
from tests.sources.formats.works import EVERY_KIND_OF_WORK, HOSTILE_TITLES, NODOMI

DIALECTS = pytest.mark.parametrize(
    ("dialect", "ascii_only"), [("biblatex", False), ("biblatex", True), ("bibtex", False), ("bibtex", True)]
)
#: Variables whose values a database checks, each with values that pass.
_CHECKED = {
    "DOI": ["10.1000/a_b%c", "10.1000/(a)<b>#1"],
    "ISBN": ["978-0-262-03384-8", "978-0-262-03384-8 978-3-16-148410-0"],
    "ISSN": ["0039-6338"],
    "PMID": ["12345678"],
    "PMCID": ["PMC1234567"],
    "URL": ["https://example.org/~a_b?c=%20#d", "https://example.org/{x}\\y"],
    "language": ["en", "en-US", "ja-Latn", "de", "xx"],
}
#: All that PostgreSQL holds.
_TEXT = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=30),
    st.text("aB {}\\$%&#_~^'`\"-,=@\n<>|", min_size=1, max_size=20),
    st.sampled_from([title for title in HOSTILE_TITLES if "\0" not in title]),
    st.sampled_from(
        ["PhD thesis", "phdthesis", "https://example.org", "1–2", "1--2", "and", "A and B", "others", "XXXX", "n.d.", "Spring", "mar"]
    ),
)
_PARTS = st.one_of(st.just(""), _TEXT)
_NAME = st.one_of(
    st.builds(Name, family=_TEXT, given=_PARTS, particle=_PARTS, dropping_particle=_PARTS, suffix=_PARTS), st.builds(Name, literal=_TEXT)
)
_FIELD = st.sampled_from(CSL_FIELDS).flatmap(
    lambda name: st.tuples(st.just(name), st.sampled_from(_CHECKED[name]) if name in _CHECKED else _TEXT)
)
_EXTRA_NAME = st.one_of(
    _TEXT,
    st.sampled_from(["x-shelf", "file", "groups", "year", "title", "key", "and others", "entrytype", "title (LaTeX)", "doi", "crossref"]),
)
_IDENTIFIERS = st.fixed_dictionaries(
    {},
    optional={
        "arxiv": st.sampled_from([("2301.01234",), ("hep-th/9901001", "2301.01234v2")]),
        "oclc": st.just(("123",)),
        "doi": st.just(("10.1000/x",)),
    },
)
RECORDS = st.builds(
    Record,
    key=st.just("key"),
    type=st.sampled_from(CSL_TYPES),
    names=st.dictionaries(st.sampled_from(CSL_ROLES), st.lists(_NAME, min_size=1, max_size=3).map(tuple), max_size=4),
    dates=st.dictionaries(st.sampled_from(CSL_DATES), st.sampled_from([date for date, _, _ in DATES]), max_size=4),
    fields=st.lists(_FIELD, max_size=12).map(dict),
    identifiers=_IDENTIFIERS,
    titles=st.lists(
        st.builds(Title, form=st.sampled_from(["original", "reading"]), language=st.sampled_from(["", "ja"]), text=_TEXT), max_size=2
    ).map(tuple),
    part_of=st.sampled_from(["", "whole"]),
    original=st.sampled_from(["", "first"]),
    extra=st.dictionaries(_EXTRA_NAME, st.one_of(_TEXT, st.sampled_from(["author", "author editor", "translator", "misc"])), max_size=4),
)


def _again(records, dialect, ascii_only):
    text = "".join(write_bibliography(records, dialect=dialect, ascii_only=ascii_only, presorted=True))
    return [entry.record for entry in read_bibtex(io.BytesIO(text.encode()))]


@DIALECTS
def test_every_kind_of_work_is_read_back_whole(dialect, ascii_only):
    assert _again(EVERY_KIND_OF_WORK, dialect, ascii_only) == EVERY_KIND_OF_WORK


@DIALECTS
@settings(deadline=None, max_examples=150)
@given(record=RECORDS)
def test_any_record_is_read_back_whole(dialect, ascii_only, record):
    assert _again([record], dialect, ascii_only) == [record]


@DIALECTS
@pytest.mark.parametrize("variable", CSL_DATES)
def test_every_date_is_read_back(dialect, ascii_only, variable):
    dates = [date for date, _, _ in DATES] + ["0045", "1998?", "2004-21/2004-23", "2004-12-31"]
    records = [
        replace(NODOMI, key=f"d{number}-{kind}", type=kind, dates={variable: date})
        for number, date in enumerate(dates)
        for kind in ("report", "speech", "article-journal")
    ]
    assert _again(records, dialect, ascii_only) == records


@DIALECTS
@needs_collection
def test_real_files_are_read_written_and_read_alike(dialect, ascii_only):
    records = []
    for file in sorted((COLLECTION / "files").iterdir()):
        with file.open("rb") as source:
            records += [entry.record for entry in read_bibtex(source) if entry.record is not None]
    # Keys of real files repeat, and some are not fit to be written.
    records = [replace(record, key=f"k{number}") for number, record in enumerate(records)]
    assert len(records) == 1822
    assert _again(records, dialect, ascii_only) == records


def test_fields_of_other_programs_are_written_as_fields_of_classic_bibtex():
    extra = {
        "file": r"C\:\\a.pdf:PDF",
        "groups": "A {b}",
        "x y": "1",
        "note 2": "2",
        "multi": "a\nb",
        "open": "{",
        "head": "@book{x",
        "year": "soon",
    }
    (text,) = write_bibliography([replace(NODOMI, extra=extra)], dialect="bibtex")
    entry, comment = text.split("@comment")
    assert "  file = {C\\:\\\\a.pdf:PDF},\n  groups = {A {b}},\n" in entry
    assert "soon" not in entry
    assert [name for name in extra if f'"{name}":' in comment] == ["x y", "note 2", "multi", "open", "head", "year"]
    assert [entry.record for entry in read_bibtex(io.BytesIO(text.encode()))] == [replace(NODOMI, extra=extra)]


@pytest.mark.parametrize(("dialect", "kind"), [("biblatex", "eprinttype = {arxiv}"), ("bibtex", "archiveprefix = {arXiv}")])
def test_an_arxiv_number_is_written_as_a_field(dialect, kind):
    (text,) = write_bibliography([replace(NODOMI, identifiers={"arxiv": ("2301.01234",)})], dialect=dialect)
    assert f"  eprint = {{2301.01234}},\n  {kind},\n" in text
    assert "@comment" not in text


@pytest.mark.parametrize("dialect", ["biblatex", "bibtex"])
def test_others_are_written_where_they_belong(dialect):
    (text,) = write_bibliography([replace(NODOMI, extra={"and others": "author"})], dialect=dialect)
    assert "  author = {Nodomi, Mitsuru and others},\n" in text
    assert "@comment" not in text
