"""Find the citations of a text and keep each as a row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction

from sources.citing.citation import Citation
from sources.citing.finding import TOOL, Found, find_citations
from sources.formats.record import LOCATOR_LABELS
from sources.ingestion.extraction import Span
from sources.models import Reference, Text
from sources.models.provenance import Origin
from sources.services.references.asking import Asked, as_json, keys_of
from sources.services.references.judging import Verdict, judge
from sources.services.references.rejected import Rejected, rejected_in

_LONGEST_MARKER = 20
_LONGEST_LOCATOR = 120
_AT_ONCE = 1000


@dataclass(frozen=True)
class FoundReferences:
    """What looking through one text brought."""

    #: Rows that were made; with ``dry_run``, that would be.
    created: list[Reference]
    #: How many citations stand there that were rows already, or that an editor took away.
    unchanged: int


@transaction.atomic
def find_references(text: Text, *, dry_run: bool = False) -> FoundReferences:
    """Keep each citation of a held text as a row, led to the document that it means where that can be told.

    Repeated, it changes nothing: where a row stands already, whoever made or corrected it, no other is made, and where an editor deleted
    one none comes back. To be called inside
    ``recorded`` where somebody is to be named for it.

    Args:
        text: A text whose words are held.
        dry_run: Make the rows without storing them.

    Raises:
        ValidationError: The words are not held.
    """
    # Two who look at once go one after the other, so that the second sees what the first found.
    content = Text.objects.select_for_update().values_list("content", flat=True).get(pk=text.pk)
    if content is None:
        raise ValidationError("The words of this text are not held: bring the copy first, then look for its references.")
    marks = [Span(mark.label, mark.value, mark.start, mark.end) for mark in text.marks.filter(label="note")]
    found = find_citations(content, marks)
    rejected = rejected_in(text.document_id, [Reference.Kind.CITES, Reference.Kind.REMARK])
    standing = [*_standing(text), *_places_of(rejected, text)]
    # The same words in another version of the text were refused there.
    refused = {one.raw for one in rejected if one.text_id != text.pk}
    fresh = [place for place, one in enumerate(found) if not _is_taken(one, standing) and content[one.start : one.end] not in refused]
    rows = _rows(text, content, found, fresh)
    if not dry_run:
        _store(rows, found)
    return FoundReferences([rows[place] for place in fresh], len(found) - len(fresh))


def _standing(text: Text) -> Iterator[tuple[int, int]]:
    rows = Reference.objects.filter(text=text, kind__in=[Reference.Kind.CITES, Reference.Kind.REMARK])
    for start, end in rows.order_by("start").values_list("start", "end"):
        if start is not None and end is not None:
            yield start, end


def _places_of(rejected: Iterable[Rejected], text: Text) -> Iterator[tuple[int, int]]:
    for one in rejected:
        if one.text_id == text.pk and one.start is not None and one.end is not None:
            yield one.start, one.end


def _is_taken(one: Found, standing: Sequence[tuple[int, int]]) -> bool:
    return any(start < one.end and one.start < end for start, end in standing)


def _rows(text: Text, content: str, found: Sequence[Found], fresh: Sequence[int]) -> dict[int, Reference]:
    """Return the rows of what is new, by its place; what repeats another citation means what that one means."""
    leading = [place for place in fresh if found[place].repeats is None and not found[place].is_remark and not _is_doubtful(found[place])]
    asked = [Asked(text.document_id, found[place].citation) for place in leading]
    verdicts: dict[int, Verdict] = {}
    keys: dict[int, list[str]] = {}
    for begin in range(0, len(asked), _AT_ONCE):
        some = slice(begin, begin + _AT_ONCE)
        verdicts |= dict(zip(leading[some], judge(asked[some]), strict=True))
        keys |= dict(zip(leading[some], keys_of(asked[some]), strict=True))
    rows: dict[int, Reference] = {}
    for place in fresh:
        one = found[place]
        row = _row(text, content, one)
        verdict = verdicts.get(place) or Verdict(Reference.Status.UNMATCHED, reason=_reason(one))
        apply(row, verdict)
        row.match_keys = keys.get(place, [])
        rows[place] = row
    _follow(rows, found, text)
    return rows


def _is_doubtful(one: Found) -> bool:
    return bool(one.doubt) and not one.citation


def _reason(one: Found) -> str:
    if one.is_remark:
        return "The note names no work that could be told."
    return f"{one.doubt[0].upper()}{one.doubt[1:]}." if one.doubt else ""


def _row(text: Text, content: str, one: Found) -> Reference:
    label, value = _locator(one.citation)
    return Reference(
        citing_id=text.document_id,
        text=text,
        start=one.start,
        end=one.end,
        raw=content[one.start : one.end],
        marker=one.marker[:_LONGEST_MARKER],
        kind=Reference.Kind.REMARK if one.is_remark else Reference.Kind.CITES,
        locator_label=label,
        locator_value=value,
        parsed=as_json(one.citation, one.printed_marker),
        origin=Origin.MACHINE,
        tool=TOOL,
    )


def _locator(citation: Citation) -> tuple[str, str]:
    label, value = citation.locator
    return (label, value[:_LONGEST_LOCATOR]) if label in LOCATOR_LABELS and value else ("", "")


def apply(row: Reference, verdict: Verdict) -> bool:
    """Write a verdict into a row; return whether that changes it."""
    before = (row.status, row.cited_id, row.method, row.score, row.reason, row.candidates)
    row.status, row.cited_id, row.method = verdict.status, verdict.cited_id, verdict.method
    row.score, row.reason, row.candidates = verdict.score, verdict.reason, verdict.candidates
    return before != (row.status, row.cited_id, row.method, row.score, row.reason, row.candidates)


def _follow(rows: dict[int, Reference], found: Sequence[Found], text: Text) -> None:
    """Let what repeats another citation mean what that one means."""
    for place, row in rows.items():
        meant = found[place].repeats
        if meant is None:
            continue
        first = rows.get(meant) or Reference.objects.filter(text=text, start=found[meant].start, kind=Reference.Kind.CITES).first()
        if first is not None:
            row.repeats = first
            follow(row, first)


def follow(row: Reference, first: Reference) -> bool:
    """Make a row mean what the citation that it repeats means; return whether that changes it."""
    method = Reference.Method.REPEATS if first.cited_id else Reference.Method.NONE
    where = f"note {first.marker}" if first.marker else "the bibliography"
    return apply(row, Verdict(first.status, first.cited_id, method, first.score, f"As the citation in {where}.", first.candidates))


def _store(rows: dict[int, Reference], found: Sequence[Found]) -> None:
    """Store rows, those that are repeated before those that repeat them."""
    first = [row for place, row in rows.items() if found[place].repeats is None]
    then = [row for place, row in rows.items() if found[place].repeats is not None]
    Reference.objects.bulk_create(first, batch_size=_AT_ONCE)
    for row in then:
        row.repeats_id = row.repeats.pk if row.repeats else None
    Reference.objects.bulk_create(then, batch_size=_AT_ONCE)
