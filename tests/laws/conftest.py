from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker

from tests.conftest import drop, recreate, using_database
from tests.laws.cast import make_cast, make_library
from tests.laws.racing import RacedFor, set_the_scene
from tests.laws.sessions import Session, two_sessions


@pytest.fixture(scope="package")
def library_database(template_database: str, django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """A committed database with the cast and their library, to be cloned; nobody works in it."""
    name = f"{template_database}_library"
    recreate(name, template_database)
    with using_database(name), django_db_blocker.unblock():
        make_library(make_cast())
    yield name
    drop(name)


@pytest.fixture(scope="module")
def library(library_database: str, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """A clone of the library for the tests of one module, which leave it as it was."""
    name = f"{library_database}_clone"
    recreate(name, library_database)
    with using_database(name), django_db_blocker.unblock():
        yield name
    drop(name)


@pytest.fixture(scope="module")
def sessions(library: str) -> Iterator[tuple[Session, Session]]:
    with two_sessions() as both:
        yield both


@pytest.fixture
def scene(library: str) -> RacedFor:
    return set_the_scene()
