"""Law 7 for texts that are shown in excerpts only, where two write at once."""

from __future__ import annotations

import pytest
from django.db import Error, IntegrityError, connection, transaction

from tests.factories.sources import PassageFactory, TextFactory, publisher
from tests.sources.test_law_of_excerpts import LIMITS, WORDS, show, used


def test_nothing_is_published_from_an_older_view_of_the_database(committed_db):
    passage, editor = PassageFactory(text=TextFactory(content=WORDS, **LIMITS), start=100, end=109), publisher()

    with pytest.raises(IntegrityError, match="READ COMMITTED"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SELECT set_config('pincite.actor', %s, true)", [str(editor.pk)])
        cursor.execute("UPDATE sources_passage SET is_published = true WHERE id = %s", [passage.pk])


def test_two_publications_at_the_same_time_wait_for_each_other(committed_db):
    text = TextFactory(content=WORDS, **LIMITS)
    first, second = PassageFactory(text=text, start=100, end=200), PassageFactory(text=text, start=500, end=600)
    publish, editor = "UPDATE sources_passage SET is_published = true WHERE id = %s", publisher()
    other = connection.copy()
    try:
        with transaction.atomic():
            show(first)
            with other.cursor() as cursor:
                cursor.execute("SET lock_timeout = '200ms'")
                cursor.execute("SELECT set_config('pincite.actor', %s, false)", [str(editor.pk)])
                with pytest.raises(Error, match="lock timeout"):
                    cursor.execute(publish, [second.pk])
        with other.cursor() as cursor, pytest.raises(Error, match="law 7"):
            cursor.execute(publish, [second.pk])
    finally:
        other.close()
    assert used(text) == (164, 17)
