"""The zip file: the same content gives the same bytes, and a seal over all of them."""

from __future__ import annotations

import hashlib
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from typing import IO

from claims.bundles.members import SUMS

# The first moment that a zip file can say: no clock goes into a bundle.
_NO_TIME = (1980, 1, 1, 0, 0, 0)
# Written files up to this size stay in memory.
_IN_MEMORY = 1 << 20
_PIECE = 1 << 16
#: What the comment of the zip file says; the checksum follows and ends the file.
SEAL = b"Citation bundle. SHA-256 of every byte before it: "
_DIGITS = 64


class WrittenFile:
    """A file of the bundle while it is written: on disk when it grows, its length and checksum known at any time."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._sha256 = hashlib.sha256()
        self.size = 0

    def write(self, content: str | bytes) -> None:
        """Add to its end; text as UTF-8."""
        written = content.encode("utf-8") if isinstance(content, str) else content
        self._file.write(written)
        self._sha256.update(written)
        self.size += len(written)

    def write_all(self, pieces: Iterable[str | bytes]) -> None:
        """Add each of several pieces."""
        for piece in pieces:
            self.write(piece)

    @property
    def sha256(self) -> str:
        """Of all that was written so far, in hexadecimal digits."""
        return self._sha256.hexdigest()

    def read(self) -> Iterator[bytes]:
        """Yield all that was written, in pieces."""
        self._file.seek(0)
        while piece := self._file.read(_PIECE):
            yield piece


@contextmanager
def written_files(names: Iterable[str]) -> Iterator[dict[str, WrittenFile]]:
    """Open a file to write for each name; they are gone at the end."""
    with ExitStack() as stack:
        yield {name: WrittenFile(stack.enter_context(tempfile.SpooledTemporaryFile(_IN_MEMORY))) for name in names}


def checksums(files: Mapping[str, WrittenFile]) -> str:
    """Return the lines that ``sha256sum --check`` reads, of all files but these lines' own."""
    return "".join(f"{files[name].sha256}  {name}\n" for name in sorted(files) if name != SUMS)


def pack(files: Mapping[str, WrittenFile], out: IO[bytes]) -> None:
    """Write a zip of the files, sealed, to an empty file that can be read and written.

    The zip's comment ends with the SHA-256 of all bytes before it, so that a change of any byte is found, also of those
    that no reader of the members ever sees.
    """
    with zipfile.ZipFile(out, "w", compression=zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            with add_to(archive, name) as packed:
                for piece in files[name].read():
                    packed.write(piece)
        archive.comment = SEAL + b"0" * _DIGITS
    _seal(out)


def add_to(archive: zipfile.ZipFile, name: str) -> IO[bytes]:
    """Open a new member of a zip, without clock and owner, to be written."""
    return archive.open(_entry(name), "w")


def sealed_part(file: IO[bytes], size: int) -> str:
    """Return the SHA-256 of the first ``size`` bytes of a file."""
    sha256 = hashlib.sha256()
    file.seek(0)
    while size and (piece := file.read(min(_PIECE, size))):
        sha256.update(piece)
        size -= len(piece)
    return sha256.hexdigest()


def _seal(out: IO[bytes]) -> None:
    size = out.seek(0, 2) - _DIGITS
    digits = sealed_part(out, size).encode("ascii")
    out.seek(size)
    out.write(digits)


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _NO_TIME)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = 3
    entry.external_attr = 0o644 << 16
    return entry
