"""What is written without being read back, since it is sure to be read as it is, is written as if it were looked at."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sources.formats.bibtex import classic, entry, names
from sources.formats.bibtex.reading import read_bibtex
from sources.formats.bibtex.writing import write_entry
from sources.formats.latex import encoding
from sources.formats.record import CSL_FIELDS, CSL_ROLES, CSL_TYPES, Name, Record
from tests.sources.formats.bibtex.test_collections import COLLECTION, needs_collection
from tests.sources.formats.bibtex.test_round_trip import DIALECTS, RECORDS
from tests.sources.formats.works import EVERY_KIND_OF_WORK

_NEVER = re.compile(r"(?!)")

#: Plain, and next to plain: what the sure ways take, and what they must leave alone.
_WORDS = st.sampled_from(
    [
        "Gate",
        "gate",
        "And",
        "and",
        "Others",
        "others",
        "McBride",
        "Jean-Paul",
        "J.",
        "J.-P.",
        "É",
        "A",
        "a",
        "1998",
        "12-13",
        "12--13",
        "1-2-3",
        "n.d.",
        "(in",
        "press)",
        "x/y",
        "a.b",
        "Saint",
        "von",
        "The",
        "vol",
        "X1",
        "iii",
        "{",
        "--",
        "é",
        "http://x.org/a",
    ]
)
_PLAINISH = st.lists(_WORDS, min_size=1, max_size=3).map(" ".join)
_NAMES = st.builds(Name, family=_PLAINISH, given=_PLAINISH, suffix=st.sampled_from(["", "", "", "Jr."]))
_RECORDS = st.builds(
    Record,
    key=st.just("key"),
    type=st.sampled_from(CSL_TYPES),
    names=st.dictionaries(st.sampled_from((*CSL_ROLES[:6], "author", "editor")), st.lists(_NAMES, min_size=1, max_size=3).map(tuple)),
    fields=st.dictionaries(
        st.sampled_from([name for name in CSL_FIELDS if name not in {"DOI", "ISBN", "ISSN", "PMID", "PMCID", "URL"}]), _PLAINISH
    ),
    dates=st.dictionaries(st.just("issued"), st.sampled_from(["1998", "1998-03", "1998-03-05", "1998~", "1998/1999", "2004-21"])),
)


@pytest.fixture(scope="module")
def looked_at():
    """Return how an entry is written when everything is looked at."""

    def write(record, **dialect):
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(encoding, "_PLAIN", _NEVER)
            patched.setattr(names, "_PLAIN_FAMILY", _NEVER)
            patched.setattr(entry, "_is_sure", lambda *_: False)
            patched.setattr(classic, "_issued", classic._issued.__wrapped__)
            return write_entry(record, **dialect)

    return write


@DIALECTS
@settings(deadline=None, max_examples=150)
@given(record=_RECORDS | RECORDS)
def test_any_record_is_written_as_if_it_were_looked_at(looked_at, dialect, ascii_only, record):
    chosen = {"dialect": dialect, "ascii_only": ascii_only}

    assert write_entry(record, **chosen) == looked_at(record, **chosen)


@DIALECTS
@settings(deadline=None, max_examples=100)
@given(record=_RECORDS)
def test_any_record_of_plain_words_is_read_back_whole(dialect, ascii_only, record):
    text = write_entry(record, dialect=dialect, ascii_only=ascii_only)

    assert [one.record for one in read_bibtex(io.BytesIO(text.encode()))] == [record]


@DIALECTS
def test_every_kind_of_work_is_written_as_if_it_were_looked_at(looked_at, dialect, ascii_only):
    chosen = {"dialect": dialect, "ascii_only": ascii_only}

    assert [write_entry(work, **chosen) for work in EVERY_KIND_OF_WORK] == [looked_at(work, **chosen) for work in EVERY_KIND_OF_WORK]


@needs_collection
@pytest.mark.parametrize(("dialect", "ascii_only"), [("biblatex", False), ("bibtex", True)])
def test_real_records_are_written_as_if_they_were_looked_at(looked_at, dialect, ascii_only):
    records = []
    for file in sorted((COLLECTION / "files").iterdir()):
        with file.open("rb") as source:
            records += [replace(one.record, key="key") for one in read_bibtex(source) if one.record is not None]
    chosen = {"dialect": dialect, "ascii_only": ascii_only}

    assert len(records) == 1822
    assert [write_entry(record, **chosen) for record in records] == [looked_at(record, **chosen) for record in records]
