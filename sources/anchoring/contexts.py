"""What stands before and after a quote tells places apart that hold the same words."""

from __future__ import annotations

from sources.anchoring.edits import distance
from sources.anchoring.view import view_of

_MOST = 64  # Letters of context that are looked at.
_ALLOWED = 0.25  # The share of them that may be misread.


def fitting(places: list[tuple[int, int]], content: str, prefix: str, suffix: str) -> list[int]:
    """Which of the ``places`` have ``prefix`` before and ``suffix`` after them, by their letters and through some noise.

    Returns:
        The indexes of the places that fit best; all, where none fits or no context is given.
    """
    before, after = view_of(prefix).text[-_MOST:], view_of(suffix).text[:_MOST]
    costs = [_cost(before, after, content, start, end) for start, end in places]
    known = [cost for cost in costs if cost is not None]
    if not known:
        return list(range(len(places)))
    return [index for index, cost in enumerate(costs) if cost == min(known)]


def _cost(before: str, after: str, content: str, start: int, end: int) -> int | None:
    """How many letters of the context differ; None where it is another context."""
    held_before = view_of(content[max(0, start - 4 * _MOST) : start]).text[-_MOST * 3 // 2 :]
    held_after = view_of(content[end : end + 4 * _MOST]).text[: _MOST * 3 // 2]
    costs = [_differing(before[::-1], held_before[::-1]), _differing(after, held_after)]
    return None if None in costs else sum(cost or 0 for cost in costs)


def _differing(wanted: str, held: str) -> int | None:
    if held.startswith(wanted):
        return 0
    found = distance(wanted, held, "SHW", int(len(wanted) * _ALLOWED))
    return found if found >= 0 else None
