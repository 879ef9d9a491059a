"""Comments after entries: what they give, and that nothing in them is believed unseen."""

from __future__ import annotations

import json

import pytest

from sources.formats.record import Name, Title
from tests.sources.formats.bibtex.reading_texts import read, read_one, said


def _with(comment):
    return f"@book{{a, title={{T}}, author={{A, B}}, year=2005, note={{n}}, doi={{nonsense}}}}\n@comment{{pincite-extra {comment}}}\n@book{{b}}"


def test_a_comment_gives_what_its_entry_cannot_say_and_replaces_what_it_says():
    given = {
        "key": "a",
        "type": "map",
        "names": {"author": [{"family": "Beethoven", "dropping_particle": "van"}], "curator": [{"literal": "C"}]},
        "dates": {"issued": "2004-06~-11"},
        "fields": {"title": "日 {", "scale": "1:5", "DOI": "10.1000/x"},
        "identifiers": {"oclc": ["123"], "arxiv": ["2301.01234"]},
        "titles": [{"form": "reading", "language": "ja-Hrkt", "text": "にほん"}],
        "part_of": "w",
        "original": "o",
        "extra": {"x y": "z\n"},
        "derived": ["note"],
    }
    text = json.dumps(given).replace("\\u65e5 {", "\\u65e5 \\u007b")
    record = read(_with(text))[0].record
    assert (record.type, record.part_of, record.original) == ("map", "w", "o")
    assert record.names == {"author": (Name(family="Beethoven", dropping_particle="van"),), "curator": (Name(literal="C"),)}
    assert record.dates == {"issued": "2004-06~-11"}
    assert record.fields == {"title": "日 {", "scale": "1:5", "DOI": "10.1000/x"}
    assert record.identifiers == {"oclc": ("123",), "arxiv": ("2301.01234",)}
    assert record.titles == (Title("reading", "ja-Hrkt", "にほん"),)
    assert record.extra == {"x y": "z\n"}


@pytest.mark.parametrize(
    "comment", ["", "[]", "null", '"a"', "[" * 100_000, '{"key": "a", "key"}', "{'key': 'a'}", "{}", '{"key": "b"}', '{"key": ["a"]}']
)
def test_a_comment_that_is_not_the_entrys_own_is_passed_over_with_a_warning(comment):
    first, second = read(f"@book{{a, title={{T}}}}\n@comment{{pincite-extra {comment}}}\n@book{{b}}")
    assert (first.record.fields, first.record.extra) == ({"title": "T"}, {})
    assert [(fault.line, fault.field) for fault in first.warnings] == [(2, "pincite-extra")]
    assert said(first)[0].endswith("is passed over.") or "is passed over: " in said(first)[0]
    assert second.key == "b"


@pytest.mark.parametrize(
    "part",
    [
        {"type": "nonsense"},
        {"type": ["book"]},
        {"names": []},
        {"names": {"author": "A"}},
        {"names": {"nobody": [{"family": "A"}]}},
        {"names": {"editor": [{"family": 1}]}},
        {"names": {"editor": [{"family": "A", "rank": "B"}]}},
        {"names": {"editor": [None]}},
        {"dates": {"issued": "2005-02-30"}},
        {"dates": {"never": "2005"}},
        {"dates": "2005"},
        {"fields": {"title": 1}},
        {"fields": {"title": {"a": "b"}}},
        {"fields": {"nonsense": "x"}},
        {"fields": {"title": "\0"}},
        {"fields": {"title": "\ud800"}},
        {"identifiers": {"arxiv": ["x"]}},
        {"identifiers": {"arxiv": "2301.01234"}},
        {"identifiers": {"oclc": [1]}},
        {"titles": {"form": "reading"}},
        {"titles": [{"form": "nonsense", "text": "x"}]},
        {"titles": [1]},
        {"part_of": 1},
        {"original": {}},
        {"extra": {"a": 1}},
        {"extra": {"a\0": "1"}},
        {"derived": "title"},
    ],
)
def test_what_is_not_fit_in_a_comment_is_passed_over_with_a_warning(part):
    plain = read("@book{a, title={T}}")[0].record
    (entry,) = read(f"@book{{a, title={{T}}}}\n@comment{{pincite-extra {json.dumps({'key': 'a'} | part)}}}")
    assert entry.record == plain
    (name,) = part
    assert said(entry) == [
        f"line 2, pincite-extra: Something in {name!r} of the comment is not as this program writes it; that is passed over."
    ]


def test_a_faulty_identifier_in_a_comment_is_kept_with_a_warning():
    (entry,) = read('@book{a}\n@comment{pincite-extra {"key":"a","fields":{"ISBN":"12"}}}')
    assert (entry.record.fields, entry.record.extra) == ({}, {"ISBN": "12"})
    assert [(fault.line, fault.field) for fault in entry.warnings] == [(2, "ISBN")]


def test_comments_of_others_say_nothing():
    assert read_one("@comment{pincite-extra {}}\n@book{a}\n@comment{jabref-meta: x}").extra == {}


def test_only_the_entry_before_it_takes_a_comment():
    comment = '@comment{pincite-extra {"key":"a","type":"map"}}\n'
    first, second = read(f"@book{{a}}\n@comment{{mine}}\n{comment}{comment}@book{{a}}")
    assert (first.record.type, second.record.type) == ("map", "book")
