"""Two records of one document become one, and two again."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from claims.models import Evidence
from claims.models.excerpts import excerpts_visible_to
from claims.services.verify import verify_database
from history.models import Change
from history.services import recorded
from sources.models import Document, Merge, Passage
from sources.services.find_document import resolve_document
from sources.services.merging import merge_documents, preview_merge, undo_merge
from sources.services.rename_document import rename_document
from tests.debate import WORDS
from tests.factories.sources import (
    AuthorFactory,
    ContributionFactory,
    DistinctionFactory,
    DocumentFactory,
    IdentifierFactory,
    PassageFactory,
    ReferenceFactory,
    TextFactory,
    TitleVariantFactory,
)
from tests.sources.services.merging.database import whole_database

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept(debate) -> Document:
    """A second record of the debate's document, with words, an identifier and a title of its own."""
    document = DocumentFactory(citation_key="tarrowby2019gate", type="report", title="Holding the Gate: A Report", issued="2019")
    ContributionFactory(document=document, author=AuthorFactory(family="Tarrowby", given="H."))
    TextFactory(document=document, content="Other words of the report.")
    IdentifierFactory(document=document, scheme="isbn", value="978-0-306-40615-7")
    TitleVariantFactory(document=document, title="Das Tor halten")
    return document


def merge(kept: Document, merged: Document, editor, **further):
    return merge_documents(kept, merged, by=editor, reason="catalogued twice", **further)


def refused(kept: Document, merged: Document, editor, **further) -> list[str]:
    before = whole_database()
    with pytest.raises(ValidationError) as refusal:
        merge(kept, merged, editor, **further)
    assert whole_database() == before
    return refusal.value.messages


def richly_linked(debate, kept) -> Document:
    """The debate's document with everything that can point to a document."""
    merged = debate.document
    IdentifierFactory(document=merged, scheme="isbn", value="978-0-306-40615-7")
    IdentifierFactory(document=merged, scheme="oclc", value="1234")
    TitleVariantFactory(document=merged, title="Das Tor wird gehalten")
    TitleVariantFactory(document=merged, language="fr", title="Tenir la porte")
    PassageFactory(document=merged, text=None, start=None, end=None, status="transcribed", quote="Typed from paper.", locator_label="page")
    DocumentFactory(citation_key="chapter", part_of=merged)
    DocumentFactory(citation_key="reprint", original=merged)
    ReferenceFactory(citing=merged, text=merged.texts.get(), start=0, end=5)
    ReferenceFactory(cited=merged, status="resolved")
    return merged


def test_everything_that_points_to_the_merged_document_goes_along(debate, kept, editor):
    merged = richly_linked(debate, kept)

    merge(kept, merged, editor)

    merged.refresh_from_db()
    assert merged.merged_into == kept
    assert list(kept.texts.order_by("version").values_list("version", "content")) == [(1, "Other words of the report."), (2, WORDS)]
    assert Passage.objects.filter(document=kept).count() == 4
    assert [set(kept.parts.all()), set(kept.reprints.all())] == [
        set(Document.objects.filter(citation_key="chapter")),
        set(Document.objects.filter(citation_key="reprint")),
    ]
    assert [kept.references.count(), kept.cited_by.count()] == [1, 1]
    assert list(kept.identifiers.values_list("scheme", "value")) == [("isbn", "978-0-306-40615-7"), ("oclc", "1234")]
    assert list(kept.titles.values_list("language", "title")) == [("de", "Das Tor halten"), ("fr", "Tenir la porte")]
    # What the kept record has already stays with the merged one, as does its title page.
    assert list(merged.identifiers.values_list("scheme", "value")) == [("isbn", "978-0-306-40615-7")]
    assert list(merged.titles.values_list("title", flat=True)) == ["Das Tor wird gehalten"]
    assert [merged.contributions.count(), kept.contributions.count()] == [1, 1]
    assert verify_database()[1] == []


