"""A document's citation as the admin shows it."""

from __future__ import annotations

import re
from html import unescape

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from history.admin.markup import note
from sources.formats.csl.citations import CitationError, Cite
from sources.models import Document
from sources.services.cite import cite
from sources.services.describe_document import describe_document

# What the citation engine may set off; anything else in a title is letters.
_OTHER_TAG = re.compile(r"</?(?:a|span|div|p)\b[^>]*>")
_SET_OFF = re.compile(r"&lt;(/?(?:i|em|b|strong|sup|sub))&gt;")


def show_citation(document: Document) -> SafeString:
    """The reference and its form in running text, in APA style; a sentence when the engine cannot say."""
    try:
        formatted = cite([Cite(describe_document(document))])[0]
    except CitationError as error:
        return note(f"Cannot be formatted now. {error}")
    return format_html(
        '<p class="pin-reference">{}</p><p class="pin-note">In running text: {}</p>',
        italics_only(formatted.reference_html),
        formatted.in_text,
    )


def italics_only(html: str) -> SafeString:
    """The engine's HTML with nothing but italics, bold, raised and lowered letters left in it."""
    words = unescape(_OTHER_TAG.sub("", html))
    return mark_safe(_SET_OFF.sub(r"<\1>", escape(words)))  # noqa: S308 - escaped, then five tags put back
