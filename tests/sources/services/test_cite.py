from __future__ import annotations

import pytest

from sources.formats.csl import citations
from sources.formats.csl.citations import Cite, Locator
from sources.models import Citation, Document
from sources.services import cite as cite_module
from sources.services.cite import cite
from sources.services.describe_document import describe_document
from tests.factories.sources import AuthorFactory, ContributionFactory, DocumentFactory, IdentifierFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def report() -> Document:
    report = DocumentFactory(
        citation_key="nodomi2005challenges",
        title="Challenges to the alliance",
        issued="2005-03-18",
        genre="Strategy Research Project",
        publisher="U.S. Army War College",
    )
    ContributionFactory(document=report, author=AuthorFactory(family="Nodomi", given="Mitsuru"), credited="COL Mitsuru Nodomi")
    return report


def test_a_citation_is_formatted_once_and_kept(report, django_assert_num_queries):
    record = describe_document(report)
    asked = [
        Cite(record, Locator("page", "4")),
        Cite(record, Locator("page", "4-5")),
        Cite(record, None),
        Cite(record, Locator("page", "4")),
    ]

    first = cite(asked)

    assert [one.in_text for one in first] == ["(Nodomi, 2005, p. 4)", "(Nodomi, 2005, pp. 4–5)", "(Nodomi, 2005)", "(Nodomi, 2005, p. 4)"]
    assert first[0].reference == "Nodomi, M. (2005). Challenges to the alliance [Strategy Research Project]. U.S. Army War College."
    assert Citation.objects.count() == 3
    with django_assert_num_queries(1):
        assert cite(asked) == first


def test_the_engine_runs_once_for_a_page(report, monkeypatch):
    runs = []
    monkeypatch.setattr(cite_module, "format_alone", lambda *args, **kwargs: runs.append(1) or citations.format_alone(*args, **kwargs))
    record = describe_document(report)

    cite([Cite(record, Locator("page", str(number))) for number in range(25)])

    assert len(runs) == 1


def test_another_style_is_another_citation(report):
    record = describe_document(report)

    assert cite([Cite(record, Locator("page", "4"))], style="chicago-author-date")[0].in_text == "(Nodomi 2005, 4)"


def test_two_works_of_one_year_are_each_cited_alone(report):
    other = DocumentFactory(citation_key="nodomi2005other", title="Another", issued="2005")
    ContributionFactory(document=other, author=report.contributions.get().author)

    formatted = cite([Cite(describe_document(report), None), Cite(describe_document(other), None)])

    assert [one.in_text for one in formatted] == ["(Nodomi, 2005)", "(Nodomi, 2005)"]


def test_a_chapter_takes_what_it_does_not_say_from_its_book():
    book = DocumentFactory(type="book", title="Reinventing the Alliance", issued="2003", publisher="Palgrave", edition="2", volume="1")
    ContributionFactory(document=book, role="editor", author=AuthorFactory(family="Inoguchi", given="Takashi"))
    IdentifierFactory(document=book, scheme="isbn", value="9780306406157")
    chapter = DocumentFactory(type="chapter", title="Introduction", part_of=book, chapter_number="1", volume="2")

    record = describe_document(chapter)

    assert record.fields["container-title"] == "Reinventing the Alliance"
    assert (record.fields["publisher"], record.fields["edition"], record.fields["volume"], record.fields["ISBN"]) == (
        "Palgrave",
        "2",
        "2",
        "9780306406157",
    )
    assert record.dates["issued"] == "2003"
    assert [name.family for name in record.names["editor"]] == ["Inoguchi"]


def test_a_reprint_names_its_original():
    original = DocumentFactory(type="article-newspaper", title="As first printed", issued="2004-01-23", container_title="The Daily Yomiuri")
    reprint = DocumentFactory(type="webpage", title="Balanced", issued="2004-01-26", original=original)

    record = describe_document(reprint)

    assert record.dates["original-date"] == "2004-01-23"
    assert (record.fields["original-title"], record.fields["original-publisher"]) == ("As first printed", "The Daily Yomiuri")


def test_a_name_is_cited_as_the_document_has_it_when_that_is_given(report):
    credit = report.contributions.get()
    credit.family, credit.given = "Noudomi", "M."
    credit.save()

    assert cite([Cite(describe_document(Document.objects.get()), None)])[0].in_text == "(Noudomi, 2005)"


@pytest.mark.parametrize(
    ("style", "locale", "kept"), [("ieee", "en-US", 1), ("apa", "ja-JP", 1), ("nature", "en-US", 0), ("apa", "cs-CZ", 0)]
)
def test_only_common_styles_and_languages_are_kept(report, style, locale, kept):
    asked = [Cite(describe_document(report), Locator("page", "4"))]

    assert cite(asked, style=style, locale=locale) == citations.format_alone(asked, style, locale)
    assert Citation.objects.count() == kept


def test_a_note_on_a_page_is_another_citation_than_the_page(report):
    record = describe_document(report)
    note = Locator("page", "4", (Locator("note", "7"),))

    assert [one.in_text for one in cite([Cite(record, Locator("page", "4")), Cite(record, note)])] == [
        "(Nodomi, 2005, p. 4)",
        "(Nodomi, 2005, p. 4, n. 7)",
    ]