def test_undoing_puts_the_whole_database_back(debate, kept, editor):
    merged = richly_linked(debate, kept)
    before = whole_database()

    made = merge(kept, merged, editor, take=["issued", "publisher", "contributions", "title"])
    assert whole_database() != before
    undo_merge(made, by=editor, reason="two editions after all")

    assert whole_database() == before
    assert verify_database()[1] == []


def test_evidence_and_its_review_are_untouched_and_permalinks_live_on(debate, kept, editor):
    evidence = Evidence.objects.filter(pk=debate.accepted.pk)
    before = evidence.values().get()

    merge(kept, debate.document, editor)

    assert evidence.values().get() == before
    visible = excerpts_visible_to(None).get(public_id=debate.public.public_id)
    assert (visible.document, visible.quote) == (kept, debate.public.quote)


def test_the_merged_key_its_former_keys_and_its_id_lead_to_the_kept_document(debate, kept, editor):
    merged = debate.document
    rename_document(merged, "tarrowby2019hold", by=editor, reason="shorter")

    made = merge(kept, merged, editor)

    names = ("tarrowby2019holding", "tarrowby2019hold", merged.public_id, "TARROWBY2019hold")
    assert [(found.document, found.is_current) for name in names if (found := resolve_document(name))] == [(kept, False)] * 4
    undo_merge(made, by=editor, reason="no")
    assert [(found.document, found.is_current) for name in names if (found := resolve_document(name))] == [
        (merged, False),
        (merged, True),
        (merged, True),
        (merged, False),
    ]


def test_a_merged_document_shows_nowhere(debate, kept, editor):
    merge(kept, debate.document, editor)

    assert list(Document.objects.public()) == [kept]
    assert list(Document.objects.unmerged()) == [kept]


def test_the_kept_values_stay_unless_the_others_are_chosen(debate, kept, editor):
    made = merge(kept, debate.document, editor, take=["issued", "publisher"])

    kept.refresh_from_db()
    assert (kept.title, kept.issued, kept.publisher, kept.citation_key) == (
        "Holding the Gate: A Report",
        "2019-04",
        "Halver Press",
        "tarrowby2019gate",
    )
    moved = [entry for entry in made.moved if entry["table"] == "sources_document" and entry["id"] == kept.pk]
    assert moved == [
        {"table": "sources_document", "id": kept.pk, "column": "issued", "from": "2019", "to": "2019-04"},
        {"table": "sources_document", "id": kept.pk, "column": "publisher", "from": "", "to": "Halver Press"},
    ]


def test_the_preview_lists_what_goes_what_stays_and_what_differs(debate, kept):
    merged = richly_linked(debate, kept)

    shown = preview_merge(kept, merged, take=["issued"])

    assert [(one.name, one.kept, one.merged, one.is_taken) for one in shown.differences] == [
        ("title", "Holding the Gate: A Report", "Holding the gate", False),
        ("contributions", "author: Tarrowby, H.", "author: Tarrowby, Hester", False),
        ("language", "", "en", False),
        ("issued", "2019", "2019-04", True),
        ("publisher", "", "Halver Press", False),
    ]
    assert sorted((rows.noun, rows.number) for rows in shown.going) == [
        ("document (original)", 1),
        ("document (part of)", 1),
        ("identifier", 1),
        ("passages", 4),
        ("reference (cited)", 1),
        ("reference (citing)", 1),
        ("text", 1),
        ("title variant", 1),
    ]
    assert sorted((rows.noun, rows.names) for rows in shown.staying if rows.noun != "contribution") == [
        ("identifier", ["isbn:978-0-306-40615-7"]),
        ("title variant", ["Das Tor wird gehalten"]),
    ]
    assert shown.obstacles == []


def test_a_preview_changes_nothing(debate, kept):
    before = whole_database()

    preview_merge(kept, debate.document)

    assert whole_database() == before


