"""Entries that only the database can refuse."""

from __future__ import annotations

import random

import pytest

from sources.formats.bibtex.writing import write_bibliography
from sources.formats.record import Record
from sources.models import Document
from sources.services.importing.outcome import Summary
from tests.sources.services.importing.bringing import imported

# Too long for an index, and of no pattern that could be written shorter.
TOO_LONG = "urn:example:" + "".join(random.Random(1).choices([chr(code) for code in range(0x4E00, 0x9FFF)], k=1900))


def entries(bad: str) -> str:
    good = [
        f"@book{{k{number}, author = {{Smith, A.}}, title = {{Work {number} on water}}, year = {1900 + number}}}\n" for number in range(8)
    ]
    return "".join([*good[:5], bad, *good[5:]])


@pytest.mark.django_db
def test_an_entry_that_the_database_refuses_fails_alone():
    bad = Record(key="bad", type="book", fields={"title": "Bad"}, identifiers={"urn": (TOO_LONG,)})
    text = entries("".join(write_bibliography([bad], dialect="biblatex")))

    refused, outcomes = imported(text)
    assert refused == Summary(failed=1, is_stored=False)
    kept, outcomes = imported(text, keep_going=True)

    assert kept == Summary(created=8, failed=1, is_stored=True)
    assert [(one.key, one.result) for one in outcomes][4:7] == [("k4", "created"), ("bad", "failed"), ("k5", "created")]
    (fault,) = outcomes[5].errors
    assert str(fault).startswith("line 6: The database refuses it: index row size")
    assert Document.objects.count() == 8
