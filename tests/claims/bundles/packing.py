"""Bundles unpacked, changed and packed again."""

from __future__ import annotations

import hashlib
import zipfile
from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

SITE = "http://127.0.0.1:8000"


def unpack(packed: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(packed)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def pack_again(path: Path, files: Mapping[str, bytes]) -> Path:
    """Write files into a zip as any program does: no seal, a clock's times."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def with_mended_sums(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """What a forger does: new checksums for altered files."""
    others = {name: content for name, content in files.items() if name != "SHA256SUMS"}
    sums = "".join(f"{hashlib.sha256(others[name]).hexdigest()}  {name}\n" for name in sorted(others))
    return {**others, "SHA256SUMS": sums.encode()}
