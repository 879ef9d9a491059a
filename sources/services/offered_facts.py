"""What a file says of its work, as the document that it becomes when it is the first to say anything."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.core.exceptions import ValidationError

from history.services import store
from sources.formats.bibtex.reading_names import read_names
from sources.formats.record import Name
from sources.formats.ris.names import read_name
from sources.ingestion.extraction import Extraction, Facts
from sources.models import Author, Identifier
from sources.services.add_document import Credit, NewDocument

#: "Mary Ogden", "J. R. van der Berg": letters of scripts that have a case, and no more words than people have names.
_PERSON = re.compile(r"(?:[^\W\d_]|[.'\u2019 -])+")
_MOST_WORDS = 5


def new_document(extraction: Extraction, title: str) -> NewDocument:
    """Return the document that a file's facts describe.

    Args:
        extraction: What was read.
        title: The title if the file declares none.

    Raises:
        ValidationError: A document here has the file's DOI already, so whose words they are has to be said.
    """
    facts = extraction.facts
    _refuse_known_doi(facts)
    return NewDocument(
        fields={"type": "document", "title": facts.title or title, "issued": facts.issued, "language": extraction.language},
        credits=[Credit(author) for author in _authors(facts)],
        identifiers=[("doi", facts.doi)] if facts.doi else [],
    )


def _refuse_known_doi(facts: Facts) -> None:
    known = Identifier.objects.select_related("document").filter(scheme="doi", value=facts.doi).first() if facts.doi else None
    if known is not None:
        key = known.document.citation_key
        raise ValidationError(f"The file names the DOI {facts.doi}, which is {key}'s. If these are its words, say so: --document {key}.")


def _authors(facts: Facts) -> Iterator[Author]:
    """The authors here of exactly these names, else new ones; nobody twice."""
    for name in dict.fromkeys(filter(None, map(_name, facts.authors))):
        parts = {part: getattr(name, part) for part in ("family", "given", "particle", "dropping_particle", "suffix", "literal")}
        same = list(Author.objects.unmerged().filter(**parts)[:2])
        if len(same) == 1:
            yield same[0]
        else:
            author = Author(**parts)
            store(author)
            yield author


def _name(written: str) -> Name:
    is_plain = "," not in written and " " in written and _PERSON.fullmatch(written) and written.upper() != written.lower()
    if is_plain and len(written.split()) <= _MOST_WORDS and " and " not in written.lower():
        return read_names(written).names[0]
    return read_name(written)
