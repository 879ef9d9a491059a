"""Records as they stood at a moment: the same answer as was given then, but for what may not be shown any more."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from claims.models import Claim
from claims.services.review import retract
from history.past import in_words
from history.services import recorded
from sources.models import Author, Document, Identifier, Text
from sources.services.rename_document import rename_document
from tests.debate import reviewed_claim
from tests.factories.claims import ClaimTopicFactory, TopicFactory, TopicLabelFactory
from tests.factories.sources import PassageFactory, TextFactory

CLAIM = "/api/v1/claims/gate-closed-early/"


def now() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return in_words(cursor.fetchone()[0])


def undated(body):
    """The body as it was without the moment: addresses of today."""
    if isinstance(body, dict):
        return {name: undated(value) for name, value in body.items() if name not in {"as_of", "standing"}}
    if isinstance(body, list):
        return [undated(one) for one in body]
    return body.partition("?as_of=")[0] if isinstance(body, str) else body


def change_everything(debate, label, link, editor) -> None:
    """Change every record of the debate; take its topic's label and its link to the topic away."""
    Document.objects.update(title="Another title", issued="2020", publisher="")
    Author.objects.update(family="Other")
    Identifier.objects.create(document=debate.document, scheme="doi", value="10.1234/late")
    debate.document.texts.get().marks.update(value="99")
    link.delete()
    label.delete()
    retract(debate.accepted, by=editor, comment="Not so.")
    retract(debate.published, by=editor, comment="Not so.")


@pytest.fixture
def changed(debate, editor):
    """A moment after which every record of the debate was changed."""
    label = TopicLabelFactory(topic=TopicFactory(slug="gates"), label="gates")
    link = ClaimTopicFactory(claim=debate.published, topic=label.topic)
    then = now()
    change_everything(debate, label, link, editor)
    return then


def paths(debate) -> list[str]:
    author = debate.document.contributions.get().author
    return [
        CLAIM,
        f"/api/v1/evidence/{debate.accepted.public_id}/",
        f"/api/v1/excerpts/{debate.public.public_id}/",
        "/api/v1/documents/tarrowby2019holding/",
        "/api/v1/documents/tarrowby2019holding/texts/",
        f"/api/v1/authors/{author.public_id}/",
        "/api/v1/topics/gates/",
        "/api/v1/claims/?topic=gates&document=tarrowby2019holding&stance=supports&search=closed&count=true",
        "/api/v1/evidence/?document=tarrowby2019holding&claim=gate-closed-early",
        "/api/v1/excerpts/?search=harbour&claim=gate-closed-early&author=tarrowby&issued_to=2019",
        "/api/v1/documents/?search=holding&issued_to=2019&count=true",
        "/api/v1/authors/",
        "/api/v1/topics/",
        "/api/v1/relations/",
    ]


def test_every_get_answers_as_it_did_then(debate, api, editor):
    label = TopicLabelFactory(topic=TopicFactory(slug="gates"), label="gates")
    link = ClaimTopicFactory(claim=debate.published, topic=label.topic)
    asked = paths(debate)
    before = {path: undated(api.get(path).json()) for path in asked}
    then = now()

    change_everything(debate, label, link, editor)
    answers = {path: api.get(path, {"as_of": then} if "?" not in path else None) for path in asked if "?" not in path}
    answers |= {path: api.get(f"{path}&as_of={then}") for path in asked if "?" in path}

    assert {path: undated(answer.json()) for path, answer in answers.items()} == before
    assert api.get(CLAIM).json()["evidence"] == []


