"""Lead citations to their documents again: those that mean none yet, when a document that they may mean is added or changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import connection, transaction

from history.services import store
from sources.models import Document, Reference
from sources.services.references.asking import Asked, from_json, keys_of
from sources.services.references.finding import apply, follow
from sources.services.references.judging import judge

_AT_ONCE = 500
_WRITTEN = ("status", "cited", "method", "score", "reason", "candidates", "match_keys")
#: Citations that wait for a document, and would be found by one of the keys that these documents have. ``{documents}`` selects their ids.
_AWAITING = """
    WITH document AS (SELECT one.* FROM ({documents}) AS given(id) JOIN sources_document AS one ON one.id = given.id
                       WHERE one.merged_into_id IS NULL),
    asked AS (
        SELECT 'title/' || sources_match_key(title) AS key
          FROM (SELECT title FROM document UNION SELECT split_part(title, ':', 1) FROM document UNION SELECT title_short FROM document
                UNION SELECT other.title FROM document JOIN sources_titlevariant AS other ON other.document_id = document.id) AS titled
         WHERE sources_match_key(title) <> ''
        UNION
        SELECT 'people/' || sources_match_key(name) || '/' || year
          FROM document
          JOIN sources_contribution AS credit ON credit.document_id = document.id
         CROSS JOIN LATERAL (SELECT family || literal FROM sources_author AS one WHERE one.id = credit.author_id
                             UNION SELECT family || literal FROM sources_namevariant AS one WHERE one.author_id = credit.author_id) AS person(name)
         CROSS JOIN LATERAL (VALUES (substring(issued FROM '[0-9]{{4}}')), (substring(original_date FROM '[0-9]{{4}}'))) AS dated(year)
         WHERE year IS NOT NULL
        UNION
        SELECT scheme || '/' || value FROM document JOIN sources_identifier AS one ON one.document_id = document.id)
    SELECT DISTINCT waiting.id
      FROM asked
     CROSS JOIN LATERAL (SELECT id FROM sources_reference AS one
                          WHERE one.match_keys @> ARRAY[left(asked.key, 250)]::varchar[] AND one.status <> 'resolved' AND one.method <> 'hand' OFFSET 0) AS waiting
     ORDER BY waiting.id
"""


@dataclass
class Resolved:
    """How many citations were looked at, and what became of them."""

    checked: int = 0
    changed: int = 0
    resolved: int = 0
    ambiguous: int = 0


def retry_references(documents: Iterable[int]) -> Resolved:
    """Try again the citations that wait for a document and may mean one of these, by their primary keys; no others are looked at."""
    return _retry(_AWAITING.format(documents="SELECT unnest(%s::bigint[])"), [list(documents)]) if some_wait() else Resolved()


def some_wait() -> bool:
    """Whether any citation waits for a document."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT 1 FROM sources_reference WHERE id > 0 AND status <> 'resolved')")
        return bool(cursor.fetchone()[0])


def retry_for_import() -> Resolved:
    """The same for all documents that the import at hand brought or matched."""
    return _retry(_AWAITING.format(documents="SELECT document_id FROM import_taken"), [])


def _retry(statement: str, parameters: list[list[int]]) -> Resolved:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        waiting = [row for (row,) in cursor.fetchall()]
    return resolve_references(waiting) if waiting else Resolved()


def resolve_references(references: Iterable[int] | None = None) -> Resolved:
    """Try citations again that mean no document yet; what was resolved, or decided by hand, stays.

    Args:
        references: Their primary keys; None for all that wait. In batches: memory does not grow with them.
    """
    done = Resolved()
    for some in _batches(references):
        with transaction.atomic():
            _resolve(some, done)
    return done


def _batches(references: Iterable[int] | None) -> Iterator[list[int]]:
    if references is not None:
        wanted = sorted(references)
        yield from (wanted[begin : begin + _AT_ONCE] for begin in range(0, len(wanted), _AT_ONCE))
        return
    last = 0
    while some := list(Reference.objects.waiting().filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:_AT_ONCE]):
        yield some
        last = some[-1]


def _resolve(some: Sequence[int], done: Resolved) -> None:
    rows = list(Reference.objects.waiting().select_for_update().filter(pk__in=some, repeats__isnull=True).order_by("pk"))
    readable = [row for row in rows if row.parsed]
    asked = [Asked(row.citing_id, from_json(row.parsed)) for row in readable]
    changed = [row for row, verdict in zip(readable, judge(asked), strict=True) if apply(row, verdict)] if asked else []
    for row, keys in zip(readable, keys_of(asked), strict=True) if asked else ():
        if row.match_keys != keys:
            row.match_keys = keys
            changed += [] if row in changed else [row]
    Reference.objects.bulk_update(changed, _WRITTEN)
    done.checked += len(readable)
    done.changed += len(changed) + let_repeats_follow(changed)
    done.resolved += sum(row.status == Reference.Status.RESOLVED for row in changed)
    done.ambiguous += sum(row.status == Reference.Status.AMBIGUOUS for row in readable)


def let_repeats_follow(firsts: Iterable[Reference]) -> int:
    """Make what repeats these citations mean what they mean now, but for what was decided by hand; return how many changed."""
    by_id = {row.pk: row for row in firsts}
    repeating = Reference.objects.select_for_update().filter(repeats__in=by_id).exclude(method=Reference.Method.HAND)
    changed = [row for row in repeating if follow(row, by_id[row.repeats_id or 0])] if by_id else []
    Reference.objects.bulk_update(changed, _WRITTEN)
    return len(changed)


@transaction.atomic
def resolve_by_hand(reference: Reference, document: Document | None, *, reason: str = "") -> Reference:
    """Say which document a citation means, or that none here does; no machine changes it afterwards.

    Raises:
        ValidationError: It would cite itself, or the document was merged into another.
    """
    if document is not None and document.pk == reference.citing_id:
        raise ValidationError({"cited": "A document does not cite itself: choose another, or leave it empty."})
    reference.cited = document
    reference.status = Reference.Status.RESOLVED if document else Reference.Status.UNMATCHED
    reference.method = Reference.Method.HAND
    reference.score, reference.reason = None, reason or ("Chosen by hand." if document else "No document here, said by hand.")
    store(reference)
    let_repeats_follow([reference])
    return reference
