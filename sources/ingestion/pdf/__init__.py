"""PDF: the words of its pages in reading order, with printed page labels, headings, paragraphs and footnotes as marks."""

from sources.ingestion.pdf.reading import read

__all__ = ["read"]
