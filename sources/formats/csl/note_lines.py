"""Variables in the note of an item: lines such as "original-date: 1999" or "tex.shelf: A 12", for what a program has no field for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from sources.formats.csl.variables import VARIABLE_OF
from sources.formats.record import CSL_DATES, CSL_ROLES, CSL_TYPES

_LINE = re.compile(
    r"\s*\{:\s*(?P<old>[A-Za-z_ -]{2,40}?)\s*:\s*(?P<was>[^{}]+)\}\s*|\s*(?P<name>[A-Za-z][A-Za-z_. -]{1,60}?)\s*:\s*(?P<value>\S.*)"
)
#: Names that stand for one thing wherever they are met.
_IDENTIFIERS = frozenset({"doi", "isbn", "issn", "pmid", "pmcid", "arxiv"})
_KNOWN = {name.lower(): name for name in (*VARIABLE_OF, *CSL_DATES, *CSL_ROLES, "type", "arXiv")}


class NoteLine(NamedTuple):
    """One line of a note that sets something."""

    #: A variable, role or date of CSL, "type", "arXiv" or "tex." and a field of BibTeX.
    name: str
    value: str


def split_note(note: str) -> tuple[list[NoteLine], str]:
    """Return the lines of a note that certainly set a variable, and the note without them.

    A line counts where its name cannot be an ordinary word (`DOI`, `original-date`, `tex.shelf`), or where every line of the
    note has such a form: "Source: my shelf" alone in a note is a variable, in the midst of sentences it is a sentence.
    """
    lines = note.split("\n")
    read = [_read(line) for line in lines]
    are_all = all(one is not None for one, line in zip(read, lines, strict=True) if line.strip())
    taken = [one if one is not None and (are_all or _is_certain(one)) else None for one in read]
    rest = "\n".join(line for line, one in zip(lines, taken, strict=True) if one is None)
    return list(_present(taken)), rest.strip() if any(taken) else note


def _present(lines: list[NoteLine | None]) -> Iterator[NoteLine]:
    return (line for line in lines if line is not None)


def _read(line: str) -> NoteLine | None:
    match = _LINE.fullmatch(line)
    if not match:
        return None
    written, value = (match["name"] or match["old"]).strip(), (match["value"] or match["was"]).strip()
    if written.lower().startswith("tex."):
        return NoteLine(f"tex.{written[4:].strip()}", value) if written[4:].strip() else None
    for form in (written, written.replace(" ", "-"), written.replace(" ", "_")):
        name = _KNOWN.get(form.lower())
        if name is not None:
            return NoteLine(name, value) if name != "type" or value in CSL_TYPES else None
    return None


def _is_certain(line: NoteLine) -> bool:
    name = line.name.lower()
    return name in _IDENTIFIERS or name.startswith("tex.") or "-" in name or "_" in name or name == "type"
