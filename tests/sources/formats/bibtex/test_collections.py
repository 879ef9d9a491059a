"""Real files of other projects, read; what the bibtex program reads in them is the measure."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from sources.formats.bibtex.reading import read_bibtex
from tests.sources.formats.bibtex.pieces import read_raw

COLLECTION = Path(__file__).resolve().parents[5] / "shared" / "collections" / "bibtex"
needs_collection = pytest.mark.skipif(not COLLECTION.exists(), reason="the collections of real bibliographies are not beside the project")

#: bibtex leaves an undefined macro empty; its name is kept here. The other two are slips of the style that printed the values.
_KNOWN_TO_DIFFER = {
    ("zbb_0291.bib", "journaltitle"),
    ("zbb_0687.bib", "booktitle"),
    ("zbb_0688.bib", "booktitle"),
    ("zbb_0316.bib", "abstract"),
    ("zbb_0677.bib", "__markedentry"),
    ("biber_0729.bib", "title-an:default"),
    ("biber_0729.bib", "title-an:french"),
    ("biber_0729.bib", "language-an:alt"),
}


def _expected():
    if not COLLECTION.exists():
        return []
    return [json.loads(line) for line in (COLLECTION / "expected.jsonl").read_text(encoding="utf-8").splitlines()]


def _raw(name):
    with (COLLECTION / "files" / name).open("rb") as source:
        return list(read_raw(source))


def _one_space(text):
    return re.sub(r"[\s\xa0]+", " ", text).strip()


@needs_collection
def test_every_key_is_found():
    missing = []
    for file in _expected():
        found = {entry.key.lower() for entry in _raw(file["file"])}
        missing += [(file["file"], key) for key in file["keys_at_least"] if key not in found]
    assert missing == []


@needs_collection
def test_every_value_of_the_clean_files_is_bibtexs_own():
    different, same = set(), 0
    for file in _expected():
        if not file["bibtex_clean"]:
            continue
        first = {entry.key: entry for entry in reversed(_raw(file["file"]))}
        for key, fields in file["entries"].items():
            wanted = {name: _one_space(value) for name, value in fields.items() if value}
            assert wanted.pop("ENTRYTYPE") == first[key].type
            found = {name: _one_space(value) for name, value in first[key].fields.items() if value}
            differing = {name for name in wanted.keys() | found.keys() if wanted.get(name) != found.get(name)}
            different |= {(file["file"], name) for name in differing}
            same += len(wanted.keys() - differing)
    assert different == _KNOWN_TO_DIFFER
    assert same == 8489


@needs_collection
def test_every_entry_becomes_a_record_but_the_data_containers():
    entries = []
    for file in _expected():
        with (COLLECTION / "files" / file["file"]).open("rb") as source:
            entries += [(file["file"], entry) for entry in read_bibtex(source)]
    assert [(file, entry.key, str(entry.errors[0])) for file, entry in entries if entry.errors] == []
    assert (len(entries), sum(entry.record is not None for _, entry in entries)) == (1854, 1822)
