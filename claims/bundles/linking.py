"""What the files of a bundle say of one another: the same words, the same keys, no link that leads nowhere."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import zip_longest
from typing import Any

from claims.bundles import parts
from claims.bundles.latex_text import same_words
from claims.bundles.members import SUMS
from claims.bundles.parts import MalformedError
from claims.bundles.word_reading import word_quotes
from sources.reading.reading_view import reading_view

_REFERENCES: Mapping[str, Callable[[zipfile.ZipFile], Iterable[str]]] = {
    "references.bib": lambda archive: parts.bibtex_keys(archive, "references.bib"),
    "references-bibtex.bib": lambda archive: parts.bibtex_keys(archive, "references-bibtex.bib"),
    "references.ris": parts.ris_keys,
}


def check_links(archive: zipfile.ZipFile, digests: Mapping[str, str]) -> Iterator[str]:
    """Yield a sentence for each fault of what the members, all of them there, say of one another.

    Args:
        archive: The bundle.
        digests: Name of each member but the checksums -> its SHA-256.

    Raises:
        MalformedError: A member is not written as a bundle's is.
    """
    try:
        keys: set[str] = set()
        yield from _check_references(archive, keys)
        excerpts: set[str] = set()
        yield from _check_excerpts(archive, keys, excerpts)
        yield from _check_claims(archive, excerpts)
        yield from _check_crate(archive, digests)
    except (KeyError, TypeError, AttributeError) as error:
        raise MalformedError(f"A file of the bundle is not made as it should be: {type(error).__name__} {error}") from error


def _check_references(archive: zipfile.ZipFile, keys: set[str]) -> Iterator[str]:
    """Fill ``keys`` with those of references.json; every other file of references has the same."""
    for item in parts.referenced(archive):
        yield from _once("references.json", str(item["id"]), keys)
    for name, read in _REFERENCES.items():
        own: set[str] = set()
        for key in read(archive):
            yield from _once(name, key, own)
        for key in sorted(keys - own):
            yield f"{name} lacks {key}, which references.json has."
        for key in sorted(own - keys):
            yield f"{name} has {key}, which references.json lacks."


def _check_excerpts(archive: zipfile.ZipFile, keys: set[str], excerpts: set[str]) -> Iterator[str]:
    """Fill ``excerpts`` with their ids; each stands with the same words, in the same order, in every file that quotes it."""
    quoting = zip_longest(
        parts.annotated(archive), parts.markdown_quotes(archive), parts.latex_quotes(archive), word_quotes(archive), fillvalue=None
    )
    for number, (annotation, in_markdown, in_latex, in_word) in enumerate(quoting, 1):
        if annotation is None or in_markdown is None or in_latex is None or in_word is None:
            yield f"Not every file has the same number of quotations: excerpt {number} is not in all of them."
            return
        name, key, words = str(annotation["pincite:excerpt"]), str(annotation["pincite:key"]), _words(annotation)
        yield from _once("annotations.jsonld", name, excerpts)
        yield from _check_annotation(annotation, name, keys)
        for file, (quoted, cited) in {"excerpts.md": in_markdown, "excerpts.tex": in_latex}.items():
            if not same_words(quoted.replace("`", "") if annotation_without_words(annotation) else quoted, words):
                yield f"Excerpt {name}: {file} does not quote the words that annotations.jsonld has."
            if cited != key:
                yield f"Excerpt {name}: {file} cites {cited}, annotations.jsonld {key}."
        if not same_words(in_word[0], words):
            yield f"Excerpt {name}: excerpts.docx does not quote the words that annotations.jsonld has."
        if in_word[1] != 1:
            yield f"Excerpt {name}: excerpts.docx has {in_word[1]} footnotes for it, not one."


def annotation_without_words(annotation: Mapping[str, Any]) -> bool:
    """Whether an excerpt is listed without its words."""
    return not any(selector["type"] == "TextQuoteSelector" for selector in annotation["target"]["selector"])


def _words(annotation: Mapping[str, Any]) -> str:
    """Return what the files for people show of an excerpt."""
    for selector in annotation["target"]["selector"]:
        if selector["type"] == "TextQuoteSelector":
            return reading_view(selector["exact"])
    return f"(The words are not held here; their SHA-256 is {annotation['pincite:quote_sha256']}.)"


def _check_annotation(annotation: Mapping[str, Any], name: str, keys: set[str]) -> Iterator[str]:
    if annotation["pincite:key"] not in keys:
        yield f"Excerpt {name} cites {annotation['pincite:key']}, which references.json does not have."
    selectors = {selector["type"]: selector for selector in annotation["target"]["selector"]}
    exact = selectors.get("TextQuoteSelector", {}).get("exact")
    if exact is None:
        return
    sha256 = hashlib.sha256(exact.encode()).hexdigest()
    if sha256 != annotation["pincite:quote_sha256"]:
        yield f"Excerpt {name}: its words have SHA-256 {sha256}, not {annotation['pincite:quote_sha256']}."
    place = selectors.get("TextPositionSelector")
    if place is not None and place["end"] - place["start"] != len(exact):
        yield f"Excerpt {name}: it has {len(exact)} characters, its place {place['end'] - place['start']}."


def _check_claims(archive: zipfile.ZipFile, excerpts: set[str]) -> Iterator[str]:
    claims: set[str] = set()
    evidence: set[str] = set()
    leading: list[tuple[str, str | None, str | None]] = []
    for claim in parts.claimed(archive):
        yield from _once("claims.jsonl", claim["id"], claims)
        for link in claim["evidence"]:
            yield from _once("claims.jsonl", link["id"], evidence)
            if link["excerpt"] not in excerpts:
                yield f"Claim {claim['id']} stands on excerpt {link['excerpt']}, which annotations.jsonld does not have."
        leading += [(claim["id"], relation["to"], relation["to_evidence"]) for relation in claim["relations"]]
    for claim_id, to_claim, to_evidence in leading:
        if to_claim is not None and to_claim not in claims:
            yield f"Claim {claim_id} has a relation to claim {to_claim}, which claims.jsonl does not have."
        if to_evidence is not None and to_evidence not in evidence:
            yield f"Claim {claim_id} has a relation to evidence {to_evidence}, which claims.jsonl does not have."


def _check_crate(archive: zipfile.ZipFile, digests: Mapping[str, str]) -> Iterator[str]:
    described = {entity["@id"]: entity for entity in parts.described(archive) if entity["@type"] == "File"}
    for name in sorted(digests.keys() - {"ro-crate-metadata.json"}):
        if described.get(name, {}).get("sha256") != digests[name]:
            yield f"ro-crate-metadata.json describes another {name} than the one that is here."
    if SUMS not in described:
        yield f"ro-crate-metadata.json does not describe {SUMS}."


def _once(file: str, name: str, seen: set[str]) -> Iterator[str]:
    if name in seen:
        yield f"{file} has {name} twice."
    seen.add(name)
