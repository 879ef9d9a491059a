"""The admin of sources: a room for each kind of page. Passages are in the admin of claims, with what rests on them."""

from __future__ import annotations

from sources.admin.authors import AuthorAdmin
from sources.admin.documents.contributions import ContributionAdmin
from sources.admin.documents.pages import DocumentAdmin
from sources.admin.documents.retractions import RetractionAdmin
from sources.admin.merging.merges import DistinctionAdmin, MergeAdmin
from sources.admin.references.pages import ReferenceAdmin
from sources.admin.texts.marks import MarkAdmin
from sources.admin.texts.originals import OriginalFileAdmin
from sources.admin.texts.pages import TextAdmin

__all__ = [
    "AuthorAdmin",
    "ContributionAdmin",
    "DistinctionAdmin",
    "DocumentAdmin",
    "MarkAdmin",
    "MergeAdmin",
    "OriginalFileAdmin",
    "ReferenceAdmin",
    "RetractionAdmin",
    "TextAdmin",
]
