"""HTML: the words of a page as it is read, without what hides or surrounds them, and with their notes."""

from sources.ingestion.html.reading import read

__all__ = ["read"]
