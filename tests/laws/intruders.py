"""What somebody says to the database who knows it well, as the application's role: raw SQL against each law, drawn by chance."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

from django.db import DatabaseError, connection, transaction

from tests.laws.people import Act, NothingThereError

_REVIEWED = ["claims_claim", "claims_evidence", "claims_relation"]
_TRACKED = ["claims_claim", "claims_evidence", "claims_relation", "claims_claimtopic", "sources_document", "sources_passage", "sources_text", "sources_author", "sources_mark", "sources_retraction", "sources_merge", "sources_reference"]  # fmt: skip
_STATES = ["draft", "in_review", "published", "accepted", "rejected", "retracted", "superseded"]
_ACTIONS = ["submit", "withdraw", "approve", "approve", "approve", "request_changes", "reject", "retract", "reopen", "supersede", "restore"]
_DECIDED = "INSERT INTO claims_review (public_id, {link}, revision, action, by_id, comment, at, conflicts) SELECT '{new}', id, revision - {few}, '{action}', {user}, 'why', now(), '[]' FROM {reviewed} WHERE id = {record}"
_APPROVED = "INSERT INTO claims_review (public_id, {link}, revision, action, by_id, comment, at, conflicts) SELECT '{new}', id, revision, 'approve', {user}, '', now(), '[]' FROM {reviewed} WHERE id = {record}"
_OWN = _APPROVED.replace("{user}", "created_by_id")
_MOVED = "UPDATE {reviewed} SET status = '{state}' WHERE id = {record}"
_PUBLISHED = "UPDATE {reviewed} SET status = CASE '{reviewed}' WHEN 'claims_claim' THEN 'published' ELSE 'accepted' END WHERE id = {record}"
_TIE = "INSERT INTO claims_declaredconflict (public_id, revision, account_id, document_id, reason, ended_because) VALUES ('{new}', 1, {user}, {document}, 'So.', '')"
_FLAG = "INSERT INTO claims_flag (public_id, revision, {link}, words, kind, origin, tool, resolution) VALUES ('{new}', 1, {record}, 'Odd.', 'other', 'human', '', '')"
_LEFT = "UPDATE auth_user SET is_active = false, last_name = clock_timestamp()::text WHERE id = {user} AND username LIKE 'guest%'"
_CLAIM = "INSERT INTO claims_claim (public_id, revision, type, statement, attributes, language, status, origin, tool, created_by_id, imported_by_id) VALUES ('{new}', 1, 'event', 'It was.', '{{\"what\": \"it\"}}', 'en', '{birth}', '{origin}', '{tool}', {someone}, {importer})"

#: Law -> what is tried against it: each a list of statements of one transaction. Words in braces are drawn.
STATEMENTS: dict[str, list[list[str]]] = {
    "law 1": [
        ['UPDATE sources_passage SET "end" = "end" + {few} WHERE id = {passage}'],
        ["UPDATE sources_passage SET start = start + 1 WHERE id = {passage}"],
        [
            "UPDATE sources_passage SET \"end\" = \"end\" + 1, quote = quote || '.', quote_sha256 = sources_sha256(quote || '.') WHERE id = {passage}"
        ],
        ["UPDATE sources_passage SET quote = upper(quote), quote_sha256 = sources_sha256(upper(quote)) WHERE id = {passage}"],
        ["UPDATE sources_passage SET status = 'exact', quote = 'It was.', quote_sha256 = sources_sha256('It was.') WHERE id = {passage}"],
        ["UPDATE sources_passage SET status = 'pinned', quote = NULL WHERE id = {passage}"],
        ["UPDATE sources_passage SET document_id = {document} WHERE id = {passage}"],
        [
            "UPDATE sources_passage SET status = 'transcribed', text_id = NULL, start = NULL, \"end\" = NULL, quote = 'It was.' WHERE id = {passage}"
        ],
        ["UPDATE sources_text SET content = upper(content), sha256 = sources_sha256(upper(content)) WHERE id = {text}"],
        ["UPDATE sources_text SET content = repeat('x', length) WHERE id = {text}"],
        ["UPDATE sources_text SET content = NULL WHERE id = {text}"],
        ["UPDATE sources_text SET document_id = {document}, version = 9 WHERE id = {text}"],
        ["UPDATE sources_text SET length = length + 1 WHERE id = {text}"],
        ['UPDATE sources_mark SET "end" = 100000'],
        ["UPDATE sources_mark SET text_id = {text}"],
        [
            'INSERT INTO sources_passage (public_id, revision, document_id, text_id, start, "end", quote, quote_sha256, status, locator_label, locator_value,'
            " carried, is_published, origin, tool) SELECT '{new}', 1, document_id, id, {few}, 20 + {few}, 'It was.', sources_sha256('It was.'), 'exact', '', '',"
            " '', false, 'human', '' FROM sources_text WHERE id = {text}"
        ],
        ["DELETE FROM sources_passage WHERE id = {passage}"],
        ["DELETE FROM sources_text WHERE id = {text}"],
        ["DELETE FROM sources_document WHERE id = {document}"],
        ["DELETE FROM claims_review", "DELETE FROM {reviewed} WHERE id = {record}"],
        ["DELETE FROM {reviewed} WHERE id = {record}"],
        ["TRUNCATE {tracked} CASCADE"],
        ["SELECT lo_unlink(1)", "LOCK TABLE sources_text IN ACCESS EXCLUSIVE MODE", "UPDATE sources_text SET content = 'It was.'"],
    ],
    "law 2": [
        [_DECIDED.replace("{action}", "submit"), _MOVED.replace("{state}", "in_review"), _APPROVED, _PUBLISHED],
        [_APPROVED, _PUBLISHED],
        [_APPROVED, "DELETE FROM claims_evidence WHERE status = 'draft'", _PUBLISHED],
        [_APPROVED, "UPDATE claims_evidence SET claim_id = {record} WHERE status IN ('draft', 'in_review')", _PUBLISHED],
        ["UPDATE claims_evidence SET passage_id = {passage} WHERE status IN ('draft', 'in_review')"],
    ],
    "law 3": [
        [_MOVED],
        [_PUBLISHED],
        [_DECIDED, _MOVED],
        [_DECIDED, _PUBLISHED],
        [_APPROVED],
        ["SELECT set_config('pincite.actor', created_by_id::text, true) FROM {reviewed} WHERE id = {record}", _OWN],
        [_CLAIM],
        ["UPDATE claims_claim SET statement = 'It was otherwise.', status = '{state}' WHERE id = {claim}"],
        ["UPDATE claims_claim SET attributes = '{{\"what\": 7}}' WHERE id = {claim}"],
        ["UPDATE claims_claim SET language = '{new}' WHERE status <> 'draft'"],
        ["UPDATE claims_evidence SET reason = 'It was otherwise.', strength = 'weak' WHERE id = {evidence}"],
        ["UPDATE claims_evidence SET claim_id = {claim} WHERE id = {evidence}"],
        ["UPDATE {reviewed} SET created_by_id = {user} WHERE id = {record}"],
        ["UPDATE {reviewed} SET supersedes_id = {record} WHERE status = 'draft'"],
        ["UPDATE claims_claim SET supersedes_id = NULL WHERE id = {claim}"],
        ["UPDATE claims_claim SET holder_id = (SELECT min(id) FROM sources_author) WHERE id = {claim}"],
        ["UPDATE claims_review SET by_id = {user}"],
        ["INSERT INTO claims_claimtopic (public_id, revision, claim_id, topic_id) SELECT '{new}', 1, {claim}, max(id) FROM claims_topic"],
        ["UPDATE claims_claimtopic SET claim_id = {claim}"],
        ["DELETE FROM claims_claimtopic"],
        [
            _APPROVED,
            "SELECT set_config('pincite.actor', '{user}', true)",
            "UPDATE claims_claim SET statement = statement || '.' WHERE id = {record}",
            _PUBLISHED,
        ],
        [_TIE, _APPROVED, _PUBLISHED],
        [_APPROVED, _FLAG, _PUBLISHED],
        ["UPDATE claims_flag SET resolution = 'No.', resolved_at = '2001-01-01', resolved_by_id = {user}"],
        ["UPDATE claims_declaredconflict SET ended_at = '2001-01-01', ended_because = 'No.', ended_by_id = {user}"],
        [_LEFT, _DECIDED, _MOVED],
        [_LEFT, _APPROVED, _PUBLISHED],
        ["SELECT set_config('pincite.actor', '', true)", "UPDATE {reviewed} SET tool = tool, status = 'draft' WHERE id = {record}"],
    ],
    "law 4": [
        [
            "INSERT INTO sources_passage (public_id, revision, document_id, text_id, quote_sha256, status, locator_label, locator_value, derived_from_id,"
            " carried, is_published, origin, tool) SELECT '{new}', 1, earlier.document_id, later.id, earlier.quote_sha256, 'orphaned', '', '', earlier.id, 'orphaned',"
            " false, 'human', '' FROM sources_passage earlier JOIN sources_text later ON later.derived_from_id = earlier.text_id WHERE earlier.id = {passage}"
        ],
        [
            "INSERT INTO sources_retraction (public_id, revision, document_id, retracted_on, reason, notice, lifted_because)"
            " VALUES ('{new}', 1, {document}, '', 'Misread.', '', '')"
        ],
        ["UPDATE sources_retraction SET lifted_because = 'Read again.'"],
        ["UPDATE sources_retraction SET document_id = {document}"],
        ["DELETE FROM sources_retraction"],
        ["UPDATE claims_evidence SET status = 'accepted' WHERE status = 'in_review'"],
        [
            "INSERT INTO claims_review (public_id, evidence_id, revision, action, by_id, comment, at, conflicts, stood_on_id, corrected_id) SELECT '{new}', id, revision,"
            " 'reopen', {user}, '', now(), '[]', passage_id, {passage} FROM claims_evidence WHERE id = {evidence}",
            "UPDATE claims_evidence SET status = 'in_review' WHERE id = {evidence}",
        ],
        [
            "INSERT INTO claims_review (public_id, evidence_id, revision, action, by_id, comment, at, conflicts, retraction_id) SELECT '{new}', id, revision,"
            " 'restore', {user}, '', now(), '[]', (SELECT max(id) FROM sources_retraction) FROM claims_evidence WHERE id = {evidence}",
            "UPDATE claims_evidence SET status = 'accepted' WHERE id = {evidence}",
        ],
        [
            "INSERT INTO sources_text (public_id, revision, document_id, version, content, sha256, length, media_type, language, file_name, file_sha256, tool,"
            " rights, excerpt_most_words, excerpt_most_share, note, derived_from_id, is_second_copy) SELECT '{new}', 1, document_id, version + 1, 'It was.',"
            " sources_sha256('It was.'), 7, 'text/plain', 'en', 'x', '', '', 'open', 100, 10, '', id, false FROM sources_text WHERE id = {text}"
        ],
    ],
    "law 5": [
        ["UPDATE {tracked} SET revision = {few}"],
        ["UPDATE {tracked} SET revision = revision - 1, changed_at = '2001-01-01', created_at = '2001-01-01'"],
        ["UPDATE {tracked} SET id = id + 1000"],
        ["UPDATE {tracked} SET public_id = 'other-' || id"],
        ["UPDATE claims_claim SET language = '{new}' WHERE status = 'draft'"],
        ["UPDATE sources_document SET title = '{new}' WHERE id = {document}"],
        ["UPDATE sources_document SET citation_key = '{new}' WHERE id = {document}"],
        ["UPDATE sources_author SET merged_into_id = (SELECT max(id) FROM sources_author)"],
        ["UPDATE sources_merge SET moved = '[]'"],
        [
            "INSERT INTO sources_merge (public_id, revision, kept_document_id, merged_document_id, moved, reason, by_id, transaction, undone_reason)"
            " SELECT '{new}', 1, {document}, id, '[]', 'So.', {user}, 0, '' FROM sources_document ORDER BY id LIMIT 1 OFFSET {few}"
        ],
        ["UPDATE sources_merge SET undone_by_id = {user}, undone_reason = 'No.'"],
        ["DELETE FROM sources_merge"],
        ["DELETE FROM sources_formerkey"],
        ["UPDATE claims_topic SET slug = '{new}' WHERE id = (SELECT min(id) FROM claims_topic)"],
        ["DELETE FROM claims_formerslug"],
        ["UPDATE history_change SET state = '{{}}'"],
        ["DELETE FROM history_change"],
        ["SELECT setval('history_change_id_seq', 1)"],
        ["MERGE INTO sources_document it USING (VALUES (1)) one (x) ON true WHEN MATCHED THEN UPDATE SET title = it.title || '.'"],
        [
            "INSERT INTO sources_author (id, public_id, revision, kind, family, given) VALUES ({few}, '{new}', 7, 'person', 'New', '')"
            " ON CONFLICT (id) DO UPDATE SET family = 'Newer'"
        ],
        ["SET LOCAL TimeZone = 'Asia/Tokyo'", "SET LOCAL extra_float_digits = -10", "UPDATE sources_document SET note = '{new}'"],
    ],
    "law 6": [
        [_DECIDED.replace("{few}", "1")],
        [_DECIDED.replace("{few}", "1"), _MOVED],
        [_DECIDED.replace("revision - {few}", "revision + 1"), _MOVED],
        ["UPDATE claims_claim SET revision = revision - 1, language = '{new}' WHERE status = 'draft'"],
    ],
    "law 7": [
        ["UPDATE sources_passage SET is_published = true WHERE id = {passage}"],
        ["UPDATE sources_passage SET is_published = true"],
        ["UPDATE sources_text SET rights = 'open' WHERE id = {text}"],
        [
            "SELECT set_config('pincite.reason', 'So.', true)",
            "UPDATE sources_text SET rights = 'open', excerpt_most_share = 90 WHERE id = {text}",
        ],
        ["UPDATE sources_text SET excerpt_most_words = 1000000, excerpt_most_share = 90 WHERE id = {text}"],
        ["UPDATE sources_text SET rights = 'excerpt_only', excerpt_most_share = 5 WHERE id = {text}"],
        ["DELETE FROM sources_shownspan"],
        ["UPDATE sources_excerptuse SET characters = 0, words = 0"],
    ],
    "law 8": [
        [_CLAIM.replace("'{birth}'", "'draft'")],
        [_CLAIM.replace("{importer}", "{user}")],
        ["UPDATE {reviewed} SET imported_by_id = {user} WHERE id = {record}"],
        [
            _DECIDED.replace("at)", "at, imported_by_id)")
            .replace("now()", "'2026-01-01', {user}")
            .replace("{user}, 'why'", "{someone}, 'why'"),
            _MOVED,
        ],
        [
            _DECIDED.replace("at, conflicts)", "at, imported_by_id, conflicts)")
            .replace("now()", "now(), {user}")
            .replace("{user}, 'why'", "{someone}, 'why'")
        ],
    ],
    "law 9": [
        ["UPDATE {reviewed} SET origin = 'machine', tool = 'matcher 1' WHERE id = {record}"],
        ["UPDATE {reviewed} SET origin = 'human', tool = '' WHERE origin = 'machine'"],
        ["UPDATE sources_passage SET origin = 'machine', tool = 'matcher 1' WHERE id = {passage}"],
        [_DECIDED],
        [_APPROVED, _PUBLISHED],
    ],
}
#: What may be said before: none of it lifts a law.
_BEFORE = [
    *[""] * 6,
    "SET LOCAL session_replication_role = replica",
    "SET CONSTRAINTS ALL DEFERRED",
    "SET LOCAL search_path = pg_temp, public",
    "CREATE TEMP TABLE claims_review (LIKE public.claims_review) ON COMMIT DROP",
    "CREATE TEMP TABLE history_change (LIKE public.history_change) ON COMMIT DROP",
    "CREATE TEMP TABLE sources_text (LIKE public.sources_text) ON COMMIT DROP",
    "CREATE TEMP TABLE auth_user ON COMMIT DROP AS SELECT * FROM public.auth_user",
    "CREATE FUNCTION pg_temp.history_acting_user() RETURNS bigint LANGUAGE sql AS 'SELECT 1::bigint'",
    "ALTER TABLE claims_claim DISABLE TRIGGER ALL",
    "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ",
]  # fmt: skip


class _Drawn(dict[str, Any]):
    """The words in braces, drawn when they are first asked for."""

    def __init__(self, chance: random.Random) -> None:
        super().__init__()
        self.chance = chance
        self.drawing: dict[str, Callable[[], Any]] = {
            "user": lambda: self._key("auth_user"),
            "someone": lambda: chance.choice([self["user"], self._key("auth_user"), "NULL"]),
            "importer": lambda: chance.choice([self["user"], self._key("auth_user"), "NULL", "NULL"]),
            "few": lambda: chance.choice([0, 0, 1, 2]),
            "new": lambda: f"made-{chance.randrange(10**9)}",
            "reviewed": lambda: chance.choice(_REVIEWED),
            "link": lambda: self["reviewed"].removeprefix("claims_") + "_id",
            "record": lambda: self._key(self["reviewed"]),
            "tracked": lambda: chance.choice(_TRACKED),
            "state": lambda: chance.choice(_STATES),
            "birth": lambda: chance.choice(["draft", *_STATES]),
            "action": lambda: chance.choice(_ACTIONS),
            "origin": lambda: chance.choice(["human", "human", "machine"]),
            "tool": lambda: "" if self["origin"] == "human" else "matcher 1",
        }
        for name in ("claim", "evidence", "passage", "text", "document"):
            table = f"claims_{name}" if name in {"claim", "evidence"} else f"sources_{name}"
            self.drawing[name] = lambda table=table: self._key(table)  # type: ignore[misc]

    def __missing__(self, name: str) -> Any:
        self[name] = self.drawing[name]()
        return self[name]

    def _key(self, table: str) -> int:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT id FROM public.{table} ORDER BY id")
            keys = [key for (key,) in cursor.fetchall()]
        if not keys:
            raise NothingThereError
        return int(self.chance.choice(keys))


def against(*laws: str) -> Act:
    """An act of somebody who breaks one of these laws, if that can be."""
    tried = [statements for law in laws for statements in STATEMENTS[law]]

    def intrude(chance: random.Random) -> None:
        drawn = _Drawn(chance)
        statements = [statement.format_map(drawn) for statement in chance.choice(tried)]
        actor = chance.choice([str(drawn["user"])] * 9 + [""])
        before = chance.choice(_BEFORE)
        with transaction.atomic(), connection.cursor() as cursor:
            _say(before)
            cursor.execute("SELECT set_config('pincite.actor', %s, true)", [actor])
            for statement in statements:
                cursor.execute(statement)

    return intrude


def _say(before: str) -> None:
    """Say it, and go on if it is refused."""
    if not before:
        return
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(before)
    except DatabaseError:
        return


intrude = against(*STATEMENTS)
