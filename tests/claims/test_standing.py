"""What a claim stands on is counted by the database, whatever path a change takes."""

from __future__ import annotations

import pytest
from django.db import Error, connection, transaction

from claims.models import Claim, ClaimStanding, Evidence
from claims.services.propose import propose_claim, propose_evidence, propose_relation
from claims.services.review import approve, retract, submit
from claims.services.verify import verify_database
from history.services import recorded
from sources.models import Document, Passage
from tests.factories.sources import AuthorFactory, ContributionFactory, DocumentFactory, PassageFactory, ReferenceFactory, TextFactory

pytestmark = pytest.mark.django_db

LINK = {"voice": "asserts", "basis": "data", "strength": "strong", "reason": "It says so."}


def work(*authors, **fields) -> Document:
    document = DocumentFactory(**fields)
    for position, author in enumerate(authors, 1):
        ContributionFactory(document=document, author=author, position=position)
    return document


@pytest.fixture
def claim(curator) -> Claim:
    return propose_claim(by=curator, type="event", statement="The gate closed.", attributes={"what": "closing"})


@pytest.fixture
def accepted(claim, curator, editor):
    """Accept a passage of a document as evidence."""

    def accept(document: Document, stance: str = "supports", *, to: Claim = claim, **fields) -> Evidence:
        text = document.texts.first() or TextFactory(document=document)
        passage = Passage.objects.filter(text=text).first() or PassageFactory(text=text)
        made = propose_evidence(by=curator, claim=to, passage=passage, stance=stance, **LINK | fields)
        submit(made, by=curator)
        approve(made, by=editor)
        return made

    return accept


def standing(claim: Claim) -> tuple[str, str]:
    found = ClaimStanding.objects.get(claim=claim)
    return found.category, found.sentence


def test_a_claim_begins_unsupported(claim):
    assert standing(claim) == ("unsupported", "supported by no accepted passage")


def test_two_documents_of_other_authors_are_two_sources(claim, accepted):
    accepted(work(AuthorFactory()))
    assert standing(claim) == ("supported_by_one", "supported by one passage from 1 document")

    accepted(work(AuthorFactory()))

    assert standing(claim) == ("supported", "supported by 2 passages from 2 independent documents")


def test_passages_reprints_and_disputes_are_told_apart(claim, accepted):
    first, second, third = (work(AuthorFactory()) for _ in range(3))
    accepted(first)
    accepted(second)
    accepted(work(original=first))
    accepted(third, "disputes")
    accepted(third, "qualifies")

    assert standing(claim) == (
        "contested",
        "supported by 3 passages from 2 independent documents; disputed by 1; one reprint not counted; qualified by one passage",
    )


def test_the_same_authors_again_are_no_second_source_even_by_way_of_a_third(claim, accepted):
    one, two, three = (AuthorFactory() for _ in range(3))
    for document in (work(one), work(one, two), work(two, three), work(AuthorFactory())):
        accepted(document)

    assert standing(claim) == (
        "supported",
        "supported by 4 passages from 2 independent documents; 2 documents of the same authors or after the same source not counted",
    )


def test_a_report_of_what_a_counted_author_says_is_no_second_source(claim, accepted):
    holder = AuthorFactory()
    accepted(work(holder))
    accepted(work(AuthorFactory()), voice="reports", holder=holder)

    assert standing(claim)[0] == "supported_by_one"


def test_a_passage_that_quotes_the_other_document_is_no_second_source(claim, accepted):
    quoted, quoting = work(AuthorFactory()), work(AuthorFactory())
    accepted(quoted)
    passage = accepted(quoting).passage
    assert standing(claim)[0] == "supported"

    ReferenceFactory(
        citing=quoting,
        cited=quoted,
        status="resolved",
        kind="quotes",
        text=passage.text,
        start=4,
        end=20,
        raw=passage.text.content[4:20],
    )

    assert standing(claim)[0] == "supported_by_one"


def test_parts_without_authors_of_their_own_are_one_with_their_book(claim, accepted):
    book = work(AuthorFactory())
    for _ in range(2):
        accepted(work(part_of=book, type="chapter"))

    assert standing(claim)[0] == "supported_by_one"


