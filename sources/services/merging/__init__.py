"""Two records that are one: looked at side by side, merged, and taken apart again exactly."""

from __future__ import annotations

from sources.services.merging.merge import merge_authors, merge_documents
from sources.services.merging.preview import Preview, preview_merge
from sources.services.merging.undo import undo_merge

__all__ = ["Preview", "merge_authors", "merge_documents", "preview_merge", "undo_merge"]
