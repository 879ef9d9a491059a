"""Write documents out as a bibliography in a standard format."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from django.core.exceptions import ValidationError

from sources.formats.bibtex.writing import write_bibliography
from sources.formats.csl.citations import format_together
from sources.formats.csl.writing import write_csl_json
from sources.formats.record import Record
from sources.formats.ris.writing import write_ris
from sources.models import Document
from sources.models.documents import DocumentQuerySet
from sources.services.find_document import resolve_documents
from sources.services.read_records import read_records

Writer = Callable[[Iterator[Record], str, str], Iterable[str]]

_WRITERS: dict[str, Writer] = {
    "bibtex": lambda records, *_: write_bibliography(records, dialect="bibtex", ascii_only=True, presorted=True),
    "biblatex": lambda records, *_: write_bibliography(records, dialect="biblatex", presorted=True),
    "csl-json": lambda records, *_: write_csl_json(records, presorted=True),
    "ris": lambda records, *_: write_ris(records, presorted=True),
    # A style orders and tells apart the whole set, so this one format cannot be streamed.
    "bibliography": lambda records, style, locale: [format_together(list(records), style=style, locale=locale).text],
}
FORMATS: tuple[str, ...] = tuple(_WRITERS)


def export_sources(
    documents: DocumentQuerySet,
    *,
    format: str = "biblatex",  # noqa: A002 - the option's own word
    style: str = "apa",
    locale: str = "en-US",
) -> Iterator[str]:
    """Yield the text of a bibliography of ``documents`` in the order of their keys; streamed, in constant memory.

    Args:
        documents: Which; hidden ones are the caller's to leave out.
        format: One of ``FORMATS``.
        style: For ``bibliography``: the id of a CSL style.
        locale: For ``bibliography``: a language, for example ja-JP.

    Raises:
        ValidationError: The format is not known.
        CitationError: The style or locale is not known.
    """
    if format not in _WRITERS:
        raise ValidationError(f"{format!r} is no format that is written. There are: {', '.join(FORMATS)}.")
    yield from _WRITERS[format](read_records(documents.order_by("citation_key")), style, locale)


def find_documents(keys: Iterable[str]) -> DocumentQuerySet:
    """Return the public documents that these keys lead to, present or former ones; all documents when there is no key.

    Raises:
        ValidationError: A key is not known; the message names every such key.
    """
    wanted = list(keys)
    public = Document.objects.public()
    if not wanted:
        return public
    resolved = resolve_documents(wanted)
    unknown = sorted({key for key in wanted if key not in resolved or resolved[key].document.is_hidden})
    if unknown:
        raise ValidationError(f"There is no document {', '.join(unknown)}.")
    return public.filter(pk__in={found.document.pk for found in resolved.values()})
