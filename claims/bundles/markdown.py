"""Excerpts as Pandoc Markdown: each quote a block quote with its citation."""

from __future__ import annotations

import re

from claims.services.excerpts import Quotation
from sources.formats.in_text import pandoc_citation
from sources.models import Document

# Pandoc takes a backslash before any sign of punctuation as that sign (extension all_symbols_escapable). Escaped are those that
# mean something inside a line, runs of dots and hyphens that it would turn into other signs, and what begins a list.
_SIGNS = re.compile(r"""([\\`*_{}\[\]#<>@~^$|"'&]|\.(?=\.)|(?<=\.)\.|-(?=-)|(?<=-)-)""")
_LIST = re.compile(r"\A(\(?\w{1,9})?([.)+:%=-])")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
# Inside the words each of these signs stands behind a backslash, so this is where they end.
_CITATION = re.compile(r" \[@(?P<key>[^\s\],{}]+|\{[^}]+\})")

HEAD = "---\ntitle: Excerpts\nlang: en\nbibliography: references.json\nlink-citations: true\nnocite: |\n  @*\n---\n"
FOOT = "\n# References\n"


def section(document: Document) -> str:
    """Return the heading under which a document is quoted."""
    heading = f"\n# {plain(document.title or document.citation_key)}\n"
    if document.is_sample:
        heading += "\nSample document: written for the demonstration, its persons and events are fictional.\n"
    return heading


def quote(quotation: Quotation) -> str:
    """Return one block quote with its citation."""
    return f"\n> {_words(quotation)} {pandoc_citation(quotation.passage.document.citation_key, quotation.locator)}\n"


def plain(words: str) -> str:
    """Return text on one line in which nothing is markup."""
    return _LIST.sub(r"\1\\\2", _SIGNS.sub(r"\\\1", " ".join(words.split())))


def read_quote(line: str) -> tuple[str, str]:
    """Return the words and the key of a line that `quote` wrote.

    Raises:
        ValueError: The line is no quote with a citation.
    """
    found = _CITATION.search(line)
    if not line.startswith("> ") or not found:
        raise ValueError("no quote with a citation")
    return _ESCAPED.sub(r"\1", line[2 : found.start()]), found["key"].strip("{}")


def _words(quotation: Quotation) -> str:
    if quotation.reading is None:
        return f"(The words are not held here; their SHA-256 is `{quotation.passage.quote_sha256}`.)"
    return plain(quotation.reading)
