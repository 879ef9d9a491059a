"""Merging pages under requests that no page of ours sends, and under two editors at once."""

from __future__ import annotations

import pytest

from sources.models import Author, Contribution, Merge, NameVariant
from sources.services.merging import merge_authors
from tests.factories.sources import AuthorFactory, ContributionFactory, DocumentFactory
from tests.history.admin.pages import messages_of, page

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair() -> tuple[Author, Author]:
    """A person catalogued twice."""
    kept, merged = AuthorFactory(family="Nodomi", given="Mitsuru"), AuthorFactory(family="Nodomi", given="M.", note="a colonel")
    ContributionFactory(author=merged, document=DocumentFactory(citation_key="nodomi2005challenges"))
    return kept, merged


def compared(one: Author, other: Author) -> str:
    return page("sources_author", "compare", one.pk, other.pk)


def merging(one: Author, other: Author, **further: str) -> dict[str, str]:
    return {"merge": "1", "kept_revision": str(one.revision), "other_revision": str(other.revision), "reason": "one colonel", **further}


@pytest.mark.parametrize("revision", ["", "²", "٣", "-1", "1e3", "9" * 5000, "\x00"])
def test_a_revision_that_is_none_counts_as_not_seen(client, editor, pair, revision):
    client.force_login(editor)

    answer = client.post(compared(*pair), merging(*pair, kept_revision=revision))

    assert (answer.status_code, messages_of(answer)) == (
        200,
        ["One of the two was changed since you looked at them: look again, nothing is merged."],
    )
    assert not Merge.objects.exists()


@pytest.mark.parametrize("reason", ["a\x00b", "\x00"])
def test_a_reason_that_cannot_be_stored_is_refused_in_words(client, editor, pair, reason):
    client.force_login(editor)

    answer = client.post(compared(*pair), merging(*pair, reason=reason))

    assert answer.status_code == 200
    assert messages_of(answer) == ["Reason: It holds characters that cannot be stored (NUL or halves of a character). Take them away."]
    assert not Merge.objects.exists()


@pytest.mark.parametrize("number", [0, 2**63 - 1, 2**63, 10**30])
@pytest.mark.parametrize("act", ["compare", "apart"])
def test_a_number_that_is_no_records_is_not_found(client, editor, pair, act, number):
    client.force_login(editor)

    assert client.post(page("sources_author", act, pair[0].pk, number), merging(*pair)).status_code == 404
    assert client.post(page("sources_author", act, number, pair[0].pk), merging(*pair)).status_code in {302, 404}


def test_a_record_is_not_merged_into_itself(client, editor, pair):
    client.force_login(editor)

    answer = client.post(compared(pair[0], pair[0]), merging(pair[0], pair[0]))

    assert answer.status_code == 200
    assert len(messages_of(answer)) == 1
    assert not Merge.objects.exists()


def test_a_field_that_is_none_cannot_be_taken(client, editor, pair):
    client.force_login(editor)

    answer = client.post(compared(*pair), merging(*pair, **{"take-public_id": "merged", "take-revision": "merged"}))

    assert messages_of(answer) == ["Take: There is no field public_id, revision to take."]
    assert not Merge.objects.exists()


def test_what_was_changed_after_the_preview_is_not_merged(client, editor, pair):
    client.force_login(editor)
    client.get(compared(*pair))
    seen = merging(*pair)
    Author.objects.filter(pk=pair[1].pk).update(note="a general")

    answer = client.post(compared(*pair), seen)

    assert messages_of(answer) == ["One of the two was changed since you looked at them: look again, nothing is merged."]
    assert not Merge.objects.exists()


def test_the_second_of_two_editors_who_merge_the_same_pair_is_told(client, editor, administrator, pair):
    client.force_login(editor)
    seen = merging(*pair)
    merge_authors(*pair, by=administrator, reason="first")

    answer = client.post(compared(*pair), seen)

    assert answer.status_code == 200
    assert messages_of(answer) != []
    assert [merge.reason for merge in Merge.objects.all()] == ["first"]


def test_undoing_after_later_edits_keeps_the_edits_or_is_refused(client, editor, pair):
    client.force_login(editor)
    merge = merge_authors(*pair, by=editor, reason="one colonel")
    undo = page("sources_author", "undo", pair[1].pk)
    # Nothing that the merge wrote: stays.
    Author.objects.filter(pk=pair[0].pk).update(note="edited since")
    NameVariant.objects.filter(author=pair[0]).update(given="Edited")

    answer = client.post(undo, {"reason": "two after all"})
    assert messages_of(answer) != []
    assert "was edited since: delete it, or keep the merge." in messages_of(answer)[0]

    NameVariant.objects.filter(author=pair[0]).delete()
    answer = client.post(undo, {"reason": "two after all"})
    merge.refresh_from_db()
    assert (merge.undone_at is None) == ("deleted since" in "".join(messages_of(answer)))
    assert Author.objects.get(pk=pair[0].pk).note == "edited since"


def test_undoing_twice_is_refused(client, editor, pair):
    client.force_login(editor)
    merge_authors(*pair, by=editor, reason="one colonel")
    undo = page("sources_author", "undo", pair[1].pk)

    assert client.post(undo, {"reason": "two\x00"}).status_code == 200
    assert Merge.objects.standing().count() == 1
    assert client.post(undo, {"reason": "two after all"}).status_code == 302
    assert client.post(undo, {"reason": "two after all"}).status_code == 404
    assert Contribution.objects.get().author_id == pair[1].pk
