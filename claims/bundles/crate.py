"""The bundle's metadata for machines: a Research Object Crate (RO-Crate 1.1), with no clock in it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from claims.bundles.archive import WrittenFile
from claims.bundles.contents import Contents
from claims.bundles.members import BY_NAME, CRATE, MEMBERS, SUMS
from sources.formats.csl.pandoc import pandoc_version
from sources.models import Author, Document

# The context of RO-Crate 1.1 is older than this term of schema.org.
_CONTEXT = ["https://w3id.org/ro/crate/1.1/context", {"sha256": "http://schema.org/sha256"}]
_PROFILE = "https://w3id.org/ro/crate/1.1"
#: Type of CSL -> type of schema.org; what is not here is a CreativeWork.
_TYPES: Mapping[str, str] = {
    "article": "Article",
    "article-journal": "ScholarlyArticle",
    "article-magazine": "Article",
    "article-newspaper": "NewsArticle",
    "book": "Book",
    "chapter": "Chapter",
    "collection": "Collection",
    "dataset": "Dataset",
    "entry-dictionary": "DefinedTerm",
    "legislation": "Legislation",
    "manuscript": "Manuscript",
    "map": "Map",
    "motion_picture": "Movie",
    "paper-conference": "ScholarlyArticle",
    "periodical": "Periodical",
    "post-weblog": "BlogPosting",
    "report": "Report",
    "review": "Review",
    "software": "SoftwareSourceCode",
    "thesis": "Thesis",
    "webpage": "WebPage",
}
# EDTF says more than schema.org has dates for: only what both have is written.
_ISO_DATE = re.compile(r"\d{4}(-(0\d|1[0-2])(-\d\d)?)?")
_PROGRAM, _PANDOC, _MAKING, _RIGHTS = "#pincite", "#pandoc", "#making", "#rights"
_RIGHTS_TEXT = (
    "The quoted words are their authors' and publishers' and are here as quotations, each with the place that it was taken from. "
    "Whoever uses them further is bound by the rights in the works."
)


class Crate:
    """The metadata as it is gathered: documents while they are read, the files at the end."""

    def __init__(self, site: str) -> None:
        self._site = site
        self._documents: list[str] = []
        self._authors: dict[str, dict[str, Any]] = {}

    def add_document(self, document: Document, license_of: str) -> str:
        """Return the line that describes a document; its authors are described at the end.

        Args:
            document: Read ``with_record``.
            license_of: What its record says of its licence.
        """
        address = f"{self._site}/api/v1/documents/{document.address}/"
        self._documents.append(address)
        credited = sorted(document.contributions.all(), key=lambda credit: (credit.role, credit.position))
        authors = [self._author(credit.author) for credit in credited if credit.role == "author"]
        identifiers = [f"{one.scheme}:{one.value}" for one in document.identifiers.all()]
        described: dict[str, Any] = {
            "@id": address,
            "@type": _TYPES.get(document.type, "CreativeWork"),
            "name": document.title or document.citation_key,
            "author": authors,
            "datePublished": document.issued if _ISO_DATE.fullmatch(document.issued) else "",
            "inLanguage": document.language,
            "identifier": [document.citation_key, *identifiers],
            "url": document.url,
            "license": license_of,
            "creativeWorkStatus": "Sample: written for the demonstration, its persons and events are fictional."
            if document.is_sample
            else "",
        }
        return _line(_without_empty(described))

    def lines(self, contents: Contents, files: Mapping[str, WrittenFile], documents: Iterable[str]) -> Iterator[str]:
        """Yield the whole file, an entity a line.

        Args:
            contents: What is in the bundle.
            files: The bundle's other files, written.
            documents: The lines of ``add_document``.
        """
        yield f'{{"@context": {json.dumps(_CONTEXT)}, "@graph": [\n'
        yield _line({"@id": CRATE, "@type": "CreativeWork", "conformsTo": {"@id": _PROFILE}, "about": {"@id": "./"}})
        yield _after(self._root(contents))
        for member in MEMBERS:
            if member.name != CRATE:
                yield _after(_file(member.name, files[member.name]))
        yield from (f",\n{document}" for document in documents)
        for author in self._authors.values():
            yield _after(author)
        for entity in self._making(contents):
            yield _after(entity)
        yield "\n]}\n"

    def _author(self, author: Author) -> dict[str, str]:
        """Return a reference to an author, by ORCID where that is known."""
        address = f"{self._site}/api/v1/authors/{author.public_id}/"
        identifier = f"https://orcid.org/{author.orcid}" if author.orcid else address
        is_person = author.kind == Author.Kind.PERSON
        parts = {"givenName": author.given, "familyName": author.family} if is_person else {}
        same = (_at(author.viaf, "https://viaf.org/viaf/"), _at(author.wikidata, "https://www.wikidata.org/wiki/"))
        described: dict[str, Any] = {
            "@id": identifier,
            "@type": "Person" if is_person else "Organization",
            "name": author.full_name,
            "url": address,
            **parts,
            "sameAs": [other for other in same if other],
        }
        self._authors[identifier] = _without_empty(described)
        return {"@id": identifier}

    def _root(self, contents: Contents) -> dict[str, Any]:
        sample = f" Sample documents, with fictional persons and events: {', '.join(contents.samples)}." if contents.samples else ""
        return {
            "@id": "./",
            "@type": "Dataset",
            "name": "Citation bundle",
            "description": f"Excerpts with their citations, and the claims that stand on them. {contents.in_words}{sample}",
            "datePublished": contents.newest.isoformat(timespec="seconds"),
            "license": {"@id": _RIGHTS},
            "author": {"@id": f"{self._site}/"},
            "publisher": {"@id": f"{self._site}/"},
            "hasPart": [{"@id": member.name} for member in MEMBERS if member.name != CRATE],
            "mentions": [{"@id": address} for address in self._documents] + [{"@id": _MAKING}],
        }

    def _making(self, contents: Contents) -> Iterator[dict[str, Any]]:
        yield {"@id": f"{self._site}/", "@type": "Organization", "name": f"Pincite at {self._site}", "url": f"{self._site}/"}
        yield {"@id": _RIGHTS, "@type": "CreativeWork", "name": "Rights in the quoted words", "description": _RIGHTS_TEXT}
        yield {
            "@id": _MAKING,
            "@type": "CreateAction",
            "name": "Making of this bundle",
            "description": "From the records as they were when the newest of them was last changed.",
            "agent": {"@id": f"{self._site}/"},
            "instrument": [{"@id": _PROGRAM}, {"@id": _PANDOC}],
            "result": {"@id": "./"},
        }
        yield {
            "@id": _PROGRAM,
            "@type": "SoftwareApplication",
            "name": "Pincite",
            "description": "A structured citation and claims database.",
            "url": f"{self._site}/",
        }
        yield {
            "@id": _PANDOC,
            "@type": "SoftwareApplication",
            "name": "pandoc",
            "softwareVersion": pandoc_version(),
            "url": "https://pandoc.org/",
        }


def _file(name: str, file: WrittenFile) -> dict[str, Any]:
    member = BY_NAME[name]
    described: dict[str, Any] = {
        "@id": name,
        "@type": "File",
        "name": name,
        "description": f"{member.description[0].upper()}{member.description[1:]}.",
        "encodingFormat": member.media_type,
    }
    # The checksums are of this very file too: they are the one file that it cannot describe in full.
    return described | ({} if name == SUMS else {"contentSize": str(file.size), "sha256": file.sha256})


def _without_empty(described: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out what is not known; a list of one is written as that one (RO-Crate 1.1, section 3.1)."""
    kept = {name: value for name, value in described.items() if value}
    return {name: value[0] if isinstance(value, list) and len(value) == 1 else value for name, value in kept.items()}


def _at(value: str, place: str) -> str:
    return f"{place}{value}" if value else ""


def _line(entity: Mapping[str, Any]) -> str:
    return json.dumps(entity, ensure_ascii=False)


def _after(entity: Mapping[str, Any]) -> str:
    return f",\n{_line(entity)}"
