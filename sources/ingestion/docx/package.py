"""The parts of a Word file, taken out of its ZIP archive into memory: bounded, and nothing else than XML without declarations."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib

from lxml import etree

from sources.ingestion.elements import Element
from sources.ingestion.extraction import ExtractionError
from sources.ingestion.limits import Limits

_MOST_PARTS = 20_000
#: XML packs well, up to some 40 to 1; a bomb is packed far denser.
_DENSEST = 200
_SMALL = 5_000_000
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_DAMAGED = "The Word file is damaged or cut off. Is the download complete? Open it, save it anew, and give that copy."


class Package:
    """An open Word file."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        """Open it.

        Raises:
            ExtractionError: It is no ZIP archive, is encrypted, or has too much in it.
        """
        self._left = min(4 * limits.bytes, limits.memory // 8)
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, UnicodeDecodeError) as fault:
            raise ExtractionError(_DAMAGED) from fault
        entries = self._archive.infolist()
        if len(entries) > _MOST_PARTS:
            raise ExtractionError(f"The Word file has {len(entries):,} parts: no text needs so many.")
        self._entries = {entry.filename: entry for entry in entries}
        if len(self._entries) < len(entries):
            raise ExtractionError("The Word file has two parts of one name: which one counts is not certain. Save it anew.")

    def main_part(self) -> str:
        """Return the name of the document's own part.

        Raises:
            ExtractionError: There is none, so this is no Word file.
        """
        named = [target for kind, target in self.related("") if kind == "officeDocument"]
        found = next((name for name in [*named, "word/document.xml"] if name in self._entries), None)
        if found is None:
            raise ExtractionError("This is not a Word file: the archive has no document in it.")
        return found

    def related(self, part: str) -> list[tuple[str, str]]:
        """Return kind and name of each part that ``part`` relates to; "" is the whole file. Addresses elsewhere are left out."""
        folder, name = posixpath.split(part)
        root = self.read(posixpath.join(folder, "_rels", f"{name}.rels"))
        if root is None:
            return []
        return [
            (
                (one.get("Type") or "").rsplit("/", 1)[-1],
                posixpath.normpath(posixpath.join("/", folder, one.get("Target") or "")).lstrip("/"),
            )
            for one in root.iter(_RELATIONSHIP)
            if one.get("TargetMode") != "External"
        ]

    def read(self, name: str) -> Element | None:
        """Return the XML of a part, None if there is no such part.

        Raises:
            ExtractionError: The part is damaged, encrypted, packed too densely, too large, or declares entities.
        """
        entry = self._entries.get(name)
        if entry is None:
            return None
        return _parsed(name, self._unpacked(entry))

    def _unpacked(self, entry: zipfile.ZipInfo) -> bytes:
        if entry.flag_bits & 0x1:
            raise ExtractionError("The Word file is encrypted. Open it with its password, save it without one, and give that copy.")
        most = min(self._left, max(_SMALL, _DENSEST * entry.compress_size))
        try:
            with self._archive.open(entry) as part:
                data = part.read(most + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as fault:
            raise ExtractionError(_DAMAGED) from fault
        if len(data) > most:
            message = f"The part {entry.filename[:100]} of the Word file unpacks to more than {most:,} bytes: no text is packed like this."
            raise ExtractionError(message)
        self._left -= len(data)
        return data


def _parsed(name: str, data: bytes) -> Element:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, remove_comments=True, remove_pis=True
    )
    try:
        root: Element = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as fault:
        message = f"The part {name[:100]} of the Word file is damaged: {str(fault.msg)[:200]}. Open it, save it anew, and give that copy."
        raise ExtractionError(message) from fault
    if root.getroottree().docinfo.doctype:
        raise ExtractionError(f"The part {name[:100]} of the Word file declares a document type, which no Word file does.")
    return root
