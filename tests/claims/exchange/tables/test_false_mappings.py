"""A mapping file or a table that cannot be followed is refused in words that say what to change."""

from __future__ import annotations

import gzip
import io

import pytest

from claims.exchange.tables.mapping import MappingError, read_mapping
from claims.exchange.tables.rows import read_table
from sources.formats.entries import UnreadableFileError

MAPPING = """
[claim]
id = {column = "id"}
statement = {column = "claim"}
[evidence]
quote = {column = "sentence"}
stance = {column = "label", labels = {YES = "supports"}}
"""
HEAD = b"id,claim,sentence,label\n"


@pytest.mark.parametrize(
    ("mapping", "message"),
    [
        ("[claim", "It is no TOML"),
        ("[clam]", "There is no section clam"),
        ("claim = 3", r"claim is a section: write \[claim\]"),
        ("[claim]\nattributes = 3", r"claim\.attributes is a section"),
        ("provenance = 3", "provenance is a section"),
        ('[claim]\nstament = {column = "x"}', r"claim\.stament: there is no such field"),
        ('[claim]\nstatement = "x"', r"claim\.statement: write"),
        ("[claim]\nstatement = {column = 5}", r"claim\.statement: write .* are texts"),
        ('[claim]\nstatement = {column = "x", labels = ["a"]}', r"claim\.statement: write .* are texts"),
        ('[claim]\nstatement = {column = "x", separator = ";"}', r"claim\.statement: a separator is for fields that take several"),
        ('[claim]\nstatement = {column = "x"}', "Say where a claim's id and statement come from"),
        ('[claim]\ntype = {value = "evnt"}', r"claim\.type: “evnt” is none of: event"),
        ('[evidence]\nstance = {column = "x", labels = {A = "backs"}}', r"evidence\.stance: “backs” is none of: supports"),
        ('[evidence]\ntranscribe = "no"', r"evidence\.transcribe: write true or false"),
        ("[file]\nsheet = 1", "In file there are"),
        ('[file]\nformat = "xlsx"', r"file\.format: it is csv or jsonl"),
        *((f"[file]\ndelimiter = {value}", r"file\.delimiter: write the one character") for value in ('";;"', '""', "5", "'\"'", '"\\n"')),
        *(
            (f"[file]\nencoding = {value}", r"file\.encoding: there is no encoding")
            for value in ('"klingon"', '"base64"', "5", '"a\\u0000"')
        ),
        ('[provenance]\ncolour = "red"', "In provenance there are: origin, tool"),
        ('[provenance]\norigin = "machine"', "the tool's name"),
        ('[provenance]\ntool = "finder"', "the tool's name"),
        ('[provenance]\norigin = "alien"', 'write origin = "machine"'),
    ],
)
def test_a_false_mapping_says_what_to_change(mapping, message):
    with pytest.raises(MappingError, match=message):
        read_mapping(mapping)


@pytest.mark.parametrize("field", ["status", "reviews", "created_by", "supersedes", "evidence", "relations", "origin"])
def test_a_table_says_nothing_of_who_proposed_or_reviewed(field):
    with pytest.raises(MappingError, match=rf"claim\.{field}: there is no such field"):
        read_mapping(f'[claim]\n{field} = {{value = "x"}}')


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "It is empty: not even a first line that names the columns"),
        (HEAD + b"7,caf\xe9,,\n", "In line 1 or after it, it is not utf-8"),
        (HEAD + b'6,a,,\n7,"never closed', "The row that begins in line 3: .* Is the delimiter"),
        (HEAD.replace(b",", b";"), "There is no column id, claim, sentence, label. The first line names: id;claim;sentence;label"),
        (b"id,claim,claim,sentence,label\n", "The first line names claim twice"),
        ("id,claim\n".encode("utf-16"), 'Write encoding = "utf-16"'),
        (gzip.compress(HEAD, mtime=0), "packed by gzip"),
        (b"PK\x03\x04 a sheet", "zip archive, as Excel"),
    ],
)
def test_a_table_that_cannot_be_read_is_refused_whole_in_words(data, message):
    with pytest.raises(UnreadableFileError, match=message):
        list(read_table(io.BytesIO(data), read_mapping(MAPPING), file="found.csv", find_key=str))
