from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from history.models import Change
from history.services import recorded
from sources.models import Reference
from sources.services.references.quoting import find_quotations
from tests.factories.sources import DocumentFactory, ReferenceFactory, TextFactory
from tests.sources.anchoring.test_common_stretches import BEFORE, BEHIND, OTHER_BEFORE, OTHER_BEHIND, QUOTED

pytestmark = pytest.mark.django_db

SOURCE = BEFORE + QUOTED + BEHIND
QUOTING = f"{OTHER_BEFORE}“{QUOTED}”{OTHER_BEHIND}"


def text(content, issued="", **fields):
    return TextFactory(document=DocumentFactory(title="On Gates and Tolls", issued=issued, **fields), content=content)


def rows():
    return [(row.kind, row.text, row.cited_text, row.raw) for row in Reference.objects.exclude(kind="cites").order_by("pk")]


def test_the_later_one_with_the_quotation_marks_quotes():
    source, quoting = text(SOURCE, "1998"), text(QUOTING, "2005")

    (row,) = find_quotations(quoting)

    row.refresh_from_db()
    assert rows() == [("quotes", quoting, source, QUOTED)]
    assert source.content[row.cited_start : row.cited_end] == QUOTED
    assert (row.status, row.method, row.score, row.origin, row.tool) == ("resolved", "words", 1.0, "machine", "common words 1")
    assert (row.parsed, row.reason) == ({"grade": "exact"}, "The same words. They stand in quotation marks in the one alone.")


def test_it_is_the_same_from_the_other_side_and_is_proposed_once():
    source, quoting = text(SOURCE, "1998"), text(QUOTING, "2005")
    find_quotations(source)
    before = Change.objects.count()

    assert find_quotations(quoting) == find_quotations(source) == []
    assert (rows(), Change.objects.count()) == ([("quotes", quoting, source, QUOTED)], before)


def test_an_altered_quotation_says_so():
    text(SOURCE, "1998")
    (row,) = find_quotations(text(QUOTING.replace("nobody is left", "no one was left"), "2005"))

    assert (row.kind, row.parsed) == ("quotes", {"grade": "altered"})


def test_who_cites_the_other_quotes_it_without_any_marks():
    source, quoting = text(SOURCE), text(OTHER_BEFORE + QUOTED + OTHER_BEHIND)
    ReferenceFactory(citing=quoting.document, cited=source.document, status="resolved")

    find_quotations(source)

    assert rows() == [("quotes", quoting, source, QUOTED)]


@pytest.mark.parametrize(
    ("first", "second"), [(SOURCE, OTHER_BEFORE + QUOTED + OTHER_BEHIND), (SOURCE.replace(QUOTED, f"“{QUOTED}”"), QUOTING)]
)
def test_where_it_cannot_be_told_the_words_are_the_same_and_no_more(first, second):
    earlier, later = text(first, "1998"), text(second, "2005")

    (row,) = find_quotations(earlier)

    assert (row.kind, row.text, row.cited_text) == ("shares", later, earlier)
    assert row.reason == "The same words. Which quotes which, or whether both quote a third, is not known."


def test_words_of_three_documents_are_nobody_s_quotation():
    text(SOURCE, "1998"), text(BEHIND + QUOTED, "1999")

    assert find_quotations(text(QUOTING, "2005")) == []


def test_a_reprint_and_a_work_of_its_own_do_not_quote_each_other():
    first = text(SOURCE, "1998")
    reprint = text(QUOTING, "2005", original=first.document)

    assert find_quotations(reprint) == find_quotations(first) == []


def test_two_that_cite_the_same_work_do_not_quote_each_other():
    citation = "Ada Quill and Ben Oar, “Harbours without Water and Ships without Sails,” Journal of Dry Ports 12, no. 3 (2004)."
    first, second = text(BEFORE + citation), text(OTHER_BEFORE + citation)
    start = len(BEFORE)
    ReferenceFactory(citing=first.document, text=first, start=start, end=start + len(citation))

    assert find_quotations(second) == []


def test_the_title_of_the_other_is_no_quotation():
    title = "The harbour gate and the closing of the river in the winter of the great frost"
    TextFactory(document=DocumentFactory(title=title), content=f"{title}. {BEFORE}")

    assert find_quotations(text(f"{OTHER_BEFORE} {title} {OTHER_BEHIND}")) == []


def test_a_text_whose_words_are_not_held_is_refused():
    with pytest.raises(ValidationError, match="The words of this text are not held"):
        find_quotations(TextFactory(content=None, words=SOURCE))


def test_what_an_editor_deleted_does_not_come_back(editor):
    source, quoting = text(SOURCE, "1998"), text(QUOTING, "2005")
    (row,) = find_quotations(quoting)

    with recorded(by=editor, reason="A commonplace"):
        row.delete()

    assert find_quotations(quoting) == find_quotations(source) == []


def test_what_was_deleted_under_nobody_s_name_is_looked_for_again():
    text(SOURCE, "1998")
    quoting = text(QUOTING, "2005")
    find_quotations(quoting)
    Reference.objects.all().delete()

    assert len(find_quotations(quoting)) == 1


def test_a_corrected_source_is_not_quoted_a_second_time():
    source, quoting = text(SOURCE, "1998"), text(QUOTING, "2005")
    find_quotations(quoting)
    corrected = TextFactory(document=source.document, version=2, derived_from=source, content=f"{SOURCE} Corrected.")

    assert find_quotations(quoting) == find_quotations(corrected) == []
