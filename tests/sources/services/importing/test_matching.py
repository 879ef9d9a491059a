from __future__ import annotations

from dataclasses import replace

import pytest

from sources.formats.bibtex.writing import write_bibliography
from sources.formats.record import Name, Record
from sources.models import Document
from tests.factories.sources import AuthorFactory, ContributionFactory, DocumentFactory, IdentifierFactory
from tests.sources.services.importing.bringing import imported, results

SMITH = Name(family="Smith", given="John")
HERE = """@book{here, title = {Deepening the Alliance: Twelve Theses on Sea Power}, author = {Nodomi, Mitsuru}, year = 2005,
  publisher = {Gate Press}}"""


@pytest.mark.parametrize(
    "entry",
    [
        "@book{x, title = {Deepening the aliance: twelve theses on sea power}, author = {Nodomi, Mitsuru}, year = 2005}",
        "@book{x, title = {DEEPENING THE ALLIANCE}, author = {Nodomi, M.}, year = 2005}",
        "@book{x, title = {Deepening Alliance: Twelve Theses on Sea Power}, author = {Nódomi, Mitsuru}, year = 2005}",
        "@book{x, title = {Deepening the Alliance --- Twelve Theses on Sea Power}, author = {M. Nodomi}, year = {2005}}",
        "@techreport{x, title = {Deepening the Alliance: Twelve Theses on Sea Power}, author = {Nodomi}, year = {2005}}",
        "@book{x, title = {Deepening the Alliance: Twelve Theses on Sea Power}, author = {Nodomy, Mitsuru}, year = {2005}}",
        "@book{HERE, title = {Deepening the Alliance}, author = {Nodomi, Mitsuru}}",
    ],
)
@pytest.mark.django_db
def test_the_same_work_written_otherwise_is_found(entry):
    imported(HERE)

    _, (outcome,) = imported(entry)

    assert (outcome.result, outcome.document) == ("unchanged", "here")
    assert Document.objects.count() == 1


@pytest.mark.parametrize(
    ("here", "other"),
    [
        ("title = {History of the Gate, vol. 1}", "title = {History of the Gate, vol. 2}"),
        ("title = {Logic of Water. Part I}", "title = {Logic of Water. Part II}"),
        ("title = {History of the Gate}, volume = 1", "title = {History of the Gate}, volume = 2"),
        ("title = {Handbook of Gates}, edition = {1st}", "title = {Handbook of Gates}, edition = {Second}"),
        ("title = {Annual Report of the Harbour}, year = 1986", "title = {Annual Report of the Harbour}, year = 1987"),
        ("title = {Microeconomics}", "title = {Macroeconomics}"),
        ("title = {Security in East Asia}", "title = {Security in West Asia}"),
        ("title = {The Gate}, isbn = {978-0-262-03384-8}", "title = {The Lock}, isbn = {978-0-262-03384-8}"),
        ("title = {The Gate}, doi = {10.1000/a}", "title = {Fishing in Winter Seas}, doi = {10.1000/a}"),
    ],
)
@pytest.mark.django_db
def test_clearly_different_works_stay_two(here, other):
    years = "" if "year" in here else ", year = 2001"
    imported(f"@book{{one, author = {{Smith, John}}{years}, {here}}}")

    _, (outcome,) = imported(f"@book{{two, author = {{Smith, John}}{years}, {other}}}")

    assert (outcome.result, outcome.document) == ("created", "two")


@pytest.mark.django_db
def test_an_article_that_was_corrected_is_the_same_under_its_key():
    article = (
        "@article{{gate, author = {{Smith, John}}, title = {{The Gate}}, journal = {{Coast}}, year = {}, volume = {}, pages = {{3--9}}}}"
    )
    imported(article.format(2001, 4))

    _, (year,) = imported(article.format(2002, 4))
    _, (volume,) = imported(article.format(2001, 5))
    _, (both,) = imported(article.format(2002, 5))

    assert [(one.result, one.document) for one in (year, volume, both)] == [
        ("unchanged", "gate"),
        ("unchanged", "gate"),
        ("created", "smith2002gate"),
    ]


