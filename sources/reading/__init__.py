"""Texts for the eye: the reading view of verbatim words, and search words marked in it. No Django in here."""

from sources.reading.highlight import highlight
from sources.reading.query import Term, parse_query
from sources.reading.reading_view import Reading, reading_view, reading_with_map
from sources.reading.text_reading import read_text

__all__ = ["Reading", "Term", "highlight", "parse_query", "read_text", "reading_view", "reading_with_map"]
