"""What entries take from others; biber is the reference."""

from __future__ import annotations

import io
import shutil
import subprocess

import pytest

from sources.formats.bibtex.inheritance import resolve
from tests.sources.formats.bibtex.pieces import read_raw
from tests.sources.formats.bibtex.reading_texts import read, read_one, said

#: Entries of which biber (2.18, as a tool) and the manual's table hand on the same.
FAMILIES = r"""
@inbook{ib, crossref={mb}, title={Chapter}}
@inbook{ib2, crossref={bk}, author={Child, C}, title={Chapter}, shorttitle={Ch}}
@book{bk, crossref={mb}, title={Book T}, subtitle={Book S}, titleaddon={TA}, author={Au, A}, editor={Ed, E}, date={2000-01}, publisher={P}}
@mvbook{mb, title={Main T}, subtitle={Main S}, author={Main, M}, volumes={3}, date={1990}, series={Ser}, keywords={k}, ids={other}}
@incollection{ic, crossref={co}, title={Paper}, author={Child, C}}
@collection{co, title={Coll T}, subtitle={Coll S}, booktitle={No}, editor={Ed, E}, date={2000}, publisher={P}, author={Au, A}}
@incollection{ic2, crossref={cc}, title={Deep}, author={Child, C}}
@collection{cc, crossref={mc}, title={Vol}, volume={2}}
@mvcollection{mc, title={MC}, subtitle={MCS}, editor={Ed, E}, date={1999/2001}}
@inproceedings{ip, crossref={pr}, title={Paper}, author={Child, C}}
@proceedings{pr, crossref={mp}, title={Proc T}, editor={Ed, E}, date={2000}, eventtitle={Ev}, venue={V}}
@mvproceedings{mp, title={MProc T}, subtitle={sub}}
@article{ar, crossref={pe}, title={Art}, author={Child, C}}
@periodical{pe, title={Journal}, subtitle={JS}, date={2000}, number={3}, volume={2}}
@incollection{ic3, crossref={bb}, title={Paper}, author={Child, C}}
@book{bb, booktitle={Book BT}, editor={Ed, E}, date={2000}, publisher={P}}
@misc{x1, xdata={xd1,xd2}, title={X}, publisher={Own}}
@xdata{xd1, publisher={Pub}, xdata={xd3}, note={N1}}
@xdata{xd2, publisher={Pub2}, location={Loc}}
@xdata{xd3, note={N3}, addendum={A3}}
"""


def _by_key(text):
    return {entry.key: entry for entry in read_raw(io.BytesIO(text.encode()))}


@pytest.mark.judge
def test_entries_take_what_biber_lets_them_take(tmp_path):
    program = shutil.which("biber")
    if program is None:
        pytest.skip("biber is not here: install the Debian package biber")
    (tmp_path / "a.bib").write_text(FAMILIES, encoding="utf-8")
    arguments = ["--tool", "--output-resolve", "--output-fieldcase=lower", "--nolog", "--output-file", "b.bib", "a.bib"]
    subprocess.run([program, *arguments], cwd=tmp_path, capture_output=True, check=True, timeout=300)
    expected = _by_key((tmp_path / "b.bib").read_text(encoding="utf-8"))
    links = {"crossref", "xdata", "ids"}
    entries = _by_key(FAMILIES)
    read_fields = {
        key: {name: value for name, value in resolve(entry, entries.get).fields.items() if name not in links}
        for key, entry in entries.items()
        if entry.type != "xdata"
    }
    assert read_fields == {key: {name: value for name, value in expected[key].fields.items() if name not in links} for key in read_fields}


def test_a_classic_parent_gives_what_the_child_lacks_and_its_title_as_booktitle():
    child, _ = read("@InCollection{c, crossref={P}, title={C}, month=jan}\n@Book{p, title={B}, subtitle={S}, year=2001, publisher={Press}}")
    assert child.record.fields == {"title": "C", "container-title": "B: S", "publisher": "Press"}
    assert (child.record.dates, child.record.part_of, child.record.extra) == ({"issued": "2001-01"}, "p", {})


@pytest.mark.parametrize("order", [1, -1])
def test_a_parent_may_stand_before_or_after_and_is_a_work_of_its_own(order):
    texts = ["@inbook{c, crossref={other}, title={C}}\n", "@book{p, ids={other}, title={B}, author={A}}\n"][::order]
    records = {entry.key: entry.record for entry in read("".join(texts))}
    assert records.keys() == {"c", "p"}
    assert records["c"].fields == {"title": "C", "container-title": "B"}
    assert (records["c"].part_of, records["p"].part_of) == ("p", "")
    assert records["c"].names.keys() == {"author", "container-author"}


def test_a_childs_own_date_is_not_mixed_with_its_parents():
    child = read("@inbook{c, crossref={p}, date={1999}}\n@book{p, year=2001, month=mar}")[0]
    assert child.record.dates == {"issued": "1999"}


def test_data_containers_are_no_works_and_that_is_said():
    container, book = read("@xdata{x, publisher={P}}\n@book{b, xdata={x}}")
    assert (container.key, container.record, container.errors) == ("x", None, ())
    assert [str(warning) for warning in container.warnings] == [
        "line 1: @xdata is no work of its own: what it says stands in the entries that name it."
    ]
    assert book.record.fields == {"publisher": "P"}


def test_xref_links_and_gives_nothing():
    child = read("@inbook{c, xref={p}, title={C}}\n@book{p, title={B}}")[0]
    assert (child.record.fields, child.record.extra, child.record.part_of) == ({"title": "C"}, {"xref": "p"}, "")


def test_a_child_that_is_no_part_keeps_its_link_under_extra():
    child = read("@article{c, crossref={p}, title={C}}\n@periodical{p, title={J}}")[0]
    assert (child.record.text("container-title"), child.record.part_of, child.record.extra) == ("J", "", {"crossref": "p"})


@pytest.mark.parametrize("link", ["crossref", "xdata"])
def test_a_missing_parent_is_warned_of_and_kept(link):
    (entry,) = read(f"@inbook{{c, title={{C}},\n {link}={{nobody}}}}")
    assert said(entry) == [
        f"line 2, {link}: No entry 'nobody' can be read in this file, so nothing is taken from it. Add it, or correct the key."
    ]
    assert entry.record.extra == {link: "nobody"}


def test_an_entry_without_links_is_left_alone():
    assert read_one("@book{b, title={B}}").fields == {"title": "B"}
