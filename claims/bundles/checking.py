"""Check a bundle offline: every byte against its checksum, every quotation against its hash, every link to its end."""

from __future__ import annotations

import hashlib
import lzma
import re
import zipfile
import zlib
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from claims.bundles.container import NoBundleError, check_end, check_members, check_size
from claims.bundles.linking import check_links
from claims.bundles.members import NAMES, SUMS
from claims.bundles.parts import MalformedError, lines_of

_SUM_LINE = re.compile(r"([0-9a-f]{64})  (\S.*)\n")
_PIECE = 1 << 16
# A list nobody reads to its end; what is beyond it is counted.
_MOST_FAULTS = 200


def check_bundle(path: Path) -> list[str]:
    """Return a sentence for each fault of the bundle at ``path``; none when it is whole and true.

    Needs no database and no network. A member is read piece by piece: in memory are the ids of what is in the bundle, no more.
    """
    faults = _faults(path)
    found = list(islice(faults, _MOST_FAULTS))
    further = sum(1 for _ in faults)
    return [*found, f"{further} more faults."] if further else found


def _faults(path: Path) -> Iterator[str]:
    try:
        yield from check_end(path)
        with zipfile.ZipFile(path) as archive:
            check_size(archive)
            of_members = list(check_members(path, archive))
            yield from of_members
            if not of_members:
                yield from _check_content(archive)
    except (
        NoBundleError,
        zipfile.BadZipFile,
        zlib.error,
        lzma.LZMAError,
        EOFError,
        OSError,
        NotImplementedError,
        RuntimeError,
        ValueError,
    ) as error:
        yield f"{path.name} cannot be read: {error.strerror if isinstance(error, OSError) and error.strerror else error}"


def _check_content(archive: zipfile.ZipFile) -> Iterator[str]:
    names = set(archive.namelist())
    missing = sorted(set(NAMES) - names)
    yield from (f"{name} is missing." for name in missing)
    digests = {name: _sha256(archive, name) for name in sorted(names - {SUMS})}
    if SUMS in names:
        yield from _said(_check_sums(archive, digests))
    if not missing:
        yield from _said(check_links(archive, digests))


def _said(faults: Iterator[str]) -> Iterator[str]:
    """Yield the faults; a member that cannot be read to its end is one of them, and no reason to leave the others out."""
    try:
        yield from faults
    except MalformedError as error:
        yield str(error)


def _sha256(archive: zipfile.ZipFile, name: str) -> str:
    sha256 = hashlib.sha256()
    with archive.open(name) as member:
        while piece := member.read(_PIECE):
            sha256.update(piece)
    return sha256.hexdigest()


def _check_sums(archive: zipfile.ZipFile, digests: dict[str, str]) -> Iterator[str]:
    said: dict[str, str] = {}
    for number, line in islice(lines_of(archive, SUMS), 2 * len(NAMES)):
        found = _SUM_LINE.fullmatch(line)
        if not found:
            yield f"{SUMS}, line {number}: not a checksum."
        elif found[2] in said:
            yield f"{SUMS}, line {number}: {found[2]} a second time."
        else:
            said[found[2]] = found[1]
    for name in sorted(said.keys() - digests.keys()):
        yield f"{SUMS} names {name!a}, which is not there."
    for name, sha256 in digests.items():
        if name not in said:
            yield f"{name} has no checksum."
        elif said[name] != sha256:
            yield f"{name} was altered: its SHA-256 is {sha256}, not {said[name]}."
