"""A bibliography brought in over documents that are here: what differs is shown, and written only where that was asked for."""

from __future__ import annotations

import pytest

from history.models import Change
from sources.models import Document
from tests.factories.sources import DocumentFactory, IdentifierFactory
from tests.history.admin.pages import messages_of
from tests.sources.admin.files.imports import TWO, buttons, given, pressed, rows

pytestmark = pytest.mark.django_db
DIFFERS = b"@book{ashdown2001gates,\n  title = {Gates},\n  year = {2001},\n  publisher = {Quay and Sons},\n}\n"


@pytest.fixture
def other_here(db) -> Document:
    """A document that the file has, too, and says something else of."""
    return DocumentFactory(citation_key="ashdown2001gates", type="book", title="Gates", issued="2001", publisher="Quay")


def test_differences_are_shown_field_by_field_and_an_import_leaves_them(client, curator, other_here):
    client.force_login(curator)

    answer = given(client, DIFFERS + TWO[TWO.index(b"@book{ashdown2002") :])

    assert rows(answer) == [(1, "ashdown2001gates", "differs"), (6, "ashdown2002tides", "new")]
    assert answer.context["rows"][0]["differences"] == [{"field": "publisher", "here": "Quay", "file": "Quay<ins> and Sons</ins>"}]
    assert buttons(answer) == [("import", "Import: 1 new"), ("update", "Import and update: 1 new, 1 changed")]

    done = pressed(client, answer, "import")

    other_here.refresh_from_db()
    assert (other_here.publisher, other_here.revision) == ("Quay", 1)
    assert rows(done) == [(1, "ashdown2001gates", "left as it is"), (6, "ashdown2002tides", "imported")]


def test_an_update_writes_what_was_shown(client, curator, other_here):
    client.force_login(curator)
    answer = given(client, DIFFERS)
    assert buttons(answer) == [("update", "Update: 1 changed")]

    done = pressed(client, answer, "update")

    other_here.refresh_from_db()
    assert other_here.publisher == "Quay and Sons"
    assert messages_of(done) == ["1 document updated."]
    assert rows(done) == [(1, "ashdown2001gates", "updated")]
    assert Change.objects.of(other_here).last().reason == "Imported from harbour.bib"


@pytest.mark.parametrize("act", ["import", "update"])
def test_where_the_database_changed_since_nothing_is_imported_and_the_changed_stands_first(client, curator, act, other_here):
    client.force_login(curator)
    answer = given(client, DIFFERS + TWO[TWO.index(b"@book{ashdown2002") :])
    DocumentFactory(citation_key="ashdown2002tides", type="book", title="Tides", issued="2002", publisher="Elsewhere")
    before = list(Document.objects.values_list("citation_key", "publisher"))

    again = pressed(client, answer, act)

    assert list(Document.objects.values_list("citation_key", "publisher")) == before
    assert messages_of(again) == [
        "Nothing was imported: 1 entry would end otherwise than you saw, because documents here have changed since you looked, "
        "or because entries of the file speak of one document. They stand first below: look at them, then import."
    ]
    assert [(row["key"], row["is_changed"]) for row in again.context["rows"]] == [("ashdown2002tides", True), ("ashdown2001gates", False)]


def test_after_the_second_look_the_import_goes_through(client, curator):
    client.force_login(curator)
    answer = given(client, TWO)
    DocumentFactory(citation_key="ashdown2002tides", type="book", title="Tides", issued="2002")

    pressed(client, answer, "import")
    done = pressed(client, answer, "import")

    assert messages_of(done) == ["1 document imported."]
    assert Document.objects.filter(citation_key="ashdown2001gates").exists()


def test_of_two_entries_of_one_document_the_first_updates_it_and_that_is_shown_before_it_is_done(client, curator, other_here):
    client.force_login(curator)
    IdentifierFactory(document=other_here, scheme="doi", value="10.1234/gates")
    one = DIFFERS.replace(b"  year", b"  doi = {10.1234/gates},\n  year")
    answer = given(client, one + one.replace(b"Quay and Sons", b"Quay and Daughters"))
    assert [row["differences"][0]["here"] for row in answer.context["rows"]] == ["Quay", "Quay"]

    again = pressed(client, answer, "update")
    assert [(row["is_changed"], row["differences"][0]["here"]) for row in again.context["rows"]] == [
        (True, "Quay and <del>Sons</del>"),
        (False, "Quay"),
    ]
    pressed(client, again, "update")

    other_here.refresh_from_db()
    assert other_here.publisher == "Quay and Sons"
