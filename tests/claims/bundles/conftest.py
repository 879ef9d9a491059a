"""Bundles to look into."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import transaction

from claims.bundles.selection import Asked
from tests.claims.bundles.hostile import PASSAGES, TITLE
from tests.claims.bundles.made import make_bundle
from tests.claims.bundles.packing import SITE
from tests.conftest import using_database
from tests.factories.sources import AuthorFactory, ContributionFactory, DocumentFactory, MarkFactory, PassageFactory, TextFactory


@pytest.fixture(scope="session")
def bundles(fixtures_database, django_db_blocker) -> Callable[[str], bytes]:
    """Give a bundle by its name; each is made once, and nothing of that is kept."""
    with django_db_blocker.unblock():
        with using_database(fixtures_database):
            everything = _bundle()
        hostile = _bundle(_make_hostile)
    return {"everything": everything, "hostile": hostile}.__getitem__


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


def _bundle(prepare: Callable[[], None] = lambda: None) -> bytes:
    with transaction.atomic():
        prepare()
        packed = make_bundle(Asked(), site=SITE)
        transaction.set_rollback(True)
    return packed


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
