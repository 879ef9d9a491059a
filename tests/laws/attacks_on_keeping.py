"""Attacks on what is kept: documents, authors, files, citations; and on what makes two sources one."""

from __future__ import annotations

from sources.models import Contribution, Document, Reference
from sources.services.merging import merge_documents
from tests.factories.sources import (
    ContributionFactory,
    DocumentFactory,
    OriginalFileFactory,
    ReferenceFactory,
)
from tests.laws.attacking import Scene, Steps, attack

# Chains lead somewhere, and what is kept is kept.


@attack(
    "sources_document", "law_no_loop_of_parts", refused="lead back to itself", unseen="no law of the ten speaks of the parts of documents"
)
def a_document_is_part_of_its_part(s: Scene) -> Steps:
    part = DocumentFactory(part_of=s.holding)
    yield
    s.run("UPDATE sources_document SET part_of_id = %s WHERE id = %s", part.pk, s.holding.pk)


@attack("sources_document", "law_no_loop_of_originals", refused="lead back to itself", unseen="nor of their originals")
def a_document_reprints_its_reprint(s: Scene) -> Steps:
    reprint = DocumentFactory(original=s.holding)
    yield
    s.run("UPDATE sources_document SET original_id = %s WHERE id = %s", reprint.pk, s.holding.pk)


@attack(
    "sources_document",
    "law_keep",
    refused="law 1: sources_document .* is kept",
    foreign_keys=True,
    unseen="what is deleted is in the history; what referred to it, the foreign keys hold",
)
def a_cited_document_is_deleted(s: Scene) -> Steps:
    yield
    s.run("DELETE FROM sources_document WHERE id = %s", s.holding.pk)


@attack("sources_author", "law_keep", refused="law 1: sources_author .* is kept", foreign_keys=True, unseen="as with documents")
def a_credited_author_is_deleted(s: Scene) -> Steps:
    yield
    s.run("DELETE FROM sources_author WHERE family = 'Tarrowby'")


@attack(
    "sources_originalfile",
    "law_original",
    refused="a file is kept as it came in",
    seen="law 1: sources_originalfile .* was changed: it stays as written",
)
def a_kept_file_gets_another_name(s: Scene) -> Steps:
    yield
    s.run("UPDATE sources_originalfile SET name = 'another.pdf'")


@attack(
    "sources_originalbytes",
    "law_original",
    refused="a file is kept as it came in",
    seen="law 1: file .* has other bytes than its SHA-256 says",
)
def a_kept_file_is_falsified(s: Scene) -> Steps:
    yield
    s.run("UPDATE sources_originalbytes SET content = content || 'x'::bytea")


@attack(
    "sources_originalbytes",
    "law_original_bytes",
    refused="these are not the bytes of file",
    seen="law 1: file .* has other bytes than its SHA-256 says",
)
def other_bytes_come_in(s: Scene) -> Steps:
    yield
    OriginalFileFactory(sha256="0" * 64)


@attack(
    "sources_originalbytes", "law_truncate", refused="truncate on sources_originalbytes is refused", seen="File .*: its bytes are missing"
)
def all_kept_files_are_emptied(s: Scene) -> Steps:
    yield
    s.run("TRUNCATE sources_originalbytes")


# Citations, and what makes two sources one.


@attack("sources_reference", "law_reference", refused="is not the slice", seen="law 1: reference .* is not the slice of its text")
def a_citation_gets_other_words(s: Scene) -> Steps:
    yield
    s.run("UPDATE sources_reference SET raw = 'A. Nother, Gates.' WHERE text_id IS NOT NULL")


_STALE = "standing: the standing of claim .* is wrong"


def _two_sources(s: Scene) -> None:
    """The published claim has a second, independent source."""
    s.accepted(s.prove(s.claim, s.limited.passages.get(start=0)))
    assert _sources(s) == 2


def _sources(s: Scene) -> int:
    return int(s.ask("SELECT supporting_sources FROM claims_claimstanding WHERE claim_id = %s", s.claim.pk))


@attack("sources_contribution", "law_standing_insert", seen=_STALE)
def the_same_author_is_credited_on_both(s: Scene) -> Steps:
    _two_sources(s)
    yield
    ContributionFactory(document=s.closing, author=s.holding.contributions.get().author, position=2)
    yield _sources(s) == 2


@attack("sources_contribution", "law_standing_update", seen=_STALE)
def an_author_takes_the_place_of_another(s: Scene) -> Steps:
    _two_sources(s)
    yield
    s.run("UPDATE sources_contribution SET author_id = %s WHERE document_id = %s", s.holding.contributions.get().author_id, s.closing.pk)
    yield _sources(s) == 2


@attack("sources_contribution", "law_standing_delete", seen=_STALE)
def the_common_author_is_taken_away(s: Scene) -> Steps:
    _two_sources(s)
    ContributionFactory(document=s.closing, author=s.holding.contributions.get().author, position=2)
    yield
    Contribution.objects.get(document=s.closing, position=2).delete()
    yield _sources(s) == 1


def _quotes(s: Scene) -> Reference:
    return ReferenceFactory.create(citing=s.closing, text=s.limited, start=0, end=20, kind="quotes", cited=s.holding, status="resolved")


@attack("sources_reference", "law_standing_insert", seen=_STALE)
def one_source_turns_out_to_quote_the_other(s: Scene) -> Steps:
    _two_sources(s)
    yield
    _quotes(s)
    yield _sources(s) == 2


@attack("sources_reference", "law_standing_update", seen=_STALE)
def a_citation_becomes_a_quotation(s: Scene) -> Steps:
    _two_sources(s)
    quotes = _quotes(s)
    s.run("UPDATE sources_reference SET kind = 'cites' WHERE id = %s", quotes.pk)
    yield
    s.run("UPDATE sources_reference SET kind = 'quotes' WHERE id = %s", quotes.pk)
    yield _sources(s) == 2


@attack("sources_reference", "law_standing_delete", seen=_STALE)
def a_quotation_is_taken_away(s: Scene) -> Steps:
    _two_sources(s)
    quotes = _quotes(s)
    yield
    quotes.delete()
    yield _sources(s) == 1


@attack("sources_document", "law_standing_update", seen=_STALE)
def a_source_is_hidden(s: Scene) -> Steps:
    yield
    Document.objects.filter(pk=s.holding.pk).update(is_hidden=True)
    yield _sources(s) == 1


@attack("sources_passage", "law_standing_update", seen=_STALE)
def a_source_is_merged_with_the_other(s: Scene) -> Steps:
    _two_sources(s)
    yield
    merge_documents(s.holding, s.closing, by=s.edith, reason="The same.")
    yield _sources(s) == 2
