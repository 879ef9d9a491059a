from __future__ import annotations

import pytest

from sources.models import Document
from sources.services.describe_document import describe_document
from sources.services.read_records import read_records, records_of
from tests.factories.sources import AuthorFactory, ContributionFactory, DocumentFactory, IdentifierFactory, TitleVariantFactory


def described(documents):
    return [describe_document(document) for document in documents.with_record()]


def test_the_fast_way_reads_the_fixtures_as_the_plain_way_does(fixtures):
    documents = Document.objects.order_by("citation_key")

    records = list(read_records(documents))

    assert len(records) == Document.objects.count() > 10
    assert records == described(documents)


@pytest.mark.django_db
def test_the_fast_way_reads_inheritance_names_and_identifiers_as_the_plain_way_does():
    whole = DocumentFactory(type="book", title="The Handbook", publisher="Gate Press", issued="2001", volume="2")
    ContributionFactory(document=whole, role="editor", author=AuthorFactory(family="Whole"))
    IdentifierFactory(document=whole, scheme="isbn", value="978-0-262-03384-8")
    hidden = DocumentFactory(title="Hidden", publisher="Secret", is_hidden=True)
    original = DocumentFactory(title="First", publisher="Old Press", publisher_place="Tokyo", issued="1990")
    part = DocumentFactory(type="chapter", part_of=whole, original=original, variables={"version": "2", "submitted": "2000-01"})
    ContributionFactory(document=part, role="author", position=2, author=AuthorFactory(family="Second"))
    ContributionFactory(document=part, role="author", position=1, author=AuthorFactory(family="First"), family="Cited", given="As")
    ContributionFactory(document=part, role="translator", author=AuthorFactory(family="", given="", literal="Bureau"))
    IdentifierFactory(document=part, scheme="doi", value="10.5555/b")
    IdentifierFactory(document=part, scheme="doi", value="10.5555/a")
    IdentifierFactory(document=part, scheme="arxiv", value="2301.01234")
    IdentifierFactory(document=part, scheme="url", value="https://example.org/")
    TitleVariantFactory(document=part, form="translation", language="de", title="Titel")
    TitleVariantFactory(document=part, form="reading", language="ja", title="よみ")
    DocumentFactory(part_of=hidden, original=hidden, extra={"x": "y"})
    documents = Document.objects.order_by("citation_key")

    assert list(read_records(documents)) == described(documents)


@pytest.mark.django_db
def test_many_documents_take_as_many_statements_as_few(django_assert_num_queries):
    few = [ContributionFactory().document_id]
    many = [ContributionFactory().document_id for _ in range(5)]

    # The documents, their people, identifiers and titles.
    with django_assert_num_queries(4):
        records_of(few)
    with django_assert_num_queries(4):
        records_of(many)
