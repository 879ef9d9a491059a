"""Find where held documents quote each other, and propose each place as a reference."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from sources.anchoring.common_stretches import Stretch, common_stretches
from sources.anchoring.view import View, view_of
from sources.models import Document, Reference, Text
from sources.models.provenance import Origin
from sources.services.importing.titles import words_of

TOOL = "common words 1"
#: Texts are compared one by one: with so many of them, the newest first.
MOST_TEXTS = 200
#: Words that stand in so many documents are nobody's quotation, unless one cites the other.
_COMMON = 3
#: Where quotation marks are looked for around a stretch: its border may lie before them, as in: are "not just.
_REACH = 24
_OPENING, _CLOSING = re.compile('[\u201c\u2018\u00ab\u300c"]'), re.compile("[\u201d\u2019\u00bb\u300d\"']")
_YEAR = re.compile(r"-?[0-9]{4}")


@dataclass(frozen=True, slots=True)
class _Side:
    """A text that is compared."""

    text: Text
    content: str
    view: View


@dataclass(frozen=True, slots=True)
class _Shared:
    """A stretch that the text at hand shares with another."""

    stretch: Stretch
    other: _Side


def find_quotations(text: Text) -> list[Reference]:
    """Propose a reference for each stretch that a held text shares with another document: who quotes whom, where that can be told.

    It can, where one of the two cites the other, or where the words stand in quotation marks in the later one alone; else the row says
    that the words are the same and no more. No quotations are: citations, titles, words of reprints and of a work's own parts, words that
    three or more documents have. Repeated, it changes nothing. To be called inside ``recorded`` where somebody is to be named.

    Returns:
        The rows that were made.

    Raises:
        ValidationError: The words are not held.
    """
    text = Text.objects.select_related("document").get(pk=text.pk)
    if text.content is None:
        raise ValidationError("The words of this text are not held: bring the copy first, then look for quotations.")
    mine = _Side(text, text.content, view_of(text.content))
    shared = [_Shared(stretch, other) for other in _others(text) for stretch in _stretches(mine, other)]
    with transaction.atomic():
        Text.objects.select_for_update().filter(pk=text.pk).first()
        cited = _citations_between(text.document_id)
        standing = list(
            Reference.objects.filter(kind__in=[Reference.Kind.QUOTES, Reference.Kind.SHARES]).filter(Q(text=text) | Q(cited_text=text))
        )
        rows = [_row(mine, one, cited) for one in _not_common(shared, cited, text) if not _stands(one, text, standing)]
        return Reference.objects.bulk_create(rows)


def _others(text: Text) -> Iterator[_Side]:
    """Yield the texts of other works, newest versions alone, one at a time."""
    document = text.document
    family = {document.pk, document.original_id, document.part_of_id} - {None}
    kin = Q(pk__in=family) | Q(original__in=[document.pk]) | Q(part_of__in=[document.pk])
    if document.original_id:
        kin |= Q(original=document.original_id)
    others = Text.objects.filter(content__isnull=False, corrections__isnull=True).exclude(document__in=Document.objects.filter(kin))
    for other in others.select_related("document").order_by("-pk")[:MOST_TEXTS].iterator(chunk_size=1):
        if other.content is not None:
            yield _Side(other, other.content, view_of(other.content))


def _stretches(mine: _Side, other: _Side) -> Iterator[Stretch]:
    """Yield what both share and is neither a citation nor a title."""
    found = common_stretches(mine.content, other.content, mine.view, other.view)
    if not found:
        return
    apparatus, other_apparatus = _apparatus(mine.text), _apparatus(other.text)
    titles = [words_of(document.title) for document in (mine.text.document, other.text.document)]
    for stretch in found:
        words = words_of(mine.content[stretch.start : stretch.end])
        is_title = any(
            title and (" ".join(words) in " ".join(title) or (len(words) - len(title) <= 2 and " ".join(title) in " ".join(words)))
            for title in titles
        )
        is_apparatus = _overlaps(apparatus, stretch.start, stretch.end) or _overlaps(
            other_apparatus, stretch.other_start, stretch.other_end
        )
        if not is_title and not is_apparatus:
            yield stretch


def _apparatus(text: Text) -> list[tuple[int, int]]:
    """Where citations stand in a text: two that cite the same work print the same."""
    rows = Reference.objects.filter(text=text, kind=Reference.Kind.CITES).values_list("start", "end")
    return [(start, end) for start, end in rows if start is not None and end is not None]


def _overlaps(places: Iterable[tuple[int, int]], start: int, end: int) -> bool:
    return any(start < until and begins < end for begins, until in places)


def _citations_between(document: int) -> set[tuple[int, int]]:
    """Return the pairs (citing, cited) in which a document is one of the two."""
    rows = Reference.objects.filter(Q(citing=document) | Q(cited=document), kind=Reference.Kind.CITES, cited__isnull=False)
    return set(rows.values_list("citing", "cited"))


def _not_common(shared: Sequence[_Shared], cited: set[tuple[int, int]], text: Text) -> Iterator[_Shared]:
    """Yield what is not the words of many: a stretch that two more documents have too, unless one of the two cites the other."""
    for one in shared:
        documents = {
            another.other.text.document_id
            for another in shared
            if one.stretch.start < another.stretch.end and another.stretch.start < one.stretch.end
        }
        pair = (text.document_id, one.other.text.document_id)
        if len(documents) + 1 < _COMMON or pair in cited or pair[::-1] in cited:
            yield one


def _stands(one: _Shared, text: Text, standing: Iterable[Reference]) -> bool:
    """Whether a row says so already, from either side, by a machine or by an editor."""
    for row in standing:
        here, there = (row.text_id, row.start, row.end), (row.cited_text_id, row.cited_start, row.cited_end)
        for (own, start, end), (other, _, _) in ((here, there), (there, here)):
            is_pair = own == text.pk and other == one.other.text.pk
            if is_pair and start is not None and end is not None and start < one.stretch.end and one.stretch.start < end:
                return True
    return False


def _row(mine: _Side, one: _Shared, cited: set[tuple[int, int]]) -> Reference:
    """Return the row of a stretch, from the document that quotes to the one that is quoted."""
    here = (mine, one.stretch.start, one.stretch.end)
    there = (one.other, one.stretch.other_start, one.stretch.other_end)
    direction = _direction(here, there, cited)
    (quoting, start, end), (quoted, cited_start, cited_end) = (here, there) if direction.from_here else (there, here)
    grade = "exact" if one.stretch.is_exact else "altered"
    return Reference(
        citing_id=quoting.text.document_id,
        text=quoting.text,
        start=start,
        end=end,
        raw=quoting.content[start:end],
        cited_id=quoted.text.document_id,
        cited_text=quoted.text,
        cited_start=cited_start,
        cited_end=cited_end,
        kind=Reference.Kind.QUOTES if direction.is_known else Reference.Kind.SHARES,
        status=Reference.Status.RESOLVED,
        method=Reference.Method.WORDS,
        score=one.stretch.same,
        reason=f"{'The same words' if one.stretch.is_exact else 'Nearly the same words'}. {direction.reason}",
        parsed={"grade": grade},
        origin=Origin.MACHINE,
        tool=TOOL,
    )


@dataclass(frozen=True, slots=True)
class _Direction:
    from_here: bool
    is_known: bool
    reason: str


def _direction(here: tuple[_Side, int, int], there: tuple[_Side, int, int], cited: set[tuple[int, int]]) -> _Direction:
    """Tell who quotes whom, or that it cannot be told: then the later one stands first."""
    pair = (here[0].text.document_id, there[0].text.document_id)
    cites, is_cited = pair in cited, pair[::-1] in cited
    if cites != is_cited:
        return _Direction(cites, is_known=True, reason="The one cites the other.")
    is_later = _is_later(here[0].text.document, there[0].text.document)
    marked, marked_there = _is_marked(*here), _is_marked(*there)
    if marked != marked_there and is_later in {None, marked}:
        return _Direction(marked, is_known=True, reason="They stand in quotation marks in the one alone.")
    return _Direction(is_later is not False, is_known=False, reason="Which quotes which, or whether both quote a third, is not known.")


def _is_later(one: Document, other: Document) -> bool | None:
    """Whether one was issued after the other; None where that is not known."""
    mine, theirs = (_YEAR.match(document.original_date or document.issued) for document in (one, other))
    if mine is None or theirs is None or one.issued == other.issued:
        return None
    return (one.original_date or one.issued) > (other.original_date or other.issued)


def _is_marked(side: _Side, start: int, end: int) -> bool:
    """Whether quotation marks stand around a stretch, or just within its borders."""
    before, behind = side.content[max(0, start - 3) : start + _REACH], side.content[max(start, end - 3) : end + 3]
    return bool(_OPENING.search(before)) and bool(_CLOSING.search(behind))
