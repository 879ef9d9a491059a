"""Two connections that save the same page at the same moment."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.contrib.auth.models import Group, User
from django.db import connection
from django.test import Client

from claims.services.accounts import CURATORS
from tests.factories.sources import AuthorFactory
from tests.history.admin.conflicts import shown
from tests.history.admin.pages import filled, page


def test_of_two_who_save_at_the_same_moment_one_wins_and_the_other_sees_both_versions(committed_db):
    names = ("carla", "claus")
    users = [User.objects.create_user(name, is_staff=True) for name in names]
    for user in users:
        user.groups.add(Group.objects.get(name=CURATORS))
    author = AuthorFactory(family="Nodomi")
    address = page("sources_author", "change", author.pk)
    clients = [Client() for _ in users]
    for client, user in zip(clients, users, strict=True):
        client.force_login(user)
    pages = [client.get(address) for client in clients]
    at_once = Barrier(2, timeout=30)

    def save(client: Client, opened, family: str):
        try:
            at_once.wait()
            answer = client.post(address, filled(opened, family=family))
            return answer.status_code, [] if answer.status_code == 302 else shown(answer)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        answers = [
            task.result(60) for task in [threads.submit(save, *one) for one in zip(clients, pages, ("Noudomi", "Nodomy"), strict=True)]
        ]

    author.refresh_from_db()
    (lost,) = [told for status, told in answers if status == 409]
    other = {"Noudomi": "Nodomy", "Nodomy": "Noudomi"}[author.family]
    assert sorted(status for status, _ in answers) == [302, 409]
    assert lost == [("Family name", "Nodomi", author.family, other, "must choose")]
    assert author.revision == 2
