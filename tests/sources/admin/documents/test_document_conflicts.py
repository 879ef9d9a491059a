"""A document's page with its rows, saved by two: contributions and identifiers that either added, changed, moved or deleted."""

from __future__ import annotations

import pytest

from history.services import recorded
from sources.models import Contribution, Document, Identifier
from sources.services.merging import merge_documents
from tests.factories.sources import AuthorFactory, ContributionFactory, DocumentFactory
from tests.history.admin.conflicts import chosen, shown
from tests.history.admin.pages import filled, page

pytestmark = pytest.mark.django_db


@pytest.fixture
def document() -> Document:
    document = DocumentFactory(title="The gate")
    for position, family in enumerate(("First", "Second"), 1):
        ContributionFactory(document=document, position=position, author=AuthorFactory(family=family, given=""), credited="")
    return document


@pytest.fixture
def address(document: Document) -> str:
    return page("sources_document", "change", document.pk)


def credited(document: Document) -> list[tuple[str, int, str]]:
    return list(document.contributions.order_by("position").values_list("author__family", "position", "credited"))


def rows(answer) -> list[tuple[str, str, str, str, str]]:
    """The entries in one line each."""
    return [tuple(version.replace("\n", "; ") for version in one) for one in shown(answer)]


def test_rows_that_either_added_changed_or_deleted_are_all_kept(client, curator, editor, document, address):
    client.force_login(curator)
    opened = client.get(address)
    first, second = document.contributions.order_by("position")
    third = AuthorFactory(family="Third", given="")
    with recorded(by=editor):
        first.credited = "F."
        first.save()
        Contribution.objects.create(document=document, author=third, role="author", position=3)
        Identifier.objects.create(document=document, scheme="doi", value="10.1000/theirs")
    added = {"identifiers-TOTAL_FORMS": "1", "identifiers-0-scheme": "isbn", "identifiers-0-value": "9783161484100"}

    answer = client.post(address, filled(opened, **added) | {"contributions-1-credited": "S."})

    (by_rows,) = [rows(answer)]
    assert by_rows == [
        (
            "Contribution",
            "Author: First; Role: author",
            "Author: First; Role: author; Credited: F.",
            "Author: First; Role: author",
            "theirs",
        ),
        (
            "Contribution",
            "Author: Second; Role: author",
            "Author: Second; Role: author",
            "Author: Second; Role: author; Credited: S.",
            "mine",
        ),
        ("Contribution", "not there", "Author: Third; Role: author", "not there", "theirs"),
        ("Identifier", "not there", "Scheme: DOI; Value: 10.1000/theirs", "not there", "theirs"),
        ("New identifier", "not there", "not there", "Scheme: ISBN; Value: 9783161484100", "mine"),
    ]
    assert client.post(address, chosen(answer)).status_code == 302
    assert credited(document) == [("First", 1, "F."), ("Second", 2, "S."), ("Third", 3, "")]
    assert sorted(document.identifiers.values_list("scheme", flat=True)) == ["doi", "isbn"]
    assert second.pk in set(document.contributions.values_list("pk", flat=True))


def test_a_row_that_both_changed_is_decided_field_by_field(client, curator, editor, document, address):
    client.force_login(curator)
    opened = client.get(address)
    first = document.contributions.get(position=1)
    with recorded(by=editor):
        first.credited = "F."
        first.role = "editor"
        first.save()

    answer = client.post(address, filled(opened) | {"contributions-0-credited": "Fst."})

    assert rows(answer) == [
        ("Contribution: Credited", "–", "F.", "Fst.", "must choose"),
        ("Contribution: Role", "author", "editor", "author", "theirs"),
    ]
    client.post(address, chosen(answer, **{"contributions-0-credited": "mine"}))
    first.refresh_from_db()
    assert (first.credited, first.role) == ("Fst.", "editor")


@pytest.mark.parametrize(("pick", "left"), [("mine", ["Second", "First"]), ("theirs", ["Second"])])
def test_a_row_that_others_deleted_can_be_added_again(client, curator, editor, document, address, pick, left):
    client.force_login(curator)
    opened = client.get(address)
    first = document.contributions.get(position=1)
    with recorded(by=editor):
        Contribution.objects.get(pk=first.pk).delete()

    answer = client.post(address, filled(opened) | {"contributions-0-credited": "Fst."})

    assert rows(answer) == [
        ("Contribution", "Author: First; Role: author", "deleted", "Author: First; Role: author; Credited: Fst.", "must choose")
    ]
    assert client.post(address, chosen(answer, **{f"contributions.{first.pk}": pick})).status_code == 302
    assert [family for family, _, _ in credited(document)] == left


@pytest.mark.parametrize(("pick", "left"), [("mine", ["Second"]), ("theirs", ["First", "Second"])])
def test_a_row_that_was_deleted_here_and_changed_elsewhere_asks(client, curator, editor, document, address, pick, left):
    client.force_login(curator)
    opened = client.get(address)
    first = document.contributions.get(position=1)
    with recorded(by=editor):
        first.credited = "F."
        first.save()

    answer = client.post(address, filled(opened) | {"contributions-0-DELETE": "on"})

    assert rows(answer)[0][3:] == ("deleted", "must choose")
    assert client.post(address, chosen(answer, **{f"contributions.{first.pk}": pick})).status_code == 302
    assert [family for family, _, _ in credited(document)] == left


def test_an_order_that_was_changed_stays_changed(client, curator, editor, document, address):
    client.force_login(curator)
    opened = client.get(address)
    with recorded(by=editor):
        document.title = "The gates"
        document.save()

    answer = client.post(address, filled(opened) | {"contributions-0-place": "1", "contributions-1-place": "0"})

    assert [(one[0], one[4]) for one in rows(answer)] == [("Title", "theirs"), ("Order: contribution", "mine")]
    assert client.post(address, chosen(answer)).status_code == 302
    document.refresh_from_db()
    assert (document.title, [family for family, _, _ in credited(document)]) == ("The gates", ["Second", "First"])


def test_a_document_that_was_merged_meanwhile_gives_back_what_was_typed(client, curator, editor, document, address):
    client.force_login(curator)
    opened = client.get(address)
    kept = DocumentFactory(title="The other gate")
    merge_documents(kept, document, by=editor, reason="one book", take=[], seen=(kept.revision, document.revision))

    answer = client.post(address, filled(opened, note="a long remark"))

    said = answer.content.decode()
    assert (answer.status_code, "a long remark" in said, "Save what is chosen" in said) == (409, True, False)
    assert answer.context["why_closed"].startswith("It was merged into")
