"""Bundles to look into."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest
from django.conf import settings
from django.db import transaction

from claims.bundles.selection import Asked
from claims.collections.loading import load_fixtures
from tests.claims.bundles.hostile import PASSAGES, TITLE
from tests.claims.bundles.made import make_bundle
from tests.claims.bundles.packing import SITE
from tests.factories.sources import AuthorFactory, ContributionFactory, DocumentFactory, MarkFactory, PassageFactory, TextFactory


@pytest.fixture(scope="session")
def bundles(django_db_setup, django_db_blocker) -> Callable[[str], bytes]:
    """Give a bundle by its name; each is made once, and what it was made of is not kept."""
    making = {"everything": _load_fixtures, "hostile": _make_hostile}

    @cache
    def bundle(name: str) -> bytes:
        with django_db_blocker.unblock(), transaction.atomic():
            making[name]()
            packed = make_bundle(Asked(), site=SITE)
            transaction.set_rollback(True)
        return packed

    return bundle


@pytest.fixture
def everything(bundles) -> bytes:
    """The bundle of all fixtures, the five documents stand-off."""
    return bundles("everything")


@pytest.fixture
def hostile(bundles) -> bytes:
    """The bundle of two documents whose titles, authors, pages and words are hostile."""
    return bundles("hostile")


@pytest.fixture
def of_debate(debate) -> bytes:
    """The bundle of one document and one claim."""
    return make_bundle(Asked(), site=SITE)


def _load_fixtures() -> None:
    load_fixtures(settings.FIXTURES_DIR)


def _make_hostile() -> None:
    words = "\n".join(PASSAGES)
    for key, title, kind in (("hostile2003a", TITLE, "book"), ("hostile2003b", "日本", "report")):
        document = DocumentFactory(
            citation_key=key, type=kind, title=title, issued="2003", publisher="P & Q_R {S", publisher_place="東京", language="ja"
        )
        author = AuthorFactory(family="O'{Neil} 佐藤", given="J. \\ {")
        ContributionFactory(document=document, author=author)
        text = TextFactory(document=document, content=words)
        MarkFactory(text=text, label="section", value="A ] b { 100 % \\x [c]", start=0, end=len(PASSAGES[0]))
        MarkFactory(text=text, label="page", value="4", start=len(PASSAGES[0]) + 1, end=len(words))
        start = 0
        for passage in PASSAGES:
            PassageFactory(text=text, start=start, end=start + len(passage), is_published=True)
            start += len(passage) + 1
