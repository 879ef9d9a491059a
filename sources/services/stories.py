"""What belongs to the stories of documents and authors, and what of them strangers may know."""

from __future__ import annotations

from django.db.models import Q

from history.story import Part, PublicStory, Shown
from sources.models import Author, Contribution, Document, FormerKey, Identifier, Merge, NameVariant, Text, TitleVariant
from sources.models.documents import DATE_COLUMNS, FIELD_COLUMNS

DOCUMENT_PARTS = (
    Part(Contribution, "document_id"),
    Part(Identifier, "document_id"),
    Part(TitleVariant, "document_id"),
    Part(FormerKey, "document_id"),
    Part(Text, "document_id"),
    Part(Merge, "kept_document_id"),
    Part(Merge, "merged_document_id"),
)
AUTHOR_PARTS = (Part(NameVariant, "author_id"), Part(Merge, "kept_author_id"), Part(Merge, "merged_author_id"))

_NAME = frozenset({"family", "given", "particle", "dropping_particle", "suffix", "literal"})

PUBLIC_STORY: PublicStory = {
    Document: Shown(
        frozenset({"citation_key", "type", "part_of_id", "original_id", "extra", "is_sample", *FIELD_COLUMNS, *DATE_COLUMNS}),
        then=Q(is_hidden=False),
        now=Document.objects.public,
    ),
    Contribution: Shown(_NAME | {"author_id", "role", "position"}),
    Identifier: Shown(frozenset({"scheme", "value"})),
    TitleVariant: Shown(frozenset({"form", "language", "title"})),
    FormerKey: Shown(frozenset({"key"})),
    Text: Shown(
        frozenset({"version", "sha256", "length", "media_type", "language", "file_name", "tool", "rights", "note", "derived_from_id"})
    ),
    # That two were merged shows in the addresses; the list of what was moved names rows by number.
    Merge: Shown(frozenset({"undone_at"})),
    Author: Shown(_NAME | {"kind", "orcid", "viaf", "wikidata", "note"}, now=Author.objects.public),
    NameVariant: Shown(_NAME | {"form", "language"}),
}
