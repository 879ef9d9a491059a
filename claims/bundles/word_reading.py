"""Quotations of a Word document and their footnotes, read event by event; nothing that its XML refers to is followed."""

from __future__ import annotations

import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from xml.parsers import expat

from claims.bundles.container import MOST_BYTES, NoBundleError, check_size
from claims.bundles.parts import MalformedError

_NAME = "excerpts.docx"
_WORDS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_QUOTE = "BlockText"
_PIECE = 1 << 16


def word_quotes(archive: zipfile.ZipFile) -> Iterator[tuple[str, int]]:
    """Yield the words of each quotation, and how many of its footnotes say something.

    Raises:
        MalformedError: The document cannot be read.
    """
    with tempfile.SpooledTemporaryFile(1 << 20) as unpacked:
        with archive.open(_NAME) as member:
            shutil.copyfileobj(member, unpacked, _PIECE)
        unpacked.seek(0)
        try:
            with zipfile.ZipFile(unpacked) as document:
                check_size(document, MOST_BYTES)
                footnotes = {identifier for identifier, words in _paragraphs(document, "word/footnotes.xml", "footnote") if words.strip()}
                yield from _quotes(document, footnotes)
        except (KeyError, zipfile.BadZipFile, NoBundleError, expat.ExpatError) as error:
            raise MalformedError(f"{_NAME} cannot be read: {error}") from error


def _quotes(document: zipfile.ZipFile, footnotes: set[str]) -> Iterator[tuple[str, int]]:
    reading = _Reading("p")
    for piece in _pieces(document, "word/document.xml"):
        reading.feed(piece)
        for style, words, references in reading.taken():
            if style == _QUOTE:
                yield words, len(footnotes.intersection(references))


def _paragraphs(document: zipfile.ZipFile, name: str, element: str) -> Iterator[tuple[str, str]]:
    reading = _Reading(element)
    for piece in _pieces(document, name):
        reading.feed(piece)
        for identifier, words, _ in reading.taken():
            yield identifier, words


def _pieces(document: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    with document.open(name) as member:
        while piece := member.read(_PIECE):
            yield piece


class _Reading:
    """Takes from WordprocessingML, for each element of one name: its style or id, its words, the footnotes that it refers to."""

    def __init__(self, element: str) -> None:
        self._element = f"{_WORDS} {element}"
        self._found: list[tuple[str, str, list[str]]] = []
        self._name = ""
        self._words: list[str] = []
        self._references: list[str] = []
        self._in_text = False
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text
        self._parser.StartDoctypeDeclHandler = self._refuse

    def feed(self, piece: bytes) -> None:
        """Read on."""
        self._parser.Parse(piece)

    def taken(self) -> list[tuple[str, str, list[str]]]:
        """Return what was read whole since the last time."""
        found, self._found = self._found, []
        return found

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if name == self._element:
            self._name, self._words, self._references = attributes.get(f"{_WORDS} id", ""), [], []
        elif name == f"{_WORDS} pStyle" and self._element.endswith(" p"):
            self._name = attributes.get(f"{_WORDS} val", "")
        elif name == f"{_WORDS} footnoteReference":
            self._references.append(attributes.get(f"{_WORDS} id", ""))
        self._in_text = name == f"{_WORDS} t"

    def _end(self, name: str) -> None:
        self._in_text = False
        if name == self._element:
            self._found.append((self._name, "".join(self._words), self._references))

    def _text(self, text: str) -> None:
        if self._in_text:
            self._words.append(text)

    def _refuse(self, *_: object) -> None:
        raise MalformedError(f"{_NAME} declares a document type: no Word document does.")
