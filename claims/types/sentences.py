"""How a claim reads from its attributes: templates with parts that go when what they tell is left out. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

_OPTIONAL = re.compile(r"\[([^\[\]]*)\]")
_NAME = re.compile(r"\{(\w+)\}")

# A list of hundreds is told by its first ones.
_TOLD = 12


def write_sentence(template: str, words_for: Callable[[str], str]) -> str:
    """Return the template with its names replaced.

    Args:
        template: Names in braces; a part in square brackets goes when a name in it has no words.
        words_for: The words of an attribute by its name; empty where it is left out.
    """

    def part(match: re.Match[str]) -> str:
        return match[1] if all(words_for(name) for name in _NAME.findall(match[1])) else ""

    written = _NAME.sub(lambda match: words_for(match[1]) or "…", _OPTIONAL.sub(part, template))
    return written[:1].upper() + written[1:]


def enumerated(items: Sequence[str]) -> str:
    """Return items as one reads them out: A, B and C; of very many the first, and how many more there are."""
    if len(items) > _TOLD:
        return f"{', '.join(items[: _TOLD - 1])} and {len(items) - _TOLD + 1} more"
    return " and ".join(filter(None, [", ".join(items[:-1]), items[-1]])) if items else ""
