from __future__ import annotations

import hashlib

import pytest

from tests.factories.sources import OriginalFileFactory, TextFactory
from tests.history.admin.pages import page

pytestmark = pytest.mark.django_db

BYTES = b"<script>alert(1)</script>"


def kept(*rights: str):
    for given in rights:
        TextFactory(rights=given, file_sha256=hashlib.sha256(BYTES).hexdigest())
    return OriginalFileFactory(content=BYTES, name='gate "1".html')


@pytest.mark.parametrize(
    ("rights", "may"),
    [
        (["open"], {"carla": 200, "ada": 200}),
        (["excerpt_only"], {"carla": 403, "ada": 200}),
        (["open", "private"], {"carla": 403, "ada": 200}),
        ([], {"carla": 403, "ada": 200}),
    ],
)
def test_a_file_is_taken_by_who_administers_or_where_all_its_texts_are_open(client, curator, administrator, rights, may):
    original = kept(*rights)

    seen = {}
    for user in (curator, administrator):
        client.force_login(user)
        shown = client.get(page("sources_originalfile", "change", original.pk)).content.decode()
        seen[user.username] = client.get(page("sources_originalfile", "bytes", original.pk)).status_code
        assert ("Download" in shown) == (seen[user.username] == 200)

    assert seen == may


def test_a_file_is_sent_to_be_saved_and_never_shown(client, administrator):
    client.force_login(administrator)

    answer = client.get(page("sources_originalfile", "bytes", kept().pk))

    assert (answer.content, answer["Content-Type"]) == (BYTES, "application/octet-stream")
    assert answer["Content-Disposition"].startswith("attachment; ")
    assert (answer["X-Content-Type-Options"], answer["Content-Security-Policy"]) == ("nosniff", "sandbox")


def test_outsiders_see_nothing(client):
    original = kept("open")

    answers = [client.get(page("sources_originalfile", name, original.pk)) for name in ("change", "bytes")]

    assert [(answer.status_code, answer["Location"].split("?")[0]) for answer in answers] == [(302, "/admin/login/")] * 2


def test_files_are_looked_at_and_not_changed(client, administrator):
    client.force_login(administrator)
    original = kept("open")

    answers = [
        client.get(page("sources_originalfile", "add")),
        client.post(page("sources_originalfile", "change", original.pk), {"name": "x"}),
        client.post(page("sources_originalfile", "delete", original.pk), {"post": "yes"}),
    ]

    assert [answer.status_code for answer in answers] == [403, 403, 403]


@pytest.mark.parametrize("number", [1, 5])
def test_the_list_costs_the_same_however_many_files(client, administrator, number, django_assert_max_num_queries):
    for place in range(number):
        data = f"file {place}".encode()
        OriginalFileFactory(content=data)
        TextFactory(file_sha256=hashlib.sha256(data).hexdigest())
    client.force_login(administrator)
    client.get(page("sources_originalfile", "changelist"))

    with django_assert_max_num_queries(14):
        client.get(page("sources_originalfile", "changelist"))
