"""Ask for the place of mutated quotes and count what comes back."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from random import Random

from sources.anchoring import Placement, View, place, view_of
from tests.bench.quotes.mutations import SAME, Mutation
from tests.bench.quotes.negatives import Alteration

_MOST_SHOWN = 12


@dataclass
class Tally:
    """How often a kind of quote was asked for, and what was right."""

    asked: int = 0
    right_place: int = 0
    exact_offsets: int = 0
    right_grade: int = 0
    false_places: int = 0
    failures: list[str] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        self.asked += other.asked
        self.right_place += other.right_place
        self.exact_offsets += other.exact_offsets
        self.right_grade += other.right_grade
        self.false_places += other.false_places
        self.failures.extend(other.failures)

    def fail(self, why: str) -> None:
        if len(self.failures) < _MOST_SHOWN:
            self.failures.append(why)


@dataclass(frozen=True)
class Passage:
    """A true slice of a text."""

    start: int
    end: int
    quote: str


def passages(content: str, view: View, rng: Random, count: int) -> Iterator[Passage]:
    """Runs of words and whole sentences that stand once in the text."""
    dense = len(re.findall("[\u3041-\u30ff\u4e00-\u9fff]", content)) * 2 > len(content)
    words = list(re.finditer(r"[^\s]" if dense else r"\S+", content))
    ends = [index for index, word in enumerate(words) if re.search(r"[.!?。][\"'”’」]?\Z", word[0])]
    tries = 0
    while count and tries < 4000:
        tries += 1
        if rng.random() < 0.5:
            first = rng.randrange(len(words) - 8)
            last = min(len(words) - 1, first + (rng.randint(14, 90) if dense else rng.randint(6, 45)) - 1)
        else:
            at = rng.randrange(len(ends) - 1)
            first, last = ends[at] + 1, ends[at + 1]
        passage = Passage(words[first].start(), words[last].end(), content[words[first].start() : words[last].end()])
        letters = view_of(passage.quote).text
        if _fair(passage, letters, dense=dense) and view.text.count(letters) == 1:
            count -= 1
            yield passage


def _fair(passage: Passage, letters: str, *, dense: bool) -> bool:
    """Whether the slice is one that an editor would quote: it begins and ends with words of the text."""
    words = 12 if dense else len(passage.quote.split())
    borders = re.match(r"[\w\"'“‘(「]", passage.quote) and not re.match(r"\d{1,3}(?:\s|$|[）)])|注", passage.quote)
    tail = not re.search(r"\d(?:</sup>)?\Z|[（(《][^）)》]*\Z|-\Z|[*_]\Z", passage.quote) and not passage.quote.startswith(("(", "（"))
    return bool(len(letters) >= (12 if dense else 24) and words >= 5 and borders and tail)


def measure_mutations(content: str, kinds: Mapping[str, tuple[Mutation, frozenset[str]]], seed: int, count: int) -> dict[str, Tally]:
    """For each kind of harm, quotes that stand in ``content``."""
    view = view_of(content)
    tallies: dict[str, Tally] = {}
    for kind, (mutate, grades) in kinds.items():
        rng = Random(f"{kind} {seed}")
        tally = tallies[kind] = Tally()
        for passage in passages(content, view, rng, count):
            quote = mutate(rng, passage.quote)
            if quote == passage.quote:
                continue
            _count(tally, passage, quote, place(quote, content, view=view), content, grades)
    return tallies


def _count(tally: Tally, passage: Passage, quote: str, answer: Placement, content: str, grades: frozenset[str]) -> None:
    tally.asked += 1
    place_found = [(candidate.start, candidate.end) for candidate in answer.candidates]
    if len(place_found) == 1 and place_found[0][0] < passage.end and place_found[0][1] > passage.start:
        tally.right_place += 1
    if place_found == [(passage.start, passage.end)]:
        tally.exact_offsets += 1
    else:
        held = [content[start:end] for start, end in place_found] or [content[near.start : near.end] for near in answer.near]
        tally.fail(f"{answer.grade}\n    quote {quote!r}\n    true  {passage.quote!r}\n    found {held!r}")
    tally.right_grade += answer.grade in grades
    if answer.grade not in grades and place_found == [(passage.start, passage.end)]:
        changes = [(change.kind, change.quoted, change.held) for change in answer.candidates[0].diff if change.kind != "equal"]
        tally.fail(f"grade {answer.grade}\n    quote {quote!r}\n    true  {passage.quote!r}\n    diff  {changes!r}")


def measure_negatives(
    content: str, kinds: Mapping[str, Alteration], others: list[str], seed: int, count: int, *, altered: bool
) -> dict[str, Tally]:
    """For each kind, quotes that do not stand in ``content``; an altered one may be shown, at its sentence, as altered."""
    view = view_of(content)
    tallies: dict[str, Tally] = {}
    for kind, change in kinds.items():
        rng = Random(f"{kind} {seed}")
        tally = tallies[kind] = Tally()
        for passage in passages(content, view, rng, count):
            quote = change(rng, passage.quote, others)
            if quote is None or quote == passage.quote or view_of(quote).text in view.text:
                continue
            answer = place(quote, content, view=view)
            tally.asked += 1
            shown = answer.grade == "approximate" and any(part.kind != "equal" for part in answer.candidates[0].diff)
            at_home = bool(answer.candidates) and answer.candidates[0].start < passage.end and answer.candidates[0].end > passage.start
            tally.right_place += altered and shown and at_home
            tally.right_grade += answer.grade == "absent" or (altered and shown and at_home)
            if answer.grade != "absent" and not (altered and shown and at_home):
                tally.false_places += 1
                tally.fail(f"{answer.grade}\n    quote {quote!r}\n    found {[content[c.start : c.end] for c in answer.candidates]!r}")
            if set(SAME) & {candidate.grade for candidate in answer.candidates}:
                tally.false_places += 1
                tally.fail(f"called the same: {quote!r}")
    return tallies
