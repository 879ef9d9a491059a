"""Write documents out as a bibliography in a standard format."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import NamedTuple

from django.core.exceptions import ValidationError

from sources.formats.bibtex.writing import join_entries, write_entry
from sources.formats.csl.citations import format_together
from sources.formats.csl.writing import join_items, write_item
from sources.formats.record import Record
from sources.formats.ris.writing import write_record
from sources.models import Document
from sources.models.documents import DocumentQuerySet
from sources.services.find_document import resolve_documents
from sources.services.read_records import read_records
from sources.services.written_entries import written_entries


class _Writer(NamedTuple):
    """How a format writes one record, and a file of such entries."""

    write: Callable[[Record], str]
    join: Callable[[Iterator[str]], Iterator[str]]


_WRITERS: Mapping[str, _Writer] = {
    "bibtex": _Writer(partial(write_entry, dialect="bibtex", ascii_only=True), join_entries),
    "biblatex": _Writer(partial(write_entry, dialect="biblatex"), join_entries),
    "csl-json": _Writer(write_item, join_items),
    "ris": _Writer(write_record, iter),
}
#: A style orders and tells apart the whole set, so this one format cannot be streamed.
_FORMATTED = "bibliography"
FORMATS: tuple[str, ...] = (*_WRITERS, _FORMATTED)


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
    if format not in FORMATS:
        raise ValidationError(f"{format!r} is no format that is written. There are: {', '.join(FORMATS)}.")
    ordered = documents.order_by("citation_key")
    if format == _FORMATTED:
        yield format_together(list(read_records(ordered)), style=style, locale=locale).text
    else:
        writer = _WRITERS[format]
        yield from writer.join(written_entries(ordered, format=format, write=writer.write))


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
