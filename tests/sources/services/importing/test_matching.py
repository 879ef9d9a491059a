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


@pytest.mark.parametrize(
    "other",
    [
        "date = {2001-04-16}, journaltitle = {The Listener}, author = {Cooke, Alistair and Smith, John}",
        "date = {2001-03-05}, journaltitle = {The Observer}, author = {Cooke, Alistair and Smith, John}",
        "date = {2001-03-05}, journaltitle = {The Listener}, author = {Cooke, Alistair and Jones, Ann}",
    ],
)
@pytest.mark.django_db
def test_another_day_journal_or_co_author_makes_it_doubtful_and_that_is_said(other):
    column = "@article{{{}, title = {{Letter from America}}, {}}}"
    imported(column.format("one", "date = {2001-03-05}, journaltitle = {The Listener}, author = {Cooke, Alistair and Smith, John}"))

    _, (outcome,) = imported(column.format("two", other))

    assert (outcome.result, outcome.document) == ("created", "two")
    assert "It may be the same work as one;" in str(outcome.warnings[0])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("date = {2001-03-05}, journaltitle = {Journal of Applied Physics}", "date = {2001-03}, journaltitle = {J. Appl. Phys.}"),
        ("date = {2001}, journaltitle = {Proceedings of the National Academy of Sciences}", "date = {2001-05}, journaltitle = {PNAS}"),
        ("date = {2001-24}, journaltitle = {The Listener}", "date = {2001-03}, journaltitle = {Listener}"),
    ],
)
@pytest.mark.django_db
def test_a_date_less_exact_and_an_abbreviated_journal_contradict_nothing(one, other):
    imported(f"@article{{one, title = {{Letter from America}}, author = {{Cooke, Alistair}}, {one}}}")

    assert results(f"@article{{two, title = {{Letter from America}}, author = {{Cooke, A.}}, {other}}}") == [("two", "unchanged", "one")]


@pytest.mark.django_db
def test_an_identifier_under_an_unlike_title_is_doubtful_and_that_is_said():
    imported("@article{one, author = {Smith, John}, title = {The Gate}, year = 2001, doi = {10.1000/a}}")

    _, (outcome,) = imported("@article{two, author = {Ed, B.}, title = {Fishing in Winter Seas}, year = 1977, doi = {10.1000/a}}")

    assert (outcome.result, outcome.document) == ("created", "two")
    assert "It may be the same work as one;" in str(outcome.warnings[0])


@pytest.mark.parametrize("name", ["山田 太郎", "山田太郎", "{山田 太郎}", "太郎, 山田"])
@pytest.mark.django_db
def test_a_japanese_name_is_one_however_it_is_divided(name):
    imported("@book{one, author = {山田, 太郎}, title = {安全保障論}, year = 2003}")

    assert results(f"@book{{two, author = {{{name}}}, title = {{安全保障論}}, year = 2003}}") == [("two", "unchanged", "one")]


SHORT_AND_FULL = """@article{short, author = {Smith, John}, title = {The Gate}, year = 2001, journal = {Coast}}
@article{full, author = {Smith, John}, title = {The Gate}, year = 2001, journal = {Coast}, pages = {3--9}}
@article{again, author = {Smith, John}, title = {The Gate}, year = 2001, journal = {Coast}}"""


@pytest.mark.django_db
def test_two_keys_in_one_file_are_two_works_unless_they_say_the_very_same():
    first = results(SHORT_AND_FULL)
    second = results(SHORT_AND_FULL)

    assert first == [("short", "created", "short"), ("full", "created", "full"), ("again", "unchanged", "short")]
    assert second == [("short", "unchanged", "short"), ("full", "unchanged", "full"), ("again", "unchanged", "short")]


@pytest.mark.django_db
def test_entries_that_are_one_document_do_not_write_over_each_other():
    imported("@article{here, author = {Smith, John}, title = {The Gate}, year = 2001, doi = {10.1000/a}}")
    twice = """@article{one, author = {Smith, John}, title = {The Gate}, year = 2001, doi = {10.1000/a}, pages = {3--9}}
    @article{two, author = {Smith, John}, title = {The Gate}, year = 2001, doi = {10.1000/a}, pages = {13--19}}"""

    _, first = imported(twice, update=True)
    _, second = imported(twice, update=True)

    assert [(one.result, one.document) for one in first] == [("updated", "here"), ("unchanged", "here")]
    assert [(one.result, one.document) for one in second] == [("unchanged", "here"), ("unchanged", "here")]
    assert Document.objects.get().page == "3-9"
