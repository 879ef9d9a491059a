"""The zip file of a bundle as a file: where it begins and ends, what lies in it, and that nothing else does."""

from __future__ import annotations

import os
import re
import stat
import struct
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from claims.bundles.archive import SEAL, sealed_part
from claims.bundles.members import NAMES

# A zip that unpacks to more than this is no bundle of ours; it is refused before it is unpacked.
MOST_BYTES = 2_000_000_000
# Whoever packed it: directories of more entries are not even read.
_MOST_ENTRIES = 64
_DIGITS = re.compile(rb"[0-9a-f]{64}")
_END = struct.Struct("<4s4H2LH")
_LOCAL = struct.Struct("<4s5H3L2H")
# General purpose flags of a member (APPNOTE, section 4.4.4): deflate's own, sizes that follow the data, a name in UTF-8.
_KNOWN_FLAGS = 0x0002 | 0x0004 | 0x0008 | 0x0800
_FOLLOWED = 0x0008
_FILE_TYPES = frozenset({0, stat.S_IFREG})


class NoBundleError(Exception):
    """The file is no bundle, or none that can be checked safely; the message says why."""


def check_end(path: Path) -> list[str]:
    """Return a sentence for each fault of how the file ends and of its seal.

    A bundle that was unpacked and packed again has no seal: its members are checked one by one, and that is all.

    Raises:
        NoBundleError: It does not end as a zip file does, or its directory is too large to be a bundle's.
    """
    size = path.stat().st_size
    with path.open("rb") as file:
        sealed = len(SEAL) + 64
        for comment in (sealed, 0):
            end = size - _END.size - comment
            if end >= 0 and _is_end(file, end, comment):
                return _check_seal(file, size) if comment else []
    raise NoBundleError("it does not end as a bundle does: it is no zip file, was cut off, or has bytes behind its end.")


def check_members(path: Path, archive: zipfile.ZipFile) -> Iterator[str]:
    """Yield a sentence for each fault of the directory: names, kinds, sizes, bytes that belong to no member."""
    entries = archive.infolist()
    names = [entry.filename for entry in entries]
    odd = sorted(set(names) - set(NAMES))
    if odd:
        yield f"{path.name} holds {', '.join(map(ascii, odd))}, which no bundle has."
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        yield f"{path.name} holds {', '.join(map(ascii, twice))} twice."
    for entry in entries:
        yield from _check_entry(entry)
    if not odd and not twice:
        with path.open("rb") as file:
            yield from _check_places(file, path.name, sorted(entries, key=lambda entry: entry.header_offset), archive.start_dir)


def check_size(archive: zipfile.ZipFile, most: int = MOST_BYTES) -> None:
    """Refuse an archive that says it unpacks to too much.

    Raises:
        NoBundleError: It does.
    """
    if sum(entry.file_size for entry in archive.infolist()) > most:
        raise NoBundleError(f"it unpacks to more than {most} bytes: it is not checked.")


def _is_end(file: IO[bytes], end: int, comment: int) -> bool:
    file.seek(end)
    signature, disk, first_disk, here, entries, size, offset, length = _END.unpack(file.read(_END.size))
    if signature != b"PK\x05\x06" or length != comment:
        return False
    if entries > _MOST_ENTRIES or here != entries or disk or first_disk:
        raise NoBundleError(f"its directory names {entries} files: no bundle has so many.")
    if offset + size != end:
        raise NoBundleError("there are bytes before or behind its directory that belong to no file.")
    return True


def _check_seal(file: IO[bytes], size: int) -> list[str]:
    file.seek(size - 64 - len(SEAL))
    seal = file.read()
    if not seal.startswith(SEAL) or not _DIGITS.fullmatch(seal[len(SEAL) :]):
        return ["The seal at the end of the file was altered."]
    sha256 = sealed_part(file, size - 64)
    said = seal[len(SEAL) :].decode("ascii")
    return [] if sha256 == said else [f"The file was altered: its seal says SHA-256 {said}, the bytes before it have {sha256}."]


def _check_entry(entry: zipfile.ZipInfo) -> Iterator[str]:
    if entry.flag_bits & ~_KNOWN_FLAGS:
        yield f"{entry.filename!a} is encrypted or packed in a way that no bundle is."
    if entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        yield f"{entry.filename!a} is compressed in a way that no bundle is."
    if stat.S_IFMT(entry.external_attr >> 16) not in _FILE_TYPES:
        yield f"{entry.filename!a} is no plain file."


def _check_places(file: IO[bytes], name: str, entries: list[zipfile.ZipInfo], directory: int) -> Iterator[str]:
    """The members follow one another from the first byte to the directory, and each says the same of itself as the directory does."""
    place = 0
    for entry in entries:
        file.seek(entry.header_offset)
        header = file.read(_LOCAL.size)
        if entry.header_offset < place or len(header) < _LOCAL.size:
            yield f"{name}: {entry.filename!a} lies over another file."
            return
        if entry.header_offset > place:
            yield f"{name}: {entry.header_offset - place} bytes before {entry.filename!a} belong to no file."
        _, _, flags, method, _, _, crc, packed, unpacked, name_length, extra_length = _LOCAL.unpack(header)
        said = (crc, packed, unpacked) if not flags & _FOLLOWED else (entry.CRC, entry.compress_size, entry.file_size)
        own_name = file.read(name_length)
        if (own_name, flags, method, *said) != (
            entry.filename.encode(),
            entry.flag_bits,
            entry.compress_type,
            entry.CRC,
            entry.compress_size,
            entry.file_size,
        ):
            yield f"{name}: what stands before {entry.filename!a} is not what the directory says of it."
        place = entry.header_offset + _LOCAL.size + name_length + extra_length + entry.compress_size
        if flags & _FOLLOWED:
            place = _behind_descriptor(file, place, entry)
    if place != directory:
        yield f"{name}: {abs(directory - place)} bytes before the directory belong to no file."


def _behind_descriptor(file: IO[bytes], place: int, entry: zipfile.ZipInfo) -> int:
    """Return where the record of sizes ends that follows a member's data, with or without its signature."""
    file.seek(place, os.SEEK_SET)
    record = struct.pack("<3L", entry.CRC, entry.compress_size, entry.file_size)
    found = file.read(16)
    if found == b"PK\x07\x08" + record:
        return place + 16
    return place + 12 if found[:12] == record else place
