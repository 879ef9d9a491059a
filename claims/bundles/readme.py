"""What a person finds first in a bundle."""

from __future__ import annotations

from collections.abc import Sequence

from claims.bundles.contents import Contents
from claims.bundles.members import MEMBERS


def readme(contents: Contents, site: str) -> str:
    """Return the README of a bundle: what is in it, how to cite from it, how to check it."""
    table = "\n".join(f"| `{member.name}` | {member.description} |" for member in MEMBERS)
    return f"""# Citation bundle

From Pincite at {site}. {contents.in_words}
{_count(contents.exact, "excerpt is", "excerpts are")} exact: the database proved each against the held text.{_absent(contents.without_words)}
{_samples(contents.samples)}
| file | what it is |
|---|---|
{table}

To check that nothing was altered, without any network:

    sha256sum --check SHA256SUMS
    manage.py verify BUNDLE.zip

To read the excerpts with formatted citations:

    pandoc --citeproc excerpts.md -o excerpts.html
    lualatex excerpts && biber excerpts && lualatex excerpts && lualatex excerpts

`excerpts.tex` also takes xelatex, and pdflatex, which shows the code points of letters that its fonts lack. Where the LaTeX
package biblatex is not installed it uses classic BibTeX: run `bibtex excerpts` in the place of biber.

The quoted words are their authors' and publishers'. They are here as quotations, each with the place that it was taken from;
whoever uses them further is bound by the rights in the works.
"""


def _count(number: int, one: str, several: str) -> str:
    return f"{number} {one if number == 1 else several}"


def _absent(number: int) -> str:
    if not number:
        return ""
    listed = _count(number, "is listed without its words", "are listed without their words")
    return f" {listed}, because the copy is not held or may not be shown; `annotations.jsonld` has the hashes."


def _samples(keys: Sequence[str]) -> str:
    if not keys:
        return ""
    return f"\nSample documents, written for the demonstration, with fictional persons and events: {', '.join(keys)}.\n"
