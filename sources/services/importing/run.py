"""One run over a file: batches in order, then what waited for another entry."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db import DatabaseError, DataError, IntegrityError, transaction

from sources.formats.entries import Entry, Fault
from sources.formats.record import Record
from sources.services.importing.batch import Batch, Options, with_links
from sources.services.importing.fitting import Fitting
from sources.services.importing.incoming import Incoming
from sources.services.importing.outcome import Outcome, Result
from sources.services.importing.spools import InOrder, Spool
from sources.services.importing.tables import rows_of, run

#: Entries in a batch, and characters in it: few long ones are as much as many short ones.
_AT_ONCE = 1000
_HEAVIEST = 4_000_000
#: How deep works may stand in each other in one file: a chapter in a volume in a set in a series.
_DEEPEST = 16
#: SQLSTATE of a value that is too long for an index.
_PROGRAM_LIMIT = "54000"
T = TypeVar("T")


class Run:
    """An import while it goes on."""

    def __init__(self, options: Options, report: Callable[[Outcome], None]) -> None:
        self.options = options
        self.counts = dict.fromkeys(("created", "updated", "unchanged", "failed"), 0)
        self._outcomes = InOrder(report)

    def take(self, entries: Iterable[Entry]) -> None:
        """Take every entry."""
        with Spool[Incoming]() as waiting:
            for some in _batches(enumerate(entries), lambda one: _weight(one[1].record)):
                self._take_some(self._without_links(self._readable(some), waiting))
            self._take_linked(waiting)
        self._outcomes.finish()

    def _readable(self, some: Sequence[tuple[int, Entry]]) -> Iterator[Incoming]:
        for number, entry in some:
            if entry.record is None:
                result: Result = "failed" if entry.errors else "unchanged"
                self._say(number, Outcome(entry.line, entry.key, "", result, entry.errors, entry.warnings))
                continue
            fitting = Fitting(entry, entry.record)
            record = fitting.fitted()
            yield Incoming(number, entry.line, entry.key, record, [*entry.warnings, *fitting.warnings])

    def _without_links(self, some: Iterable[Incoming], waiting: Spool[Incoming]) -> list[Incoming]:
        """Return those entries that need no other; put the rest away."""
        free: list[Incoming] = []
        linked: list[Incoming] = []
        for entry in some:
            (linked if entry.record.part_of or entry.record.original else free).append(entry)
        for entry in linked:
            waiting.put(entry)
        keys = [entry.key.lower() for entry in linked if entry.key]
        if keys:
            run("INSERT INTO import_waiting SELECT key FROM unnest(%s::text[]) AS key ON CONFLICT DO NOTHING", keys)
        return free

    def _take_linked(self, waiting: Spool[Incoming]) -> None:
        """Take the entries that stand in another or reprint one, each after that one."""
        rest = waiting
        for depth in range(_DEEPEST + 1):
            if not rest.count:
                return
            later = Spool[Incoming]()
            with rest:
                before = rest.count
                for some in _batches(rest, lambda one: _weight(one.record)):
                    self._take_ready(some, later, is_last=depth == _DEEPEST)
            if later.count == before:
                with later:
                    for some in _batches(later, lambda one: _weight(one.record)):
                        self._take_ready(some, Spool(), is_last=True)
                return
            rest = later

    def _take_ready(self, some: Sequence[Incoming], later: Spool[Incoming], *, is_last: bool) -> None:
        wanted = {key.lower() for entry in some for key in (entry.record.part_of, entry.record.original) if key}
        known = _documents_of(wanted)
        waiting = _still_waiting(wanted)
        ready = []
        for entry in some:
            links = {key.lower() for key in (entry.record.part_of, entry.record.original) if key}
            if not is_last and links & waiting - {entry.key.lower()}:
                later.put(entry)
                continue
            found = {key: document for key, document in known.items() if key != entry.key.lower()}
            _keep_lost_links(entry, found)
            ready.append(with_links(entry, found))
        self._take_some(ready)

    def _take_some(self, entries: Sequence[Incoming]) -> None:
        if not entries:
            return
        before = [(list(entry.warnings), entry.result) for entry in entries]
        try:
            with transaction.atomic():
                batch = Batch(entries, self.options)
                batch.take()
        except (DatabaseError, ValidationError) as error:
            if not _is_of_the_data(error):
                raise
            for entry, (warnings, result) in zip(entries, before, strict=True):
                entry.warnings, entry.result = warnings, result
            self._take_one_by_one(entries, error)
            return
        for entry in entries:
            differences = batch.differences.get(entry.number, ())
            outcome = Outcome(entry.line, entry.key, entry.citation_key, entry.result, (), tuple(entry.warnings), differences)
            self._say(entry.number, outcome)

    def _take_one_by_one(self, entries: Sequence[Incoming], error: DatabaseError | ValidationError) -> None:
        """Find the entry that the database refuses: alone it fails, the others are taken."""
        if len(entries) > 1:
            middle = len(entries) // 2
            self._take_some(entries[:middle])
            self._take_some(entries[middle:])
            return
        (entry,) = entries
        why = " ".join(error.messages) if isinstance(error, ValidationError) else str(error).splitlines()[0]
        fault = Fault(entry.line, "", f"The database refuses it: {why}")
        self._say(entry.number, Outcome(entry.line, entry.key, "", "failed", (fault,), tuple(entry.warnings)))

    def _say(self, number: int, outcome: Outcome) -> None:
        self.counts[outcome.result] += 1
        self._outcomes.add(number, outcome)


def _is_of_the_data(error: DatabaseError | ValidationError) -> bool:
    """Whether an entry is to blame: not a lost connection, a deadlock or a fault of the program."""
    too_large = getattr(error.__cause__, "sqlstate", None) == _PROGRAM_LIMIT
    return isinstance(error, IntegrityError | DataError | ValidationError) or too_large


def _batches(things: Iterable[T], weight: Callable[[T], int]) -> Iterator[list[T]]:
    some: list[T] = []
    heavy = 0
    for thing in things:
        some.append(thing)
        heavy += weight(thing)
        if len(some) == _AT_ONCE or heavy > _HEAVIEST:
            yield some
            some, heavy = [], 0
    if some:
        yield some


def _weight(record: Record | None) -> int:
    """About how many characters a record has."""
    if record is None:
        return 0
    return sum(map(len, record.fields.values())) + sum(map(len, record.extra.values()))


def _documents_of(keys: Iterable[str]) -> dict[str, tuple[int, str]]:
    """Return the documents that file keys stand for: entries of this file first, else documents here by their keys."""
    statement = """
        SELECT asked.key, document.id, document.citation_key FROM unnest(%s::text[]) AS asked(key)
         CROSS JOIN LATERAL (
            SELECT document_id FROM (
                SELECT document_id, 1 AS rank FROM import_key WHERE import_key.key = asked.key
                UNION ALL SELECT coalesce(merged_into_id, id), 2 FROM sources_document WHERE lower(citation_key) = asked.key
                UNION ALL SELECT document_id, 3 FROM sources_formerkey WHERE lower(sources_formerkey.key) = asked.key) AS named
             ORDER BY rank LIMIT 1) AS found
         CROSS JOIN LATERAL (SELECT id, citation_key FROM sources_document AS one WHERE one.id = found.document_id OFFSET 0) AS document
    """
    return {key: (number, citation_key) for key, number, citation_key in rows_of(statement, list(keys))}


def _still_waiting(keys: Iterable[str]) -> set[str]:
    statement = """
        SELECT key FROM import_waiting AS waiting WHERE key = ANY(%s)
           AND NOT EXISTS (SELECT 1 FROM import_key WHERE import_key.key = waiting.key)
    """
    return {key for (key,) in rows_of(statement, list(keys))}


def _keep_lost_links(entry: Incoming, known: dict[str, tuple[int, str]]) -> None:
    """Keep the key of a whole or an original that is nowhere under extra, and say so."""
    for link, what in (("part_of", "the work it stands in"), ("original", "the work it reprints")):
        key = getattr(entry.record, link)
        if key and key.lower() not in known:
            entry.record = replace(entry.record, extra={**entry.record.extra, link: key})
            entry.warn(link, f"{key}, {what}, is neither in this file nor here, or it is this very entry. The key is kept under extra.")
