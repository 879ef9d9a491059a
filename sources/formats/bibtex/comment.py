r"""The `@comment` that follows an entry and keeps what BibTeX or BibLaTeX cannot say.

Form, on one line::

    @comment{pincite-extra {"key":"nodomi2005","type":"report","dates":{"issued":"2004-06~-11"}}}

A JSON object of `key` (of the entry it belongs to) and any of `type` (the CSL type), `names`, `dates`, `fields`,
`identifiers`, `titles`, `part_of`, `original` and `extra`, each as in `Record`, and `derived`. What it gives replaces what
the entry says of the same role, variable or scheme. The entry's fields that `derived` names were written for a style's sake
and say nothing of the work; nor do a `key` that repeats the title, `date = {XXXX}` and `year = {n.d.}`.

BibTeX looks for entries inside comments, and readers count braces, so the strings hold neither `@` nor braces: they are
ASCII, with everything that a reader might trip over as ``\uXXXX``.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


#: The first word of a comment of ours.
MARK = "pincite-extra "
_OPENING = f"@comment{{{MARK}"
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')
_HARMFUL = re.compile(r'[^ -~]|[@%{}"\\]')


def write_comment(key: str, leftovers: Mapping[str, Any]) -> str:
    """Return the comment line with `leftovers` of the entry `key`, or "" when nothing is left over."""
    kept = {part: value for part, value in leftovers.items() if value}
    if not kept:
        return ""
    text = json.dumps({"key": key} | kept, separators=(",", ":"))
    return f"{_OPENING}{_STRING.sub(_harmless, text)}}}\n"


def parse_object(text: str) -> dict[str, Any]:
    """Return the JSON object that `write_comment` wrote into a comment, behind `MARK`.

    Raises:
        ValueError: It is none.
    """
    try:
        value = json.loads(text)
    except RecursionError as error:
        raise ValueError("The comment is nested too deeply to have been written here.") from error
    if not isinstance(value, dict):
        raise ValueError("The comment holds no JSON object, so it cannot begin as one of ours.")  # noqa: TRY004 -- a file's fault
    return value


def _harmless(match: re.Match[str]) -> str:
    return f'"{_HARMFUL.sub(_as_code, json.loads(match[0]))}"'


def _as_code(match: re.Match[str]) -> str:
    units = match[0].encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[start : start + 4]}" for start in range(0, len(units), 4))
