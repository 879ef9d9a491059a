"""Law 7 for texts that are shown in excerpts only, where evidence makes the excerpts public."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import Error, IntegrityError, connection, transaction

from claims.models import Claim, Evidence
from claims.services.propose import propose_claim, propose_evidence
from claims.services.review import approve, retract, submit
from history.services import recorded
from sources.models import ExcerptUse, ShownSpan, Text
from tests.debate import LINK
from tests.factories.sources import PassageFactory, TextFactory

WORDS = " ".join(f"word-{n:04}" for n in range(100))


@pytest.fixture
def text(db) -> Text:
    return TextFactory(content=WORDS, rights="excerpt_only", excerpt_most_words=20, excerpt_most_share=30)


def claim_on(text: Text, curator, *starts: int) -> tuple[Claim, list[Evidence]]:
    """A submitted claim with submitted evidence on passages of nine characters."""
    claim = propose_claim(by=curator, type="event", statement=f"It closed at {starts}.", attributes={"what": "closing"})
    passages = [text.passages.filter(start=start).first() or PassageFactory(text=text, start=start, end=start + 9) for start in starts]
    evidence = [propose_evidence(by=curator, claim=claim, passage=passage, **LINK) for passage in passages]
    for record in (*evidence, claim):
        submit(record, by=curator)
    return claim, evidence


def used(text: Text) -> int:
    return ExcerptUse.objects.get(text=text).words


def test_an_excerpt_counts_from_the_moment_on_that_claim_and_evidence_are_public(text, curator, editor):
    claim, (evidence,) = claim_on(text, curator, 100)
    assert used(text) == 0

    approve(evidence, by=editor)
    assert used(text) == 0

    approve(claim, by=editor)
    assert used(text) == 8

    # A retracted claim stays readable with what it stood on.
    retract(claim, by=editor, comment="why")
    assert used(text) == 8

    retract(evidence, by=editor, comment="why")
    assert (used(text), ShownSpan.objects.count()) == (0, 0)


def test_a_claim_is_not_published_beyond_the_limit_of_a_text(text, curator, editor):
    claim, evidence = claim_on(text, curator, 100, 300, 500)
    for one in evidence:
        approve(one, by=editor)

    with pytest.raises(ValidationError, match="would show 24 of at most 20 words"):
        approve(claim, by=editor)

    claim.refresh_from_db()
    assert (claim.status, used(text), claim.reviews.filter(action="approve").exists()) == ("in_review", 0, False)


def test_evidence_is_not_accepted_beyond_the_limit_of_a_text(text, curator, editor):
    claim, (first, second, third) = claim_on(text, curator, 100, 300, 500)
    for record in (first, claim, second):
        approve(record, by=editor)

    with pytest.raises(ValidationError, match="would show 24 of at most 20 words"):
        approve(third, by=editor)

    third.refresh_from_db()
    assert (third.status, used(text)) == ("in_review", 16)


def test_a_passage_under_two_claims_counts_until_neither_shows_it(text, curator, editor):
    one, (first,) = claim_on(text, curator, 100)
    other, (second,) = claim_on(text, curator, 100)
    for record in (first, one, second, other):
        approve(record, by=editor)
    assert used(text) == 8

    retract(first, by=editor, comment="why")
    assert used(text) == 8

    retract(second, by=editor, comment="why")
    assert used(text) == 0


def test_what_an_editor_publishes_and_evidence_shows_counts_once(text, curator, editor):
    claim, (evidence,) = claim_on(text, curator, 100)
    for record in (evidence, claim):
        approve(record, by=editor)
    passage = evidence.passage
    with recorded(by=editor), connection.cursor() as cursor:
        cursor.execute("UPDATE sources_passage SET is_published = true WHERE id = %s", [passage.pk])
    assert used(text) == 8

    retract(evidence, by=editor, comment="why")
    assert used(text) == 8

    with recorded(by=editor), connection.cursor() as cursor:
        cursor.execute("UPDATE sources_passage SET is_published = false WHERE id = %s", [passage.pk])
    assert used(text) == 0


def test_raw_sql_publishes_no_more_than_a_review(text, curator, editor):
    claim, evidence = claim_on(text, curator, 100, 300, 500)
    for one in evidence:
        approve(one, by=editor)
    claim.refresh_from_db()

    with pytest.raises(IntegrityError, match="law 7"), recorded(by=editor), connection.cursor() as cursor:
        cursor.execute("SET LOCAL search_path = pg_temp, public")
        cursor.execute("CREATE TEMP TABLE sources_shownspan AS SELECT * FROM public.sources_shownspan")
        cursor.execute(
            "INSERT INTO claims_review (public_id, claim_id, revision, action, by_id, comment, at)"
            " VALUES ('raw-review', %s, %s, 'approve', %s, '', now())",
            [claim.pk, claim.revision, editor.pk],
        )
        cursor.execute("UPDATE claims_claim SET status = 'published' WHERE id = %s", [claim.pk])


def decide_at_once(records: list, action: str, status: str, *, by) -> None:
    """Decide on records of one kind by two statements."""
    table, link = (records[0]._meta.db_table, f"{records[0]._meta.model_name}_id")
    keys = [record.pk for record in records]
    with recorded(by=by), connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO claims_review (public_id, {link}, revision, action, by_id, comment)"
            f" SELECT 'act-{action}-' || public_id, id, revision, %s, %s, 'at once' FROM {table} WHERE id = ANY (%s)",
            [action, by.pk, keys],
        )
        cursor.execute(f"UPDATE {table} SET status = %s WHERE id = ANY (%s)", [status, keys])


def shown(text: Text) -> tuple[int, int, list[tuple[int, int, bool, bool]]]:
    use = ExcerptUse.objects.get(text=text)
    spans = ShownSpan.objects.filter(text=text).order_by("start")
    return use.characters, use.words, list(spans.values_list("start", "end", "by_itself", "by_evidence"))


def test_one_statement_shows_and_hides_what_many_do(curator, editor):
    texts = [
        TextFactory(content=WORDS + end, rights="excerpt_only", excerpt_most_words=90, excerpt_most_share=90) for end in (" one", " two")
    ]
    by_one, at_once = ([claim_on(text, curator, *starts) for starts in ((100, 300), (300, 500), (700,))] for text in texts)
    evidence = [link for _, links in at_once for link in links]
    claims = [claim for claim, _ in at_once]

    for step in ("accept", "publish", "retract"):
        for claim, links in by_one:
            for record in [claim] if step == "publish" else links:
                retract(record, by=editor, comment="why") if step == "retract" else approve(record, by=editor)
        if step == "publish":
            decide_at_once(claims, "approve", "published", by=editor)
        else:
            decide_at_once(evidence, *{"accept": ("approve", "accepted"), "retract": ("retract", "retracted")}[step], by=editor)

        assert shown(texts[1]) == shown(texts[0])
        assert len(shown(texts[1])[2]) == (4 if step == "publish" else 0)


def test_one_statement_shows_no_more_than_the_limit_of_a_text(text, curator, editor):
    pairs = [claim_on(text, curator, start) for start in (100, 300, 500)]
    for _, (evidence,) in pairs:
        approve(evidence, by=editor)

    with pytest.raises(IntegrityError, match="would show 24 of at most 20 words"), transaction.atomic():
        decide_at_once([claim for claim, _ in pairs], "approve", "published", by=editor)

    assert shown(text) == (0, 0, [])


@pytest.mark.parametrize(
    "call",
    [
        "claims_show_passages(ARRAY[1])",
        "sources_show_passage(1, 'evidence', false)",
        "sources_show_passages(ARRAY[1], 'evidence', '{}')",
        "sources_lock_excerpts(1)",
        "sources_lock_excerpts_of(ARRAY[1])",
    ],
)
def test_the_application_does_not_say_itself_what_is_shown(db, call):
    with pytest.raises(Error, match="permission denied"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SELECT {call}")


def test_evidence_that_is_accepted_while_its_claim_is_published_waits_for_it(committed_db):
    text = TextFactory(content=WORDS, rights="excerpt_only", excerpt_most_words=20, excerpt_most_share=30)
    curator, editor = (get_user_model().objects.create_superuser(name, password="x") for name in ("carla", "edith"))
    claim, (first, second) = claim_on(text, curator, 100, 300)
    approve(first, by=editor)
    second.refresh_from_db()
    accept = "INSERT INTO claims_review (public_id, evidence_id, revision, action, by_id, comment, at) VALUES ('raw', %s, %s, 'approve', %s, '', now())"
    other = connection.copy()
    try:
        with other.cursor() as cursor, transaction.atomic():
            approve(claim, by=editor)
            cursor.execute("SET lock_timeout = '200ms'")
            cursor.execute("SELECT set_config('pincite.actor', %s, false)", [str(editor.pk)])
            cursor.execute(accept, [second.pk, second.revision, editor.pk])
            with pytest.raises(Error, match="lock timeout"):
                cursor.execute("UPDATE claims_evidence SET status = 'accepted' WHERE id = %s", [second.pk])
        with other.cursor() as cursor:
            cursor.execute("UPDATE claims_evidence SET status = 'accepted' WHERE id = %s", [second.pk])
    finally:
        other.close()

    assert used(text) == 16
