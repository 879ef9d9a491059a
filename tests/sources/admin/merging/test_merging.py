"""Finding, merging and telling apart what looks alike, in the admin."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sources.models import Author, Distinction, Merge
from sources.services.merging import merge_authors, merge_documents
from tests.factories.sources import AuthorFactory, ContributionFactory, DistinctionFactory, DocumentFactory, IdentifierFactory
from tests.history.admin.pages import messages_of, page

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair() -> tuple[Author, Author]:
    """A person catalogued twice."""
    kept, merged = AuthorFactory(family="Nodomi", given="Mitsuru"), AuthorFactory(family="Nodomi", given="M.", note="a colonel")
    ContributionFactory(author=merged, document=DocumentFactory(citation_key="nodomi2005challenges"))
    return kept, merged


def shown(client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def compared(one, other) -> str:
    return page(f"sources_{one._meta.model_name}", "compare", one.pk, other.pk)


def merging(one, other, **further) -> dict:
    return {"merge": "1", "kept_revision": one.revision, "other_revision": other.revision, "reason": "one colonel", **further}


def test_a_page_shows_likely_duplicates_with_reasons(client, editor, pair):
    client.force_login(editor)

    html = shown(client, page("sources_author", "change", pair[0].pk))

    assert "Likely the same" in html
    assert "the same family name, and initials that fit: Mitsuru, M." in html
    assert compared(*pair) in html
    assert "Compare and merge" in html


def test_a_curator_sees_why_merging_is_not_offered(client, curator, pair):
    client.force_login(curator)

    html = shown(client, page("sources_author", "change", pair[0].pk))
    assert "Merging is for editors: ask one." in html
    assert "Compare and merge" not in html
    html = shown(client, compared(*pair))
    assert "Merging is for editors: ask one." in html
    assert 'name="merge"' not in html

    answer = client.post(compared(*pair), merging(*pair), follow=True)
    assert messages_of(answer) == ["Merging is for editors: ask one."]
    assert not Merge.objects.exists()


def test_an_editor_compares_chooses_and_merges(client, editor, pair):
    client.force_login(editor)
    html = shown(client, compared(*pair))
    assert "a colonel" in html
    assert "1 contribution" in html

    answer = client.post(compared(*pair), merging(*pair, **{"take-note": "merged", "take-name": "kept"}), follow=True)

    kept = Author.objects.get(pk=pair[0].pk)
    assert answer.redirect_chain == [(page("sources_author", "change", kept.pk), 302)]
    assert (kept.note, kept.given, kept.contributions.count()) == ("a colonel", "Mitsuru", 1)
    assert Author.objects.get(pk=pair[1].pk).merged_into == kept
    assert Merge.objects.get().by == editor
    assert "merged here" in answer.content.decode()


def test_a_merge_of_what_somebody_changed_meanwhile_is_refused_and_keeps_what_was_typed(client, editor, pair):
    client.force_login(editor)
    seen = merging(*pair, **{"take-note": "merged"})
    Author.objects.filter(pk=pair[1].pk).update(note="a general")

    answer = client.post(compared(*pair), seen)

    assert messages_of(answer) == ["One of the two was changed since you looked at them: look again, nothing is merged."]
    html = answer.content.decode()
    assert "one colonel" in html
    assert 'name="take-note" value="merged" checked' in html


def test_what_cannot_be_merged_says_so_before_it_is_tried(client, editor):
    client.force_login(editor)
    whole = DocumentFactory()
    part = DocumentFactory(part_of=whole)

    html = shown(client, compared(whole, part))

    assert "One is part of the other: a part and its whole are two works." in html
    assert 'name="merge"' not in html


def test_a_merged_record_shows_a_banner_and_cannot_be_changed(client, editor, pair):
    client.force_login(editor)
    merge_authors(*pair, by=editor, reason="one colonel")
    address = page("sources_author", "change", pair[1].pk)

    html = shown(client, address)

    assert "This record was merged into" in html
    assert page("sources_author", "undo", pair[1].pk) in html
    assert 'name="_save"' not in html
    assert client.post(address, {"family": "Other"}).status_code == 403


def test_a_merge_is_undone_from_the_banner(client, editor, pair):
    client.force_login(editor)
    merge_authors(*pair, by=editor, reason="one colonel")
    address = page("sources_author", "undo", pair[1].pk)
    assert "puts exactly its" in shown(client, address)

    answer = client.post(address, {"reason": "father and son"}, follow=True)

    assert messages_of(answer) == ["Undone: Nodomi, M. stands again as it did."]
    assert Author.objects.get(pk=pair[1].pk).merged_into is None
    assert client.get(address).status_code == 404


def test_undoing_is_for_editors_and_says_what_stands_in_the_way(client, curator, editor, pair):
    merge_authors(*pair, by=editor, reason="one colonel", take=["note"])
    address = page("sources_author", "undo", pair[1].pk)
    client.force_login(curator)
    assert messages_of(client.post(address, {"reason": "no"})) == ["Undoing a merge is for editors: ask one."]

    Author.objects.filter(pk=pair[0].pk).update(note="a general")
    client.force_login(editor)

    assert "It cannot be undone now." in shown(client, address)
    assert Author.objects.get(pk=pair[1].pk).merged_into == pair[0]


def test_not_the_same_is_remembered_and_taken_back(client, curator, pair):
    client.force_login(curator)

    answer = client.post(page("sources_author", "apart", pair[0].pk, pair[1].pk), {"reason": "father and son"}, follow=True)

    told = Distinction.objects.get()
    assert (told.first_author, told.second_author, told.reason) == (*pair, "father and son")
    assert "Likely the same" not in answer.content.decode()
    listed = shown(client, page("sources_distinction", "changelist"))
    assert "father and son" in listed
    client.post(page("sources_distinction", "delete", told.pk), {"post": "yes"})
    assert "Likely the same" in shown(client, page("sources_author", "change", pair[0].pk))


def test_after_not_the_same_one_is_back_where_one_was_and_nowhere_else(client, curator, pair):
    client.force_login(curator)
    address = page("sources_author", "apart", pair[0].pk, pair[1].pk)
    here = page("sources_author", "duplicates")

    assert client.post(address, {"back": here}).url == here
    assert client.post(address, {"back": "https://elsewhere.example/"}).url == page("sources_author", "change", pair[0].pk)
    assert client.get(address).status_code == 405


def test_all_proposals_are_listed_with_as_many_queries_however_many(client, editor, pair):
    client.force_login(editor)
    for number, title in (("1", "Holding the gate"), ("2", "Closing the gate")):
        for _ in range(2):
            IdentifierFactory(document=DocumentFactory(title=title, issued="2019"), scheme="oclc", value=number)
    counted = [shown(client, page(f"sources_{model}", "duplicates")).count("Compare and merge") for model in ("author", "document")]
    assert counted == [1, 2]

    before = {model: _queries(client, page(f"sources_{model}", "duplicates")) for model in ("author", "document")}
    for number in range(5):
        for given in ("Ida", "I."):
            ContributionFactory(author=AuthorFactory(family=f"Haldecott{number}", given=given))
            IdentifierFactory(document=DocumentFactory(title=f"Gate {number}", issued="2019"), scheme="oclc", value=f"9{number}")
    assert {model: _queries(client, page(f"sources_{model}", "duplicates")) for model in ("author", "document")} == before


def _queries(client, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        client.get(address)
    return len(queries)


def test_the_list_of_proposals_has_an_entry_in_the_navigation(client, curator):
    client.force_login(curator)

    assert reverse("admin:sources_document_duplicates") in shown(client, reverse("admin:index"))


def test_two_selected_records_are_compared(client, editor):
    client.force_login(editor)
    one, other, third = DocumentFactory(), DocumentFactory(), DocumentFactory()
    address = page("sources_document", "changelist")

    def selected(*documents):
        return client.post(address, {"action": "compare_two", "_selected_action": [document.pk for document in documents]}, follow=True)

    assert selected(one, other).redirect_chain[0][0] == compared(one, other)
    assert messages_of(selected(one, other, third)) == ["Select two documents to compare; 3 are selected."]


def test_merged_records_are_listed_only_when_asked_for_and_never_to_choose(client, editor):
    client.force_login(editor)
    kept, merged = DocumentFactory(title="A gate"), DocumentFactory(title="A gate")
    merge_documents(kept, merged, by=editor, reason="twice")
    address = page("sources_document", "changelist")

    def listed(**asked):
        return set(client.get(address, asked).context["cl"].result_list)

    assert [listed(), listed(merged="yes"), listed(merged="all")] == [{kept}, {merged}, {kept, merged}]
    choices = client.get(
        page("sources_document", "autocomplete"),
        {"term": "gate", "app_label": "sources", "model_name": "document", "field_name": "part_of"},
    )
    assert [one["id"] for one in choices.json()["results"]] == [str(kept.pk)]


def test_merges_are_listed_with_what_they_moved(client, curator, editor, pair):
    client.force_login(curator)
    merge = merge_authors(*pair, by=editor, reason="one colonel")

    assert "one colonel" in shown(client, page("sources_merge", "changelist"))
    html = shown(client, page("sources_merge", "change", merge.pk))
    assert f"contribution {Author.objects.get(pk=pair[0].pk).contributions.get().pk}: author from {pair[1].pk} to {pair[0].pk}" in html


def test_a_pair_of_documents_may_be_told_apart_by_hand(client, curator):
    client.force_login(curator)
    one, other = DocumentFactory(), DocumentFactory()

    client.post(page("sources_distinction", "add"), {"first_document": one.pk, "second_document": other.pk, "reason": "two printings"})

    told = Distinction.objects.get()
    assert (told.first_document, told.second_document) == (one, other)


def test_pairs_are_listed_by_name(client, curator):
    client.force_login(curator)
    told = DistinctionFactory()

    assert str(told.first_author) in shown(client, page("sources_distinction", "changelist"))
