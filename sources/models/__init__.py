"""The tables of sources."""

from __future__ import annotations

from sources.models.authors import Author, NameVariant
from sources.models.citations import Citation
from sources.models.contributions import Contribution
from sources.models.documents import Document
from sources.models.excerpts import ExcerptUse, ShownSpan
from sources.models.identifiers import Identifier
from sources.models.keys import FormerKey
from sources.models.merges import Distinction, Merge
from sources.models.originals import OriginalBytes, OriginalFile
from sources.models.passages import Passage, PassageIndex
from sources.models.references import Reference
from sources.models.retractions import Retraction
from sources.models.text_views import Fingerprint, TextView
from sources.models.texts import Mark, Text
from sources.models.titles import TitleVariant
from sources.models.written_entries import WrittenEntry

__all__ = [
    "Author",
    "Citation",
    "Contribution",
    "Distinction",
    "Document",
    "ExcerptUse",
    "Fingerprint",
    "FormerKey",
    "Identifier",
    "Mark",
    "Merge",
    "NameVariant",
    "OriginalBytes",
    "OriginalFile",
    "Passage",
    "PassageIndex",
    "Reference",
    "Retraction",
    "ShownSpan",
    "Text",
    "TextView",
    "TitleVariant",
    "WrittenEntry",
]
