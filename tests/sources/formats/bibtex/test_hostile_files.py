"""Files made to harm: they end in clear errors, in time and memory that grow with the file at most."""

from __future__ import annotations

import io
import time
import tracemalloc

import pytest

from sources.formats import encodings
from sources.formats.bibtex.reading import read_bibtex
from tests.sources.formats.bibtex.reading_texts import read, said

MANY = 20_000
FINE = "\n@book{fine, title={Fine}}\n"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (
            "@book{a, title={" + "{" * 200 + "x" + "}" * 200 + "}}",
            "line 1, title: Braces are nested 200 deep; more than 100 are not followed.",
        ),
        ("@book{a, title={" + "{" * MANY, "line 1, title: The brace that opens on line 1 is not closed."),
        ("@book{a, title={" + "x " * 600_000 + "}}", "line 1, title: The value has more than 1,000,000 characters. Shorten it."),
        (
            "@book{a, title={" + "x " * 5_000_000 + "}}",
            "line 1, title: The brace that opens on line 1 is not closed within 8,000,000 characters.",
        ),
        ('@book{a, title="' + "x\n" * 5_000_000 + '"}', "line 1, title: The quotation mark that opens on line 1 is not closed within"),
        ("@book{a," + "x={y}," * MANY + "}", "line 1: More than 1,000 fields, or more than 100 faults"),
        ("@book{a," + "".join(f"x{n}={{y}}," for n in range(MANY)) + "}", "line 1: More than 1,000 fields, or more than 100 faults"),
        ("@book{a," + "x )(" * MANY + "}", "line 1: More than 1,000 fields, or more than 100 faults"),
    ],
)
def test_what_is_too_much_is_refused_with_its_line_and_the_rest_is_read(text, reason):
    first, *_, last = read(text + FINE)
    assert (first.key, first.record) == ("a", None)
    assert said(first)[0].startswith(reason)
    assert last.record is not None
    assert last.record.fields == {"title": "Fine"}


TRAPS = {
    "signs": lambda n: "@" * 10 * n,
    "heads in a line": lambda n: "@a{" * n,
    "heads in lines": lambda n: "\n@a{" * n,
    "open braces": lambda n: "\n@a{k, t={" * n,
    "open quotes": lambda n: '\n@a{k, t="' * n,
    "doubtful lines": lambda n: "@a{k, t={" + "\n@a{x}" * n,
    "entries in a line": lambda n: "@a{k,t={x}}" * n,
    "comments": lambda n: "@comment{" * n,
    "preambles": lambda n: "@preamble(" * n,
    "commas": lambda n: "@a{k" + "," * 40 * n + "}",
    "blanks": lambda n: "@a{k" + " " * 40 * n + "}",
    "number signs": lambda n: "@a{k, t=" + "#" * n + "}",
    "macros": lambda n: "@a{k, t=a" + "#a" * n + "}",
    "percent signs": lambda n: "@a{k, " + "%\n" * n + "}",
    "white space": lambda n: (
        "@a{k, pages={1" + " " * 20 * n + "}, title={a" + "\u00a0" * 20 * n + "}, author={A" + "\u00a0" * 20 * n + "}}"
    ),
    "dates": lambda n: "@a{k, pages={" + "- " * 10 * n + "}, year={1" + " " * n + "}, date={" + "1" * n + "}, month={" + "3" * n + "}}",
    "names": lambda n: "@a{k, author={" + "A and " * n + "B}, editor={" + "A, " * n + "}, translator={" + "von " * n + "}}",
    "braced names": lambda n: "@a{k, author={" + "{A}, b and " * n + "B}, editor={" + "{A} " * n + "}}",
    "addresses": lambda n: "@a{k, url={" + "\\_" * 10 * n + "}, doi={" + "10." * n + "}, howpublished={" + "<" * n + "}}",
    "parents": lambda n: "@a{k, xdata={" + "k," * n + "}}",
}


def _seconds(text):
    begun = time.process_time()
    assert read(text)[-1].key == "fine"
    return time.process_time() - begun


@pytest.mark.parametrize("trap", TRAPS.values(), ids=TRAPS.keys())
def test_time_grows_with_the_file_and_not_with_its_square(trap):
    _seconds(trap(100) + FINE)
    few = min(_seconds(trap(5_000) + FINE) for _ in range(2))
    # Four times as much would take sixteen times as long.
    assert min(_seconds(trap(20_000) + FINE) for _ in range(2)) < 10 * few + 0.3


def test_macros_that_double_each_other_stay_small():
    text = "@string{a={xxxxxxxxxx}}\n" + "@string{a = a # a}\n" * 60 + "@book{k, title=a}\n" * 100
    tracemalloc.start()
    entries = read(text + FINE)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 60_000_000
    assert said(entries[0]) == ["line 18, a: The value has more than 1,000,000 characters. Shorten it."]
    assert "line 80, title: The macros of this file expand to more than 20,000,000 characters. Shorten them." in [
        words for entry in entries for words in said(entry)
    ]
    assert entries[-1].key == "fine"


@pytest.mark.parametrize(
    "text",
    [
        "@book{a, crossref={a}, title={A}}",
        "@book{a, crossref={b}, title={A}}\n@book{b, crossref={a}}",
        "@book{a, xdata={b}, title={A}}\n@xdata{b, xdata={c}}\n@xdata{c, xdata={b}}",
        "@book{a, crossref={b}, title={A}}\n@xdata{b, crossref={c}}\n@book{c, xdata={b}}",
        "".join(f"@book{{a{n}, crossref={{a{n + 1}}}}}\n" for n in range(100)),
    ],
)
def test_references_in_a_circle_or_without_end_are_warned_of(text):
    first = read(text)[0]
    assert first.record is not None
    assert "lead from" in said(first)[0]
    assert said(first)[0].endswith("back to it, or too far. Cut one.")


def test_references_that_multiply_are_bounded():
    fan = "".join(f"@xdata{{k{n}, xdata={{{','.join(f'k{m}' for m in range(n + 1, 60))}}}}}\n" for n in range(60))
    assert _seconds("".join(f"@book{{b{n}, xdata={{k0}}}}\n" for n in range(20)) + fan + FINE) < 30


@pytest.mark.parametrize("link", ["", "crossref = {p}, "])
def test_memory_does_not_grow_with_the_file(link, monkeypatch):
    monkeypatch.setattr(encodings, "_CHUNK", 4096)

    def peak(number):
        entries = (f"@inproceedings{{k{n}, {link}author={{Smith, John}}, title={{A title of {n}}}, year=2005}}\n" for n in range(number))
        source = io.BytesIO("".join(["@proceedings{p, title={P}}\n", *entries]).encode())
        tracemalloc.start()
        assert sum(1 for _ in read_bibtex(source)) == number + 1
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    peak(100)
    # The records of the further entries alone would take megabytes.
    assert peak(2_000) < peak(500) + 200_000
