"""Find where held documents quote each other, and propose each place as a reference."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from sources.anchoring.common_stretches import Stretch, common_stretches
from sources.anchoring.view import view_of
from sources.models import Document, Reference, Text
from sources.models.provenance import Origin
from sources.services.importing.titles import words_of
from sources.services.references.quoting_candidates import Side, candidates_of
from sources.services.references.rejected import Rejected, rejected_in

TOOL = "common words 1"
#: Words that stand in so many documents are nobody's quotation, unless one cites the other.
_COMMON = 3
#: Where quotation marks are looked for around a stretch: its border may lie before them, as in: are "not just.
_REACH = 24
_OPENING, _CLOSING = re.compile('[\u201c\u2018\u00ab\u300c"]'), re.compile("[\u201d\u2019\u00bb\u300d\"']")
#: A document, a text of it, and a stretch of that.
_Place = tuple[int | None, int | None, int | None, int | None]
_YEAR = re.compile(r"-?[0-9]{4}")


@dataclass(frozen=True, slots=True)
class _Shared:
    """A stretch that the text at hand shares with another."""

    stretch: Stretch
    other: Side


def find_quotations(text: Text) -> list[Reference]:
    """Propose a reference for each stretch that a held text shares with another document: who quotes whom, where that can be told.

    It can, where one of the two cites the other, or where the words stand in quotation marks in the later one alone; else the row says
    that the words are the same and no more. No quotations are: citations, titles, words of reprints and of a work's own parts, words that
    three or more documents have. Repeated, it changes nothing, and what an editor deleted does not come back. To be called inside ``recorded`` where somebody is to be named.

    Returns:
        The rows that were made.

    Raises:
        ValidationError: The words are not held.
    """
    text = Text.objects.select_related("document").get(pk=text.pk)
    if text.content is None:
        raise ValidationError("The words of this text are not held: bring the copy first, then look for quotations.")
    mine = Side(text, text.content, view_of(text.content))
    shared = _shared(mine)
    with transaction.atomic():
        Text.objects.select_for_update().filter(pk=text.pk).first()
        cited = _citations_between(text.document_id)
        known = _known(text.document_id)
        rows = [_row(mine, one, cited) for one in _not_common(shared, cited, text) if not _is_known(one, text, known)]
        return Reference.objects.bulk_create(rows)


def _shared(mine: Side) -> list[_Shared]:
    """Return what the text has in common with others and is neither a citation nor a title: a constant number of queries."""
    found = [
        _Shared(stretch, other)
        for other in candidates_of(mine)
        for stretch in common_stretches(mine.content, other.content, mine.view, other.view)
    ]
    apparatus = _apparatus({mine.text.pk, *(one.other.text.pk for one in found)})
    return [one for one in found if not _is_title(mine, one) and not _is_apparatus(mine, one, apparatus)]


def _is_title(mine: Side, one: _Shared) -> bool:
    words = words_of(mine.content[one.stretch.start : one.stretch.end])
    return any(
        " ".join(words) in " ".join(title) or (len(words) - len(title) <= 2 and " ".join(title) in " ".join(words))
        for title in (words_of(document.title) for document in (mine.text.document, one.other.text.document))
        if title
    )


def _is_apparatus(mine: Side, one: _Shared, apparatus: dict[int, list[tuple[int, int]]]) -> bool:
    stretch = one.stretch
    return _overlaps(apparatus[mine.text.pk], stretch.start, stretch.end) or _overlaps(
        apparatus[one.other.text.pk], stretch.other_start, stretch.other_end
    )


def _apparatus(texts: Iterable[int]) -> dict[int, list[tuple[int, int]]]:
    """Where citations stand in texts: two that cite the same work print the same."""
    places: dict[int, list[tuple[int, int]]] = defaultdict(list)
    rows = Reference.objects.filter(text__in=texts, kind=Reference.Kind.CITES)
    for key, start, end in rows.values_list("text", "start", "end"):
        if start is not None and end is not None:
            places[key].append((start, end))
    return places


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


def _known(document: int) -> list[Reference | Rejected]:
    """What is said already of shared words in or of a document, by a machine or an editor, and what an editor took away."""
    kinds = [Reference.Kind.QUOTES, Reference.Kind.SHARES]
    standing = Reference.objects.filter(Q(citing=document) | Q(cited=document), kind__in=kinds)
    return [*standing, *rejected_in(document, kinds)]


def _is_known(one: _Shared, text: Text, known: Iterable[Reference | Rejected]) -> bool:
    """Whether a row says, or said, so from either side; the other side's text may have been corrected since."""
    here = (text.document_id, text.pk, one.stretch.start, one.stretch.end)
    there = (one.other.text.document_id, one.other.text.pk, one.stretch.other_start, one.stretch.other_end)
    for row in known:
        quoting = (row.citing_id, row.text_id, row.start, row.end)
        quoted = (row.cited_id, row.cited_text_id, row.cited_start, row.cited_end)
        for own, other in ((quoting, quoted), (quoted, quoting)):
            if own[0] == here[0] and other[0] == there[0] and (_is_same_place(own, here) or _is_same_place(other, there)):
                return True
    return False


def _is_same_place(one: _Place, other: tuple[int, int, int, int]) -> bool:
    _, text, start, end = one
    return text == other[1] and start is not None and end is not None and start < other[3] and other[2] < end


def _row(mine: Side, one: _Shared, cited: set[tuple[int, int]]) -> Reference:
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


def _direction(here: tuple[Side, int, int], there: tuple[Side, int, int], cited: set[tuple[int, int]]) -> _Direction:
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


def _is_marked(side: Side, start: int, end: int) -> bool:
    """Whether quotation marks stand around a stretch, or just within its borders."""
    before, behind = side.content[max(0, start - 3) : start + _REACH], side.content[max(start, end - 3) : end + 3]
    return bool(_OPENING.search(before)) and bool(_CLOSING.search(behind))
