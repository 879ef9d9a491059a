"""The import of a bibliography in the admin."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from history.admin.uploads import pages
from history.admin.uploads import rows as kept_rows
from history.models import Change
from sources.models import Document
from tests.history.admin.pages import messages_of
from tests.sources.admin.files.imports import FORM, TWO, buttons, faults, given, look, pressed, rows

pytestmark = pytest.mark.django_db

BROKEN = TWO + b"\n@book{ashdown2003bells,\n  title = {Bells\n"


def test_a_file_is_looked_at_first_and_nothing_is_stored(client, curator, kept_here):
    client.force_login(curator)

    answer = given(client, TWO)

    assert rows(answer) == [(1, "ashdown2001gates", "new"), (6, "ashdown2002tides", "new")]
    assert answer.context["sentences"] == ["2 entries would come in as new."]
    assert buttons(answer) == [("import", "Import: 2 new")]
    assert not Document.objects.exists()
    assert not Change.objects.exists()
    (held,) = kept_here.iterdir()
    assert (held / "source").read_bytes() == TWO
    assert [folder.stat().st_mode & 0o777 for folder in (kept_here, held)] == [0o700, 0o700]


def test_what_was_shown_is_imported_and_history_names_who_and_whence(client, curator, kept_here):
    client.force_login(curator)
    answer = given(client, TWO)

    done = pressed(client, answer, "import")

    documents = Document.objects.order_by("citation_key")
    assert [(one.citation_key, one.title, one.issued) for one in documents] == [
        ("ashdown2001gates", "Gates", "2001"),
        ("ashdown2002tides", "Tides", "2002"),
    ]
    assert {(change.user, change.reason) for change in Change.objects.all()} == {("carla", "Imported from harbour.bib")}
    assert messages_of(done) == ["2 documents imported."]
    assert rows(done) == [(1, "ashdown2001gates", "imported"), (6, "ashdown2002tides", "imported")]
    for document in documents:
        address = reverse("admin:sources_document_change", args=[document.pk])
        assert f'<a class="pin-link pin-key" href="{address}">{document.citation_key}</a>' in done.content.decode()
    assert [file.name for held in kept_here.iterdir() for file in held.iterdir() if file.name.startswith(("source", "foreseen"))] == []


def test_imported_again_it_changes_nothing_and_offers_nothing(client, curator):
    client.force_login(curator)
    pressed(client, given(client, TWO), "import")

    again = given(client, TWO)

    assert rows(again) == [(1, "ashdown2001gates", "already here"), (6, "ashdown2002tides", "already here")]
    assert again.context["sentences"] == ["2 entries would change nothing: all of it is here already."]
    assert buttons(again) == []


def test_pasted_text_is_imported_like_a_file_and_keeps_its_lines(client, curator):
    client.force_login(curator)

    answer = given(client, text="\n\n" + TWO.decode())
    pressed(client, answer, "import")

    assert rows(answer) == [(3, "ashdown2001gates", "new"), (8, "ashdown2002tides", "new")]
    assert set(Change.objects.values_list("reason", flat=True)) == {"Imported from pasted text"}


def test_what_is_broken_stands_first_and_only_what_is_good_is_imported(client, curator):
    client.force_login(curator)

    answer = given(client, BROKEN)

    assert rows(answer)[0] == (11, "ashdown2003bells", "cannot be taken")
    assert answer.context["rows"][0]["faults"][0]["tone"] == "danger"
    assert buttons(answer) == [("import", "Import what is good: 2 new")]
    assert answer.context["sentences"][0].startswith("1 entry cannot be taken, and would be left out.")

    done = pressed(client, answer, "import")

    assert rows(done) == [
        (11, "ashdown2003bells", "left out"),
        (1, "ashdown2001gates", "imported"),
        (6, "ashdown2002tides", "imported"),
    ]
    assert Document.objects.count() == 2


def test_warnings_name_line_and_field_and_stand_before_what_has_none(client, curator):
    client.force_login(curator)
    misprinted = b"\n@book{ashdown2003bells,\n  title = {Bells},\n  isbn = {978-0-306-40615-8},\n}\n"

    answer = given(client, TWO + misprinted)

    assert rows(answer)[0] == (11, "ashdown2003bells", "new")
    ((warning),) = answer.context["rows"][0]["faults"]
    assert (warning["line"], warning["field"], warning["tone"]) == (13, "isbn", "warning")
    assert answer.context["sentences"][-1] == "1 entry came with a warning: read what it says before you import."


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("harbour.ris", b"TY  - BOOK\nID  - ashdown2001gates\nTI  - Gates\nPY  - 2001\nER  - \n"),
        ("harbour.json", b'[{"id": "ashdown2001gates", "type": "book", "title": "Gates", "issued": {"date-parts": [[2001]]}}]'),
        ("harbour.txt", b"TY  - BOOK\nID  - ashdown2001gates\nTI  - Gates\nPY  - 2001\nER  - \n"),
    ],
)
def test_every_format_is_known_by_name_or_by_beginning(client, curator, name, data):
    client.force_login(curator)

    pressed(client, given(client, data, name), "import")

    document = Document.objects.get()
    assert (document.citation_key, document.type, document.title, document.issued) == ("ashdown2001gates", "book", "Gates", "2001")


@pytest.mark.parametrize(
    ("data", "name", "fields", "field", "said"),
    [
        (b"", "", {}, "__all__", "Choose a file, or paste its text into the box."),
        (TWO, "harbour.bib", {"text": "@book{a}"}, "__all__", "Choose a file or paste text, not both: which of them is meant?"),
        (
            b"words",
            "harbour.txt",
            {},
            "file",
            "The file is in none of the formats that are read. Say which it is: bibtex, biblatex, ris, csl-json.",
        ),
        (b"\x00\x01\x02", "harbour.json", {}, "file", "The file "),
        (b"", "", {"text": "   \n "}, "__all__", "Choose a file, or paste its text into the box."),
        (TWO, "x.bib", {"format": "marc"}, "format", "Select a valid choice. marc is not one of the available choices."),
    ],
)
def test_what_cannot_be_taken_is_said_at_its_field(client, curator, kept_here, data, name, fields, field, said):
    client.force_login(curator)

    answer = given(client, data, name, **fields)

    assert list(faults(answer)) == [field]
    assert faults(answer)[field][0].startswith(said)
    assert not kept_here.exists() or list(kept_here.iterdir()) == []


def test_only_who_may_add_documents_imports(client, django_user_model):
    client.force_login(django_user_model.objects.create_user("stranger", is_staff=True))

    assert client.get(reverse(FORM)).status_code == 403
    assert client.post(reverse(FORM), {"text": TWO.decode()}).status_code == 403
    assert client.get(reverse("admin:sources_document_import_look", args=["x" * 32])).status_code == 403


def test_a_form_of_another_site_imports_nothing(curator):
    client = Client(enforce_csrf_checks=True)
    client.force_login(curator)

    assert client.post(reverse(FORM), {"text": TWO.decode()}).status_code == 403


def test_hostile_names_and_contents_are_shown_and_run_nowhere(client, curator):
    client.force_login(curator)
    attack = "<img src=x onerror=alert(1)>"
    hostile = f"@book{{{attack},\n  title = {{{attack}}},\n  isbn = {{{attack}}},\n}}\n".encode()

    answer = given(client, hostile, f"{attack}\u202e\x00.bib")

    assert "<img" not in answer.content.decode()
    assert "&lt;img" in answer.content.decode()
    done = pressed(client, answer, "import")
    assert "<img src=x" not in done.content.decode()


def test_thousands_of_entries_are_counted_whole_and_shown_by_the_page(client, curator, monkeypatch):
    monkeypatch.setattr(kept_rows, "_MOST_ROWS", 6)
    monkeypatch.setattr(pages, "_ROWS", 4)
    client.force_login(curator)
    many = b"".join(
        b"@book{ashdown%d,\n  title = {Gates of the year %d},\n  year = {%d},\n}\n" % (year, year, year) for year in range(2001, 2011)
    )

    answer = given(client, many + b"@book{bells,\n  title = {Bells\n")
    second, beyond = (client.get(f"{look(answer)}?show=created&page={page}") for page in (2, 99))
    failed = client.get(f"{look(answer)}?show=failed")

    assert answer.context["sentences"][1] == "10 entries would come in as new."
    assert [key for _, key, _ in rows(answer)] == ["bells", "ashdown2001", "ashdown2002", "ashdown2003"]
    assert [key for _, key, _ in rows(second)] == [key for _, key, _ in rows(beyond)] == ["ashdown2005", "ashdown2006"]
    assert second.context["beyond"] == 4
    assert [key for _, key, _ in rows(failed)] == ["bells"]


@pytest.mark.parametrize("number", [1, 40])
def test_the_pages_ask_as_much_of_the_database_however_many_entries(client, curator, django_assert_num_queries, number):
    client.force_login(curator)
    many = b"".join(b"@book{ashdown%d,\n  title = {Gates %d},\n}\n" % (one, one) for one in range(number))
    answer = given(client, many)
    address = look(answer)

    # Session, account, its rights (2), what waits in three queues, the documents here.
    with django_assert_num_queries(8):
        client.get(address)


def test_the_list_of_documents_and_the_sidebar_lead_to_the_import(client, curator):
    client.force_login(curator)

    page = client.get(reverse("admin:sources_document_changelist")).content.decode()

    assert page.count(f'href="{reverse(FORM)}"') == 2
