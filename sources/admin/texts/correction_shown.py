"""A correction as the admin shows it: passages before and after, side by side, and the versions of a text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.utils.safestring import SafeString

from history.admin.markup import before_and_after
from history.admin.records import address_of
from sources.anchoring.carrying import Grade
from sources.anchoring.quotes import find_exact
from sources.models import Passage, Text
from sources.services.correct_text import Preview
from sources.services.preview_correction import CarriedPassage

# Enough to look through; the numbers say how many there are.
_MOST_SHOWN = 200
_LONGEST_STRETCH = 6_000


@dataclass(frozen=True)
class Stretch:
    """Words to be edited in place: ``[start, end)`` in code points, and what stands, or was typed, there."""

    start: int
    end: int
    words: str


@dataclass(frozen=True)
class Side:
    """One passage before and after, differences marked."""

    carried: CarriedPassage
    before: SafeString
    after: SafeString
    #: Whether no word, only white space is another.
    is_blank: bool

    @property
    def address(self) -> str:
        """The page of the passage."""
        return address_of(self.carried.passage)


@dataclass(frozen=True)
class Version:
    """One version of a text, and what its correction of the one before made of the passages."""

    text: Text
    address: str
    is_this: bool
    carried: str


def show_preview(preview: Preview) -> dict[str, Any]:
    """What the template of a preview needs: at most so many passages of each grade as one looks through."""
    changed, orphaned = preview.graded(Grade.CHANGED), preview.graded(Grade.ORPHANED)
    references = [one for one in preview.references if one.span.start is None]
    return {
        "moved": len(preview.graded(Grade.MOVED)),
        "changed": [side(one) for one in changed[:_MOST_SHOWN]],
        "changed_number": len(changed),
        "orphaned": [side(one) for one in orphaned[:_MOST_SHOWN]],
        "orphaned_number": len(orphaned),
        "marks": len(preview.marks) - len(preview.dropped_marks),
        "marks_lost": [str(mark) for mark in preview.dropped_marks],
        "marks_new": len(preview.new_marks),
        "references": len(preview.references) - len(references),
        "references_left": [str(one.reference) for one in references],
        "kept": f"{preview.share_kept:.1%}",
        "length": f"{len(preview.new.content):,}",
        "length_before": f"{preview.text.length:,}",
    }


def side(carried: CarriedPassage) -> Side:
    """Return one passage, before and after."""
    diff = carried.diff
    is_blank = all(piece.before == piece.after or not (piece.before + piece.after).strip() for piece in diff)
    before, after = before_and_after((piece.before, piece.after) for piece in diff)
    return Side(carried, before, after, is_blank=is_blank)


def stretch_to_edit(text: Text, *, find: str, place: int) -> Stretch | None:
    """Return the paragraph around a place, or around the first place of some words; None if these do not stand there verbatim."""
    content = text.content or ""
    if find:
        found = find_exact(content, find.replace("\r\n", "\n"), most=1)
        if not found:
            return None
        place = found[0]
    place = min(place, max(0, len(content) - 1))
    start = max(content.rfind("\n\n", 0, place) + 2 if "\n\n" in content[:place] else 0, place - _LONGEST_STRETCH // 2)
    end = content.find("\n\n", place)
    end = min(len(content) if end < 0 else end, place + _LONGEST_STRETCH // 2)
    return Stretch(start, end, content[start:end])


def versions_of(text: Text) -> list[Version]:
    """Return the versions of the text's document, oldest first; none where there is only one. Two queries."""
    texts = list(Text.objects.without_words().filter(document=text.document_id).select_related("derived_from").order_by("version"))
    if len(texts) < 2:
        return []
    counts: dict[int, list[str]] = {}
    rows = (
        Passage.objects.filter(text__in=texts).exclude(carried="").values_list("text", "carried").annotate(Count("pk")).order_by("carried")
    )
    for pk, carried, number in rows:
        counts.setdefault(pk, []).append(f"{number} {carried}")
    return [Version(one, address_of(one), one.pk == text.pk, ", ".join(counts.get(one.pk, []))) for one in texts]
