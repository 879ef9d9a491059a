from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from history.models import Change
from sources.ingestion.extraction import Span
from sources.models import Mark
from sources.services.edit_marks import add_mark, correct_mark, delete_mark
from sources.services.set_page_breaks import StaleMarksError
from tests.factories.sources import MarkFactory, TextFactory

pytestmark = pytest.mark.django_db


def test_a_mark_is_added_corrected_and_deleted_by_somebody_for_a_reason(editor):
    mark = add_mark(TextFactory(), Span("note", "7", 4, 12), by=editor, reason="lost in the scan")
    mark = correct_mark(mark, value="8", end=16, by=editor, reason="misread")
    delete_mark(mark, by=editor, reason="no note")

    changes = Change.objects.filter(table="sources_mark").order_by("id")
    assert [(one.kind, one.who, one.reason, one.state["value"], one.state["basis"], one.state["end"]) for one in changes] == [
        (kind, str(editor), reason, value, "typed", end)
        for kind, reason, value, end in (
            (Change.Kind.CREATE, "lost in the scan", "7", 12),
            (Change.Kind.UPDATE, "misread", "8", 16),
            (Change.Kind.DELETE, "no note", "8", 16),
        )
    ]


def test_a_page_over_another_and_a_section_across_another_are_refused_in_words(editor):
    text = TextFactory()
    MarkFactory(text=text, start=0, end=20)
    MarkFactory(text=text, label="section", value="The Gate", start=10, end=30)

    with pytest.raises(ValidationError, match="pages do not overlap"):
        add_mark(text, Span("page", "2", 10, 30), by=editor)
    with pytest.raises(ValidationError, match="sections lie within each other or apart"):
        add_mark(text, Span("section", "Dawn", 5, 15), by=editor)
    assert Mark.objects.count() == 2


def test_a_mark_that_somebody_else_changed_is_neither_overwritten_nor_deleted(editor):
    seen = MarkFactory()
    correct_mark(Mark.objects.get(), value="5", by=editor)

    for act in (lambda: correct_mark(seen, value="6", by=editor), lambda: delete_mark(seen, by=editor)):
        with pytest.raises(StaleMarksError, match="Somebody else changed or deleted this mark"):
            act()

    assert Mark.objects.get().value == "5"
