"""Excerpts as a LaTeX document: each quote in a quotation environment with its citation, the bibliography at the end."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from claims.bundles.latex_text import declarations, latex_text, read_latex
from claims.services.excerpts import Quotation
from sources.formats.in_text import latex_citation
from sources.models import Document

_PREAMBLE = Path(__file__).with_name("preamble.tex")
BEGIN, END = "\\begin{quotation}\n", "\\end{quotation}\n"
_CITATION = re.compile(r"\n\\autocite(?:\[.*\])?\{([A-Za-z0-9_:.+/-]+)\}\n\Z", re.DOTALL)


def head(letters: Iterable[str]) -> Iterator[str]:
    """Yield all that comes before the first quotation.

    Args:
        letters: Every letter that is in the file or in its bibliography.
    """
    yield _PREAMBLE.read_text(encoding="utf-8")
    yield from declarations(letters)
    yield "\\begin{document}\n"


def section(document: Document) -> str:
    """Return the heading under which a document is quoted."""
    heading = f"\n\\section*{{{latex_text(document.title or document.citation_key)}}}\n"
    if document.is_sample:
        heading += "\nSample document: written for the demonstration, its persons and events are fictional.\n"
    return heading


def quote(quotation: Quotation) -> str:
    """Return one quotation with its citation."""
    if quotation.reading is None:
        words = latex_text(f"(The words are not held here; their SHA-256 is {quotation.passage.quote_sha256}.)")
    else:
        words = latex_text(quotation.reading)
    cited = latex_citation(quotation.passage.document.citation_key, quotation.locator)
    return f"\n{BEGIN}{words}\n{cited}\n{END}"


def foot(*, has_works: bool) -> str:
    """Return all that comes after the last quotation: the bibliography of every document of the bundle, if there is any."""
    return ("\n\\nocite{*}\n\\excerptreferences\n" if has_works else "") + "\\end{document}\n"


def read_quote(source: str) -> tuple[str, str]:
    """Return the words and the key of what stands between `BEGIN` and `END`.

    Raises:
        ValueError: It is no quotation with a citation.
    """
    found = _CITATION.search(source)
    if not found:
        raise ValueError("no quotation with a citation")
    return read_latex(source[: found.start()]), found[1]
