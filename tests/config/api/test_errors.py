"""What the database refuses for reasons of the moment is told as that, and not as a fault of ours."""

from __future__ import annotations

import threading

import pytest
from django.db import OperationalError, connection, transaction

from config.api.errors import problem_response
from sources.models import Author
from tests.factories.sources import AuthorFactory


def deadlocked(first: int, second: int) -> OperationalError | None:
    """What whoever loses hears when two lock the same two rows, each beginning with another."""
    met, heard = threading.Barrier(2), []

    def lock(one: int, other: int) -> None:
        try:
            with transaction.atomic():
                list(Author.objects.select_for_update().filter(pk=one))
                met.wait(30)
                list(Author.objects.select_for_update().filter(pk=other))
        except OperationalError as error:
            heard.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=lock, args=pair) for pair in ((first, second), (second, first))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return heard[0] if heard else None


@pytest.mark.usefixtures("committed_db")
def test_two_who_wait_for_each_other_are_parted_and_one_is_asked_to_send_it_again():
    lost = deadlocked(AuthorFactory().pk, AuthorFactory().pk)

    answer = problem_response(lost, {})

    assert (answer.status_code, answer.content_type) == (409, "application/problem+json")
    assert answer.data["detail"] == "Somebody changed the same records at this moment. Nothing was done: send the request again."


def test_another_fault_of_the_database_is_not_explained_away():
    assert problem_response(OperationalError("the disk is full"), {}) is None
