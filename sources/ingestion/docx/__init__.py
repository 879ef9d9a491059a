"""DOCX (Office Open XML, ISO/IEC 29500): the words as Word shows them with all changes accepted, and with their notes."""

from sources.ingestion.docx.reading import read

__all__ = ["read"]
