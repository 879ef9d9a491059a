"""What a person finds first in a bundle."""

from __future__ import annotations

from claims.bundles.selection import Selection
from sources.models import Passage


def readme(selection: Selection, site: str) -> str:
    """Return the README of a bundle: what is in it, how to cite from it, how to check it."""
    without_words = sum(1 for excerpt in selection.excerpts if excerpt.words is None)
    exact = sum(1 for excerpt in selection.excerpts if excerpt.passage.status == Passage.Status.EXACT)
    samples = [document.citation_key for document in selection.documents if document.is_sample]
    return f"""# Citation bundle

From Pincite at {site}. {len(selection.excerpts)} excerpts of {len(selection.documents)} documents,
{len(selection.claims)} claims, {len(selection.evidence)} pieces of accepted evidence.
{exact} excerpts are exact: the database proved each against the held text. {_absent(without_words)}
{_samples(samples)}
| file | what it is |
|---|---|
| `references.bib` | the documents for BibLaTeX and biber |
| `references-bibtex.bib` | the same for classic BibTeX |
| `references.json` | the same as CSL-JSON, for Pandoc and citation managers |
| `excerpts.md` | every excerpt as a quotation with its citation, in Pandoc Markdown |
| `claims.jsonl` | the claims, each with its evidence and relations, one JSON object a line |
| `annotations.jsonld` | the excerpts as W3C Web Annotations: exact words, context, offsets in code points, hashes |
| `SHA256SUMS` | a checksum of every file |

To check that nothing was altered, without any network:

    sha256sum --check SHA256SUMS
    manage.py verify BUNDLE.zip

To read the excerpts with formatted citations:

    pandoc --citeproc excerpts.md -o excerpts.html
"""


def _absent(number: int) -> str:
    if not number:
        return ""
    return f"{number} are listed without words, because the copy is not held or may not be shown; `annotations.jsonld` has their hashes."


def _samples(keys: list[str]) -> str:
    if not keys:
        return ""
    return f"\nSample documents, written for the demonstration, with fictional persons and events: {', '.join(keys)}.\n"
