from __future__ import annotations

import pytest

from history.models import Change
from sources.formats.bibtex.writing import write_bibliography
from sources.formats.record import Name, Record, Title
from sources.models import Document
from sources.services.describe_document import describe_document
from sources.services.importing.outcome import Difference
from tests.sources.services.importing.bringing import imported

HERE = Record(
    key="gate",
    type="report",
    names={"author": (Name(family="Smith", given="John"), Name(family="Doe", given="Jane")), "editor": (Name(literal="Bureau"),)},
    dates={"issued": "2001"},
    fields={
        "title": "The Harbour Gate",
        "publisher": "Old Press",
        "volume": "3",
        "ISBN": "978-0-262-03384-8",
        "genre": "Paper",
        "scale": "1:2",
    },
    titles=(Title("translation", "de", "Das Tor"),),
    extra={"shelf": "A 1"},
)
FILE = Record(
    key="gate",
    type="report",
    names={"author": (Name(family="Smith", given="John"), Name(family="Roe", given="Rita"))},
    dates={"issued": "2001-05"},
    fields={"title": "The Harbour Gate", "publisher": "New Press", "ISBN": "978-0-306-40615-7", "genre": "Report", "scale": "1:3"},
    titles=(Title("translation", "de", "Das Hafentor"),),
    extra={"shelf": "B 2"},
)


def written(*records: Record) -> str:
    return "".join(write_bibliography(records, dialect="biblatex"))


@pytest.mark.django_db
def test_what_the_file_gives_is_written_over_and_what_it_is_silent_about_stays():
    imported(written(HERE), dialect="biblatex")

    _, (outcome,) = imported(written(FILE), dialect="biblatex", update=True)

    assert (outcome.result, outcome.document) == ("updated", "gate")
    assert set(outcome.differences) == {
        Difference("issued", "2001", "2001-05"),
        Difference("publisher", "Old Press", "New Press"),
        Difference("genre", "Paper", "Report"),
        Difference("scale", "1:2", "1:3"),
        Difference("author", "Smith, John; Doe, Jane", "Smith, John; Roe, Rita"),
        Difference("ISBN", "978-0-262-03384-8", "978-0-306-40615-7"),
        Difference("titles.translation", "Das Tor", "Das Hafentor"),
        Difference("extra.shelf", "A 1", "B 2"),
    }
    assert describe_document(Document.objects.with_record().get()) == Record(
        key="gate",
        type="report",
        names={"author": FILE.names["author"], "editor": HERE.names["editor"]},
        dates={"issued": "2001-05"},
        fields={
            "title": "The Harbour Gate",
            "publisher": "New Press",
            "volume": "3",
            "ISBN": "978-0-262-03384-8 978-0-306-40615-7",
            "genre": "Report",
            "scale": "1:3",
        },
        titles=FILE.titles,
        extra={"shelf": "B 2"},
    )


@pytest.mark.django_db
def test_an_update_is_one_revision_and_a_second_one_is_none():
    imported(written(HERE), dialect="biblatex")

    imported(written(FILE), dialect="biblatex", update=True)
    before = Change.objects.count()
    summary, (outcome,) = imported(written(FILE), dialect="biblatex", update=True)

    assert Document.objects.get().revision == 2
    assert (summary.updated, outcome.result, outcome.differences) == (0, "unchanged", ())
    assert Change.objects.count() == before


@pytest.mark.django_db
def test_a_dry_run_of_an_update_changes_nothing():
    imported(written(HERE), dialect="biblatex")

    summary, (outcome,) = imported(written(FILE), dialect="biblatex", update=True, dry_run=True)

    assert (summary.updated, summary.is_stored, outcome.result) == (1, False, "updated")
    assert Document.objects.get().publisher == "Old Press"


@pytest.mark.django_db
def test_a_whole_is_linked_by_an_update_and_never_in_a_circle():
    book = Record(key="book", type="book", fields={"title": "The Handbook of Harbours"})
    part = Record(key="part", type="chapter", fields={"title": "On Water and Gates"})
    imported(written(book, part), dialect="biblatex")

    linked = Record(key="part", type="chapter", fields={"title": "On Water and Gates"}, part_of="book")
    _, outcomes = imported(written(book, linked), dialect="biblatex", update=True)
    circle = Record(key="book", type="book", fields={"title": "The Handbook of Harbours"}, part_of="part")
    _, (refused,) = imported(written(circle), dialect="biblatex", update=True)

    assert [one.result for one in outcomes] == ["unchanged", "updated"]
    assert Document.objects.get(citation_key="part").part_of.citation_key == "book"
    assert Document.objects.get(citation_key="book").part_of is None
    assert [warning.message for warning in refused.warnings] == ["It would stand in itself, by way of others: the link is left as it is."]
