"""Which texts are searched: the statements written out choose as the plain queries do, and how many there are costs nothing."""

from __future__ import annotations

from itertools import product

import pytest
from django.db import connection

from sources.models import Document, Text, TextView
from sources.services.locating.index import ALGORITHM, are_indexed, hashes_of, index_texts, unindexed
from sources.services.locating.located import Reader
from sources.services.locating.texts import searchable, text_of, texts_alike, visible
from sources.services.merging import merge_documents
from tests.factories.sources import DocumentFactory, TextFactory

pytestmark = pytest.mark.django_db
WORDS = "The lock keeper wrote the level of the water down at noon on every day of his forty years at the gate."
READERS = [Reader(sees_hidden=hidden, sees_private=private) for hidden, private in product([False, True], repeat=2)]


@pytest.fixture
def library(editor):
    """Documents of every kind that a search must tell apart, all with the same words."""
    public = DocumentFactory(citation_key="public")
    first = TextFactory(document=public, content=f"1. {WORDS}")
    TextFactory(document=public, version=2, content=f"2. {WORDS}", derived_from=first)
    TextFactory(document=public, version=3, content=None, words=f"3. {WORDS}")
    TextFactory(document=DocumentFactory(citation_key="hidden", is_hidden=True), content=f"4. {WORDS}")
    TextFactory(document=DocumentFactory(citation_key="private"), content=f"5. {WORDS}", rights=Text.Rights.PRIVATE)
    TextFactory(document=DocumentFactory(citation_key="excerpts"), content=f"6. {WORDS}", rights=Text.Rights.EXCERPT_ONLY)
    twice = TextFactory(document__citation_key="twice", content=f"7. {WORDS}").document
    again = TextFactory(document__citation_key="again", content=f"7. {WORDS}").document
    merge_documents(twice, again, by=editor, reason="the same work")
    TextFactory(document=DocumentFactory(citation_key="awaited"), content=None, words=f"9. {WORDS}")
    index_texts()


@pytest.mark.parametrize("reader", READERS)
def test_the_texts_of_a_search_are_those_of_the_plain_query(library, reader):
    plain = sorted(searchable(reader).values_list("pk", flat=True))

    assert sorted(text.pk for text in texts_alike(hashes_of("".join(WORDS.lower().split())), reader)) == plain
    for document in Document.objects.all():
        assert text_of(document, reader, None) == searchable(reader).filter(document=document).first()
        for version in (1, 2, 3):
            held = visible(Text.objects.filter(document=document, version=version, content__isnull=False), reader)
            assert text_of(document, reader, version) == held.first()


def test_a_text_is_given_with_its_document_and_without_its_words(library, django_assert_num_queries):
    document = Document.objects.get(citation_key="excerpts")
    text = text_of(document, Reader(), None)

    assert text is not None
    with django_assert_num_queries(0):
        given = text.version, text.rights, text.language, text.document.citation_key, text.document == document
    assert given == (1, "excerpt_only", document.texts.get().language, "excerpts", True)
    assert "content" in text.get_deferred_fields()


@pytest.mark.parametrize("come", ["inserted", "filled in"])
def test_words_wait_to_be_indexed_from_the_moment_they_are_held(come):
    text = TextFactory(content=WORDS if come == "inserted" else None, words=WORDS)
    if come == "filled in":
        assert are_indexed()
        with connection.cursor() as cursor:
            cursor.execute("UPDATE sources_text SET content = %s WHERE id = %s", [WORDS, text.pk])

    assert (are_indexed(), list(unindexed())) == (False, [text])
    assert index_texts() == 1
    assert (are_indexed(), list(unindexed()), index_texts()) == (True, [], 0)


def test_a_view_of_an_older_algorithm_is_made_again():
    text = TextFactory(content=WORDS)
    index_texts()
    made = bytes(TextView.objects.get().packed)
    TextView.objects.update(algorithm=ALGORITHM + 1, packed=b"")

    assert (are_indexed(), list(unindexed())) == (False, [text])
    assert (index_texts(), are_indexed(), bytes(TextView.objects.get().packed)) == (1, True, made)