def test_chosen_names_of_the_title_page_change_places(debate, kept, editor):
    merge(kept, debate.document, editor, take=["contributions"])

    assert [one.author.given for one in kept.contributions.all()] == ["Hester"]
    assert [one.author.given for one in debate.document.contributions.all()] == ["H."]


def test_names_that_both_title_pages_have_can_change_places_too(editor):
    shared, other = AuthorFactory(), AuthorFactory()
    kept, merged = DocumentFactory(), DocumentFactory()
    ContributionFactory(document=kept, author=shared)
    ContributionFactory(document=merged, author=other, position=1)
    ContributionFactory(document=merged, author=shared, position=2)
    before = whole_database()

    made = merge(kept, merged, editor, take=["contributions"])

    assert [one.author for one in kept.contributions.order_by("position")] == [other, shared]
    undo_merge(made, by=editor, reason="no")
    assert whole_database() == before


def test_a_work_keeps_one_doi(editor):
    kept, merged = DocumentFactory(), DocumentFactory()
    IdentifierFactory(document=kept, value="10.5555/b")
    IdentifierFactory(document=merged, value="10.5555/a")

    assert [(one.name, one.kept, one.merged) for one in preview_merge(kept, merged).differences if one.name == "doi"] == [
        ("doi", "10.5555/b", "10.5555/a")
    ]
    undo_merge(merge(kept, merged, editor), by=editor, reason="again")
    assert list(kept.identifiers.values_list("value", flat=True)) == ["10.5555/b"]
    merge(kept, merged, editor, take=["doi"])
    assert [list(one.identifiers.values_list("value", flat=True)) for one in (kept, merged)] == [["10.5555/a"], ["10.5555/b"]]


def test_the_same_words_held_twice_come_along_as_a_second_copy(debate, editor):
    kept = DocumentFactory()
    PassageFactory(text=TextFactory(document=kept, content=WORDS), start=0, end=32)
    before = whole_database()

    made = merge(kept, debate.document, editor)

    assert list(kept.texts.order_by("version").values_list("version", "is_second_copy")) == [(1, False), (2, True)]
    assert Passage.objects.filter(document=kept, start=0).count() == 2
    assert excerpts_visible_to(None).get(public_id=debate.public.public_id).document == kept
    undo_merge(made, by=editor, reason="no")
    assert whole_database() == before


def test_merges_in_a_row_lead_to_the_last_and_are_undone_from_the_last(editor):
    first, second, third = (DocumentFactory(citation_key=key) for key in ("one", "two", "three"))
    before = whole_database()
    inner = merge(second, first, editor)
    between = whole_database()

    outer = merge(third, second, editor)

    assert resolve_document("one").document == third
    with pytest.raises(ValidationError) as refusal:
        undo_merge(inner, by=editor, reason="no")
    assert refusal.value.messages == [f"The record that was kept has been merged into another since ({third}): undo that merge first."]
    undo_merge(outer, by=editor, reason="no")
    assert whole_database() == between
    undo_merge(inner, by=editor, reason="no")
    assert whole_database() == before


def test_a_merge_is_undone_once(debate, kept, editor):
    made = merge(kept, debate.document, editor)
    undo_merge(made, by=editor, reason="no")

    with pytest.raises(ValidationError, match="This merge was undone already"):
        undo_merge(made, by=editor, reason="no")
    assert Merge.objects.standing().count() == 0


def test_later_work_that_would_be_lost_stands_in_the_way_of_undoing(debate, kept, editor):
    made = merge(kept, debate.document, editor, take=["issued"])
    Document.objects.filter(pk=kept.pk).update(issued="2018")

    with pytest.raises(ValidationError) as refusal:
        undo_merge(made, by=editor, reason="no")

    kept.refresh_from_db()
    assert refusal.value.messages == [
        f"The issued of document “{kept}” was changed since: it would be lost. Make it what the merge made it, then undo."
    ]
    assert Document.objects.get(pk=debate.document.pk).merged_into == kept


