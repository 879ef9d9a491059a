"""Files to texts: exact characters with marks for pages, sections, paragraphs and notes. No Django in here."""

from sources.ingestion.extraction import Extraction, ExtractionError, Span
from sources.ingestion.files import read_file

__all__ = ["Extraction", "ExtractionError", "Span", "read_file"]
