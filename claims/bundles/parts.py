"""The members of a bundle, read piece by piece: however large they are, little is in memory."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from claims.bundles import latex, markdown

# One excerpt or claim is at most this long; nothing is read beyond it.
_LONGEST_LINE = 1 << 27
_BIBTEX_KEY = re.compile(r"@(?!comment\b)[A-Za-z]+\{([^,\s]+),\n", re.IGNORECASE)
_RIS_KEY = re.compile(r"ID  - (.*?)\r?\n")


class MalformedError(Exception):
    """A member is not written as a bundle's is; the message names it and the line."""


def lines_of(archive: zipfile.ZipFile, name: str) -> Iterator[tuple[int, str]]:
    """Yield the number and the text of each line of a member.

    Raises:
        MalformedError: A line is too long, or no UTF-8.
    """
    with archive.open(name) as member:
        number = 0
        while line := member.readline(_LONGEST_LINE):
            number += 1
            if len(line) == _LONGEST_LINE and not line.endswith(b"\n"):
                raise MalformedError(f"{name}, line {number}: longer than any line of a bundle.")
            try:
                yield number, line.decode("utf-8")
            except UnicodeDecodeError as error:
                raise MalformedError(f"{name}, line {number}: not UTF-8 ({error.reason}).") from error


def claimed(archive: zipfile.ZipFile) -> Iterator[dict[str, Any]]:
    """Yield each claim."""
    for number, line in lines_of(archive, "claims.jsonl"):
        yield _object("claims.jsonl", number, line)


def annotated(archive: zipfile.ZipFile) -> Iterator[dict[str, Any]]:
    """Yield each annotation."""
    yield from _items(archive, "annotations.jsonld", opening='"items": [\n', closing="]}\n")


def referenced(archive: zipfile.ZipFile) -> Iterator[dict[str, Any]]:
    """Yield each item of the CSL-JSON file."""
    yield from _items(archive, "references.json", opening="[\n", closing="]\n")


def described(archive: zipfile.ZipFile) -> Iterator[dict[str, Any]]:
    """Yield each entity of the crate's metadata."""
    yield from _items(archive, "ro-crate-metadata.json", opening='"@graph": [\n', closing="]}\n")


def bibtex_keys(archive: zipfile.ZipFile, name: str) -> Iterator[str]:
    """Yield the key of each entry of a BibTeX file."""
    yield from (found[1] for _, line in lines_of(archive, name) if (found := _BIBTEX_KEY.fullmatch(line)))


def ris_keys(archive: zipfile.ZipFile) -> Iterator[str]:
    """Yield the key of each record of the RIS file."""
    yield from (found[1] for _, line in lines_of(archive, "references.ris") if (found := _RIS_KEY.fullmatch(line)))


def markdown_quotes(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Yield the words and the key of each quotation of excerpts.md."""
    for number, line in lines_of(archive, "excerpts.md"):
        if line.startswith(">"):
            try:
                yield markdown.read_quote(line)
            except ValueError as error:
                raise MalformedError(f"excerpts.md, line {number}: {error}.") from error


def latex_quotes(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Yield the words and the key of each quotation of excerpts.tex."""
    inside: list[str] | None = None
    room = _LONGEST_LINE
    for number, line in lines_of(archive, "excerpts.tex"):
        if inside is None:
            inside, room = ([], _LONGEST_LINE) if line == latex.BEGIN else (None, 0)
            continue
        room -= len(line)
        if room < 0:
            raise MalformedError(f"excerpts.tex, line {number}: the quotation is longer than any.")
        if line != latex.END:
            inside.append(line)
            continue
        try:
            yield latex.read_quote("".join(inside))
        except ValueError as error:
            raise MalformedError(f"excerpts.tex, line {number}: {error}.") from error
        inside = None


def _items(archive: zipfile.ZipFile, name: str, *, opening: str, closing: str) -> Iterator[dict[str, Any]]:
    """Yield the objects of a JSON list that has one of them on each line."""
    lines = lines_of(archive, name)
    _, first = next(lines, (0, ""))
    if not first.endswith(opening):
        if first == "[]\n" and next(lines, None) is None:
            return
        raise MalformedError(f"{name}, line 1: not the beginning that a bundle's has.")
    is_closed = False
    for number, line in lines:
        if is_closed:
            raise MalformedError(f"{name}, line {number}: there is more behind its end.")
        if line == closing:
            is_closed = True
        elif line != "\n":
            yield _object(name, number, line.rstrip("\n").removesuffix(","))
    if not is_closed:
        raise MalformedError(f"{name} is cut off.")


def _object(name: str, number: int, line: str) -> dict[str, Any]:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise MalformedError(f"{name}, line {number}: not well formed: {error}") from error
    if not isinstance(value, dict):
        raise MalformedError(f"{name}, line {number}: not an object.")
    return value
