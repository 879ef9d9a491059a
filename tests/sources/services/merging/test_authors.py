"""Two records of one person become one, and two again."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from claims.admin.review.acts import offers
from claims.models import Claim
from claims.services.propose import propose_claim, propose_evidence
from claims.services.review import approve, submit
from claims.services.verify import verify_database
from sources.models import Author, Merge
from sources.services.find_document import resolve_author
from sources.services.merging import merge_authors, preview_merge, undo_merge
from tests.debate import LINK
from tests.factories.sources import AuthorFactory, ContributionFactory, DistinctionFactory, DocumentFactory, NameVariantFactory
from tests.sources.services.merging.database import whole_database


@pytest.fixture
def kept(db) -> Author:
    author = AuthorFactory(family="Nodomi", given="Mitsuru")
    NameVariantFactory(author=author, form="original", language="ja", family="野富", given="満")
    return author


@pytest.fixture
def merged(db) -> Author:
    author = AuthorFactory(family="Nodomi", given="M.", orcid="0000-0002-1825-0097", viaf="102333412", note="a colonel")
    NameVariantFactory(author=author, form="original", language="ja", family="野富", given="満")
    NameVariantFactory(author=author, family="Noudomi", given="Mitsuru")
    ContributionFactory(author=author, document=DocumentFactory(citation_key="silent"))
    ContributionFactory(author=author, document=DocumentFactory(citation_key="printed"), credited="COL Nodomi")
    return author


def merge(kept: Author, merged: Author, editor, **further) -> Merge:
    return merge_authors(kept, merged, by=editor, reason="one colonel", **further)


def test_credits_and_names_go_along_and_the_merged_name_stays_findable(kept, merged, editor):
    merge(kept, merged, editor)

    printed = kept.contributions.order_by("document__citation_key").values_list("document__citation_key", "credited")
    assert list(printed) == [("printed", "COL Nodomi"), ("silent", "M. Nodomi")]
    assert sorted(kept.variants.values_list("form", "family", "given")) == [
        ("original", "野富", "満"),
        ("other", "Nodomi", "M."),
        ("other", "Noudomi", "Mitsuru"),
    ]
    assert list(merged.variants.values_list("family", flat=True)) == ["野富"]
    found = resolve_author(merged.public_id)
    assert (found.author, found.is_current) == (kept, False)
    assert list(Author.objects.public()) == [kept]


def test_numbers_are_taken_over_only_if_chosen(kept, merged, editor):
    undo_merge(merge(kept, merged, editor), by=editor, reason="again")
    kept.refresh_from_db()
    assert (kept.orcid, kept.viaf, kept.note) == ("", "", "")

    merge(kept, merged, editor, take=["orcid", "viaf", "note"])

    kept.refresh_from_db()
    assert (kept.orcid, kept.viaf, kept.note, kept.given) == ("0000-0002-1825-0097", "102333412", "a colonel", "Mitsuru")


@pytest.mark.parametrize("take", [[], ["name", "orcid", "viaf", "note"]])
def test_undoing_puts_the_whole_database_back(kept, merged, editor, take):
    before = whole_database()

    made = merge(kept, merged, editor, take=take)
    assert whole_database() != before
    undo_merge(made, by=editor, reason="father and son")

    assert whole_database() == before


def test_a_name_is_taken_whole(merged, editor):
    kept = AuthorFactory(kind="organisation", family="", given="", literal="Nodomi Office")

    merge(kept, merged, editor, take=["name"])

    kept.refresh_from_db()
    assert (kept.kind, kept.literal, kept.family, kept.given) == ("person", "", "Nodomi", "M.")


def test_the_preview_tells_all(kept, merged):
    shown = preview_merge(kept, merged)

    assert [(one.name, one.kept, one.merged) for one in shown.differences] == [
        ("name", "Nodomi, Mitsuru (person)", "Nodomi, M. (person)"),
        ("orcid", "", "0000-0002-1825-0097"),
        ("viaf", "", "102333412"),
        ("note", "", "a colonel"),
    ]
    assert (shown.made, shown.obstacles) == (["“M. Nodomi” as another form of the name"], [])
    assert sorted((rows.noun, rows.number) for rows in shown.going) == [("contributions", 2), ("name variant", 1)]
    assert [rows.names for rows in shown.going if rows.noun == "contributions"] == [["silent (author)", "printed (author)"]]
    assert [(rows.noun, rows.names) for rows in shown.staying] == [("name variant", ["満 野富"])]


def test_holders_of_claims_follow_whatever_their_state_and_no_state_changes(debate, kept, merged, curator, editor):
    draft = propose_claim(by=curator, type="event", statement="A draft.", attributes={"what": "x"}, holder=merged)
    published = propose_claim(by=curator, type="event", statement="It closed.", attributes={"what": "x"}, holder=merged)
    evidence = propose_evidence(by=curator, claim=published, passage=debate.bare, **LINK | {"voice": "reports"}, holder=merged)
    in_review = propose_claim(by=curator, type="event", statement="It waits.", attributes={"what": "x"}, holder=merged)
    for record in (evidence, published):
        submit(record, by=curator)
        approve(record, by=editor)
    submit(in_review, by=curator)
    before = whole_database()

    made = merge(kept, merged, editor)

    for record, status in ((draft, "draft"), (published, "published"), (evidence, "accepted"), (in_review, "in_review")):
        record.refresh_from_db()
        assert (record.holder, record.status) == (kept, status)
    assert verify_database()[1] == []
    undo_merge(made, by=editor, reason="no")
    assert whole_database() == before


def test_an_editor_who_merged_the_holder_may_still_decide(debate, kept, merged, curator, editor):
    claim = propose_claim(by=curator, type="event", statement="It closed.", attributes={"what": "x"}, holder=merged)
    evidence = propose_evidence(by=curator, claim=claim, passage=debate.bare, **LINK)
    for record in (evidence, claim):
        submit(record, by=curator)
    approve(evidence, by=editor)

    merge(kept, merged, editor)
    claim.refresh_from_db()
    offered = {offer.act.name: offer.why_not for offer in offers([claim], editor)[claim.pk]}
    assert offered["approve"] == ""
    approve(claim, by=editor)

    assert Claim.objects.get(pk=claim.pk).status == "published"


def test_two_orcids_are_two_persons(kept, merged, editor):
    kept.orcid = "0000-0001-5109-3700"
    kept.save()

    with pytest.raises(ValidationError) as refusal:
        merge(kept, merged, editor)

    assert refusal.value.messages == [
        "They have different ORCIDs, 0000-0001-5109-3700 and 0000-0002-1825-0097: two persons. If one of them is wrong, correct it first."
    ]


def test_two_names_on_one_title_page_are_two_persons(kept, merged, editor):
    ContributionFactory(author=kept, document=merged.contributions.get(document__citation_key="silent").document, position=2)

    with pytest.raises(ValidationError) as refusal:
        merge(kept, merged, editor)

    assert refusal.value.messages == [
        "silent credits both, as author: two persons. If it credits one person twice, take one of the two credits away first."
    ]


def test_authors_known_to_be_different_are_not_merged(editor):
    pair = DistinctionFactory()

    with pytest.raises(ValidationError, match="Somebody said that these two are not the same"):
        merge(pair.second_author, pair.first_author, editor)


def test_an_edited_variant_stands_in_the_way_of_undoing(kept, merged, editor):
    made = merge(kept, merged, editor)
    kept.variants.filter(given="M.").update(given="M. N.")

    with pytest.raises(ValidationError) as refusal:
        undo_merge(made, by=editor, reason="no")

    assert refusal.value.messages == ["The name variant “M. N. Nodomi” that the merge made was edited since: delete it, or keep the merge."]
