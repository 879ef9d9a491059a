"""What a citation says, for those who decide: its candidates, and the beginnings of a document made of it."""

from __future__ import annotations

from dataclasses import dataclass

from sources.models import Document, Reference
from sources.services.references.asking import from_json

#: Fields of a citation -> columns of a document.
_COLUMNS = {
    "title": "title",
    "container-title": "container_title",
    "issued": "issued",
    "volume": "volume",
    "issue": "issue",
    "edition": "edition",
    "publisher": "publisher",
    "publisher-place": "publisher_place",
    "genre": "genre",
    "number": "number",
    "URL": "url",
}
_SURE_PAGES = 0.85


@dataclass(frozen=True, slots=True)
class ShownCandidate:
    """A document that a citation may mean."""

    document: Document
    score: float
    reason: str


def candidates_of(reference: Reference) -> list[ShownCandidate]:
    """Return the documents that a citation may mean as they are today, the best first: merged ones lead on. One query."""
    listed = [one for one in reference.candidates if isinstance(one, dict) and isinstance(one.get("document"), int)]
    documents = Document.objects.select_related("merged_into").in_bulk([one["document"] for one in listed]) if listed else {}
    shown: dict[int, ShownCandidate] = {}
    for one in listed:
        document = documents.get(one["document"])
        if document is not None:
            document = document.merged_into or document
            shown.setdefault(document.pk, ShownCandidate(document, float(one.get("score") or 0), str(one.get("reason", ""))))
    return list(shown.values())


def fields_of_new_document(reference: Reference) -> dict[str, str]:
    """Return the columns of a document that a citation describes, as far as it says; its authors are to be chosen."""
    citation = from_json(reference.parsed)
    columns = {column: citation.fields[name] for name, column in _COLUMNS.items() if name in citation.fields}
    if citation.confidence.get("page", 0) >= _SURE_PAGES:
        columns["page"] = citation.fields.get("page", "")
    return {"type": _type(columns), **columns}


def _type(columns: dict[str, str]) -> str:
    """What kind of work it seems to be; an editor sees it first."""
    if "container_title" in columns:
        return (
            "chapter"
            if "publisher" in columns
            else "article-journal"
            if "volume" in columns or "issue" in columns
            else "article-newspaper"
            if columns.get("issued", "").count("-") == 2
            else "article"
        )
    return "report" if "genre" in columns else "book" if "publisher" in columns else "document"
