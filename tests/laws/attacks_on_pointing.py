"""Attacks on merges from without: nothing points to what was merged away."""

from __future__ import annotations

from tests.factories.claims import ClaimFactory, EvidenceFactory
from tests.factories.sources import (
    AuthorFactory,
    ContributionFactory,
    DocumentFactory,
    IdentifierFactory,
    NameVariantFactory,
    PassageFactory,
    ReferenceFactory,
    TextFactory,
    TitleVariantFactory,
)
from tests.laws.attacking import Scene, Steps, attack

# Nothing new points to what was merged away.

TO_GONE = {"refused": "was merged into another: use that one", "unseen": "a link to what was merged away leads on to what was kept"}


@attack("claims_claim", "law_points_to_standing", **TO_GONE)
def a_claim_of_a_holder_who_is_gone(s: Scene) -> Steps:
    yield
    ClaimFactory(type="event", attributes={"what": "closing"}, holder=s.gone_author)


@attack("claims_evidence", "law_points_to_standing", **TO_GONE)
def evidence_of_a_holder_who_is_gone(s: Scene) -> Steps:
    yield
    EvidenceFactory(claim=s.draft, passage=s.bare, voice="reports", holder=s.gone_author)


@attack("sources_document", "law_points_to_standing", **TO_GONE)
def a_part_of_what_is_gone(s: Scene) -> Steps:
    yield
    DocumentFactory(part_of=s.gone)


@attack("sources_identifier", "law_points_to_standing", **TO_GONE)
def an_identifier_of_what_is_gone(s: Scene) -> Steps:
    yield
    IdentifierFactory(document=s.gone)


@attack("sources_titlevariant", "law_points_to_standing", **TO_GONE)
def a_title_of_what_is_gone(s: Scene) -> Steps:
    yield
    TitleVariantFactory(document=s.gone)


@attack("sources_namevariant", "law_points_to_standing", **TO_GONE)
def a_name_of_who_is_gone(s: Scene) -> Steps:
    yield
    NameVariantFactory(author=s.gone_author)


@attack("sources_contribution", "law_author_stands", **TO_GONE)
def a_credit_of_who_is_gone(s: Scene) -> Steps:
    yield
    ContributionFactory(document=s.waiting, author=s.gone_author, role="editor")


@attack("sources_contribution", "law_document_stands", **TO_GONE)
def a_credit_on_what_is_gone(s: Scene) -> Steps:
    author = AuthorFactory()
    yield
    ContributionFactory(document=s.gone, author=author)


@attack("sources_passage", "law_points_to_standing", **TO_GONE)
def a_passage_of_what_is_gone(s: Scene) -> Steps:
    yield
    PassageFactory(document=s.gone, text=None, start=None, end=None, status="transcribed", quote="As I heard it.")


@attack("sources_text", "law_points_to_standing", **TO_GONE)
def a_text_of_what_is_gone(s: Scene) -> Steps:
    yield
    TextFactory(document=s.gone, content="Words of no document.")


@attack("sources_reference", "law_points_to_standing", **TO_GONE)
def a_citation_of_what_is_gone(s: Scene) -> Steps:
    yield
    ReferenceFactory(citing=s.gone)
