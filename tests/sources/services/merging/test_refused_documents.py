"""What is no merge of two records of one document is refused, and nothing changes."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from history.services import recorded
from sources.models import Document
from sources.services.merging import merge_documents, preview_merge, undo_merge
from tests.factories.sources import (
    DistinctionFactory,
    DocumentFactory,
    IdentifierFactory,
    ReferenceFactory,
)
from tests.sources.services.merging.pairs import merge, refused

pytestmark = pytest.mark.django_db


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
