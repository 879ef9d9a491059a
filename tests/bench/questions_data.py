"""A made-up debate of any size, loaded by the owner as a restored dump is: with the outcome of reviews, not by holding them one by one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connections, transaction
from django.db.backends.utils import CursorWrapper

#: How many standings are counted in one statement.
AT_ONCE = 10_000
_TABLES = ("claims_claim", "claims_evidence", "claims_review", "claims_relation", "claims_relationevidence")
_TRACKED_NAMES = "revision, created_at, changed_at"
_TRACKED = "1 AS revision, now() - interval '40 days' AS created_at, now() - interval '40 days' AS changed_at"

# Of eight claims six are published, one waits and one is a draft. Of the two pieces of evidence of each most support it, many from
# two documents, some from one; some was retracted. What is measured is measured by four claims, few of which differ.
_STATEMENTS = (
    """CREATE TEMP TABLE places AS
        SELECT id, row_number() OVER (ORDER BY document_id, start) - 1 AS place FROM sources_passage WHERE status = 'exact'""",
    "CREATE UNIQUE INDEX ON places (place)",
    "ANALYZE places",
    """INSERT INTO claims_claim (public_id, type, statement, attributes, language, status, origin, tool, revision, created_at, changed_at)
        SELECT 'made-claim-' || n, 'quantitative', 'Measure ' || n / 4 || ' was taken by ' || n || '.',
               jsonb_build_object('measure', 'measure ' || n / 4, 'value', CASE WHEN n % 50 = 0 THEN 2 ELSE 1 END, 'unit', 'persons',
                                  'as_of', '2004'),
               'en', CASE n % 8 WHEN 6 THEN 'in_review' WHEN 7 THEN 'draft' ELSE 'published' END, 'human', '', {tracked}
          FROM generate_series(1, {claims}) AS n""",
    """INSERT INTO claims_evidence (public_id, claim_id, passage_id, stance, voice, holder_as_named, basis, strength, reason, status, origin, tool,
                                    revision, created_at, changed_at)
        SELECT 'made-evidence-' || n || '-' || which, claim.id, places.id,
               CASE WHEN which = 1 AND n % 10 IN (0, 5) THEN 'disputes' WHEN which = 1 AND n % 10 = 1 THEN 'qualifies' ELSE 'supports' END,
               'asserts', '', (ARRAY['cited', 'uncited', 'data', 'inference'])[1 + (n / 3 + which * (n % 2)) % 4], 'strong', 'It says so.',
               CASE WHEN claim.status <> 'published' THEN claim.status WHEN n % 20 = 3 OR which = 0 AND n % 40 = 5 THEN 'retracted' ELSE 'accepted' END, 'human', '', {tracked}
          FROM generate_series(1, {claims}) AS n CROSS JOIN generate_series(0, 1) AS which
          JOIN claims_claim claim ON claim.public_id = 'made-claim-' || n
          JOIN places ON places.place = (CASE WHEN n % 5 = 0 THEN n * 2 + which ELSE n * 7 + which * 11 END) % (SELECT count(*) FROM places)""",
    """INSERT INTO claims_review (public_id, evidence_id, revision, action, by_id, comment, conflicts, at)
        SELECT sources_new_public_id(), id, 1, 'approve', (SELECT min(id) FROM auth_user), '', '[]', now() - interval '1 day' + id * interval '1 ms'
          FROM claims_evidence WHERE status IN ('accepted', 'retracted')""",
    "INSERT INTO claims_comparedclaim (claim_id, key, is_compared) SELECT id, '', false FROM claims_claim WHERE status = 'published'",
    # Every tenth claim is related to the next; of these every fifth says that the two contradict each other, and one in eight is a draft.
    """INSERT INTO claims_relation (public_id, from_claim_id, kind, to_claim_id, reason, stands_on, status, origin, tool, revision, created_at, changed_at)
        SELECT 'made-relation-' || n, one.id, CASE WHEN n % 50 = 0 THEN 'contradicts' ELSE 'refines' END, other.id, 'It says so.', '{{}}',
               CASE n / 10 % 8 WHEN 7 THEN 'draft' ELSE 'accepted' END, 'human', '', {tracked}
          FROM generate_series(10, {claims} - 1, 10) AS n
          JOIN claims_claim one ON one.public_id = 'made-claim-' || n JOIN claims_claim other ON other.public_id = 'made-claim-' || n + 1""",
    """INSERT INTO claims_relationevidence (public_id, relation_id, passage_id, {tracked_names})
        SELECT 'bears-' || relation.id, relation.id, places.id, {tracked} FROM claims_relation relation
          JOIN places ON places.place = relation.id % (SELECT count(*) FROM places)""",
)

# Whether they hold is judged by the standings, which are counted before.
_RELATED = """
INSERT INTO claims_contradiction (claim_id, other_id, relation_id, sentence)
 SELECT ends.claim_id, ends.other_id, relation.id, relation.reason FROM claims_relation relation
  CROSS JOIN LATERAL (VALUES (from_claim_id, to_claim_id), (to_claim_id, from_claim_id)) AS ends (claim_id, other_id)
  WHERE relation.kind = 'contradicts' AND relation.status = 'accepted'
"""


def fill_debate(*, claims: int) -> None:
    """Write so many claims with two pieces of evidence each on the passages there are, and count their standing."""
    with transaction.atomic(using="owner"), _laws_set_aside() as cursor:
        for statement in _STATEMENTS:
            cursor.execute(statement.format(claims=claims, tracked=_TRACKED, tracked_names=_TRACKED_NAMES))
        cursor.execute("DROP TABLE places")
        for table in (*_TABLES, "claims_comparedclaim", "sources_passage"):
            cursor.execute(f"ANALYZE {table}")
        cursor.execute("SELECT min(id), max(id) FROM claims_claim")
        least, most = cursor.fetchone()
        for first in range(least, most + 1, AT_ONCE):
            recount(cursor, first, first + AT_ONCE - 1)
        cursor.execute(_RELATED)
    upkeep()


def recount(cursor: CursorWrapper, first: int, last: int) -> None:
    """Count the standing of the claims between two ids as the laws' triggers do."""
    cursor.execute("SELECT claims_refresh_standing(ARRAY(SELECT id FROM claims_claim WHERE id BETWEEN %s AND %s))", [first, last])


def upkeep() -> None:
    """What the server does by itself when it finds the time."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


@contextmanager
def _laws_set_aside() -> Iterator[CursorWrapper]:
    """A cursor of the owner, who loads what other laws have judged already; all triggers stand again at the end, as they did."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT format('ALTER TABLE %%s ENABLE ALWAYS TRIGGER %%I', tgrelid::regclass, tgname) FROM pg_trigger"
            " WHERE NOT tgisinternal AND tgrelid::regclass::text = ANY (%s)",
            [list(_TABLES)],
        )
        again = [statement for (statement,) in cursor.fetchall()]
        for table in _TABLES:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        yield cursor
        # Foreign keys may wait for the end of the transaction, and a table with such a queue is not altered.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for statement in again:
            cursor.execute(statement)
