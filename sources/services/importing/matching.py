"""Which document here an entry is, if any.

Of several that it may be, the nearest kind of agreement decides: the same key, then the very same record, then an identifier that one
work alone bears, then title, year and people. Where that leaves several, nothing is guessed: the entry becomes a document of its own
and the warning names those it may be, so that an editor can merge; nothing is lost and nothing doubled in silence.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

from sources.formats.record import Record
from sources.services.importing.differences import differences
from sources.services.importing.incoming import Incoming
from sources.services.importing.same_work import Likeness, compare_works, share_identifier


@dataclass(frozen=True, slots=True)
class Candidate:
    """A document that an entry may be: stored, or about to be."""

    document_id: int
    record: Record
    #: Whether the entry's key is this one's here, and no other entry of the file brought it.
    has_same_key: bool
    #: Whether it has the key that would be made for the entry: so came an entry without a fit key when it came before.
    has_made_key: bool = False
    #: Whether an earlier entry of the file became it or was found to be it.
    is_taken: bool = False
    #: Whether that entry has the very key of this one.
    repeats_key: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """What was found: one document, or those that it may be."""

    found: Candidate | None = None
    alike: tuple[Candidate, ...] = ()


class _Tier(IntEnum):
    """Kinds of agreement, the nearest first."""

    KEY = 0
    RECORD = 1
    IDENTIFIER = 2
    WORK = 3
    ALIKE = 4
    NONE = 5


def match(entry: Incoming, candidates: Iterable[Candidate]) -> Match:
    """Return the one document that an entry is, or else those like it."""
    tiers: dict[_Tier, list[Candidate]] = {}
    for candidate in candidates:
        tiers.setdefault(_tier(entry, candidate), []).append(candidate)
    for tier in (_Tier.KEY, _Tier.RECORD, _Tier.IDENTIFIER, _Tier.WORK):
        if near := tiers.get(tier):
            # Doubles that say the very same are one as good as another.
            is_clear = len(near) == 1 or tier is _Tier.RECORD
            return Match(found=min(near, key=_place)) if is_clear else Match(alike=tuple(sorted(near, key=_place)))
    return Match(alike=tuple(sorted(tiers.get(_Tier.ALIKE, ()), key=_place)))


def _place(candidate: Candidate) -> int:
    return candidate.document_id


def _tier(entry: Incoming, candidate: Candidate) -> _Tier:
    if candidate.document_id in {entry.part_of_id, entry.original_id} or _is_reprint(entry, candidate):
        return _Tier.NONE
    if _is_the_very_same(entry, candidate):
        return _Tier.KEY if candidate.has_same_key else _Tier.RECORD
    likeness = compare_works(entry.record, candidate.record, has_same_key=candidate.has_same_key)
    if likeness is not Likeness.SAME:
        return _Tier.ALIKE if likeness is Likeness.ALIKE else _Tier.NONE
    if candidate.has_same_key:
        return _Tier.KEY
    if share_identifier(entry.record, candidate.record):
        return _Tier.IDENTIFIER
    # Whoever keeps two entries under two keys in one file holds them for two works, unless they say the very same.
    return _Tier.ALIKE if candidate.is_taken and not candidate.repeats_key else _Tier.WORK


def _is_reprint(entry: Incoming, candidate: Candidate) -> bool:
    """Whether the candidate says that it reprints this very entry: linked, never merged."""
    return bool(entry.key) and candidate.record.original.lower() == entry.key.lower()


def _is_the_very_same(entry: Incoming, candidate: Candidate) -> bool:
    mine, theirs = entry.record, candidate.record
    if mine.type != theirs.type and not candidate.has_same_key:
        return False
    if differences(mine, theirs):
        return False
    return candidate.has_same_key or candidate.has_made_key or not differences(theirs, mine)
