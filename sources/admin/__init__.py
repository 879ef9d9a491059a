"""The admin of sources: documents, authors, texts, marks, references and merges. Passages are in the admin of claims, with what rests on them."""

from __future__ import annotations

from sources.admin import authors, contributions, documents, marks, merges, originals, references, retractions, texts

__all__ = ["authors", "contributions", "documents", "marks", "merges", "originals", "references", "retractions", "texts"]
