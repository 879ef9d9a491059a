"""Pin passages: exactly, stand-off, or by a pasted quote."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from history.services import store
from sources.anchoring.quotes import find_exact
from sources.models import Document, Passage, Text
from sources.services.hold_text import sha256_of


@transaction.atomic
def pin_span(text: Text, start: int, end: int, **provenance: Any) -> tuple[Passage, bool]:
    """Return the passage ``[start, end)`` of a held text, and whether it is new.

    Args:
        text: A text whose words are held.
        start: Offset of the first character, in Unicode code points from 0.
        end: Offset just past the last character, same unit.
        provenance: ``origin`` and ``tool`` of a machine's proposal; ``public_id`` of an imported passage.

    Raises:
        ValidationError: The span is empty, reversed or past the end, or the words are not held.
    """
    if not 0 <= start < end <= text.length:
        raise ValidationError(
            {"start": f"The span {start}-{end} is not one of the text's {text.length} characters: it starts before it ends."}
        )
    if text.content is None:
        raise ValidationError({"text": "The words of this text are not held: load a copy, or pin the passage by its hash."})
    known = Passage.objects.filter(text=text, start=start, end=end).first()
    if known is not None:
        return known, False
    quote = text.content[start:end]
    passage = Passage(
        document_id=text.document_id,
        text=text,
        start=start,
        end=end,
        quote=quote,
        quote_sha256=sha256_of(quote),
        status=Passage.Status.EXACT,
        **provenance,
    )
    store(passage)
    return passage, True


@transaction.atomic
def pin_hash(text: Text, start: int, end: int, quote_sha256: str, **provenance: Any) -> tuple[Passage, bool]:
    """Return the passage ``[start, end)`` known by the hash of its words, and whether it is new.

    When the text's words are held, they must give the hash; when not, the passage is stand-off until they arrive.

    Raises:
        ValidationError: The held words give another hash, or the passage is known with another.
    """
    if text.content is not None:
        held = sha256_of(text.content[start:end])
        if held != quote_sha256:
            raise ValidationError({"quote_sha256": f"The held words {start}-{end} have SHA-256 {held}, not {quote_sha256}."})
        return pin_span(text, start, end, **provenance)
    known = Passage.objects.filter(text=text, start=start, end=end).first()
    if known is not None:
        if known.quote_sha256 != quote_sha256:
            raise ValidationError({"quote_sha256": f"The passage {start}-{end} is pinned with SHA-256 {known.quote_sha256} already."})
        return known, False
    passage = Passage(
        document_id=text.document_id,
        text=text,
        start=start,
        end=end,
        quote_sha256=quote_sha256,
        status=Passage.Status.PINNED,
        **provenance,
    )
    store(passage)
    return passage, True


def pin_quote(document: Document, quote: str, *, prefix: str = "", suffix: str = "", **provenance: Any) -> tuple[Passage, bool]:
    """Return the passage whose words are ``quote`` in the newest held text of ``document``, and whether it is new.

    Raises:
        ValidationError: The quote is not there verbatim, or stands there more than once and the context does not tell which.
    """
    text = Text.objects.current().filter(document=document, content__isnull=False).order_by("-version").first()
    if text is None or text.content is None:
        raise ValidationError({"document": f"No words of {document.citation_key} are held: ingest its text first."})
    if not quote:
        raise ValidationError({"quote": "Paste the words to be pinned."})
    starts = find_exact(text.content, quote, prefix=prefix, suffix=suffix)
    if not starts:
        raise ValidationError({"quote": f"These words do not stand in {document.citation_key} verbatim: {_short(quote)}"})
    if len(starts) > 1:
        places = ", ".join(map(str, starts[:5]))
        raise ValidationError(
            {"quote": f"These words stand in {document.citation_key} {len(starts)} times (at {places}); add the words before or after."}
        )
    return pin_span(text, starts[0], starts[0] + len(quote), **provenance)


def _short(words: str) -> str:
    return words if len(words) <= 80 else f"{words[:79]}…"
