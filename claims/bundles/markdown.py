"""Excerpts as Pandoc Markdown: each quote a block quote with its citation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from claims.services.excerpts import Excerpt
from sources.formats.csl.citations import Locator

# Pandoc takes a backslash before any sign of punctuation as that sign (extension all_symbols_escapable). Escaped are those that
# mean something inside a line, runs of dots and hyphens that it would turn into other signs, and what begins a list.
_SIGNS = re.compile(r"""([\\`*_{}\[\]#<>@~^$|"'&]|\.(?=\.)|(?<=\.)\.|-(?=-)|(?<=-)-)""")
_LIST = re.compile(r"\A(\(?\w{1,9})?([.)+:%=-])")
_TERMS = {
    "page": ("p.", "pp."),
    "chapter": ("chap.", "chaps."),
    "section": ("sec.", "secs."),
    "paragraph": ("para.", "paras."),
    "note": ("n.", "nn."),
    "column": ("col.", "cols."),
    "line": ("l.", "ll."),
    "verse": ("v.", "vv."),
    "part": ("pt.", "pts."),
    "volume": ("vol.", "vols."),
    "folio": ("fol.", "fols."),
    "figure": ("fig.", "figs."),
    "book": ("bk.", "bks."),
}
_PLAIN = re.compile(r"\A[0-9ivxlcdm]+(?:-[0-9ivxlcdm]+)?\Z")


def excerpts_markdown(excerpts: list[Excerpt]) -> Iterator[str]:
    """Yield the Markdown file; ``pandoc --citeproc`` finds the references beside it."""
    yield "---\ntitle: Excerpts\nbibliography: references.json\nlink-citations: true\n---\n"
    for document, of_document in groupby(excerpts, key=lambda excerpt: excerpt.passage.document):
        yield f"\n# {_plain(document.title)}\n"
        if document.is_sample:
            yield "\nSample document: written for the demonstration, its persons and events are fictional.\n"
        for excerpt in of_document:
            yield f"\n{_quote(excerpt)} {_citation(document.citation_key, excerpt.locator)}\n"
    yield "\n# References\n"


def _quote(excerpt: Excerpt) -> str:
    if excerpt.reading is None:
        return f"> (The words are not held here; their SHA-256 is `{excerpt.passage.quote_sha256}`.)"
    return f"> {_plain(excerpt.reading)}"


def _plain(words: str) -> str:
    """One line of text in which nothing is markup."""
    return _LIST.sub(r"\1\\\2", _SIGNS.sub(r"\\\1", " ".join(words.split())))


def _citation(key: str, locator: Locator | None) -> str:
    if locator is None:
        return f"[@{key}]"
    one, several = _TERMS.get(locator.label, (locator.label, locator.label))
    if _PLAIN.match(locator.value):
        return f"[@{key}, {several if '-' in locator.value else one} {locator.value}]"
    value = re.sub(r"[{}\[\]\\]", "", locator.value)
    return f"[@{key}, {{{one} {value}}}]"
