"""What is particular to merging authors: the name as it was credited, the merged name as a variant, and what forbids it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from history.services import store
from sources.models import Author, Contribution, NameVariant
from sources.models.names import NameParts
from sources.services.merging.links import Going, moves_of
from sources.services.merging.moves import ROW, Move

_NAME = ("family", "given", "particle", "dropping_particle", "suffix", "literal")


def author_moves(kept: Author, merged: Author, links: Sequence[Going]) -> list[Move]:
    """Return the moves of all that points to the merged author; documents that said nothing else keep the merged name as credited."""
    moves: list[Move] = []
    known = {_name(variant) for variant in kept.variants.all()} | {_name(kept)}
    for rows in links:
        if rows.link.model is NameVariant:
            doubled = [row for row in rows.going if _name(row) in known]
            rows.going, rows.staying = [row for row in rows.going if row not in doubled], [*rows.staying, *doubled]
        moves += moves_of(rows.link, rows.going, kept, merged)
        if rows.link.model is Contribution and merged.full_name != kept.full_name:
            moves += _credited(rows, merged)
    return moves


def name_to_add(kept: Author, merged: Author) -> NameVariant | None:
    """Return the merged author's own name as a variant for the kept one, not stored; None where the kept one has that name already.

    So that people go on finding the author by it.
    """
    known = {_name(variant) for variant in [*kept.variants.all(), *merged.variants.all()]} | {_name(kept)}
    if _name(merged) in known:
        return None
    is_latin = all(character < "\u2e80" for character in merged.full_name)
    return NameVariant(author=kept, form="other" if is_latin else "original", **dict(zip(_NAME, _name(merged), strict=True)))


def add_name(variant: NameVariant) -> Move:
    """Store the variant; return the move that says so."""
    store(variant)
    return Move(NameVariant._meta.db_table, variant.pk, ROW, None, variant.pk)


def author_obstacles(kept: Author, merged: Author) -> Iterator[str]:
    """Yield a sentence, with what to do, for each thing that forbids to merge two authors."""
    if kept.orcid and merged.orcid and kept.orcid != merged.orcid:
        yield f"They have different ORCIDs, {kept.orcid} and {merged.orcid}: two persons. If one of them is wrong, correct it first."
    mine = set(kept.contributions.values_list("document", "role"))
    for credit in merged.contributions.select_related("document"):
        if (credit.document_id, credit.role) in mine:
            yield (
                f"{credit.document.citation_key} credits both, as {credit.get_role_display()}: two persons. "
                "If it credits one person twice, take one of the two credits away first."
            )


def _credited(rows: Going, merged: Author) -> list[Move]:
    """What the document prints, where nobody wrote it down, is taken to be the name that its author's record had."""
    table = Contribution._meta.db_table
    silent = [row for row in rows.going if not row.credited and not row.has_name]
    return [Move(table, row.pk, "credited", "", merged.full_name) for row in silent]


def _name(named: NameParts) -> tuple[str, ...]:
    return tuple(getattr(named, part) for part in _NAME)
