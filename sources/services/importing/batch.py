"""A batch of entries: found here, or written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from sources.formats.record import Record
from sources.services.importing.differences import differences
from sources.services.importing.incoming import Incoming
from sources.services.importing.keys import is_fit, keys_of_stem, stems_of
from sources.services.importing.known import MatchKeys, find_candidates, learn, people_of, remember_works
from sources.services.importing.matching import Candidate, Match, match
from sources.services.importing.outcome import Difference
from sources.services.importing.same_work import year_of
from sources.services.importing.tables import copy_in, next_ids, rows_of, run
from sources.services.importing.titles import titles_agree
from sources.services.importing.updating import update_document
from sources.services.importing.writing import write_documents
from sources.services.inheritance import without_inherited
from sources.services.make_citation_key import make_citation_keys
from sources.services.read_records import own_records_of, records_of

_MOST_NAMED = 5
#: Of entries of one batch with a clue in common, so many are looked at.
_MOST_ALIKE = 50
_LONGEST_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Options:
    """How an import is to be done."""

    update: bool = False
    sees_hidden: bool = True


@dataclass
class _Planned:
    """Entries of a batch that become documents, found as if they were here already."""

    by_id: dict[int, Incoming] = field(default_factory=dict)
    _found: dict[tuple[str, ...], list[int]] = field(default_factory=lambda: defaultdict(list))

    def add(self, entry: Incoming, keys: MatchKeys) -> None:
        self.by_id[entry.document_id] = entry
        for clue in _clues(entry, keys):
            self._found[clue].append(entry.document_id)

    def like(self, entry: Incoming, keys: MatchKeys) -> Iterator[Incoming]:
        found = dict.fromkeys(number for clue in _clues(entry, keys) for number in self._found.get(clue, ())[:_MOST_ALIKE])
        for number in found:
            planned = self.by_id[number]
            if planned.key.lower() == entry.key.lower() or _may_be(entry, planned):
                yield planned


def _clues(entry: Incoming, keys: MatchKeys) -> Iterator[tuple[str, ...]]:
    if entry.key:
        yield "key", entry.key.lower()
    if title := keys.title(entry):
        yield "title", title
    if keys.leader(entry):
        yield from zip(("head", "tail"), keys.ends(entry, year_of(entry.record)), strict=True)
    yield from (("identifier", *one) for one in entry.identifiers if one[0] not in {"issn", "url"})


def _may_be(entry: Incoming, planned: Incoming) -> bool:
    return titles_agree(entry.record.text("title"), planned.record.text("title")) or bool(set(entry.identifiers) & set(planned.identifiers))


class Batch:
    """Some entries of a file, in its order."""

    def __init__(self, entries: Sequence[Incoming], options: Options) -> None:
        self.entries = entries
        self.options = options
        #: By the entry's number: what the file says otherwise than the document here.
        self.differences: dict[int, tuple[Difference, ...]] = {}
        #: By the entry's number: the line on which its key stands for another work.
        self.repeated: dict[int, int] = {}

    def take(self) -> None:
        """Find or write every entry; each says afterwards what it became."""
        self.keys = learn(self.entries)
        self.people = people_of(self.entries)
        self.earlier = _earlier_in_file(self.entries)
        #: Documents that entries of the file became, or were found to be, so far.
        self.spoken_for: set[int] = set()
        self.found, self.taken = find_candidates(self.entries, self.keys, sees_hidden=self.options.sees_hidden)
        self.records = records_of({number for numbers in self.found.values() for number in numbers})
        self.stems = stems_of([entry for place, entry in enumerate(self.entries) if self._may_need_key(place)], self.people)
        self._find_by_made_keys()
        planned = self._plan()
        self._give_keys(planned)
        self._write(planned)
        self._remember(planned)
        given = {entry.document_id: entry.citation_key for entry in planned}
        for entry in self.entries:
            entry.citation_key = given.get(entry.document_id, entry.citation_key)

    def _may_need_key(self, place: int) -> bool:
        entry = self.entries[place]
        if not is_fit(entry.key):
            return True
        if entry.key.lower() not in self.taken:
            return False
        keyed = [self.records[number] for number, how in self.found.get(place, {}).items() if "key" in how and number in self.records]
        return not any(titles_agree(entry.record.text("title"), here.text("title")) for here in keyed)

    def _find_by_made_keys(self) -> None:
        made = _with_keys(self.entries, self.stems, sees_hidden=self.options.sees_hidden)
        for place, number in made:
            self.found[place][number].add("made")
        self.records |= records_of({number for _, number in made} - self.records.keys())

    def _plan(self) -> list[Incoming]:
        ids = iter(next_ids("sources_document", len(self.entries)))
        planned = _Planned()
        brought: dict[str, Incoming] = {}
        self.spoken_for |= _taken_before(self.records)
        for place, entry in enumerate(self.entries):
            other = brought.get(entry.key.lower()) if entry.key else None
            repeated = self.earlier.get(entry.key.lower()) or (other and other.line)
            candidates = [
                Candidate(
                    number,
                    self.records[number],
                    has_same_key="key" in how and not repeated,
                    has_made_key="made" in how,
                    is_taken=number in self.spoken_for,
                    repeats_key="key" in how and bool(repeated),
                )
                for number, how in self.found.get(place, {}).items()
                if number in self.records
            ]
            candidates += [
                Candidate(
                    one.document_id,
                    one.record,
                    has_same_key=False,
                    is_taken=True,
                    repeats_key=bool(entry.key) and one.key.lower() == entry.key.lower(),
                )
                for one in planned.like(entry, self.keys)
            ]
            found = match(entry, candidates)
            if found.found is not None:
                self._unite(entry, found.found)
            else:
                entry.document_id = next(ids)
                self._warn_of(entry, found, planned)
                planned.add(entry, self.keys)
                if repeated:
                    self.repeated[entry.number] = repeated
            self.spoken_for.add(entry.document_id)
            if entry.key:
                brought.setdefault(entry.key.lower(), entry)
        return list(planned.by_id.values())

    def _unite(self, entry: Incoming, found: Candidate) -> None:
        entry.document_id = found.document_id
        entry.citation_key = found.record.key
        entry.result = "unchanged"
        self.differences[entry.number] = differences(entry.record, found.record)
        # Two entries of one file that are one work would write over each other, each time anew: the first one counts.
        if self.options.update and self.differences[entry.number] and not found.is_taken:
            update_document(entry, found.record, self.people)
            self.records |= records_of([found.document_id])
            entry.result = "updated"

    def _warn_of(self, entry: Incoming, found: Match, planned: _Planned) -> None:
        if not found.alike:
            return
        names = [
            f"the entry on line {planned.by_id[one.document_id].line}" if one.document_id in planned.by_id else one.record.key
            for one in found.alike
        ]
        shown = ", ".join(names[:_MOST_NAMED]) + (f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else "")
        entry.warn("", f"It may be the same work as {shown}; that cannot be told, so it is taken as another. Merge them if they are one.")

    def _give_keys(self, planned: Sequence[Incoming]) -> None:
        kept: set[str] = set()
        wanting = []
        for entry in planned:
            key = entry.key.lower()
            if is_fit(entry.key) and key not in self.taken and key not in kept and key not in self.earlier:
                entry.citation_key = entry.key
                kept.add(key)
            else:
                wanting.append(entry)
        if not wanting:
            return
        stems = self.stems | stems_of([entry for entry in wanting if entry.number not in self.stems], self.people)
        made = make_citation_keys([stems[entry.number] for entry in wanting], reserved=kept)
        for entry, key in zip(wanting, made, strict=True):
            entry.citation_key = key
            entry.warn("", f"{self._why_not_its_own(entry)} It is taken as {key}.")

    def _why_not_its_own(self, entry: Incoming) -> str:
        if not entry.key:
            return "It has no key."
        if not is_fit(entry.key):
            return f"Its key {entry.key[:_LONGEST_SHOWN]!r} is not made of ASCII letters, digits and _ : . + / -, or is too long."
        if entry.number in self.repeated:
            return f"Its key {entry.key}, here on line {entry.line}, stands on line {self.repeated[entry.number]} for another work."
        return f"Its key {entry.key} is not free."

    def _write(self, planned: Sequence[Incoming]) -> None:
        if not planned:
            return
        linked = {number for entry in planned for number in (entry.part_of_id, entry.original_id) if number is not None}
        wholes: Mapping[int, Record] = own_records_of(linked) if linked else {}
        stored = [
            without_inherited(
                entry.record,
                wholes.get(entry.part_of_id) if entry.part_of_id else None,
                wholes.get(entry.original_id) if entry.original_id else None,
            )
            for entry in planned
        ]
        write_documents(planned, stored, self.people)

    def _remember(self, planned: Sequence[Incoming]) -> None:
        remember_works(planned, self.keys)
        rows = {entry.key.lower(): (entry.key.lower(), entry.document_id, entry.line) for entry in reversed(self.entries) if entry.key}
        copy_in("import_key", ("key", "document_id", "line"), (row for key, row in rows.items() if key not in self.earlier))
        run(
            "INSERT INTO import_taken SELECT DISTINCT id FROM unnest(%s::bigint[]) AS id ON CONFLICT DO NOTHING",
            [entry.document_id for entry in self.entries],
        )


def _earlier_in_file(batch: Iterable[Incoming]) -> dict[str, int]:
    """Return which keys of a batch stood in the file before it, and on which line."""
    statement = "SELECT key, line FROM import_key WHERE key = ANY (%s)"
    return dict(rows_of(statement, [entry.key.lower() for entry in batch if entry.key]))


def _taken_before(documents: Iterable[int]) -> set[int]:
    """Return which documents an earlier batch of the file became, or was found to be."""
    statement = "SELECT document_id FROM unnest(%s::bigint[]) AS asked(id) JOIN import_taken ON import_taken.document_id = asked.id"
    return {number for (number,) in rows_of(statement, list(documents))}


def _with_keys(batch: Sequence[Incoming], stems: Mapping[int, str], *, sees_hidden: bool) -> list[tuple[int, int]]:
    """Return which documents have a key as it would be made for an entry: place in the batch, primary key."""
    asked = [(place, key) for place, entry in enumerate(batch) if entry.number in stems for key in keys_of_stem(stems[entry.number])]
    if not asked:
        return []
    statement = (
        "SELECT asked.n, document.id FROM unnest(%s::int[], %s::text[]) AS asked(n, key)"
        " CROSS JOIN LATERAL (SELECT id, merged_into_id, is_hidden FROM sources_document AS one"
        " WHERE lower(one.citation_key) = asked.key OFFSET 0) AS document"
        " WHERE document.merged_into_id IS NULL AND (%s OR NOT document.is_hidden)"
    )
    return [(place, number) for place, number in rows_of(statement, [n for n, _ in asked], [key for _, key in asked], sees_hidden)]


def with_links(entry: Incoming, wholes: Mapping[str, tuple[int, str]]) -> Incoming:
    """Return an entry whose whole and original are documents here.

    Args:
        entry: With the file's keys in its record.
        wholes: File key in lower case -> primary key and citation key of the document.
    """
    part_of_id, part_of = wholes.get(entry.record.part_of.lower(), (None, ""))
    original_id, original = wholes.get(entry.record.original.lower(), (None, ""))
    entry.part_of_id, entry.original_id = part_of_id, original_id
    entry.record = replace(entry.record, part_of=part_of, original=original)
    return entry
