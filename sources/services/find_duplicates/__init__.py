"""Records that are likely one: found by indexes and blocks, never by comparing all with all; each with a score and its reasons."""

from __future__ import annotations

from sources.services.find_duplicates.authors import author_duplicates, duplicates_of_author
from sources.services.find_duplicates.documents import document_duplicates, duplicates_of_document
from sources.services.find_duplicates.proposals import Found, Proposal

__all__ = ["Found", "Proposal", "author_duplicates", "document_duplicates", "duplicates_of_author", "duplicates_of_document"]
