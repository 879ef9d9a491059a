"""Several Word documents as one: the paragraphs and footnotes of all in the frame of the last, as pandoc writes them."""

from __future__ import annotations

import re
import shutil
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import IO

from claims.bundles.archive import add_to

_DOCUMENT, _FOOTNOTES = "word/document.xml", "word/footnotes.xml"
_BODY = re.compile(rb"<w:body>(.*?)(?:<w:sectPr.*)?</w:body>", re.DOTALL)
_NOTES = re.compile(rb'<w:footnote w:id="\d+">.*</w:footnote>', re.DOTALL)
_NUMBER = re.compile(rb'(<w:footnote(?:Reference)? w:id=")(\d+)"')
_TITLE_END = b"</w:p>"
_PIECE = 1 << 16


def join_documents(frame: Path, parts: Sequence[Path], out: IO[bytes]) -> None:
    """Write a document with the paragraphs of ``parts`` behind the first of ``frame``, its title, and with their footnotes.

    Footnotes are numbered through. Parts have no links, images or lists, which are numbered apart in each document. One part is in
    memory at a time.

    Args:
        frame: A document that begins with its title, without footnotes.
        parts: In their order.
        out: An empty file.
    """
    with zipfile.ZipFile(frame) as framing, zipfile.ZipFile(out, "w", compression=zipfile.ZIP_DEFLATED) as archive:
        for name in framing.namelist():
            with add_to(archive, name) as member:
                if name == _DOCUMENT:
                    _write_body(framing.read(name), parts, member)
                elif name == _FOOTNOTES:
                    _write_footnotes(framing.read(name), parts, member)
                else:
                    with framing.open(name) as framed:
                        shutil.copyfileobj(framed, member, _PIECE)


def _write_body(framing: bytes, parts: Sequence[Path], out: IO[bytes]) -> None:
    title_end = framing.index(_TITLE_END) + len(_TITLE_END)
    out.write(framing[:title_end])
    for number, part in enumerate(parts):
        body = _BODY.search(_read(part, _DOCUMENT))
        out.write(_renumbered(body[1] if body else b"", number, len(parts)))
    out.write(framing[title_end:])


def _write_footnotes(framing: bytes, parts: Sequence[Path], out: IO[bytes]) -> None:
    end = framing.index(b"</w:footnotes>")
    out.write(framing[:end])
    for number, part in enumerate(parts):
        notes = _NOTES.search(_read(part, _FOOTNOTES))
        out.write(_renumbered(notes[0] if notes else b"", number, len(parts)))
    out.write(framing[end:])


def _renumbered(xml: bytes, number: int, parts: int) -> bytes:
    """Give the footnotes of a part numbers that no other part's have: pandoc numbers them from above 0 in each."""
    return _NUMBER.sub(lambda found: b'%s%d"' % (found[1], int(found[2]) * parts + number), xml)


def _read(part: Path, name: str) -> bytes:
    with zipfile.ZipFile(part) as archive:
        return archive.read(name)
