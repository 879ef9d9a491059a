"""What was changed since one was asked is not deleted (law 6)."""

from __future__ import annotations

import lxml.html
import pytest

from history.models import Change
from sources.models import Author
from tests.factories.sources import AuthorFactory, ContributionFactory
from tests.history.admin.pages import messages_of, page

pytestmark = pytest.mark.django_db


def asked(response) -> dict[str, list[str]]:
    """What the page that asks would send."""
    form = next(form for form in lxml.html.fromstring(response.content.decode()).forms if "post" in form.fields)
    sent: dict[str, list[str]] = {}
    for name, value in form.form_values():
        sent.setdefault(name, []).append(value)
    return sent


def test_a_deletion_says_why(client, editor):
    client.force_login(editor)
    address = page("sources_author", "delete", AuthorFactory().pk)

    client.post(address, asked(client.get(address)) | {"change_reason": "twice here"})

    change = Change.objects.get(table="sources_author", kind="delete")
    assert (change.user, change.reason, Author.objects.count()) == ("edith", "twice here", 0)


def test_a_record_that_changed_since_the_question_is_kept(client, editor):
    client.force_login(editor)
    author = AuthorFactory(family="Nodomi", given="")
    address = page("sources_author", "delete", author.pk)
    question = asked(client.get(address))
    author.note = "of the harbour"
    author.save()

    answer = client.post(address, question, follow=True)

    assert messages_of(answer) == [
        "Nodomi was changed since you were asked: you saw revision 1, it is 2 now.",
        "Nothing was deleted. Look at what changed, then delete it if it still should go.",
    ]
    assert Author.objects.count() == 1


def test_of_several_that_were_selected_none_goes_when_one_changed(client, editor):
    client.force_login(editor)
    authors = AuthorFactory.create_batch(2, given="")
    listed = page("sources_author", "changelist")
    question = asked(client.post(listed, {"action": "delete_selected", "_selected_action": [author.pk for author in authors]}))
    authors[0].note = "of the harbour"
    authors[0].save()

    refused = messages_of(client.post(listed, question, follow=True))
    left = Author.objects.count()
    done = client.post(
        listed, asked(client.post(listed, {"action": "delete_selected", "_selected_action": [author.pk for author in authors]}))
    )

    assert (refused[0].endswith("you saw revision 1, it is 2 now."), left) == (True, 2)
    assert (done.status_code, Author.objects.count()) == (302, 0)


def test_what_is_referred_to_is_kept_and_the_page_says_by_what(client, editor):
    client.force_login(editor)
    credited = ContributionFactory()

    answer = client.get(page("sources_author", "delete", credited.author_id))

    said = answer.content.decode()
    assert ("This is kept, since it is referred to by:" in said, 'name="post"' in said) == (True, False)
