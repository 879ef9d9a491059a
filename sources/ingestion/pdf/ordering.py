"""The order in which the lines of a page are read: down a column, then the next, whatever order the file draws them in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import pairwise

from sources.ingestion.pdf.layout import Line, Page, Word

#: What makes columns of prose: so many lines on each side, so few across the gap, filled so far, side by side so long.
_FEWEST_LINES = 5
_MOST_ACROSS = 0.35
_FILLED = 0.55
_BESIDE = 0.5
#: Narrower gaps, in sizes of type, are no gutter.
_GUTTER = 0.9
_MOST_GUTTERS = 60
_DEEPEST = 3


def arranged(page: Page, left_out: set[int]) -> tuple[Page, set[int]]:
    """Return the page with its lines in reading order, and the places there of those in ``left_out``.

    Heads come first and feet last; lines that run across the gap between two columns are cut there.

    Args:
        page: Its lines in any order.
        left_out: Places of running heads and feet.
    """
    edges = _by_height([page.lines[place] for place in left_out])
    heads = [line for line in edges if line.middle > page.height / 2]
    body = _ordered([line for place, line in enumerate(page.lines) if place not in left_out], 0)
    lines = (*heads, *body, *edges[len(heads) :])
    return replace(page, lines=lines), {*range(len(heads)), *range(len(heads) + len(body), len(lines))}


def _ordered(lines: list[Line], depth: int) -> list[Line]:
    gutter = _gutter(lines) if depth < _DEEPEST and len(lines) >= _FEWEST_LINES else None
    if gutter is None:
        return lines if _reads_downwards(lines) else _by_height(lines)
    ordered: list[Line] = []
    left: list[Line] = []
    right: list[Line] = []
    for line in _by_height([part for whole in lines for part in _cut(whole, gutter)]):
        if line.right <= gutter:
            left.append(line)
        elif line.left >= gutter - 1:
            right.append(line)
        else:
            ordered += [*_ordered(left, depth + 1), *_ordered(right, depth + 1), line]
            left, right = [], []
    return [*ordered, *_ordered(left, depth + 1), *_ordered(right, depth + 1)]


def _reads_downwards(lines: list[Line]) -> bool:
    """Whether every line stands below the one before, or begins a column to its right."""
    return all(after.middle < before.middle + after.size / 2 or after.left >= before.right for before, after in pairwise(lines))


def _by_height(lines: list[Line]) -> list[Line]:
    """From top to bottom; what stands on one line from left to right."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: -line.middle):
        if rows and rows[-1][0].middle - line.middle < 0.4 * min(rows[-1][0].size, line.size):
            rows[-1].append(line)
        else:
            rows.append([line])
    return [line for row in rows for line in sorted(row, key=lambda line: line.left)]


def _gutter(lines: list[Line]) -> float | None:
    """Where the right one of two columns of prose begins, or None."""
    segments = [segment for line in lines for segment in _segments(line)]
    left_edge, right_edge = min(line.left for line in lines), max(line.right for line in lines)
    width = right_edge - left_edge
    inner = Counter(
        round(segment.left) for segment in segments if left_edge + 0.2 * width < segment.left < left_edge + 0.8 * width
    ).most_common(_MOST_GUTTERS)
    best: tuple[int, float] | None = None
    for edge, number in inner:
        if number < _FEWEST_LINES // 2:
            break
        score = _score(segments, edge - 1.0, left_edge, right_edge)
        if score and (best is None or score > best[0]):
            best = score, edge - 1.0
    return best[1] if best else None


def _score(segments: list[Line], gutter: float, left_edge: float, right_edge: float) -> int:
    """How many lines two columns would have, less those across; 0 where they are no columns of prose."""
    left = [one for one in segments if one.right <= gutter - _GUTTER * one.size / 2]
    right = [one for one in segments if one.left >= gutter]
    across = len(segments) - len(left) - len(right)
    if min(len(left), len(right)) < _FEWEST_LINES or across > _MOST_ACROSS * len(segments):
        return 0
    if not (_is_filled(left, gutter - left_edge) and _is_filled(right, right_edge - gutter) and _stand_beside(left, right)):
        return 0
    return min(len(left), len(right)) - across


def _is_filled(column: list[Line], width: float) -> bool:
    """Whether its usual line fills it, as prose does and cells of a table do not."""
    lengths = sorted(line.right - line.left for line in column)
    words = sorted(len(line.words) for line in column)
    return lengths[len(lengths) // 2] >= _FILLED * width * 0.8 and words[len(words) // 2] >= 3


def _stand_beside(left: list[Line], right: list[Line]) -> bool:
    bottom, top = max(_bottom(left), _bottom(right)), min(_top(left), _top(right))
    return top - bottom >= _BESIDE * min(_top(left) - _bottom(left), _top(right) - _bottom(right))


def _bottom(lines: Iterable[Line]) -> float:
    return min(line.bottom for line in lines)


def _top(lines: Iterable[Line]) -> float:
    return max(line.top for line in lines)


def _segments(line: Line) -> list[Line]:
    """The parts of a line between gaps that are wider than its type is high."""
    return _split(line, lambda before, after: after.left - before.right > _GUTTER * line.size)


def _cut(line: Line, gutter: float) -> list[Line]:
    """The line, or its two parts where a gap of it lies on the gutter."""
    return _split(
        line, lambda before, after: before.right <= gutter and after.left >= gutter and after.left - before.right > _GUTTER * line.size / 2
    )


def _split(line: Line, is_gap: Callable[[Word, Word], bool]) -> list[Line]:
    parts: list[list[Word]] = [[line.words[0]]]
    for before, after in pairwise(line.words):
        if is_gap(before, after):
            parts.append([])
        parts[-1].append(after)
    if len(parts) == 1:
        return [line]
    *first, last = (tuple(part) for part in parts)
    return [*(Line(part).ended() for part in first), Line(last, is_broken=line.is_broken)]