def test_an_answer_says_its_moment_and_its_address_stands_for_it(debate, api, changed):
    answer = api.get(CLAIM, {"as_of": changed})

    assert (answer.json()["as_of"], answer.json()["status"]) == (changed, "published")
    again = api.get(answer.json()["url"])
    assert (again.json(), again.headers["ETag"]) == (answer.json(), answer.headers["ETag"])
    assert api.get(CLAIM, {"as_of": changed}, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
    assert api.get(CLAIM).headers["ETag"] != answer.headers["ETag"]


def test_a_bibliography_is_of_the_record_as_it_was(debate, api, changed):
    bib = api.get("/api/v1/documents/", {"format": "bibtex", "as_of": changed})
    apa = api.get("/api/v1/documents/tarrowby2019holding/", {"format": "bibliography", "as_of": changed})

    assert "Holding the gate" in b"".join(bib.streaming_content).decode()
    assert apa.content.decode() == "Tarrowby, H. (2019). Holding the gate. Halver Press.\n"
    assert "Another title" in b"".join(api.get("/api/v1/documents/", {"format": "bibtex"}).streaming_content).decode()


def test_what_was_not_there_yet_is_not_found(debate, api, curator, editor):
    then = now()
    reviewed_claim(debate.bare, curator, editor, "Nobody knows.", "nobody-knows")

    answer = api.get("/api/v1/claims/nobody-knows/", {"as_of": then})

    assert answer.status_code == 404
    assert answer.json()["detail"] == f"There was no such record on {then}, or it is not public."
    assert [one["id"] for one in api.get("/api/v1/claims/", {"as_of": then}).json()["results"]] == ["gate-closed-early"]


def test_drafts_of_then_are_for_curators(debate, api, curator):
    then = now()
    Claim.objects.filter(pk=debate.draft.pk).update(statement="The gate opened at last.")
    path = "/api/v1/claims/gate-opened-late/"

    assert api.get(path, {"as_of": then}).status_code == 404
    api.force_authenticate(curator)
    assert api.get(path, {"as_of": then}).json()["statement"] == "The gate opened late."


def test_a_search_of_the_past_is_for_the_words_of_then(debate, api, curator):
    then = now()
    Claim.objects.filter(pk=debate.draft.pk).update(statement="The sluice leaked.", attributes={"what": "a leak"})
    api.force_authenticate(curator)

    def found(resource: str, words: str, **moment: str) -> list[str]:
        return [one["id"] for one in api.get(f"/api/v1/{resource}/", {"search": words, **moment}).json()["results"]]

    draft, link = [debate.draft.public_id], [debate.draft.evidence.get().public_id]
    assert (found("claims", "opened late", as_of=then), found("claims", "sluice", as_of=then)) == (draft, [])
    assert (found("claims", "opened late"), found("claims", "sluice")) == ([], draft)
    assert (found("evidence", "gate late", as_of=then), found("evidence", "sluice", as_of=then)) == (link, [])


def test_what_was_hidden_or_withheld_since_stays_so(debate, api):
    then = now()
    Text.objects.update(rights="private")

    assert api.get(f"/api/v1/excerpts/{debate.public.public_id}/", {"as_of": then}).json()["text"] is None
    assert api.get("/api/v1/excerpts/", {"search": "harbour", "as_of": then}).json()["results"] == []
    Document.objects.update(is_hidden=True)
    for path in ("/api/v1/documents/", "/api/v1/evidence/", "/api/v1/excerpts/"):
        assert api.get(path, {"as_of": then}).json()["results"] == []
    assert api.get("/api/v1/documents/tarrowby2019holding/", {"as_of": then}).status_code == 404


@pytest.mark.parametrize("rights", ["open", "excerpt_only"])
def test_words_that_a_limit_counts_no_more_are_not_read_in_the_past_either(debate, api, curator, editor, rights):
    """Else each moment would show other excerpts, and all moments together more than the limit."""
    text = TextFactory(content=f"The quay was flooded. {'Nothing else is told. ' * 200}", rights=rights)
    passage = PassageFactory(text=text, start=0, end=21)
    claim = reviewed_claim(passage, curator, editor, "It was flooded.", "quay-flooded")
    address, then = f"/api/v1/excerpts/{passage.public_id}/", now()
    shown = api.get(address, {"as_of": then}).json()["text"]
    retract(claim.evidence.get(), by=editor, comment="Not so.")
    after = api.get(address, {"as_of": then}).json()
    found = api.get("/api/v1/excerpts/", {"search": "flooded", "as_of": then}).json()["results"]

    stays = rights == "open"
    assert (shown, after["text"], len(found)) == ("The quay was flooded.", shown if stays else None, int(stays))
    assert (after["highlight"] is None, "flooded." in str(after["selectors"])) == (not stays, stays)


def test_an_excerpt_that_an_editor_took_back_stays_back(debate, api, editor):
    passage = debate.bare
    with recorded(by=editor):
        type(passage).objects.filter(pk=passage.pk).update(is_published=True)
    then = now()
    assert api.get(f"/api/v1/excerpts/{passage.public_id}/", {"as_of": then}).status_code == 200
    with recorded(by=editor):
        type(passage).objects.filter(pk=passage.pk).update(is_published=False)

    assert api.get(f"/api/v1/excerpts/{passage.public_id}/", {"as_of": then}).status_code == 404


def test_a_renamed_document_had_its_old_key(debate, api, editor):
    then = now()
    rename_document(debate.document, "tarrowby2019gate", by=editor, reason="Shorter.")

    assert api.get("/api/v1/documents/tarrowby2019holding/", {"as_of": then}).json()["key"] == "tarrowby2019holding"


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        ("yesterday", "Write a time or a date"),
        ("2026-13-01", "Write a time or a date"),
        ("99999-01-01", "Write a time or a date"),
        ("0001-01-01T00:00:00+22:00", "Write a time or a date"),
        ("", "Write a time or a date"),
        ((timezone.now() + timedelta(days=2)).date().isoformat(), "is not over yet"),
        ("9999-12-31T23:59:59Z", "is not over yet"),
    ],
)
def test_a_moment_is_one_that_has_been(debate, api, moment, said):
    answer = api.get("/api/v1/claims/", {"as_of": moment})

    assert answer.status_code == 400
    assert said in answer.json()["errors"][0]["message"]
    assert answer.json()["errors"][0]["field"] == "as_of"


