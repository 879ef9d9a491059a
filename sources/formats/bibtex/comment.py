r"""The `@comment` that follows an entry and keeps what BibTeX or BibLaTeX cannot say.

Form, on one line::

    @comment{pincite-extra {"key":"nodomi2005","type":"report","dates":{"issued":"2004-06~-11"}}}

A JSON object of `key` (of the entry it belongs to) and any of `type` (the CSL type), `names`, `dates`, `fields` and
`extra`, each as in `Record`, and `derived`. What it gives replaces what the entry says. The entry's fields that `derived`
names were written for a style's sake and say nothing of the work; nor do `key`, `date = {XXXX}` and `year = {n.d.}`.

BibTeX looks for entries inside comments, and readers count braces, so the strings hold neither `@` nor braces: they are
ASCII, with everything that a reader might trip over as ``\uXXXX``.
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sources.formats.record import Name

_OPENING = "@comment{pincite-extra "
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')
_HARMFUL = re.compile(r'[^ -~]|[@%{}"\\]')


def write_comment(key: str, leftovers: Mapping[str, Any]) -> str:
    """Return the comment line with `leftovers` of the entry `key`, or "" when nothing is left over."""
    kept = {part: value for part, value in leftovers.items() if value}
    if not kept:
        return ""
    text = json.dumps({"key": key} | kept, separators=(",", ":"))
    return f"{_OPENING}{_STRING.sub(_harmless, text)}}}\n"


def read_comment(line: str) -> dict[str, Any]:
    """Return what `write_comment` wrote.

    Raises:
        ValueError: The line is no such comment.
    """
    body = line.strip()
    if not body.startswith(_OPENING) or not body.endswith("}"):
        raise ValueError(f"The line does not begin with {_OPENING!r} and end with a brace.")
    try:
        value: dict[str, Any] = json.loads(body[len(_OPENING) : -1])
    except RecursionError as error:
        raise ValueError("The comment is nested too deeply to have been written here.") from error
    return value


def names_as_json(names: tuple[Name, ...]) -> list[dict[str, str]]:
    """Return names as JSON objects without their empty parts."""
    return [{part: text for part, text in asdict(name).items() if text} for name in names]


def _harmless(match: re.Match[str]) -> str:
    return f'"{_HARMFUL.sub(_as_code, json.loads(match[0]))}"'


def _as_code(match: re.Match[str]) -> str:
    units = match[0].encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[start : start + 4]}" for start in range(0, len(units), 4))
