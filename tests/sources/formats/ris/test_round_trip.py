from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
import rispy
from hypothesis import given, settings

from sources.formats.entries import UnreadableFileError
from sources.formats.record import Record
from sources.formats.ris.names import write_name
from sources.formats.ris.reading import read_ris
from sources.formats.ris.writing import write_ris
from tests.sources.formats.random_records import RECORDS
from tests.sources.formats.works import EVERY_KIND_OF_WORK, HOSTILE_TITLES, NODOMI

_COLLECTION = Path(__file__).parents[5] / "shared" / "collections" / "ris"


def written_and_read(records: list[Record]) -> list[Record | None]:
    text = "".join(write_ris(records, presorted=True))
    return [entry.record for entry in read_ris(io.BytesIO(text.encode()))]


def collection() -> list[dict[str, Any]]:
    if not _COLLECTION.exists():
        pytest.skip("the collection ../shared/collections/ris is not here")
    return [json.loads(line) for line in (_COLLECTION / "expected.jsonl").read_text(encoding="utf-8").splitlines()]


def records_of(name: str) -> list[Record]:
    try:
        with (_COLLECTION / "files" / name).open("rb") as file:
            return [entry.record for entry in read_ris(file) if entry.record]
    except UnreadableFileError:
        return []


def test_every_record_of_the_collection_is_found():
    expected = {row["file"]: row["records"] for row in collection()}
    assert {name: len(records_of(name)) for name in expected} == expected
    assert (len(expected), sum(expected.values())) == (36, 45)


def test_every_first_title_of_the_collection_is_found():
    # The record of the first file has no type, and is reported.
    rows = [row for row in collection() if row["records"]]
    expected = {row["file"]: [" ".join(title.split()) for title in row["first_titles"]] for row in rows}
    assert {name: [record.text("title") for record in records_of(name) if record.text("title")][:3] for name in expected} == expected


def test_the_collection_comes_back():
    for row in collection():
        records = records_of(row["file"])
        assert written_and_read(records) == records


@settings(deadline=None)
@given(RECORDS)
def test_whatever_the_database_holds_comes_back(record):
    assert written_and_read([record]) == [record]


def test_every_kind_of_work_comes_back():
    assert written_and_read(EVERY_KIND_OF_WORK) == EVERY_KIND_OF_WORK


def test_every_record_is_read_back_without_warning():
    text = "".join(write_ris(EVERY_KIND_OF_WORK))
    entries = list(read_ris(io.BytesIO(text.encode())))
    assert [(entry.errors, entry.warnings) for entry in entries] == [((), ())] * len(EVERY_KIND_OF_WORK)


def _titled(titles: list[str]) -> list[Record]:
    return [Record(key=f"h{number:02d}", type="book", names=NODOMI.names, fields={"title": title}) for number, title in enumerate(titles)]


@pytest.mark.judge
def test_an_independent_reader_finds_every_record():
    works = sorted(EVERY_KIND_OF_WORK, key=lambda work: work.key)
    read = rispy.loads("".join(write_ris(works)))
    assert [entry["id"] for entry in read] == [work.key for work in works]
    assert [entry.get("title", "") for entry in read] == [work.text("title") for work in works]
    authors = {work.key: [write_name(name) for name in work.names["author"]] for work in works if work.has_names("author")}
    assert {entry["id"]: entry["authors"] for entry in read if entry["id"] in authors} == authors


@pytest.mark.judge
def test_an_independent_reader_finds_hostile_titles():
    titles = [*HOSTILE_TITLES, "x\nTY  - JOUR\nTI  - evil", "ER  - ", "x\r\nER  - \r\n", "TY  - BOOK"]
    works = _titled([title for title in titles if title.isprintable() or "\n" in title])
    read = rispy.loads("".join(write_ris(works)))
    assert [entry["id"] for entry in read] == [work.key for work in works]
    assert all(entry["authors"] == ["Nodomi, Mitsuru"] for entry in read)
