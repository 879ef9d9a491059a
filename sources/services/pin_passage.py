"""Pin passages: exactly, stand-off, or by a pasted quote."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from history.services import store
from sources.models import Document, Passage, Text
from sources.services.hold_text import sha256_of
from sources.services.locate_quote import locate_quote
from sources.services.locating.located import Located, Place, Quote, Reader


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


class UnplacedQuoteError(ValidationError):
    """The quote has no place of its own in the document; ``located`` says what was found instead."""

    def __init__(self, message: str, located: Located) -> None:
        super().__init__({"quote": message})
        self.located = located


def pin_quote(document: Document, quote: Quote, *, reader: Reader, is_verbatim: bool = False, **provenance: Any) -> tuple[Passage, bool]:
    """Return the passage where ``quote`` stands in the newest held text of ``document``, and whether it is new.

    Args:
        document: Whose words they are.
        quote: The words; where only their printing differs (line ends, hyphens, quotation marks), the text's own are pinned.
        reader: Who pins.
        is_verbatim: Take no other than these very characters.
        provenance: As of ``pin_span``.

    Raises:
        UnplacedQuoteError: The quote is not there, is there in other words, or more than once and its context does not tell which.
        ValidationError: It is empty or too long, or no words are held.
    """
    place = place_to_pin(document, quote, reader=reader, is_verbatim=is_verbatim)
    return pin_place(place, **provenance)


def place_to_pin(document: Document, quote: Quote, *, reader: Reader, is_verbatim: bool = False) -> Place:
    """Return the one place at which ``pin_quote`` pins, raising what it raises."""
    located = locate_quote(quote, document=document, reader=reader)
    place = located.only
    if place is None or (is_verbatim and place.grade != "exact"):
        raise UnplacedQuoteError(why_unplaced(quote.words, located, document), located)
    return place


def pin_place(place: Place, **provenance: Any) -> tuple[Passage, bool]:
    """Return the passage at a place that was found, and whether it is new."""
    return pin_span(Text.objects.get(pk=place.text.pk), place.start, place.end, **provenance)


def why_unplaced(quote: str, located: Located, document: Document | None = None) -> str:
    """One sentence on why a quote has no place of its own: in a document, or in any."""
    where = document.citation_key if document else "what is held"
    if located.grade == "absent":
        return f"These words do not stand in {where}: {_short(quote)}"
    if located.grade == "ambiguous":
        times = f"{'more than ' if located.has_more else ''}{len(located.candidates)} times"
        return f"These words stand in {where} {times}{_offsets(located, document)}; add the words before or after."
    return f"These words do not stand in {where} verbatim: {_short(quote)}{_held(located.candidates[0])}"


def _offsets(located: Located, document: Document | None) -> str:
    return f" (at {', '.join(str(place.start) for place in located.candidates[:5])})" if document else ""


def _held(place: Place) -> str:
    return "" if place.words is None else f" The text has: {_short(place.words)}"


def _short(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= 80 else f"{line[:79]}…"
