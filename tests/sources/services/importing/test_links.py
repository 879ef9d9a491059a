from __future__ import annotations

import pytest

from history.models import Change
from sources.formats.bibtex.writing import write_bibliography
from sources.formats.record import Name, Record
from sources.models import Document
from sources.services.describe_document import describe_document
from tests.factories.sources import DocumentFactory
from tests.sources.services.importing.bringing import imported, results

CHAPTER = """
@incollection{part, crossref = {whole}, author = {Doe, Jane}, title = {On Water}, pages = {3--9}}
@book{whole, editor = {Smith, John}, title = {The Handbook}, booktitle = {The Handbook}, publisher = {Gate Press}, year = 2001,
  isbn = {978-0-262-03384-8}}
"""


@pytest.mark.django_db
def test_a_chapter_stands_in_its_book_wherever_in_the_file_that_stands_and_keeps_no_copy_of_it():
    _, outcomes = imported(CHAPTER)

    part = Document.objects.get(citation_key="part")
    assert [(one.key, one.result) for one in outcomes] == [("part", "created"), ("whole", "created")]
    assert part.part_of.citation_key == "whole"
    assert (part.publisher, part.issued, part.container_title, part.page) == ("", "", "", "3-9")
    assert list(part.contributions.values_list("role", flat=True)) == ["author"]
    assert not part.identifiers.exists()
    assert describe_document(part).fields["publisher"] == "Gate Press"
    # Written once: history knows no state in between.
    assert list(Change.objects.of(part).values_list("kind", flat=True)) == ["create"]


@pytest.mark.django_db
def test_chapters_imported_twice_change_nothing():
    imported(CHAPTER)
    before = Change.objects.count()

    _, outcomes = imported(CHAPTER)

    assert [(one.result, one.differences) for one in outcomes] == [("unchanged", ())] * 2
    assert Change.objects.count() == before


@pytest.mark.django_db
def test_works_stand_in_works_that_stand_in_works():
    records = [
        Record(key=f"k{depth}", type="book", fields={"title": f"Set {'ABCDEF'[depth] * 9}"}, part_of=f"k{depth + 1}" if depth < 5 else "")
        for depth in range(6)
    ]

    _, outcomes = imported("".join(write_bibliography(records, dialect="biblatex")), dialect="biblatex")

    assert [one.result for one in outcomes] == ["created"] * 6
    assert dict(Document.objects.values_list("citation_key", "part_of__citation_key")) == {
        "k0": "k1",
        "k1": "k2",
        "k2": "k3",
        "k3": "k4",
        "k4": "k5",
        "k5": None,
    }


@pytest.mark.django_db
def test_works_that_stand_in_each_other_are_taken_without_the_links():
    records = [
        Record(key="a", type="book", names={"author": (Name(literal="A"),)}, fields={"title": "Night and Fog"}, part_of="b"),
        Record(key="b", type="book", names={"author": (Name(literal="B"),)}, fields={"title": "Day and Sun"}, part_of="a"),
        Record(key="c", type="book", names={"author": (Name(literal="C"),)}, fields={"title": "Self and Other"}, part_of="c"),
    ]

    _, outcomes = imported("".join(write_bibliography(records, dialect="biblatex")), dialect="biblatex")

    assert [one.result for one in outcomes] == ["created"] * 3
    assert sorted(Document.objects.filter(part_of=None).values_list("citation_key", flat=True))[-1] == "c"
    assert Document.objects.get(citation_key="c").extra == {"part_of": "c"}


@pytest.mark.django_db
def test_a_whole_that_is_here_and_not_in_the_file_is_found_by_its_key():
    DocumentFactory(citation_key="whole", title="The Handbook")
    record = Record(key="part", type="chapter", fields={"title": "On Water"}, part_of="WHOLE")

    assert results("".join(write_bibliography([record], dialect="biblatex"))) == [("part", "created", "part")]
    assert Document.objects.get(citation_key="part").part_of.citation_key == "whole"


@pytest.mark.django_db
def test_a_whole_that_is_nowhere_is_said_and_its_key_kept():
    record = Record(key="part", type="chapter", fields={"title": "On Water"}, part_of="nowhere")

    _, (outcome,) = imported("".join(write_bibliography([record], dialect="biblatex")), dialect="biblatex")

    assert outcome.result == "created"
    assert "nowhere" in " ".join(map(str, outcome.warnings))
