"""Flags, comments, conflicts of interest on the pages of the admin."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission
from django.contrib.messages import get_messages
from django.urls import reverse

from claims.models import AuthorAccount, Comment, DeclaredConflict, Flag
from claims.services.remarks import raise_flag, write_comment
from claims.services.review import submit
from tests.factories.claims import AuthorAccountFactory

pytestmark = pytest.mark.django_db


def page(client, record, user):
    client.force_login(user)
    return client.get(reverse(f"admin:claims_{record._meta.model_name}_change", args=[record.pk]))


def say(client, record, user, **fields) -> list[str]:
    client.force_login(user)
    answer = client.post(reverse(f"admin:claims_{record._meta.model_name}_remark", args=[record.pk]), fields)
    # Those of earlier posts wait for a page that shows them.
    return [str(message) for message in get_messages(answer.wsgi_request)][-1:]


def act(client, record, user, name: str) -> list[str]:
    client.force_login(user)
    address = reverse(f"admin:claims_{record._meta.model_name}_review", args=[record.pk])
    answer = client.post(address, {"act": name, "revision": record.revision})
    return [str(message) for message in get_messages(answer.wsgi_request)]


def test_the_page_says_each_conflict_and_what_is_still_needed(client, stake):
    AuthorAccountFactory(account=stake.curator, author=stake.author)
    submit(stake.evidence, by=stake.curator)

    panel = page(client, stake.evidence, stake.first).context["panel"]
    assert panel["conflicts"] == ["cora is an author of “Holding the gate” (2005), on which this evidence stands: a third person decides."]
    assert panel["awaited"] == "2 approvals are needed, by persons other than cora."

    said = act(client, stake.evidence, stake.first, "approve")
    stake.evidence.refresh_from_db()
    assert stake.evidence.status == "in_review"
    assert said[0].endswith(
        "There is a conflict of interest, so it stays in review. One more approval is needed, by somebody other than cora and fay."
    )
    assert ".." not in said[0]
    shown = page(client, stake.evidence, stake.first)
    assert [(offer.act.name, offer.why_not) for offer in shown.context["panel"]["impossible"]] == [
        ("approve", "You approved this already. One more approval is needed, by somebody other than cora and fay.")
    ]
    act(client, stake.evidence, stake.second, "approve")
    stake.evidence.refresh_from_db()
    assert stake.evidence.status == "accepted"
    assert "Conflict of interest: cora is an author of" in page(client, stake.evidence, stake.second).content.decode()


def test_who_has_a_conflict_is_told_why_the_button_is_missing(client, stake):
    AuthorAccountFactory(account=stake.first, author=stake.author)
    submit(stake.evidence, by=stake.curator)

    panel = page(client, stake.evidence, stake.first).context["panel"]

    why_not = "fay is an author of “Holding the gate” (2005), on which this evidence stands: somebody else decides."
    assert [(offer.act.name, offer.why_not) for offer in panel["impossible"]] == [("approve", why_not)]
    assert [one.name for one in panel["possible"]] == ["request_changes", "reject", "withdraw"]


def test_a_flag_is_raised_shown_and_resolved_on_the_page(client, stake):
    submit(stake.evidence, by=stake.curator)
    assert say(client, stake.evidence, stake.first, act="flag", kind="wrong_page", words="Page <5>.") == [
        "It is flagged: nobody approves it until that is resolved."
    ]
    shown = page(client, stake.evidence, stake.second)
    assert "“Page &lt;5&gt;.”" in shown.content.decode()
    assert [offer.why_not for offer in shown.context["panel"]["impossible"]] == ["It has an open flag: resolve that first."]

    flag = Flag.objects.get()
    assert say(client, stake.evidence, stake.second, act="resolve", remark=f"flag-{flag.pk}", words="") == ["Say how it was resolved."]
    assert say(client, stake.evidence, stake.second, act="resolve", remark=f"flag-{flag.pk}", words="Not so.") == ["The flag is resolved."]
    assert say(client, stake.evidence, stake.second, act="resolve", remark=f"flag-{flag.pk}", words="So.") == [
        "This was resolved already. If you disagree, write another."
    ]
    assert "Resolved by sid" in page(client, stake.evidence, stake.second).content.decode()


def test_comments_are_answered_in_threads(client, stake):
    say(client, stake.claim, stake.first, act="comment", words="Which edition?")
    first = Comment.objects.get()
    say(client, stake.claim, stake.curator, act="comment", words="The second.", reply_to=first.pk)

    (thread,) = page(client, stake.claim, stake.first).context["remarks"]["threads"]
    assert (thread.comment.words, [one.words for one in thread.answers]) == ("Which edition?", ["The second."])
    assert say(client, stake.claim, stake.first, act="comment", words="") == ["Words: This field cannot be blank."]


def test_a_reader_sees_what_was_said_and_no_form_that_would_be_refused(client, stake, django_user_model):
    raise_flag(stake.claim, by=stake.curator, kind="outdated", words="There is a newer count.")
    write_comment(stake.claim, by=stake.curator, words="Which edition?")
    reader = django_user_model.objects.create_user("rita", is_staff=True)
    reader.user_permissions.set(Permission.objects.filter(codename="view_claim"))

    by_reader, by_editor = (page(client, stake.claim, user).content.decode() for user in (reader, stake.first))

    assert ["There is a newer count." in by_reader, "Which edition?" in by_reader] == [True, True]
    assert [shown.count('name="words"') for shown in (by_reader, by_editor)] == [0, 4]


def test_a_refusal_leads_to_the_top_of_the_page_where_it_stands_and_a_success_to_the_remarks(client, stake):
    client.force_login(stake.first)
    address = reverse("admin:claims_claim_remark", args=[stake.claim.pk])

    ways = [client.post(address, {"act": "comment", "words": words}).url for words in ("", "Which edition?")]

    record = reverse("admin:claims_claim_change", args=[stake.claim.pk])
    assert ways == [record, f"{record}#remarks"]


def test_lists_say_what_is_open(client, stake):
    raise_flag(stake.claim, by=stake.curator, kind="outdated", words="There is a newer count.")
    client.force_login(stake.first)

    answer = client.get(reverse("admin:claims_flag_changelist"), {"state": "open"})

    assert "There is a newer count." in answer.content.decode()
    assert client.get(reverse("admin:claims_flag_changelist"), {"state": "resolved"}).context["cl"].result_count == 0


def test_ties_are_said_and_ended_in_the_admin(client, stake, administrator):
    client.force_login(stake.first)
    client.post(reverse("admin:claims_authoraccount_add"), {"account": stake.first.pk, "author": stake.author.pk, "reason": "It is me."})
    client.post(
        reverse("admin:claims_declaredconflict_add"), {"account": stake.first.pk, "document": stake.document.pk, "reason": "Paid for it."}
    )
    link, declared = AuthorAccount.objects.get(), DeclaredConflict.objects.get()
    assert (link.account, link.said_by, declared.said_by) == (stake.first, stake.first, stake.first)

    for tie in (link, declared):
        address = reverse(f"admin:claims_{tie._meta.model_name}_change", args=[tie.pk])
        client.force_login(stake.first)
        assert client.post(address, {"ended_because": "Not me."}).status_code == 403
        client.force_login(administrator)
        form = client.get(address).context["adminform"].form
        client.post(address, {**{name: form[name].value() or "" for name in form.fields}, "ended_because": "A namesake."})
        tie.refresh_from_db()
        assert (tie.ended_because, tie.ended_by) == ("A namesake.", administrator)
