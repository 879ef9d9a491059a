"""What CSL-JSON calls the variables of CSL 1.0.2, in the official schema and in older files."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from sources.formats.record import CSL_FIELDS

#: CSL variables that the schema still has under their names of CSL 1.0.1.
SCHEMA_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "part-number": "part",
        "printing-number": "printing",
        "supplement-number": "supplement",
    }
)
#: CSL variables that the schema does not have at all.
NOT_IN_SCHEMA = frozenset({"license"})
#: Member of an item -> variable, with the names that CSL 1.0.1 and the programs of its time have.
VARIABLE_OF: Mapping[str, str] = MappingProxyType(
    {
        **{name: name for name in CSL_FIELDS},
        **{old: variable for variable, old in SCHEMA_NAMES.items()},
        "event": "event-title",
        "journalAbbreviation": "container-title-short",
        "shortTitle": "title-short",
    }
)
#: Part of a `Name` -> member of a CSL-JSON name.
NAME_PARTS: Mapping[str, str] = MappingProxyType(
    {
        "family": "family",
        "given": "given",
        "particle": "non-dropping-particle",
        "dropping_particle": "dropping-particle",
        "suffix": "suffix",
        "literal": "literal",
    }
)
#: Types of other vocabularies that registries put into CSL-JSON.
OTHER_TYPES: Mapping[str, str] = MappingProxyType(
    {
        "book-chapter": "chapter",
        "book-section": "chapter",
        "dissertation": "thesis",
        "edited-book": "book",
        "journal-article": "article-journal",
        "magazine-article": "article-magazine",
        "monograph": "book",
        "newspaper-article": "article-newspaper",
        "posted-content": "article",
        "preprint": "article",
        "proceedings-article": "paper-conference",
        "reference-entry": "entry",
        "web-page": "webpage",
    }
)
#: Member of `custom` that holds what CSL-JSON has no place for, as `sources.formats.leftovers` writes it.
LEFTOVERS = "pincite-extra"
#: Fields whose words may carry markup, and how it is called in `Record.extra`.
RICH = frozenset(
    {
        "title",
        "title-short",
        "container-title",
        "container-title-short",
        "collection-title",
        "original-title",
        "part-title",
        "reviewed-title",
    }
    | {"volume-title", "volume-title-short", "event-title"}
)
RICH_MARK = " (rich text)"
