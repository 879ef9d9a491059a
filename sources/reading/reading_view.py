"""The same words for the eye: line breaks, hyphenation, ligatures and markup undone."""

from __future__ import annotations

from sources.reading import line_rules, markup_rules
from sources.reading.edits import Reading, Rule, rewrite, rewrite_with_map

# The order makes the view its own view: lines first, then signs that only their neighbours explain, then white space.
RULES: tuple[Rule, ...] = (
    line_rules.without_furniture,
    line_rules.without_openings,
    line_rules.without_hard_breaks,
    line_rules.without_soft_hyphens,
    line_rules.without_ligatures,
    line_rules.joined_hyphens,
    line_rules.joined_dashes,
    line_rules.joined_ideographs,
    markup_rules.without_backticks,
    markup_rules.without_stars,
    markup_rules.without_tags,
    markup_rules.without_start,
    markup_rules.without_underscores,
    markup_rules.single_spaces,
)

__all__ = ["Reading", "reading_view", "reading_with_map"]


def reading_view(verbatim: str) -> str:
    """The words of an excerpt as one would read them aloud; page numbers and note references are passed over.

    The view of a view is the view itself.
    """
    return rewrite(verbatim, RULES)


def reading_with_map(verbatim: str) -> Reading:
    """The reading view with, for each of its characters, the stretch of ``verbatim`` it came from."""
    return rewrite_with_map(verbatim, RULES)