@pytest.mark.django_db
def test_a_yearly_report_under_the_key_of_another_year_is_another_and_said():
    report = "@techreport{{report, author = {{Harbour}}, institution = {{Harbour}}, title = {{Annual Report}}, year = {}}}"
    imported(report.format(1986))

    _, (outcome,) = imported(report.format(1987))

    assert (outcome.result, outcome.document) == ("created", "harbour1987annual")
    assert "It may be the same work as report;" in str(outcome.warnings[0])


@pytest.mark.django_db
def test_an_identifier_finds_a_work_whatever_its_year_and_type():
    imported("@article{one, author = {Smith, John}, title = {The Gate at Dawn}, year = 2001, doi = {10.1000/A}}")

    _, (outcome,) = imported("@misc{two, author = {Smith, J.}, title = {Gate at dawn}, year = 2000, doi = {https://doi.org/10.1000/a}}")

    assert (outcome.result, outcome.document) == ("unchanged", "one")
    assert {one.field for one in outcome.differences} >= {"issued", "title", "author"}


@pytest.mark.django_db
def test_a_chapter_is_not_its_book_though_it_bears_the_book_s_isbn():
    imported("@book{whole, editor = {Smith, John}, title = {The Gate}, year = 2001, isbn = {978-0-262-03384-8}}")

    chapter = "@incollection{part, author = {Smith, John}, title = {The Gate}, year = 2001, isbn = {978-0-262-03384-8}, pages = {3--9}}"

    assert results(chapter) == [("part", "created", "part")]


@pytest.mark.django_db
def test_a_reprint_is_linked_to_its_original_and_not_merged_with_it():
    first = Record(key="first", type="book", fields={"title": "The Gate"}, names={"author": (SMITH,)}, dates={"issued": "2001"})
    again = replace(first, key="again", fields={"title": "The Gate", "publisher": "Other"}, original="first")
    text = "".join(write_bibliography([again, first], dialect="biblatex"))

    before = results(text)
    after = results(text)

    assert before == [("again", "created", "again"), ("first", "created", "first")]
    assert after == [("again", "unchanged", "again"), ("first", "unchanged", "first")]
    assert Document.objects.get(citation_key="again").original.citation_key == "first"


@pytest.mark.django_db
def test_what_cannot_be_told_is_taken_as_another_work_and_said():
    for key in ("one", "two"):
        work = DocumentFactory(citation_key=key, type="book", title="The Gate", issued="2001")
        ContributionFactory(document=work, author=AuthorFactory(family="Smith", given="John"))
    entry = "@book{x, author = {Smith, J.}, title = {The Gate}, year = 2001}"

    _, (outcome,) = imported(entry)
    _, (again,) = imported(entry)

    assert (outcome.result, outcome.document) == ("created", "x")
    assert [str(warning) for warning in outcome.warnings] == [
        "line 1: It may be the same work as one, two; that cannot be told, so it is taken as another. Merge them if they are one."
    ]
    assert (again.result, again.document, again.differences) == ("unchanged", "x", ())


@pytest.mark.django_db
def test_a_hidden_document_is_neither_found_nor_named_for_who_may_not_see_it():
    work = DocumentFactory(citation_key="secret", type="book", title="The Hidden Gate", issued="2001", is_hidden=True)
    ContributionFactory(document=work, author=AuthorFactory(family="Smith", given="John"))
    IdentifierFactory(document=work, scheme="doi", value="10.1000/a")
    entry = "@book{secret, author = {Smith, John}, title = {The Hidden Gate}, year = 2001, doi = {10.1000/a}}"

    _, (seen,) = imported(entry, dry_run=True)
    _, (unseen,) = imported(entry, dry_run=True, sees_hidden=False)

    assert (seen.result, seen.document) == ("unchanged", "secret")
    assert (unseen.result, unseen.document) == ("created", "smith2001hidden")
    assert [str(warning) for warning in unseen.warnings] == ["line 1: Its key secret is not free. It is taken as smith2001hidden."]