def test_a_date_is_the_end_of_its_day_and_a_plus_may_be_a_space(debate, api):
    yesterday = (datetime.now(UTC) - timedelta(days=1)).date().isoformat()

    assert api.get("/api/v1/claims/", {"as_of": yesterday}).json() == {
        "next": None,
        "previous": None,
        "results": [],
        "as_of": f"{yesterday}T23:59:59.999999Z",
    }
    assert api.get("/api/v1/claims/?as_of=2024-05-01T12:00:00+02:00").json()["as_of"] == "2024-05-01T10:00:00Z"
    assert api.get("/api/v1/claims/?as_of=2024-05-01T12:00:00-22:30").json()["as_of"] == "2024-05-02T10:30:00Z"


def test_the_date_of_today_is_this_moment_and_the_answer_names_it(debate, api):
    before = timezone.now()
    answer = api.get("/api/v1/claims/", {"as_of": before.date().isoformat()}).json()

    assert before <= datetime.fromisoformat(answer["as_of"]) <= timezone.now()
    assert answer["results"]
    assert api.get(answer["results"][0]["url"]).json() == {**answer["results"][0], "as_of": answer["as_of"]}


def test_the_present_is_read_again_afterwards(debate, api, changed):
    api.get(CLAIM, {"as_of": changed})
    api.get("/api/v1/claims/none/", {"as_of": changed})

    assert api.get(CLAIM).json()["status"] == "retracted"
    assert api.get(f"{CLAIM}history/", {"as_of": changed}).status_code == 400


def test_pages_of_the_past_lead_to_pages_of_the_past(debate, api, curator, editor):
    reviewed_claim(debate.bare, curator, editor, "Nobody knows.", "nobody-knows")
    then = now()
    Claim.objects.filter(public_id="nobody-knows")
    retract(debate.published, by=editor, comment="Not so.")

    first = api.get("/api/v1/claims/", {"as_of": then, "limit": 1}).json()
    second = api.get(first["next"]).json()

    assert [(one["id"], one["status"]) for page in (first, second) for one in page["results"]] == [
        ("nobody-knows", "published"),
        ("gate-closed-early", "published"),
    ]
    assert second["as_of"] == then


@pytest.mark.parametrize("count", [1, 5])
def test_queries_do_not_grow_with_rows(debate, api, curator, editor, django_assert_max_num_queries, count):
    for n in range(count):
        passage = PassageFactory(text=debate.bare.text, start=58 + n, end=70 + n)
        reviewed_claim(passage, curator, editor, f"Claim {n}.", f"claim-{n}")
    then = now()
    api.get("/api/v1/claims/", {"as_of": then})

    # As without as_of, and four that enter the past and leave it again.
    with django_assert_max_num_queries(24):
        assert len(api.get("/api/v1/claims/", {"as_of": then}).json()["results"]) == count + 1
