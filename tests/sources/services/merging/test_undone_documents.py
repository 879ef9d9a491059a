"""One document becomes two again."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from claims.services.verify import verify_database
from sources.models import Document, Merge
from sources.services.find_document import resolve_document
from sources.services.merging import undo_merge
from tests.factories.sources import (
    DocumentFactory,
    PassageFactory,
    ReferenceFactory,
)
from tests.sources.services.merging.database import whole_database
from tests.sources.services.merging.pairs import merge, richly_linked

pytestmark = pytest.mark.django_db


def test_undoing_puts_the_whole_database_back(debate, kept, editor):
    merged = richly_linked(debate, kept)
    before = whole_database()

    made = merge(kept, merged, editor, take=["issued", "publisher", "contributions", "title"])
    assert whole_database() != before
    undo_merge(made, by=editor, reason="two editions after all")

    assert whole_database() == before
    assert verify_database()[1] == []


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
