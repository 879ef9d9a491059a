from __future__ import annotations

import pytest

from sources.formats.entries import Entry
from sources.formats.record import Name, Record, Title
from sources.services.importing.fitting import Fitting

KEPT = "It is kept as it is under extra."


def fitted(**parts) -> tuple[Record, list[str]]:
    record = Record(**{"key": "k", "type": "book"} | parts)
    fitting = Fitting(Entry(7, "k", record), record)
    return fitting.fitted(), [str(warning) for warning in fitting.warnings]


def test_a_record_that_can_be_held_stays_itself():
    record = Record(
        key="k",
        type="book",
        names={"author": (Name(family="Łoś", given="J."), Name(literal="日本"))},
        dates={"issued": "2001"},
        fields={"title": "日米同盟", "abstract": "One\n\nTwo", "version": "2", "URL": "https://example.org/ä", "ISBN": "978-0-262-03384-8"},
        identifiers={"arxiv": ("2301.01234",)},
        titles=(Title("translation", "en", "The Alliance"),),
        extra={"file": "a\nb"},
    )
    fitting = Fitting(Entry(7, "k", record), record)

    assert (fitting.fitted(), fitting.warnings) == (record, [])


@pytest.mark.parametrize(
    ("parts", "expected", "warning"),
    [
        (
            {"fields": {"volume": "9" * 61}},
            {"extra": {"volume": "9" * 61}},
            f"line 7, volume: It has 61 characters and at most 60 are held. {KEPT}",
        ),
        (
            {"fields": {"URL": "http://b"}},
            {"extra": {"URL": "http://b"}},
            f"line 7, URL: 'http://b' is no web address that can be opened. {KEPT}",
        ),
        (
            {"fields": {"title": "A\x00B\ud800C"}},
            {"fields": {"title": "ABC"}, "extra": {"title": "A\\u0000B\\ud800C"}},
            "line 7, title: It holds control characters. They are left out; under extra it is kept with them written as \\u....",
        ),
        ({"type": "scroll"}, {"type": "document", "extra": {"type": "scroll"}}, None),
        (
            {"identifiers": {"shelf": ("A 1",)}},
            {"extra": {"shelf": "A 1"}},
            f"line 7, shelf: shelf is no scheme of identifiers that is known here. {KEPT}",
        ),
        ({"names": {"author": (Name(given="Plato"),)}}, {"names": {"author": (Name(literal="Plato"),)}}, ""),
        (
            {"names": {"author": (Name(family="F" * 201), Name(family="Short"))}},
            {"names": {"author": (Name(family="Short"),)}, "extra": {"author": "F" * 201}},
            f"line 7, author: The name {'F' * 60!r}... is longer than a name here can be. {KEPT}",
        ),
        (
            {"titles": (Title("reading", "ja", "a"), Title("reading", "ja", "b"))},
            {"titles": (Title("reading", "ja", "a"),), "extra": {"title (reading ja)": "b"}},
            f"line 7, title: A second title of form 'reading' and language 'ja', or an unknown form. {KEPT}",
        ),
        ({"extra": {"x": "a\x00"}}, {"extra": {"x": "a\\u0000"}}, ""),
        (
            {"fields": {"URL": "http://b"}, "identifiers": {"url": ("https://example.org/2", "https://example.org/1")}},
            {"fields": {"URL": "https://example.org/1"}, "identifiers": {"url": ("https://example.org/2",)}, "extra": {"URL": "http://b"}},
            f"line 7, URL: 'http://b' is no web address that can be opened. {KEPT}",
        ),
    ],
)
def test_what_cannot_be_held_is_kept_under_extra_and_said(parts, expected, warning):
    record, warnings = fitted(**parts)

    assert record == Record(**{"key": "k", "type": "book"} | expected)
    if warning is not None:
        assert warnings == ([warning] if warning else [])
