"""What everybody may know of a text without its words."""

from __future__ import annotations

import pytest

from tests.factories.sources import DocumentFactory, PassageFactory, TextFactory

pytestmark = pytest.mark.django_db

WORDS = " ".join(f"word-{n:04}" for n in range(100))


def test_everybody_sees_how_much_of_a_text_is_shown_and_nobody_its_words(api, curator, django_assert_max_num_queries):
    document = DocumentFactory(citation_key="tarrowby2019holding")
    limits = {"excerpt_most_words": 20, "excerpt_most_share": 30, "document": document}
    texts = [
        TextFactory(content=f"{WORDS}{sign}", rights=rights, version=version, **limits)
        for version, (rights, sign) in enumerate([("excerpt_only", "."), ("open", "!"), ("private", "?")], start=1)
    ]
    for text in texts:
        PassageFactory(text=text, start=100, end=200, is_published=True)

    for user in (None, curator):
        api.force_authenticate(user)
        with django_assert_max_num_queries(6):
            answer = api.get("/api/v1/documents/tarrowby2019holding/texts/")
        assert [(text["rights"], text["excerpts"]) for text in answer.json()] == [
            ("excerpt_only", {"words": 17, "most_words": 20, "share": 16.4, "most_share": 30, "is_near": True}),
            ("open", None),
            ("private", None),
        ]
        assert "word-0" not in answer.content.decode()