def test_what_was_pinned_meanwhile_goes_back_with_its_text(debate, kept, editor):
    made = merge(kept, debate.document, editor)
    text = kept.texts.get(version=2)
    pinned = PassageFactory(text=text, start=4, end=11)
    found = ReferenceFactory(citing=kept, text=text, start=0, end=4)

    undo_merge(made, by=editor, reason="no")

    pinned.refresh_from_db()
    found.refresh_from_db()
    assert (pinned.document, found.citing) == (debate.document, debate.document)
    assert verify_database()[1] == []


def test_history_tells_who_merged_and_what_stood_before(debate, kept, editor):
    passage = debate.public

    merge(kept, debate.document, editor)

    before, after = Change.objects.of(passage)
    assert (before.state["document_id"], after.state["document_id"]) == (debate.document.pk, kept.pk)
    assert (after.user, after.reason, after.changed) == ("edith", "catalogued twice", ["document_id"])


def test_a_part_and_a_reprint_are_linked_not_merged(editor):
    whole = DocumentFactory()
    part, reprint = DocumentFactory(part_of=DocumentFactory(part_of=whole)), DocumentFactory(original=whole)

    assert refused(whole, part, editor) == [
        "One is part of the other: a part and its whole are two works. If that link is wrong, take it away first."
    ]
    assert refused(reprint, whole, editor) == [
        "One is a reprint of the other: a reprint is linked, not merged. If that link is wrong, take it away first."
    ]


def test_what_cannot_be_merged_is_refused_with_what_to_do(editor):
    one, other, hidden = DocumentFactory(), DocumentFactory(), DocumentFactory(is_hidden=True)
    ReferenceFactory(citing=one, cited=other, status="resolved", raw="Other (2000).")
    different = DocumentFactory()
    DistinctionFactory(first_author=None, second_author=None, first_document=one, second_document=different)

    assert refused(one, one, editor) == ["This is one record: choose another to merge with it."]
    assert refused(one, hidden, editor) == [
        "One of the two is hidden and the other is not: what is hidden would show, or the other way round. Make both alike first."
    ]
    assert refused(other, one, editor) == [
        "One cites the other (“Other (2000).”): a work does not cite itself. If that reference is resolved wrongly, mend it first."
    ]
    assert refused(different, one, editor) == ["Somebody said that these two are not the same. If that is wrong, take it back first."]
    assert refused(one, different, editor, take=["colour"]) == ["There is no field colour to take."]


def test_what_was_merged_already_is_not_merged_again(editor):
    one, other, third = DocumentFactory(), DocumentFactory(), DocumentFactory()
    merge(one, other, editor)

    assert refused(third, other, editor) == [f"{other} was merged into another record already: merge that one."]
    assert refused(other, third, editor) == [f"{other} was merged into another record already: merge that one."]


def test_a_merge_of_what_was_changed_meanwhile_is_refused(editor):
    kept, merged = DocumentFactory(), DocumentFactory()
    seen = (kept.revision, merged.revision)
    Document.objects.filter(pk=merged.pk).update(note="changed")

    assert refused(kept, merged, editor, seen=seen) == [
        "One of the two was changed since you looked at them: look again, nothing is merged."
    ]


def test_merging_is_for_editors_and_needs_a_reason(curator, editor):
    kept, merged = DocumentFactory(), DocumentFactory()

    with pytest.raises(PermissionDenied, match="Merging is for editors: ask one"):
        merge_documents(kept, merged, by=curator, reason="alike")
    with pytest.raises(ValidationError) as refusal:
        merge_documents(kept, merged, by=editor, reason=" ")
    assert refusal.value.message_dict == {"reason": ["Say why the two are one."]}
    made = merge(kept, merged, editor)
    with pytest.raises(PermissionDenied, match="Undoing a merge is for editors: ask one"):
        undo_merge(made, by=curator, reason="no")
    with recorded(by=editor), pytest.raises(ValidationError):
        undo_merge(made, by=editor, reason="")