def test_what_a_published_claim_undercuts_is_not_counted_until_that_claim_is_retracted(claim, accepted, curator, editor):
    evidence = accepted(work(AuthorFactory()))
    other = propose_claim(by=curator, type="event", statement="The log is forged.", attributes={"what": "forgery"})
    accepted(work(AuthorFactory()), to=other)
    relation = propose_relation(by=curator, from_claim=other, kind="undercuts", to_evidence=evidence, reason="The log is forged.")
    for record in (relation, other):
        submit(record, by=curator)
        approve(record, by=editor)
    assert standing(claim) == ("unsupported", "supported by no accepted passage; one undercut passage not counted")

    other.refresh_from_db()
    retract(other, by=editor, comment="It is genuine.")

    assert standing(claim)[0] == "supported_by_one"


def test_a_challenge_counts_from_its_own_acceptance_until_its_own_retraction(claim, accepted, curator, editor):
    evidence = accepted(work(AuthorFactory()))
    other = propose_claim(by=curator, type="event", statement="The log is forged.", attributes={"what": "forgery"})
    accepted(work(AuthorFactory()), to=other)
    relation = propose_relation(by=curator, from_claim=other, kind="undercuts", to_evidence=evidence, reason="The log is forged.")
    told = []
    for act, record, by in ((submit, other, curator), (approve, other, editor), (submit, relation, curator), (approve, relation, editor)):
        act(record, by=by)
        told.append(standing(claim)[0])

    retract(relation, by=editor, comment="It is genuine.")

    assert (told, standing(claim)[0]) == ([*["supported_by_one"] * 3, "unsupported"], "supported_by_one")


def test_evidence_that_is_retracted_and_documents_that_are_hidden_count_no_more(claim, accepted, editor):
    evidence, document = accepted(work(AuthorFactory())), work(AuthorFactory())
    accepted(document, "disputes")
    assert standing(claim)[0] == "contested"

    retract(evidence, by=editor, comment="Misread.")
    assert standing(claim)[0] == "disputed"

    Document.objects.filter(pk=document.pk).update(is_hidden=True)
    assert standing(claim)[0] == "unsupported"


def test_raw_sql_that_finds_a_reprint_is_counted(claim, accepted, editor):
    first, second = work(AuthorFactory()), work(AuthorFactory())
    accepted(first)
    accepted(second)

    with recorded(by=editor), connection.cursor() as cursor:
        cursor.execute("UPDATE sources_document SET original_id = %s WHERE id = %s", [first.pk, second.pk])

    assert standing(claim) == ("supported_by_one", "supported by 2 passages from 1 document; one reprint not counted")
    assert verify_database()[1] == []


@pytest.mark.parametrize(
    "statement", ["UPDATE claims_claimstanding SET category = 'supported'", "SELECT claims_refresh_standing(ARRAY[1::bigint])"]
)
def test_nobody_types_a_standing_in(claim, statement):
    with pytest.raises(Error, match="permission denied"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_claims_of_one_standing_are_found_by_the_index(claim):
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO claims_claim (public_id, type, statement, attributes, language, status, origin, tool)"
            " SELECT 'claim-' || n, 'event', 'It closed.', '{\"what\": \"closing\"}', 'en', 'draft', 'human', '' FROM generate_series(1, 3000) AS n"
        )

    plan = Claim.objects.filter(standing__category="contested").order_by("-id")[:25].explain()

    assert ClaimStanding.objects.count() == 3001
    assert "claims_standing_category" in plan


def test_the_api_tells_the_standing_and_filters_by_it(claim, accepted, curator, editor, api):
    accepted(work(AuthorFactory()))
    submit(claim, by=curator)
    approve(claim, by=editor)

    (found,) = api.get("/api/v1/claims/", {"standing": "supported_by_one"}).json()["results"]

    assert {name: value for name, value in found["standing"].items() if name != "since"} == {
        "category": "supported_by_one",
        "sentence": "supported by one passage from 1 document",
        "supporting": {"passages": 1, "documents": 1, "independent": 1},
        "disputing": {"passages": 0, "documents": 0, "independent": 0},
        "qualifying": 0,
        "undercut": 0,
    }
    assert api.get("/api/v1/claims/", {"standing": "contested"}).json()["results"] == []


def test_a_draft_that_is_deleted_takes_its_standing_along(claim):
    claim.delete()

    assert not ClaimStanding.objects.exists()
