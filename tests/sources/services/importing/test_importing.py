from __future__ import annotations

import pytest

from history.models import Change
from sources.models import Author, Contribution, Document
from sources.services.importing.outcome import Difference, Summary
from tests.sources.services.importing.bringing import imported

ARTICLE = """
@article{gate2001,
  title = {The Harbour Gate}, author = {Smith, John and Doe, Jane}, year = 2001, journal = {Coast}, volume = 3, pages = {1--9},
  doi = {10.1000/xyz},
}
"""


@pytest.mark.django_db
def test_a_new_entry_becomes_a_document_with_its_people():
    summary, (outcome,) = imported(ARTICLE)

    assert summary == Summary(created=1, is_stored=True)
    assert (outcome.line, outcome.key, outcome.document, outcome.result, outcome.warnings) == (2, "gate2001", "gate2001", "created", ())
    document = Document.objects.get()
    assert (document.citation_key, document.type, document.title, document.issued, document.volume, document.page) == (
        "gate2001",
        "article-journal",
        "The Harbour Gate",
        "2001",
        "3",
        "1-9",
    )
    assert [(str(c.author), c.role, c.position, c.has_name) for c in Contribution.objects.select_related("author")] == [
        ("Smith, John", "author", 1, False),
        ("Doe, Jane", "author", 2, False),
    ]
    assert list(document.identifiers.values_list("scheme", "value")) == [("doi", "10.1000/xyz")]


@pytest.mark.django_db
def test_imported_twice_nothing_changes_not_one_row_of_history():
    imported(ARTICLE)
    before = Change.objects.count()

    summary, (outcome,) = imported(ARTICLE)

    assert summary == Summary(unchanged=1, is_stored=True)
    assert (outcome.result, outcome.document, outcome.differences) == ("unchanged", "gate2001", ())
    assert Change.objects.count() == before
    assert Author.objects.count() == 2


@pytest.mark.django_db
def test_what_the_file_says_otherwise_is_shown_and_written_only_when_asked():
    imported(ARTICLE)
    other = ARTICLE.replace("volume = 3", "volume = 3, number = 7").replace("Jane", "Joan")

    _, (shown,) = imported(other)
    summary, (written,) = imported(other, update=True)
    _, (again,) = imported(other)

    assert shown.result == "unchanged"
    assert shown.differences == (
        Difference("issue", "", "7"),
        Difference("author", "Smith, John; Doe, Jane", "Smith, John; Doe, Joan"),
    )
    assert (summary.updated, written.result, written.differences) == (1, "updated", shown.differences)
    assert again.differences == ()


@pytest.mark.django_db
def test_one_failed_entry_keeps_everything_out_unless_told_to_keep_going():
    broken = ARTICLE + "@book{b, title = {Unclosed}"

    refused, outcomes = imported(broken)
    assert refused == Summary(failed=1, is_stored=False)
    assert [one.result for one in outcomes] == ["created", "failed"]
    assert not Document.objects.exists()

    kept, _ = imported(broken, keep_going=True)
    assert kept == Summary(created=1, failed=1, is_stored=True)
    assert Document.objects.get().citation_key == "gate2001"


@pytest.mark.django_db
def test_a_dry_run_says_what_would_happen_and_stores_nothing():
    summary, (outcome,) = imported(ARTICLE, dry_run=True)

    assert summary == Summary(created=1, is_stored=False)
    assert (outcome.result, outcome.document) == ("created", "gate2001")
    assert not Document.objects.exists()
    assert not Author.objects.exists()


@pytest.mark.django_db
def test_a_data_container_is_named_and_becomes_no_document():
    summary, (container, book) = imported("@xdata{press, publisher = {Gate Press}}\n@book{gate, title = {The Gate}, xdata = {press}}")

    assert (summary.created, summary.unchanged, summary.failed, summary.is_stored) == (1, 1, 0, True)
    assert (container.key, container.result, container.document) == ("press", "unchanged", "")
    assert (book.result, Document.objects.get().publisher) == ("created", "Gate Press")
