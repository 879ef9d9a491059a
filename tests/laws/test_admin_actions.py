"""Laws against the actions of the admin's lists, by which many records are done at once."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group

from claims.models import Review
from claims.services.accounts import MACHINES
from claims.services.propose import propose_claim, propose_evidence
from claims.services.review import submit
from history.admin.uploads import held
from history.models import Change
from sources.models import Document
from tests.debate import LINK, Debate
from tests.factories.sources import AuthorFactory, ContributionFactory, DocumentFactory, IdentifierFactory, PassageFactory
from tests.history.admin.pages import page
from tests.sources.admin.files.imports import given

pytestmark = pytest.mark.django_db


def all_of(client, model: str, records, act: str, **fields):
    """Select records of a list and do one act on them, after the page that shows it first."""
    seen = {f"revision-{one.pk}": one.revision for one in records}
    data = {"action": act, "_selected_action": [one.pk for one in records], "confirmed": "1", **seen, **fields}
    return client.post(page(f"claims_{model}", "changelist"), data, follow=True)


def state(record) -> str:
    record.refresh_from_db()
    return str(record.status)


def test_nothing_without_accepted_evidence_is_published(client, curator, editor, debate: Debate):
    submit(debate.draft, by=curator)
    client.force_login(editor)

    said = all_of(client, "claim", [debate.draft], "approve", confirmed=[]).context["rows"]
    all_of(client, "claim", [debate.draft], "approve")

    assert [why_not for _, _, why_not in said] == ["It has no accepted evidence yet: accept some first."]
    assert (state(debate.draft), Review.objects.filter(action="approve", claim=debate.draft).count()) == ("in_review", 0)


def test_of_many_those_are_left_that_one_had_a_part_in(client, curator, editor, debate: Debate):
    others, own, handed_in = (
        propose_evidence(by=by, claim=debate.draft, passage=PassageFactory(), **LINK) for by in (curator, editor, curator)
    )
    submit(others, by=curator)
    submit(own, by=curator)
    submit(handed_in, by=editor)
    client.force_login(editor)

    all_of(client, "evidence", [others, own, handed_in], "approve")

    assert [state(one) for one in (others, own, handed_in)] == ["accepted", "in_review", "in_review"]


def test_a_machine_decides_nothing(client, curator, editor, debate: Debate):
    evidence = debate.draft.evidence.get()
    submit(evidence, by=curator)
    editor.groups.add(Group.objects.get(name=MACHINES))
    client.force_login(editor)

    all_of(client, "evidence", [evidence], "approve")

    assert (state(evidence), Review.objects.filter(evidence=evidence, action="approve").count()) == ("in_review", 0)


def test_each_of_many_has_its_history_with_who_did_it(client, curator, debate: Debate):
    claims = [propose_claim(by=curator, type="event", statement=f"Closing {n}.", attributes={"what": "closing"}) for n in range(3)]
    client.force_login(curator)

    all_of(client, "claim", claims, "submit", comment="all three")

    assert [
        (change.user, change.kind, change.changed, change.state["status"], change.revision)
        for claim in claims
        for change in Change.objects.of(claim).order_by("-id")[:1]
    ] == [("carla", "update", ["status"], "in_review", 2)] * 3


@pytest.fixture
def kept_here(monkeypatch, tmp_path) -> None:
    """Where bibliographies wait to be imported."""
    monkeypatch.setattr(held, "_place", lambda: tmp_path / "imports")


@pytest.mark.parametrize(("act", "name"), [("take_biblatex", "a.bib"), ("take_ris", "a.ris"), ("take_csl_json", "a.json")])
def test_what_a_list_gives_away_changes_nothing_when_it_comes_back(client, curator, kept_here, act, name):
    document = DocumentFactory(citation_key="ashdown2001gates", type="book", title="門 & Gates", issued="2001-04", publisher="Quay Press")
    ContributionFactory(document=document, author=AuthorFactory(family="Ashdown", given="Maud"))
    IdentifierFactory(document=document, scheme="isbn", value="978-0-262-03384-8")
    client.force_login(curator)
    file = client.post(page("sources_document", "changelist"), {"action": act, "_selected_action": [document.pk]})

    back = given(client, b"".join(file.streaming_content), name)

    assert back.context["sentences"] == ["1 entry would change nothing: all of it is here already."]
    assert Document.objects.count() == 1
