"""From a record's story back to what it said once."""

from __future__ import annotations

import lxml.html
import pytest
from django.urls import reverse

from claims.services.propose import propose_claim
from claims.services.review import reject, submit
from history.models import Change
from history.services import recorded
from sources.models import Contribution
from tests.factories.sources import AuthorFactory, ContributionFactory
from tests.history.admin.pages import messages_of, page

pytestmark = pytest.mark.django_db


def way_back(model: str, record, number: int) -> str:
    """The page on which what stood after the record's nth change is compared."""
    change = Change.objects.of(record)[number]
    return reverse(f"admin:{model}_restore", args=[record.pk, change.pk])


def sent(response, reason: str) -> dict[str, str]:
    form = next(form for form in lxml.html.fromstring(response.content.decode()).forms if "seen_rows" in form.fields)
    return dict(form.form_values()) | {"change_reason": reason}


@pytest.fixture
def author(curator):
    with recorded(by=curator, reason="from the cover"):
        author = AuthorFactory(family="<b>Nodomi</b>", given="")
        author.family = "Nodomy"
        author.save()
    return author


def test_the_story_offers_each_state_but_the_present(client, curator, author):
    client.force_login(curator)

    said = client.get(page("sources_author", "history", author.pk)).content.decode()

    assert way_back("sources_author", author, 0) in said
    assert way_back("sources_author", author, 1) not in said


def test_what_would_change_is_shown_and_done_with_a_reason(client, curator, author):
    client.force_login(curator)
    address = way_back("sources_author", author, 0)
    shown = client.get(address)

    refused = client.post(address, sent(shown, " "))
    done = client.post(address, sent(shown, "the title page"), follow=True)

    ((difference,),) = [[(one.name, str(one.before), str(one.after)) for one in told.differences] for told in shown.context["told"]]
    assert difference == ("family name", "<del>Nodomy</del>", "<ins>&lt;b&gt;Nodomi&lt;/b&gt;</ins>")
    assert messages_of(refused) == ["Reason: Say why it comes back."]
    assert messages_of(done) == ["Restored: revision 1. The history says so, and why."]
    author.refresh_from_db()
    last = Change.objects.of(author).last()
    assert (author.family, last.user, last.reason) == ("<b>Nodomi</b>", "carla", "Restores revision 1: the title page")


def test_a_row_that_comes_back_is_shown_as_such(client, curator):
    client.force_login(curator)
    contribution = ContributionFactory(credited="F.")
    document = contribution.document
    written = Change.objects.of(contribution).get()
    contribution.delete()
    address = reverse("admin:sources_document_restore", args=[document.pk, written.pk])

    shown = client.get(address)
    client.post(address, sent(shown, "she wrote it"))

    assert [(told.kind_of_record, told.change.kind) for told in shown.context["told"]] == [("contribution", "create")]
    assert Contribution.objects.get().credited == "F."


def test_a_comparison_that_is_stale_restores_nothing(client, curator, author):
    client.force_login(curator)
    address = way_back("sources_author", author, 0)
    shown = client.get(address)
    author.note = "later"
    author.save()

    answer = client.post(address, sent(shown, "the title page"))

    assert messages_of(answer) == ["It was changed since you compared it. Nothing was restored: look at what differs now."]
    author.refresh_from_db()
    assert author.family == "Nodomy"


def test_what_was_decided_on_says_why_it_does_not_come_back(client, curator, editor):
    client.force_login(curator)
    claim = propose_claim(by=curator, type="event", statement="It ebbed.", attributes={"what": "ebb"})
    claim.statement = "It flowed."
    claim.save()
    address = way_back("claims_claim", claim, 0)
    question = sent(client.get(address), "as it was")
    submit(claim, by=curator)
    reject(claim, by=editor, comment="Nobody saw it.")

    shown = client.get(address)
    question["seen_revision"] = str(Change.objects.of(claim).last().revision)
    refused = client.post(address, question)

    assert "It is rejected now." in shown.content.decode()
    assert "Restore it" not in shown.content.decode()
    assert len(messages_of(refused)) == 1
    claim.refresh_from_db()
    assert claim.statement == "It flowed."


def test_who_may_not_change_a_record_restores_nothing(client, author, django_user_model):
    client.force_login(django_user_model.objects.create_user("nobody", is_staff=True))

    assert client.get(way_back("sources_author", author, 0)).status_code == 403


def test_the_state_of_another_record_is_not_found(client, curator, author):
    client.force_login(curator)
    other = Change.objects.of(AuthorFactory()).get()

    assert client.get(reverse("admin:sources_author_restore", args=[author.pk, other.pk])).status_code == 404
