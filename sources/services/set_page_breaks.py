"""Set the page breaks of a text: one break and one label from an editor, the rest follows by rule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from history.services import law_in_words, recorded
from sources.formats.locators import Locator
from sources.formats.page_labels import Labelled, labels_in_order
from sources.models import Mark, Passage, Text
from sources.services.page_breaks import PageBreak, state_of_pages
from sources.services.place_passages import Span, place_in_text

if TYPE_CHECKING:
    from history.services import Actor

_LONGEST_LABEL = 40
_MOST_PAGES = 20_000


class StaleMarksError(Exception):
    """Somebody else changed the marks of the text since they were read (law 6)."""


@dataclass(frozen=True)
class Moved:
    """A passage that gets another locator."""

    passage: Passage
    before: Locator | None
    after: Locator | None


@dataclass(frozen=True)
class PageChange:
    """What a change of page breaks does.

    Attributes:
        labels: The label of each page, in order.
        created, changed, deleted: How many marks.
        moved: The passages whose locators are others now.
        repeated: Labels that two pages have: possible, as in a book of two parts, and mostly a slip.
    """

    labels: Sequence[Labelled]
    created: int
    changed: int
    deleted: int
    moved: Sequence[Moved]
    repeated: Sequence[str]


def preview_page_breaks(text: Text, breaks: Sequence[PageBreak]) -> PageChange:
    """Return what setting these breaks would do; nothing is changed.

    Raises:
        ValidationError: The breaks are not fit.
    """
    with transaction.atomic():
        change = _set(text, breaks)
        transaction.set_rollback(True)
    return change


def set_page_breaks(text: Text, breaks: Sequence[PageBreak], *, seen: str, by: Actor, reason: str = "") -> PageChange:
    """Make ``breaks`` the page breaks of ``text``, all of them: what is not among them is no break any more.

    Labels that are not given are counted (`sources.formats.page_labels`); those that are given stay, whatever is counted around them.
    A page reaches to the next break, the last to the end of the text; marks that say the same already are left alone.

    Args:
        text: Whose pages they are; its words need not be held.
        breaks: In any order.
        seen: `state_of_pages` when the editor read them.
        by: Who acts.
        reason: For the history.

    Raises:
        StaleMarksError: The pages have changed since; nothing is changed.
        ValidationError: Two breaks at one place, a break outside the text, or a label that is no label; nothing is changed.
    """
    with recorded(by=by, reason=reason):
        Text.objects.select_for_update(no_key=True, of=("self",)).only("pk").get(pk=text.pk)
        if state_of_pages(text) != seen:
            raise StaleMarksError(
                "Somebody else changed the pages of this text since you read them. Nothing of yours is saved: look at them again."
            )
        return _set(text, breaks)


def _set(text: Text, breaks: Sequence[PageBreak]) -> PageChange:
    breaks = _fit(text, breaks)
    labels = labels_in_order([one.given for one in breaks])
    passages = list(Passage.objects.filter(text=text).order_by("start", "pk"))
    spans = [Span(text.pk, passage.start or 0, passage.end or 0) for passage in passages]
    before = place_in_text(text, spans)
    created, changed, deleted = _write(text, _marks(text, breaks, labels))
    after = place_in_text(text, spans)
    moved = [Moved(*one) for one in zip(passages, before, after, strict=True) if one[1] != one[2]]
    counts = Counter(label.value for label in labels if label.value)
    return PageChange(labels, created, changed, deleted, moved, sorted(value for value, count in counts.items() if count > 1))


def _fit(text: Text, breaks: Sequence[PageBreak]) -> list[PageBreak]:
    if len(breaks) > _MOST_PAGES:
        raise ValidationError(f"That would be {len(breaks):,} pages; {_MOST_PAGES:,} are the most that a text may have.")
    ordered = sorted(breaks, key=lambda one: one.start)
    for number, one in enumerate(ordered):
        if not 0 <= one.start < text.length:
            raise ValidationError(f"start: a page cannot begin at {one.start}: the text has the places 0 to {text.length - 1}.")
        if number and ordered[number - 1].start == one.start:
            raise ValidationError(f"start: two pages cannot begin at the same place, {one.start}.")
        if one.label and (len(one.label) > _LONGEST_LABEL or not one.label.isprintable() or one.label != one.label.strip()):
            raise ValidationError(
                f"label: the label of the page at {one.start} is what is printed on it, such as iv, 12, A-3 or 12-13 for a double page: "
                f"at most {_LONGEST_LABEL} characters on one line."
            )
    return ordered


def _marks(text: Text, breaks: Sequence[PageBreak], labels: Sequence[Labelled]) -> list[Mark]:
    """The marks as they shall be, not stored; where neither a page's break nor the next one has moved, its end stays."""
    old = list(Mark.objects.filter(text=text).pages())
    old_next = {mark.start: following.start for mark, following in pairwise(old)}
    old_ends = {mark.start: mark.end for mark in old}
    wanted = []
    for number, (one, label) in enumerate(zip(breaks, labels, strict=True)):
        following = breaks[number + 1].start if number + 1 < len(breaks) else None
        is_there = one.start in old_ends and old_next.get(one.start) == following
        end = old_ends[one.start] if is_there else following or text.length
        wanted.append(Mark(text=text, label="page", value=label.value, basis=label.basis.value, start=one.start, end=end))
    return wanted


def _write(text: Text, wanted: Sequence[Mark]) -> tuple[int, int, int]:
    """Bring the stored pages to what is wanted; between any two steps no pages overlap. Return how many are new, changed, gone."""
    old = {mark.start: mark for mark in Mark.objects.filter(text=text).pages()}
    starts = {mark.start for mark in wanted}
    gone = [mark.pk for start, mark in old.items() if start not in starts]
    new = [mark for mark in wanted if mark.start not in old]
    shorter: list[Mark] = []
    other: list[Mark] = []
    for mark in wanted:
        there = old.get(mark.start)
        if there is not None and (there.value, there.basis, there.end) != (mark.value, mark.basis, mark.end):
            (shorter if mark.end < there.end else other).append(there)
            there.value, there.basis, there.end = mark.value, mark.basis, mark.end
    try:
        with transaction.atomic():
            Mark.objects.filter(pk__in=gone).delete()
            Mark.objects.bulk_update(shorter, ["value", "basis", "end"], batch_size=500)
            Mark.objects.bulk_create(new, batch_size=500)
            Mark.objects.bulk_update(other, ["value", "basis", "end"], batch_size=500)
    except IntegrityError as error:
        raise ValidationError(law_in_words(error)) from error
    return len(new), len(shorter) + len(other), len(gone)
