"""What must wait until the file is read, kept in temporary files so that memory does not grow with it."""

from __future__ import annotations

import pickle
import tempfile
from array import array
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from types import TracebackType
from typing import IO, Any, Generic, Self, TypeVar

#: Of what has no time.
END_OF_TIME = datetime.max.replace(tzinfo=UTC)
T = TypeVar("T")


class Spool(Generic[T]):
    """Things put away in order and taken out again in order, once."""

    def __init__(self) -> None:
        self._file: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the spool
        self.count = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._file.close()

    def put(self, thing: T) -> int:
        """Put one away; return where it lies."""
        place = self._file.seek(0, 2)
        pickle.dump(thing, self._file, protocol=pickle.HIGHEST_PROTOCOL)
        self.count += 1
        return place

    def at(self, place: int) -> T:
        """Return the thing that lies at a place."""
        self._file.seek(place)
        thing: T = pickle.load(self._file)  # noqa: S301 - written by this very process
        return thing

    def __iter__(self) -> Iterator[T]:
        place = 0
        for _ in range(self.count):
            thing = self.at(place)
            place = self._file.tell()
            yield thing


class InTime(Spool[T]):
    """Things taken out again in the order of their times; those of one time as they were put away."""

    def __init__(self) -> None:
        super().__init__()
        # Seconds and place, in turn: few bytes for each.
        self._times = array("d")
        self._places = array("q")

    def put(self, thing: T, at: datetime = END_OF_TIME) -> int:
        """Put one away; return where it lies."""
        place = super().put(thing)
        self._times.append(at.timestamp())
        self._places.append(place)
        return place

    def __iter__(self) -> Iterator[T]:
        for number in sorted(range(self.count), key=self._times.__getitem__):
            yield self.at(self._places[number])


class InOrder(Generic[T]):
    """Passes things on in the order of their numbers, whatever the order in which they come."""

    def __init__(self, report: Callable[[T], Any]) -> None:
        self._report = report
        self._next = 0
        self._spool: Spool[T] | None = None
        # Number and place, in turn.
        self._waiting = array("q")

    def add(self, number: int, thing: T) -> None:
        """Pass one on, or put it away until those before it have come."""
        if number == self._next and self._spool is None:
            self._next += 1
            self._report(thing)
            return
        self._spool = self._spool or Spool()
        self._waiting.extend((number, self._spool.put(thing)))

    def finish(self) -> None:
        """Pass on all that was put away."""
        if self._spool is None:
            return
        with self._spool as spool:
            for _, place in sorted(zip(self._waiting[::2], self._waiting[1::2], strict=True)):
                self._report(spool.at(place))
