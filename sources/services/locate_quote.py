"""Where a pasted quote stands: in one document or among all, graded, never a silent best match."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.core.exceptions import ValidationError

from sources.anchoring.quoting import read_quote
from sources.models import Document, Text
from sources.services.locating.index import are_indexed, hashes_of, index_in_passing
from sources.services.locating.located import ABSENT, AMBIGUOUS, VERBATIM, Located, Quote, Reader
from sources.services.locating.places import Found, find_in, show_places
from sources.services.locating.texts import not_indexed, remaining, text_of, texts_alike
from sources.services.locating.words import read_words

#: A longer quote is a text of its own.
LONGEST_QUOTE = 20_000
LONGEST_CONTEXT = 2_000
_MOST_CANDIDATES = 100
_MOST_NEAR = 5
_ANYBODY = Reader()
_GRADES = ("exact", "normalised", "approximate")


def locate_quote(quote: Quote, *, document: Document | None = None, version: int | None = None, reader: Reader = _ANYBODY) -> Located:
    """Find where ``quote`` stands, proved on the words themselves.

    Args:
        quote: The words as they were pasted, with what stands around them where that is needed to tell places apart.
        document: Whose newest held text is searched; None for those of all documents.
        version: Of the document's texts, where another than the newest is meant.
        reader: Who asks.

    Raises:
        ValidationError: The quote is empty or too long, or no words of the document may be searched; the message names the field.
    """
    _refuse_unfit(quote)
    if document is None:
        return _among_all(quote, reader)
    text = text_of(document, reader, version)
    if text is None:
        raise ValidationError({"document": _no_words(document, version)})
    return _judged(_find([text], quote), quote, reader)


def _among_all(quote: Quote, reader: Reader) -> Located:
    """Texts that share fingerprints with the quote, then all others while they are few."""
    hashes = {value for part in read_quote(quote.words).parts for value in hashes_of(part.text)}
    more: Iterable[Text] = () if are_indexed() or index_in_passing() else not_indexed(reader)
    texts = {text.pk: text for text in (*texts_alike(hashes, reader), *more)}
    found = _find(texts.values(), quote)
    if hashes and any(one.is_candidate for one in found):
        return _judged(found, quote, reader)
    others = remaining(reader, texts)
    if others is not None:
        found += _find(others.iterator(), quote)
    return _judged(found, quote, reader, is_complete=others is not None)


def _find(texts: Iterable[Text], quote: Quote) -> list[Found]:
    return [found for text, words in read_words(texts) for found in find_in(text, words, quote)]


def _judged(found: Sequence[Found], quote: Quote, reader: Reader, *, is_complete: bool = True) -> Located:
    """Grade what was found in all texts together: the same words in two of them are ambiguous."""
    candidates = [one for one in found if one.is_candidate]
    verbatim = [one for one in candidates if one.grade in VERBATIM]
    alike = _in_context(verbatim or _least_altered(candidates))
    near = [one for one in found if one not in alike] if not verbatim else []
    alike.sort(key=lambda one: (_GRADES.index(one.grade), -one.score, one.text.document.citation_key, one.start))
    near.sort(key=lambda one: -one.score)
    grade = ABSENT if not alike else alike[0].grade if len(alike) == 1 else AMBIGUOUS
    shown = show_places([*alike[:_MOST_CANDIDATES], *near[:_MOST_NEAR]], quote, reader)
    parted = min(len(alike), _MOST_CANDIDATES)
    has_more = len(alike) > _MOST_CANDIDATES or any(one.has_more for one in alike)
    return Located(grade, tuple(shown[:parted]), tuple(shown[parted:]), is_complete, has_more)


def _in_context(found: list[Found]) -> list[Found]:
    """Where texts hold the same words, those in which they stand in the context given, if it stands in any."""
    if len({one.text.pk for one in found}) < 2:
        return found
    return [one for one in found if one.is_in_context] or found


def _least_altered(found: list[Found]) -> list[Found]:
    """Without those that differ from the quote by clearly more than the nearest does."""
    if not found:
        return []
    least = min(one.altered for one in found)
    return [one for one in found if one.altered <= 2 * least + 3]


def _refuse_unfit(quote: Quote) -> None:
    if not quote.words.strip():
        raise ValidationError({"quote": "Paste the words that are looked for."})
    if len(quote.words) > LONGEST_QUOTE:
        raise ValidationError({"quote": f"A quote has at most {LONGEST_QUOTE:,} characters; this one has {len(quote.words):,}."})
    for name in ("prefix", "suffix"):
        if len(getattr(quote, name)) > LONGEST_CONTEXT:
            raise ValidationError({name: f"At most {LONGEST_CONTEXT:,} characters of what stands around the quote are compared."})


def _no_words(document: Document, version: int | None) -> str:
    if version is None:
        return f"No words of {document.citation_key} are held that may be searched."
    return f"No words of version {version} of {document.citation_key} are held that may be searched."
