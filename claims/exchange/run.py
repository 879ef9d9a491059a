"""One run over a file of claims: batches in order, then what waited for another claim, then relations."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from typing import Any, TypeVar

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import DatabaseError, DataError, IntegrityError, transaction

from claims import models
from claims.exchange.batch import Batch, Options
from claims.exchange.fields import FieldReader
from claims.exchange.names import Named, named_before
from claims.exchange.outcomes import ClaimOutcome, Incoming
from claims.exchange.reading import Line
from claims.exchange.records import Claim, Topic, read_claim, read_topic
from claims.exchange.relations import FromClaim, RelationBatch
from claims.exchange.topics import take_topics
from history.services import law_in_words
from sources.formats.entries import Fault
from sources.services.importing.spools import InOrder, Spool

#: Claims in a batch, and pieces of evidence with them: few with many are as much as many with few.
_AT_ONCE = 500
_HEAVIEST = 5000
#: How many revisions of one claim may stand in one file in the wrong order.
_LONGEST_CHAIN = 50
T = TypeVar("T")
Take = Callable[[Sequence[Incoming[Any]]], None]


class Run:
    """An import of claims while it goes on."""

    def __init__(self, options: Options, report: Callable[[ClaimOutcome], None]) -> None:
        self.options = options
        self.counts = dict.fromkeys(("created", "updated", "unchanged", "failed"), 0)
        self._outcomes = InOrder(report)
        self._number = 0
        #: Pieces of evidence of the claims that are gathered.
        self._weight = 0
        self._topics: list[Incoming[Topic]] = []
        self._claims: list[Incoming[Claim]] = []

    def take(self, lines: Iterable[Line]) -> None:
        """Take every line."""
        with ExitStack() as stack:
            self._revisions = stack.enter_context(Spool[Incoming[Claim]]())
            self._relations = stack.enter_context(Spool[Incoming[FromClaim]]())
            for line in lines:
                self._read(line)
                if len(self._claims) >= _AT_ONCE or self._weight >= _HEAVIEST:
                    self._take_claims()
            self._take_topics()
            self._take_claims()
            self._take_revisions()
            for some in _batches(self._relations):
                self._take_some(some, lambda few: RelationBatch(few, self.options).take(), "relation")
        self._outcomes.finish()

    def _read(self, line: Line) -> None:
        if line.content is None:
            self._say(self._next(), ClaimOutcome("", line.number, "", "failed", line.faults))
            return
        reader = FieldReader(line.number)
        kind = line.content.get("record", "claim")
        if kind == "topic":
            self._take_claims()
            topic = read_topic(reader, line.content)
            self._keep(reader, Incoming(self._next(), line.number, topic), self._topics, "topic")
        elif kind == "claim":
            self._take_topics()
            claim = read_claim(reader, line.content)
            self._keep(reader, Incoming(self._next(), line.number, claim), self._claims, "claim")
            self._weight += len(claim.evidence)
            for relation in () if reader.faults else claim.relations:
                self._relations.put(Incoming(self._next(), line.number, FromClaim(claim.public_id, relation)))
        else:
            fault = Fault(line.number, "record", "A line is a topic or a claim. Write topic or claim, or leave it out for a claim.")
            self._say(self._next(), ClaimOutcome("", line.number, "", "failed", (fault,)))

    def _keep(self, reader: FieldReader, incoming: Incoming[Any], there: list[Incoming[Any]], kind: str) -> None:
        incoming.faults += reader.faults
        if reader.faults:
            incoming.result = "failed"
            self._tell(incoming, kind)
            return
        there.append(incoming)

    def _next(self) -> int:
        self._number += 1
        return self._number - 1

    def _take_topics(self) -> None:
        topics, self._topics = self._topics, []
        if topics:
            self._take_some(self._first_of_name(topics, "topic"), lambda few: take_topics(few, self.options), "topic")

    def _take_claims(self) -> None:
        claims, self._claims, self._weight = self._claims, [], 0
        free = []
        for incoming in self._first_of_name(claims, "claim"):
            if incoming.record.supersedes:
                self._revisions.put(incoming)
            else:
                free.append(incoming)
        self._take_some(free, self._take_batch, "claim")

    def _take_batch(self, claims: Sequence[Incoming[Claim]]) -> None:
        Batch(claims, self.options).take()

    def _take_revisions(self) -> None:
        """Take claims that revise another, each after that one."""
        rest = self._revisions
        for depth in range(_LONGEST_CHAIN):
            later = Spool[Incoming[Claim]]()
            before = rest.count
            for some in _batches(rest):
                ready = _ready(some, later, is_last=depth == _LONGEST_CHAIN - 1)
                self._take_some(ready, self._take_batch, "claim")
            if later.count in (0, before):
                for some in _batches(later):
                    self._take_some(some, self._take_batch, "claim")
                return
            rest = later

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
        key = record.slug if isinstance(record, Topic) else record.public_id
        lists = (tuple(incoming.faults), tuple(incoming.warnings), tuple(incoming.differences))
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


def _batches(things: Iterable[T]) -> Iterator[list[T]]:
    some: list[T] = []
    for thing in things:
        some.append(thing)
        if len(some) == _AT_ONCE:
            yield some
            some = []
    if some:
        yield some


def _names(incoming: Incoming[Any]) -> Iterator[Named]:
    record = incoming.record
    if isinstance(record, Topic):
        yield Named("topic", record.slug, incoming.line, "slug")
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
