"""Comments, flags, declared conflicts and accounts of authors over HTTP."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from claims.models import Comment, DeclaredConflict, Flag
from claims.services.review import approve, submit
from tests.claims.api.writers import signed_in
from tests.factories.claims import AuthorAccountFactory, CommentFactory, DeclaredConflictFactory, FlagFactory

pytestmark = pytest.mark.django_db

API = "/api/v1"


def post(client, address: str, body: dict, key: str = ""):
    return client.post(f"{API}/{address}", body, format="json", headers={"Idempotency-Key": key} if key else {})


def test_a_flag_is_raised_listed_and_resolved(stake):
    curator, editor = signed_in(stake.curator), signed_in(stake.first)
    body = {"evidence": stake.evidence.public_id, "kind": "wrong_page", "words": "It stands on page 5."}

    made = post(curator, "flags/", body, key="once")
    again = post(curator, "flags/", body, key="once")

    assert (made.status_code, again.json()["id"], Flag.objects.count()) == (201, made.json()["id"], 1)
    flag = made.json()
    assert {name: flag[name] for name in ("kind", "words", "by", "status", "resolution", "origin", "claim")} == {
        "kind": "wrong_page",
        "words": "It stands on page 5.",
        "by": "cora",
        "status": "open",
        "resolution": "",
        "origin": "human",
        "claim": None,
    }
    assert flag["evidence"].endswith(f"/evidence/{stake.evidence.public_id}/")
    listed = editor.get(f"{API}/flags/?evidence={stake.evidence.public_id}&status=open").json()["results"]
    assert [one["id"] for one in listed] == [flag["id"]]
    done = post(editor, f"flags/{flag['id']}/resolve/", {"how": "Not so."}, key="done")
    assert (done.status_code, done.json()["status"], done.json()["resolved_by"]) == (200, "resolved", "fay")
    assert post(editor, f"flags/{flag['id']}/resolve/", {"how": "Not so."}, key="done").status_code == 200
    assert post(editor, f"flags/{flag['id']}/resolve/", {"how": "So."}).status_code == 409
    assert editor.get(f"{API}/flags/?status=open").json()["results"] == []


def test_an_open_flag_is_the_reason_why_not(stake):
    submit(stake.evidence, by=stake.curator)
    editor = signed_in(stake.first)
    post(editor, "flags/", {"evidence": stake.evidence.public_id, "kind": "other", "words": "Odd."})
    address = f"{API}/evidence/{stake.evidence.public_id}/"

    seen = editor.get(address)
    answer = editor.post(f"{address}approve/", {}, format="json", headers={"If-Match": seen["ETag"]})

    assert seen.json()["approvals"]["why_not"] == "It has an open flag: resolve that first."
    assert (answer.status_code, answer.json()["detail"]) == (403, "It has an open flag: resolve that first (law 3).")


def test_strangers_know_nothing_of_what_was_said(stake, api):
    submit(stake.evidence, by=stake.curator)
    approve(stake.evidence, by=stake.first)
    submit(stake.claim, by=stake.curator)
    approve(stake.claim, by=stake.first)
    before = api.get(f"{API}/claims/{stake.claim.public_id}/")
    flag = post(signed_in(stake.first), "flags/", {"claim": stake.claim.public_id, "kind": "other", "words": "Odd."}).json()
    post(signed_in(stake.first), "comments/", {"claim": stake.claim.public_id, "words": "Odd indeed."})
    post(signed_in(stake.first), "conflicts/", {"claim": stake.claim.public_id, "reason": "Said so in court."})

    after = api.get(f"{API}/claims/{stake.claim.public_id}/")
    assert (after["ETag"], after.json()) == (before["ETag"], before.json())
    for name in ("flags", "comments", "conflicts", "author-accounts"):
        assert api.get(f"{API}/{name}/?count=true").status_code == 401
        assert api.post(f"{API}/{name}/", {}, format="json").status_code == 401
    assert api.get(f"{API}/flags/{flag['id']}/").status_code == 401
    assert "Odd" not in api.get(f"{API}/claims/{stake.claim.public_id}/history/").content.decode()


def test_who_is_not_of_the_staff_sees_what_they_wrote_themselves(stake, django_user_model):
    outside = signed_in(django_user_model.objects.create_user("out"))
    submit(stake.evidence, by=stake.curator)
    approve(stake.evidence, by=stake.first)
    submit(stake.claim, by=stake.curator)
    approve(stake.claim, by=stake.first)
    CommentFactory(claim=stake.claim)

    mine = post(outside, "comments/", {"claim": stake.claim.public_id, "words": "I doubt it."})

    assert mine.status_code == 201
    assert [one["words"] for one in outside.get(f"{API}/comments/").json()["results"]] == ["I doubt it."]
    assert outside.get(f"{API}/conflicts/").status_code == 403
    assert {"conflicts", "approvals"} & outside.get(f"{API}/claims/{stake.claim.public_id}/").json().keys() == set()


@pytest.mark.parametrize(
    ("name", "body", "status", "said"),
    [
        ("flags", {"kind": "other", "words": "Odd."}, 400, "Name exactly one: claim, evidence, relation."),
        ("flags", {"claim": "CLAIM", "kind": "ugly", "words": "Odd."}, 400, "is not a valid choice"),
        ("flags", {"claim": "CLAIM", "kind": "other", "words": "  "}, 400, "may not be blank"),
        ("flags", {"claim": "nobody-knows", "kind": "other", "words": "Odd."}, 422, "There is no claim nobody-knows."),
        ("flags", {"claim": "CLAIM", "kind": "other", "words": "x", "resolution": "y"}, 400, "Unknown field"),
        ("comments", {"claim": "CLAIM", "words": "a\u0000b"}, 400, "Null characters are not allowed"),
        ("conflicts", {"reason": "x"}, 400, "Name exactly one: document, author, claim."),
        ("conflicts", {"account": "nobody", "claim": "CLAIM", "reason": "x"}, 422, "There is no account nobody."),
        ("conflicts", {"account": "fay", "claim": "CLAIM", "reason": "x"}, 403, "of others an editor declares them"),
        ("author-accounts", {"account": "fay", "author": "AUTHOR"}, 403, "of others an administrator says it"),
    ],
)
def test_what_is_not_fit_is_refused_with_a_sentence(stake, name, body, status, said):
    named = {"CLAIM": stake.claim.public_id, "AUTHOR": stake.author.public_id}
    answer = post(signed_in(stake.curator), f"{name}/", {field: named.get(value, value) for field, value in body.items()})

    assert (answer.status_code, said in answer.content.decode()) == (status, True), answer.content.decode()


def test_a_conflict_is_declared_listed_and_ended(stake, administrator):
    editor = signed_in(stake.first)
    made = post(editor, "conflicts/", {"document": stake.document.citation_key, "reason": "Paid for it."})

    assert made.status_code == 201
    conflict = made.json()
    assert (conflict["account"], conflict["said_by"], conflict["until"], conflict["document"].rsplit("/", 2)[1]) == (
        "fay",
        "fay",
        None,
        "ilgen2005holding",
    )
    assert conflict["from"]
    assert len(editor.get(f"{API}/conflicts/?document=ilgen2005holding&status=holds&account=fay").json()["results"]) == 1
    assert post(editor, f"conflicts/{conflict['id']}/end/", {"because": "Over."}).status_code == 403
    ended = post(signed_in(administrator), f"conflicts/{conflict['id']}/end/", {"because": "Over."})
    assert (ended.status_code, ended.json()["ended_by"], ended.json()["ended_because"]) == (200, "ada", "Over.")
    assert post(signed_in(administrator), f"conflicts/{conflict['id']}/end/", {"because": "Over."}).status_code == 409
    assert DeclaredConflict.objects.count() == 1


def test_an_account_says_which_author_it_is(stake):
    editor = signed_in(stake.first)

    made = post(editor, "author-accounts/", {"author": stake.author.public_id, "reason": "It is me."})
    twice = post(editor, "author-accounts/", {"author": stake.author.public_id})

    assert (made.status_code, made.json()["account"]) == (201, "fay")
    assert (twice.status_code, "known as this author already" in twice.content.decode()) == (422, True)


@pytest.mark.parametrize(
    ("name", "factory"),
    [
        ("flags", FlagFactory),
        ("comments", CommentFactory),
        ("conflicts", DeclaredConflictFactory),
        ("author-accounts", AuthorAccountFactory),
    ],
)
def test_queries_do_not_grow_with_rows(stake, name, factory):
    client = signed_in(stake.first)

    def counted(more: int) -> int:
        for _ in range(more):
            factory()
        with CaptureQueriesContext(connection) as captured:
            assert client.get(f"{API}/{name}/").status_code == 200
        return len(captured)

    counted(1)
    assert counted(1) == counted(5)


def test_a_comment_is_answered(stake):
    editor = signed_in(stake.first)
    first = post(editor, "comments/", {"claim": stake.claim.public_id, "words": "Which edition?"}).json()
    answer = post(editor, "comments/", {"claim": stake.claim.public_id, "words": "The second.", "reply_to": first["id"]})
    elsewhere = post(editor, "comments/", {"evidence": stake.evidence.public_id, "words": "The second.", "reply_to": first["id"]})

    assert answer.json()["reply_to"] == first["url"]
    assert elsewhere.status_code == 422
    assert Comment.objects.count() == 2
