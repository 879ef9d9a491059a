"""Two records of one document become one."""

from __future__ import annotations

import pytest

from claims.models import Evidence
from claims.models.excerpts import excerpts_visible_to
from claims.services.verify import verify_database
from history.models import Change
from sources.models import Document, Passage
from sources.services.find_document import resolve_document
from sources.services.merging import preview_merge, undo_merge
from sources.services.rename_document import rename_document
from tests.debate import WORDS
from tests.factories.sources import (
    AuthorFactory,
    ContributionFactory,
    DocumentFactory,
    PassageFactory,
    TextFactory,
)
from tests.sources.services.merging.database import whole_database
from tests.sources.services.merging.pairs import merge, richly_linked

pytestmark = pytest.mark.django_db


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


def test_history_tells_who_merged_and_what_stood_before(debate, kept, editor):
    passage = debate.public

    merge(kept, debate.document, editor)

    before, after = Change.objects.of(passage)
    assert (before.state["document_id"], after.state["document_id"]) == (debate.document.pk, kept.pk)
    assert (after.user, after.reason, after.changed) == ("edith", "catalogued twice", ["document_id"])
