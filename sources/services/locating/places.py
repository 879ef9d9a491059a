"""Places found in one text, and what of them a reader is shown."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sources.anchoring import Candidate, Placement, place, view_of
from sources.formats.locators import Locator
from sources.models import Text
from sources.services.locating.located import Place, Quote, Reader
from sources.services.locating.words import Words
from sources.services.place_passages import Span, place_spans

#: Characters before and after a place that are shown to those who work here.
_AROUND = 120
# Letters of a context by which texts are told apart.
_CONTEXT_LETTERS = 24
# Characters that a slice may be longer than twice the quote.
_BEYOND_QUOTE = 60


@dataclass(frozen=True, slots=True)
class Found:
    """A candidate with the words around it: the text itself need not be kept in memory.

    ``is_candidate`` is false of what only resembles the quote; ``has_more`` says that the text has more candidates than are listed.
    """

    text: Text
    candidate: Candidate
    is_candidate: bool
    has_more: bool
    words: str
    before: str
    after: str
    is_in_context: bool

    @property
    def grade(self) -> str:
        """exact, normalised or approximate."""
        return self.candidate.grade

    @property
    def score(self) -> float:
        """From 0 to 1."""
        return self.candidate.score

    @property
    def start(self) -> int:
        """In Unicode code points from 0."""
        return self.candidate.start

    @property
    def altered(self) -> int:
        """How many characters differ."""
        return sum(max(len(one.quoted), len(one.held)) for one in self.candidate.diff if one.kind != "equal")


def find_in(text: Text, words: Words, quote: Quote) -> Iterator[Found]:
    """Yield where a quote stands in one text, then where something like it does."""
    placement = _proved(quote, words)
    for candidate in (*placement.candidates, *placement.near):
        yield _found(text, words.content, candidate, quote, placement)


def show_places(found: Sequence[Found], quote: Quote, reader: Reader) -> list[Place]:
    """The places as this reader is shown them, with their locators: one query, however many."""
    locators = place_spans([Span(one.text.pk, one.start, one.candidate.end) for one in found])
    return [_shown(one, locator, quote, reader) for one, locator in zip(found, locators, strict=True)]


def _proved(quote: Quote, words: Words) -> Placement:
    """Place the quote; where the stored view does not agree with the words, on a view made of these anew."""
    placement = place(quote.words, words.content, view=words.view, prefix=quote.prefix, suffix=quote.suffix)
    if all(_agrees(words, candidate) for candidate in (*placement.candidates, *placement.near)):
        return placement
    return place(quote.words, words.content, prefix=quote.prefix, suffix=quote.suffix)


def _agrees(words: Words, candidate: Candidate) -> bool:
    """Whether the view has for this stretch the letters that stand there."""
    starts = words.view.starts
    letters = words.view.text[bisect_left(starts, candidate.start) : bisect_left(starts, candidate.end)]
    return letters == view_of(words.content[candidate.start : candidate.end]).text


def _found(text: Text, content: str, candidate: Candidate, quote: Quote, placement: Placement) -> Found:
    start, end = candidate.start, candidate.end
    return Found(
        text=text,
        candidate=candidate,
        is_candidate=candidate in placement.candidates,
        has_more=placement.more,
        words=content[start:end],
        before=content[max(0, start - _AROUND) : start],
        after=content[end : end + _AROUND],
        is_in_context=_is_in_context(content, start, end, quote),
    )


def _is_in_context(content: str, start: int, end: int, quote: Quote) -> bool:
    """Whether the letters right before and after a place are those that were given."""
    before, after = view_of(quote.prefix).text[-_CONTEXT_LETTERS:], view_of(quote.suffix).text[:_CONTEXT_LETTERS]
    # Line breaks, hyphens and markup make the words of a text longer than what was pasted.
    reach = 4 * _CONTEXT_LETTERS
    return (not before or view_of(content[max(0, start - reach) : start]).text.endswith(before)) and (
        not after or view_of(content[end : end + reach]).text.startswith(after)
    )


def _shown(found: Found, locator: Locator | None, quote: Quote, reader: Reader) -> Place:
    may_read = _may_read(found, quote, reader)
    return Place(
        document=found.text.document,
        text=found.text,
        start=found.start,
        end=found.candidate.end,
        grade=found.grade,
        score=found.score,
        diff=found.candidate.diff if may_read else (),
        words=found.words if may_read else None,
        before=found.before if reader.sees_hidden else "",
        after=found.after if reader.sees_hidden else "",
        locator=locator,
    )


def _may_read(found: Found, quote: Quote, reader: Reader) -> bool:
    """Whether this much of the text may be shown for this quote.

    Of a text that is not open, whoever comes from outside is shown what they typed themselves and the little around it that an
    ellipsis or a misprint hides: a search is no way to read on.
    """
    if reader.sees_hidden or found.text.rights == Text.Rights.OPEN:
        return True
    return found.is_candidate and len(found.words) <= 2 * len(quote.words) + _BEYOND_QUOTE
