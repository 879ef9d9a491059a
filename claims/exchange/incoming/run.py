"""One run over a file of claims: batches in order, then what waited for another claim, then relations."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from types import MappingProxyType
from typing import Any, TypeVar

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import DatabaseError, DataError, IntegrityError, transaction

from claims import models
from claims.exchange.incoming.claims.batch import Batch
from claims.exchange.incoming.claims.options import Options
from claims.exchange.incoming.claims.relations import FromClaim, RelationBatch
from claims.exchange.incoming.claims.replay import first_act
from claims.exchange.incoming.claims.topics import take_topics
from claims.exchange.incoming.names import Named, named_before
from claims.exchange.incoming.outcomes import ClaimOutcome, Incoming
from claims.exchange.incoming.sources.authors import take_authors
from claims.exchange.incoming.sources.documents import DocumentBatch
from claims.exchange.incoming.sources.texts import TextBatch, take_retractions
from claims.exchange.lines.claim_records import Claim, Topic, read_claim, read_topic
from claims.exchange.lines.fields import FieldReader
from claims.exchange.lines.reading import Line
from claims.exchange.lines.source_records import Document, Text, read_author, read_document, read_retraction, read_text
from history.services import law_in_words
from sources.formats.entries import Fault
from sources.services.importing.spools import InOrder, InTime, Spool

#: Claims in a batch, and pieces of evidence with them: few with many are as much as many with few.
_AT_ONCE = 500
_HEAVIEST = 5000
#: How many revisions of one claim may stand in one file in the wrong order.
_LONGEST_CHAIN = 50
#: What a line may be, each kind after those that it points to.
_READERS: Mapping[str, Callable[[FieldReader, dict[str, Any]], Any]] = MappingProxyType(
    {
        "author": read_author,
        "document": read_document,
        "text": read_text,
        "retraction": read_retraction,
        "topic": read_topic,
        "claim": read_claim,
    }
)
T = TypeVar("T")
Take = Callable[[Sequence[Incoming[Any]]], None]


class Run:
    """An import of claims while it goes on."""

    def __init__(self, options: Options, report: Callable[[ClaimOutcome], None]) -> None:
        self.options = options
        self.counts = dict.fromkeys(("created", "updated", "unchanged", "failed"), 0)
        self._outcomes = InOrder(report)
        self._takers: dict[str, Take] = {
            "author": take_authors,
            "document": lambda some: DocumentBatch(some).take(),
            "text": lambda some: TextBatch(some, is_editors=options.loader is not None).take(),
            "retraction": lambda some: take_retractions(some, is_editors=options.loader is not None),
            "topic": lambda some: take_topics(some, options),
        }
        self._number = 0
        #: Records of one kind that are taken together, and how much work or memory they are.
        self._kind = ""
        self._gathered: list[Incoming[Any]] = []
        self._weight = 0

    def take(self, lines: Iterable[Line]) -> None:
        """Take every line."""
        with ExitStack() as stack:
            self._revisions = stack.enter_context(InTime[Incoming[Claim]]())
            self._relations = stack.enter_context(InTime[Incoming[FromClaim]]())
            for line in lines:
                self._read(line)
                if self._weight >= _HEAVIEST or (len(self._gathered) >= _AT_ONCE and self._kind != "topic"):
                    self._take_gathered()
            self._take_gathered()
            self._take_revisions()
            for some in _batches(self._relations, until=_revises_one_of):
                self._take_some(some, lambda few: RelationBatch(few, self.options).take(), "relation")
        self._outcomes.finish()

    def _read(self, line: Line) -> None:
        if line.content is None:
            self._say(self._next(), ClaimOutcome("", line.number, "", "failed", line.faults))
            return
        reader = FieldReader(line.number)
        kind = line.content.get("record", "claim")
        if not isinstance(kind, str) or kind not in _READERS:
            fault = Fault(line.number, "record", f"A line is one of: {', '.join(_READERS)}. Leave it out for a claim.")
            self._say(self._next(), ClaimOutcome("", line.number, "", "failed", (fault,)))
            return
        if kind != self._kind:
            self._take_gathered()
            self._kind = kind
        record = _READERS[kind](reader, line.content)
        self._weight += _weight(record)
        self._keep(reader, Incoming(self._next(), line.number, record, cells=line.cells), kind)
        for relation in record.relations if isinstance(record, Claim) and not reader.faults else ():
            self._relations.put(Incoming(self._next(), line.number, FromClaim(record.public_id, relation)), first_act(relation))

    def _keep(self, reader: FieldReader, incoming: Incoming[Any], kind: str) -> None:
        incoming.faults += reader.faults
        if reader.faults:
            incoming.result = "failed"
            self._tell(incoming, kind)
            return
        self._gathered.append(incoming)

    def _next(self) -> int:
        self._number += 1
        return self._number - 1

    def _take_gathered(self) -> None:
        some, self._gathered, self._weight = self._gathered, [], 0
        if not some:
            return
        first = self._first_of_name(some, self._kind)
        if self._kind != "claim":
            self._take_some(first, self._takers[self._kind], self._kind)
            return
        free = []
        for incoming in first:
            if incoming.record.supersedes:
                self._revisions.put(incoming, first_act(incoming.record))
            else:
                free.append(incoming)
        self._take_some(free, self._take_batch, "claim")

    def _take_batch(self, claims: Sequence[Incoming[Claim]]) -> None:
        Batch(claims, self.options).take()

    def _take_revisions(self) -> None:
        """Take claims that revise another, each after that one."""
        rest: Iterable[Incoming[Claim]] = self._revisions
        before = self._revisions.count
        for depth in range(_LONGEST_CHAIN):
            later = Spool[Incoming[Claim]]()
            for some in _batches(rest, until=_revises_alike):
                ready = _ready(some, later, is_last=depth == _LONGEST_CHAIN - 1)
                self._take_some(ready, self._take_batch, "claim")
            if later.count in (0, before):
                for some in _batches(later):
                    self._take_some(some, self._take_batch, "claim")
                return
            rest, before = later, later.count

    def _first_of_name(self, some: Sequence[Incoming[Any]], kind: str) -> list[Incoming[Any]]:
        """Without those whose id stands in an earlier line, which fail."""
        named = [one for incoming in some for one in _names(incoming)]
        twice = named_before(named)
        first = []
        for incoming in some:
            for place, what, name in ((one.place, one.kind, one.name) for one in _names(incoming)):
                line = twice.get((what, name, incoming.line))
                if line is not None:
                    incoming.refuse(place, f"The {what} {name} stands in line {line} already.")
            if incoming.faults:
                self._tell(incoming, kind)
            else:
                first.append(incoming)
        return first

    def _take_some(self, some: Sequence[Incoming[Any]], take: Take, kind: str) -> None:
        if not some:
            return
        before = [(incoming.result, list(incoming.warnings)) for incoming in some]
        try:
            with transaction.atomic():
                take(some)
        except (DatabaseError, ValidationError) as error:
            if not isinstance(error, IntegrityError | DataError | ValidationError):
                raise
            for incoming, (result, warnings) in zip(some, before, strict=True):
                incoming.result, incoming.warnings, incoming.faults, incoming.differences = result, warnings, [], []
            self._take_one_by_one(some, take, kind, error)
            return
        for incoming in some:
            self._tell(incoming, kind)

    def _take_one_by_one(self, some: Sequence[Incoming[Any]], take: Take, kind: str, error: DatabaseError | ValidationError) -> None:
        """Find the record that the database refuses: alone it fails, the others are taken."""
        if len(some) > 1:
            middle = len(some) // 2
            self._take_some(some[:middle], take, kind)
            self._take_some(some[middle:], take, kind)
            return
        (incoming,) = some
        incoming.refuse("", _in_words(error))
        self._tell(incoming, kind)

    def _tell(self, incoming: Incoming[Any], kind: str) -> None:
        record = incoming.record.relation if isinstance(incoming.record, FromClaim) else incoming.record
        key = record.slug if isinstance(record, Topic) else record.key if isinstance(record, Document) else record.public_id
        lists = (incoming.told(incoming.faults), incoming.told(incoming.warnings), tuple(incoming.differences))
        self._say(incoming.number, ClaimOutcome(kind, incoming.line, key, incoming.result, *lists))

    def _say(self, number: int, outcome: ClaimOutcome) -> None:
        self.counts[outcome.result] += 1
        self._outcomes.add(number, outcome)


def _ready(some: Sequence[Incoming[Claim]], later: Spool[Incoming[Claim]], *, is_last: bool) -> list[Incoming[Claim]]:
    """Those whose revised claim is here; the others are put away."""
    wanted = {incoming.record.supersedes for incoming in some}
    here = set(models.Claim.objects.filter(public_id__in=wanted).order_by().values_list("public_id", flat=True))
    ready = []
    for incoming in some:
        if is_last or incoming.record.supersedes in here:
            ready.append(incoming)
        else:
            later.put(incoming)
    return ready


def _batches(things: Iterable[T], *, until: Callable[[list[T], T], bool] = lambda some, one: False) -> Iterator[list[T]]:
    some: list[T] = []
    for thing in things:
        if some and (len(some) == _AT_ONCE or until(some, thing)):
            yield some
            some = []
        some.append(thing)
    if some:
        yield some


def _revises_alike(some: list[Incoming[Claim]], one: Incoming[Claim]) -> bool:
    """Whether one of some claims revises what this one does: that was refused before this one came about."""
    return any(other.record.supersedes == one.record.supersedes for other in some)


def _revises_one_of(some: list[Incoming[FromClaim]], one: Incoming[FromClaim]) -> bool:
    wanted = one.record.relation.supersedes
    return bool(wanted) and any(other.record.relation.public_id == wanted for other in some)


def _weight(record: object) -> int:
    """How much work a record is, in pieces of evidence; of a text, how much memory."""
    if isinstance(record, Text):
        return 50 + len(record.content or "") // 200 + len(record.marks) // 10
    return len(record.evidence) if isinstance(record, Claim) else 1


def _names(incoming: Incoming[Any]) -> Iterator[Named]:
    record = incoming.record
    if isinstance(record, Topic):
        yield Named("topic", record.slug, incoming.line, "slug")
        return
    if isinstance(record, Document):
        yield Named("document", record.key, incoming.line, "key")
    if not isinstance(record, Claim):
        yield Named(type(record).__name__.lower(), record.public_id, incoming.line, "id")
        return
    yield Named("claim", record.public_id, incoming.line, "id")
    for link in record.evidence:
        yield Named("evidence", link.public_id, incoming.line, f"{link.place}.id")
    for relation in record.relations:
        yield Named("relation", relation.public_id, incoming.line, f"{relation.place}.id")


def _in_words(error: DatabaseError | ValidationError) -> str:
    """The sentence of the rule that refused: the model's own for a constraint, the law's for a law."""
    if isinstance(error, ValidationError):
        return " ".join(error.messages)
    name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
    for model in apps.get_app_config("claims").get_models():
        for constraint in model._meta.constraints:
            if name and constraint.name == name:
                return str(constraint.violation_error_message)
    words = law_in_words(IntegrityError(*error.args))
    return words if words.startswith("law ") else f"The database refuses it: {words}"
