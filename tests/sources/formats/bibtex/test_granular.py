"""Fields and items of lists that are taken from data containers; biber is the reference."""

from __future__ import annotations

import io
import shutil
import subprocess

import pytest

from sources.formats.bibtex.inheritance import resolve
from sources.formats.record import Name
from tests.sources.formats.bibtex.pieces import read_raw
from tests.sources.formats.bibtex.reading_texts import read, said

CONTAINER = (
    "@xdata{box, publisher={Macmillan and Second Press}, location={New York and London}, title={Shared $x$},\n"
    " author={Smith, Anna and Jones, Bob and {The Bureau}}, xdata={more}}\n@xdata{more, note={A note}}\n"
)
#: Entries of which biber as a tool makes the same. (Of lists of places and publishers its tool takes the first item, whichever is asked for.)
TAKEN = r"""
@book{a, author={xdata=box-author-1 and Own, Olga}, title={xdata=box-title}, publisher={xdata=box-publisher-1}, location={xdata=box-location-1 and Rome}}
@book{b, author={xdata=box-author}, title={T}, publisher={xdata=box-publisher}, editor={Ed, One and xdata=box-author-3}}
@book{c, author={xdata = box-author-3}, title={see xdata=box-title}, note={ xdata=box-note }}
@book{d, author={A, B and xdata=box-author-2 and xdata=box-author-3}, title={XDATA=box-title}}
@book{e, editor={xdata=box-author-9}, note={xdata=nowhere-note}, title={xdata=box-author-1}}
"""


def entries_of(text: str):
    return {entry.key: entry for entry in read_raw(io.BytesIO(text.encode()))}


@pytest.mark.judge
def test_fields_take_what_biber_lets_them_take(tmp_path):
    program = shutil.which("biber")
    if program is None:
        pytest.skip("biber is not here: install the Debian package biber")
    (tmp_path / "a.bib").write_text(CONTAINER + TAKEN, encoding="utf-8")
    arguments = ["--tool", "--output-resolve-xdata", "--output-fieldcase=lower", "--nolog", "--output-file", "b.bib", "a.bib"]
    subprocess.run([program, *arguments], cwd=tmp_path, capture_output=True, check=True, timeout=300)
    expected = entries_of((tmp_path / "b.bib").read_text(encoding="utf-8"))

    entries = entries_of(CONTAINER + TAKEN)
    taken = {key: resolve(entry, entries.get).fields for key, entry in entries.items() if entry.type != "xdata"}

    assert {key: fields | {"note": fields.get("note", "").strip()} for key, fields in taken.items()} == {
        key: expected[key].fields | {"note": expected[key].fields.get("note", "")} for key in taken
    }


def test_an_item_of_a_list_is_taken_by_its_place():
    *_, entry = read(CONTAINER + "@book{b, title={B}, publisher={xdata=box-publisher-2}, author={xdata=box-author-2}}")

    assert entry.record.fields == {"title": "B", "publisher": "Second Press"}
    assert entry.record.names == {"author": (Name("Jones", "Bob"),)}


def test_what_is_not_to_be_had_is_warned_of_and_stays():
    *_, entry = read(CONTAINER + "@book{b, title={B},\n note={xdata=box-author-1},\n abstract={xdata=nobody-abstract}}")

    assert said(entry) == [
        "line 5, note: The entry 'box' has no author at place 1 that note can take, or cannot be read in this file. "
        "Correct the reference; it stays as it is written.",
        "line 6, abstract: The entry 'nobody' has no abstract that abstract can take, or cannot be read in this file. "
        "Correct the reference; it stays as it is written.",
    ]
    assert (entry.record.text("note"), entry.record.text("abstract")) == ("xdata=box-author-1", "xdata=nobody-abstract")


def test_containers_that_refer_to_each_other_end():
    *_, entry = read("@xdata{x, title={xdata=y-title}}\n@xdata{y, title={xdata=x-title}}\n@book{b, title={xdata=x-title}}")

    assert entry.record.text("title") == "xdata=x-title"
    assert said(entry) == [
        "line 3, title: The entry 'x' has no title that title can take, or cannot be read in this file. "
        "Correct the reference; it stays as it is written."
    ]
