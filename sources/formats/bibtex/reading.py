"""Bibliography files, BibTeX or BibLaTeX, as entries."""

from __future__ import annotations

import marshal
import tempfile
from collections.abc import Iterable, Iterator
from typing import IO, BinaryIO, Final

from sources.formats.bibtex.blocks import BlockReader, RawComment
from sources.formats.bibtex.describing import PARTS, describe
from sources.formats.bibtex.inheritance import all_keys, references, resolve
from sources.formats.bibtex.leftovers import is_ours, read_leftovers
from sources.formats.bibtex.raw import RawEntry
from sources.formats.bibtex.values import Macros
from sources.formats.draft import Draft
from sources.formats.encodings import read_chunks, text_encoding
from sources.formats.entries import Entry, Fault, UnreadableFileError

#: Words without which a file has neither macros nor references from entry to entry; one pass over it is enough.
_LINKS: Final = ("crossref", "xdata", "xref", "@string", "@ string")
_LONGEST_LINK = max(len(word) for word in _LINKS)
#: Entry types that are no works.
_NO_WORKS: Final = frozenset({"string", "xdata"})


def read_bibtex(source: BinaryIO) -> Iterator[Entry]:
    """Yield the entries of a bibliography file in its order, parents of others among them; data containers (`@xdata`) without a record.

    What is wrong with one entry does not touch the others. Memory does not grow with the file, but by some 100 bytes for
    each entry that others refer to.

    Args:
        source: The file: seekable, at its beginning, in any sane encoding.

    Raises:
        UnreadableFileError: The file is no text.
    """
    encoding = text_encoding(source)
    with tempfile.TemporaryFile() as store:
        parents, later = _parents(source, encoding, store)
        reader = BlockReader(read_chunks(source, encoding), Macros(later))
        for raw, comment in _with_comments(reader.blocks()):
            if raw.type == "xdata" and not raw.errors:
                yield _no_work(raw)
            elif raw.type not in _NO_WORKS or raw.errors:
                yield _entry(raw, comment, parents)
    if not reader.has_found and _says_something(source, encoding):
        raise UnreadableFileError(
            "Nothing in the file begins as a BibTeX entry does: @article{key, ... Give a .bib file, or name the format."
        )


def _says_something(source: BinaryIO, encoding: str) -> bool:
    """Whether a file begins with anything but blank lines and lines after a percent sign."""
    beginning = next(read_chunks(source, encoding), "")
    return any(line.strip() and not line.lstrip().startswith("%") for line in beginning.splitlines())


class _Parents:
    """The entries that others refer to, kept outside memory."""

    def __init__(self, store: IO[bytes]) -> None:
        self._store = store
        self._places: dict[str, int] = {}

    def add(self, entry: RawEntry, keys: Iterable[str]) -> None:
        """Keep an entry under those of the keys that no earlier one has."""
        place = self._store.seek(0, 2)
        marshal.dump((entry.line, entry.type, entry.key, entry.fields, entry.lines), self._store)
        for key in keys:
            self._places.setdefault(key, place)

    def find(self, key: str) -> RawEntry | None:
        """Return the entry of a key, without regard to case."""
        place = self._places.get(key.strip().lower())
        if place is None:
            return None
        self._store.seek(place)
        line, kind, name, fields, lines = marshal.load(self._store)  # noqa: S302 -- a file of this process's own making
        return RawEntry(line, kind, name, fields, lines)


def _parents(source: BinaryIO, encoding: str, store: IO[bytes]) -> tuple[_Parents, dict[str, str]]:
    """Return the entries that others refer to, and the macros that the file defines anywhere."""
    parents = _Parents(store)
    if not _has_links(source, encoding):
        return parents, {}
    macros = Macros()
    wanted: set[str] = set()
    for block in BlockReader(read_chunks(source, encoding), macros).blocks():
        if isinstance(block, RawEntry):
            wanted.update(key.lower() for key in references(block))
    if wanted:
        for block in BlockReader(read_chunks(source, encoding), Macros(macros.defined)).blocks():
            if isinstance(block, RawEntry) and not block.errors and (keys := wanted.intersection(all_keys(block))):
                parents.add(block, keys)
    return parents, macros.defined


def _has_links(source: BinaryIO, encoding: str) -> bool:
    before = ""
    for chunk in read_chunks(source, encoding):
        text = before + chunk.lower()
        if any(word in text for word in _LINKS):
            return True
        before = text[-_LONGEST_LINK:]
    return False


def _with_comments(blocks: Iterator[RawEntry | RawComment]) -> Iterator[tuple[RawEntry, RawComment | None]]:
    """Yield each entry with the comment of ours that follows it."""
    held: RawEntry | None = None
    for block in blocks:
        if isinstance(block, RawEntry):
            if held is not None:
                yield held, None
            held = block
        elif held is not None and is_ours(block.text):
            yield held, block
            held = None
    if held is not None:
        yield held, None


def _no_work(raw: RawEntry) -> Entry:
    why = "@xdata is no work of its own: what it says stands in the entries that name it."
    return Entry(raw.line, raw.key, None, (), (Fault(raw.line, "", why),))


def _entry(raw: RawEntry, comment: RawComment | None, parents: _Parents) -> Entry:
    draft = Draft(raw.key, raw.line)
    whole = parents.find(raw.fields["crossref"]) if "crossref" in raw.fields else None
    resolved = resolve(raw, parents.find)
    draft.errors.extend(resolved.errors)
    draft.warnings.extend(resolved.warnings)
    if draft.errors:
        return draft.finish()
    leftovers = read_leftovers(comment.text, comment.line, draft) if comment else None
    describe(resolved, draft, given=leftovers.given if leftovers else (), derived=leftovers.derived if leftovers else ())
    if whole is not None and "crossref" not in resolved.fields:
        _link(draft, raw, whole)
    if leftovers:
        leftovers.put_into(draft)
    return draft.finish()


def _link(draft: Draft, raw: RawEntry, whole: RawEntry) -> None:
    if draft.type in PARTS and whole.type not in _NO_WORKS:
        draft.part_of = whole.key
    else:
        draft.keep("crossref", raw.fields["crossref"].strip())
