"""What is particular to merging documents: versions of texts, identifiers of which a work has one, credits, and what forbids it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import chain

from django.db import models
from django.db.models import Max, Q

from sources.models import Contribution, Document, Identifier, Passage, Reference, Retraction, Text
from sources.services.merging.differences import CREDITS, Difference
from sources.services.merging.links import Going, moves_of
from sources.services.merging.moves import Move

#: Schemes of which a record has one: the kept record's stays, unless the other is chosen.
ONE_OF_EACH = ("doi", "pmid", "pmcid", "url")
# Texts go before passages, which go along with them.
_ORDER: dict[type[models.Model], int] = {Text: 0, Passage: 1}


def document_moves(kept: Document, merged: Document, links: Sequence[Going], take: Collection[str]) -> list[Move]:
    """Return the moves of all that points to the merged document."""
    moves: list[Move] = []
    for rows in sorted(links, key=lambda rows: _ORDER.get(rows.link.model, 2)):
        if rows.link.model is Contribution:
            moves += _credit_moves(rows, kept, merged, take)
        elif rows.link.model is Identifier:
            moves += _identifier_moves(rows, kept, merged, take)
        elif rows.link.model is Text:
            moves += _text_moves(rows, kept, merged)
        else:
            moves += moves_of(rows.link, rows.going, kept, merged)
    return moves


def identifier_differences(kept: Document, merged: Document, take: Collection[str]) -> list[Difference]:
    """Return the identifiers of which a work has one, where the two documents have different ones."""
    mine, theirs = _of_one(kept), _of_one(merged)
    return [
        Difference(scheme, scheme.upper(), mine[scheme], theirs[scheme], scheme in take)
        for scheme in ONE_OF_EACH
        if scheme in mine and scheme in theirs and mine[scheme] != theirs[scheme]
    ]


def document_obstacles(kept: Document, merged: Document) -> Iterator[str]:
    """Yield a sentence, with what to do, for each thing that forbids to merge two documents."""
    if kept.is_hidden != merged.is_hidden:
        yield "One of the two is hidden and the other is not: what is hidden would show, or the other way round. Make both alike first."
    if _stands_retracted(kept) != _stands_retracted(merged):
        yield "One of the two is retracted and the other is not: what stands on it would not be reviewed again. Record the retraction of both, or lift it, first."
    for name, words in (("part_of", "part of"), ("original", "a reprint of")):
        if merged.pk in _above(kept, name) or kept.pk in _above(merged, name):
            advice = "a reprint is linked, not merged" if name == "original" else "a part and its whole are two works"
            yield f"One is {words} the other: {advice}. If that link is wrong, take it away first."
    pair = [kept, merged]
    citing = Reference.objects.filter(citing__in=pair, cited__in=pair).exclude(citing__isnull=True).first()
    if citing is not None:
        yield f"One cites the other (“{citing}”): a work does not cite itself. If that reference is resolved wrongly, mend it first."


def _stands_retracted(document: Document) -> bool:
    return Retraction.objects.filter(document=document, lifted_at=None).exists()


def _credit_moves(rows: Going, kept: Document, merged: Document, take: Collection[str]) -> list[Move]:
    """The names of the title page stay each with its record, unless the other's are chosen: then they change places."""
    theirs = [*rows.going, *rows.staying]
    rows.going, rows.staying = (theirs, []) if CREDITS in take else ([], theirs)
    if CREDITS not in take:
        return []
    mine = list(kept.contributions.order_by("pk"))
    return [*moves_of(rows.link, theirs, kept, merged), *moves_of(rows.link, mine, merged, kept)]


def _identifier_moves(rows: Going, kept: Document, merged: Document, take: Collection[str]) -> list[Move]:
    mine = {one.scheme: one for one in kept.identifiers.filter(scheme__in=ONE_OF_EACH)}
    moves: list[Move] = []
    for row in list(rows.going):
        if row.scheme in mine and row.scheme not in take:
            rows.going.remove(row)
            rows.staying.append(row)
    moves += moves_of(rows.link, rows.going, kept, merged)
    exchanged = [mine[scheme] for scheme in take if scheme in mine and any(row.scheme == scheme for row in rows.going)]
    return moves + moves_of(rows.link, exchanged, merged, kept)


def _text_moves(rows: Going, kept: Document, merged: Document) -> list[Move]:
    """Every text goes, as a further version; of words that the kept document holds already it becomes the second copy."""
    rows.going, rows.staying = sorted([*rows.going, *rows.staying], key=lambda text: text.version), []
    last = kept.texts.aggregate(last=Max("version"))["last"] or 0
    held = set(kept.texts.values_list("sha256", flat=True))
    table = Text._meta.db_table
    moves = []
    for version, text in enumerate(rows.going, start=last + 1):
        moves.append(Move(table, text.pk, rows.link.column, merged.pk, kept.pk))
        if version != text.version:
            moves.append(Move(table, text.pk, "version", text.version, version))
        if text.sha256 in held and not text.is_second_copy:
            moves.append(Move(table, text.pk, "is_second_copy", old=False, new=True))
    return moves


def _of_one(document: Document) -> dict[str, str]:
    found = document.identifiers.filter(Q(scheme__in=ONE_OF_EACH)).order_by("-value")
    return dict(found.values_list("scheme", "value"))


def _above(document: Document, link: str) -> set[int]:
    """The documents that this one is part of, or reprints, directly or further up."""
    found: set[int] = set()
    above = getattr(document, link)
    while above is not None and above.pk not in found:
        found.add(above.pk)
        above = getattr(above, link)
    return found


def carried_texts(moves: Sequence[Move]) -> list[int]:
    """Return the texts that some moves take from one document to another."""
    return list(dict.fromkeys(move.id for move in chain(moves) if move.table == Text._meta.db_table and move.column == "document_id"))
