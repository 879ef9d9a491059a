"""Who has a stake in what is reviewed, and by what: authors of what it stands on, holders, and those of whom a conflict is declared."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from claims.services.propose import propose_claim, propose_evidence, propose_relation
from claims.services.review import approve, reject, submit
from claims.services.ties import declare_conflict
from history.services import recorded
from sources.services.merging.merge import merge_authors
from sources.services.merging.undo import undo_merge
from tests.claims.staked import sentences
from tests.debate import LINK
from tests.factories.claims import AuthorAccountFactory, DeclaredConflictFactory
from tests.factories.sources import AuthorFactory, ContributionFactory, DocumentFactory, PassageFactory, TextFactory

pytestmark = pytest.mark.django_db


def test_records_with_one_orcid_are_one_person_though_they_were_not_merged(stake, editor):
    """No two records that stand have one ORCID; but one that was merged keeps its own, and another may have it again."""
    former = AuthorFactory(family="Ilgen", given="M.", orcid="0000-0002-1825-0097")
    kept = AuthorFactory(family="Ilgen-Roth", given="Marta")
    AuthorAccountFactory(account=stake.first, author=former)
    merge_authors(kept=kept, merged=former, by=editor, reason="Married.")
    assert sentences(stake.evidence, stake.first) == []

    stake.author.orcid = "0000-0002-1825-0097"
    with recorded(by=editor):
        stake.author.save()

    assert sentences(stake.evidence, stake.first) == [
        "fay is an author of “Holding the gate” (2005), by the same ORCID, on which this evidence stands"
    ]
    submit(stake.evidence, by=stake.curator)
    with pytest.raises(ValidationError, match="by the same ORCID, on which this evidence stands: somebody else decides"):
        approve(stake.evidence, by=stake.first)
    AuthorAccountFactory(account=stake.first, author=stake.author)
    assert sentences(stake.evidence, stake.first) == ["fay is an author of “Holding the gate” (2005), on which this evidence stands"]


def test_a_conflict_about_an_author_holds_for_the_record_with_the_same_orcid(stake, editor):
    former = AuthorFactory(family="Ilgen", given="M.", orcid="0000-0002-1825-0097")
    with recorded(by=editor):
        kept = AuthorFactory(family="Ilgen-Roth", given="Marta")
    merge_authors(kept=kept, merged=former, by=editor, reason="Married.")
    stake.author.orcid = "0000-0002-1825-0097"
    stake.author.save()
    DeclaredConflictFactory(account=stake.second, document=None, author=kept, reason="Married to her.")

    assert sentences(stake.evidence, stake.second) == [
        "A conflict of interest of sid is declared about the author Marta Ilgen: Married to her."
    ]


def test_reprints_originals_and_books_are_the_same_stake(stake):
    book = DocumentFactory(title="Gates of the world", issued="2006", citation_key="book2006")
    reprint = DocumentFactory(title="Holding again", issued="2010", citation_key="again2010", original=stake.document)
    stake.document.part_of = book
    stake.document.save()
    editing, translating = AuthorFactory(), AuthorFactory()
    ContributionFactory(document=book, author=editing, role="editor")
    ContributionFactory(document=reprint, author=translating, role="translator")
    AuthorAccountFactory(account=stake.first, author=editing)
    AuthorAccountFactory(account=stake.second, author=translating)

    assert sentences(stake.evidence, stake.first) == [
        "fay is an editor of “Gates of the world” (2006), which holds, reprints or first printed that on which this evidence stands"
    ]
    assert sentences(stake.claim, stake.second) == [
        "sid is a translator of “Holding again” (2010), which holds, reprints or first printed that on which this claim stands"
    ]


def test_a_relation_stands_on_the_evidence_of_both_its_ends(stake):
    other = propose_claim(by=stake.second, type="event", statement="It opened.", attributes={"what": "opening"})
    relation = propose_relation(by=stake.second, from_claim=other, to_claim=stake.claim, kind="contradicts", reason="Not both.")
    challenge = propose_relation(by=stake.second, from_claim=other, to_evidence=stake.evidence, kind="undercuts", reason="Misread.")
    AuthorAccountFactory(account=stake.first, author=stake.author)

    said = ["fay is an author of “Holding the gate” (2005), on which the claims of this relation stand"]
    assert sentences(relation, stake.first) == said
    assert sentences(challenge, stake.first) == said
    submit(stake.evidence, by=stake.curator)
    reject(stake.evidence, by=stake.second, comment="Misread.")
    assert sentences(relation, stake.first) == []


def test_the_holder_of_a_claim_or_report_has_a_stake(stake):
    holder = AuthorFactory(family="Aldous", given="Nell")
    claim = propose_claim(by=stake.curator, type="event", statement="It leaks.", attributes={"what": "leak"}, holder=holder)
    AuthorAccountFactory(account=stake.first, author=holder)

    assert sentences(claim, stake.first) == ["fay is Nell Aldous, the holder of what is claimed or reported here"]


def test_declared_conflicts_are_about_a_document_an_author_or_a_claim(stake):
    declare_conflict(by=stake.first, account=stake.first, document=stake.document, reason="Paid for it.")
    declare_conflict(by=stake.second, account=stake.first, author=stake.author, reason="Married to her.")
    declare_conflict(by=stake.first, account=stake.first, claim=stake.claim, reason="Said so in court.")

    submit(stake.evidence, by=stake.curator)
    assert sentences(stake.evidence, stake.first) == [
        "A conflict of interest of fay is declared about the author Marta Ilgen: Married to her.",
        "A conflict of interest of fay is declared about the claim “The gate closed.”: Said so in court.",
        "A conflict of interest of fay is declared about “Holding the gate”: Paid for it.",
    ]
    with pytest.raises(ValidationError, match="A conflict of interest of fay is declared about the author"):
        approve(stake.evidence, by=stake.first)


def test_a_merge_of_authors_takes_the_account_along_and_back(stake, editor):
    twin = AuthorFactory(family="Ilgen", given="M.")
    link = AuthorAccountFactory(account=stake.first, author=twin)
    assert sentences(stake.evidence, stake.first) == []

    merge = merge_authors(kept=stake.author, merged=twin, by=editor, reason="The same.")
    link.refresh_from_db()
    assert link.author == stake.author
    assert len(sentences(stake.evidence, stake.first)) == 1

    undo_merge(merge, by=editor, reason="Not the same.")
    link.refresh_from_db()
    assert link.author == twin
    assert sentences(stake.evidence, stake.first) == []


def test_passages_of_other_documents_are_no_stake(stake):
    other = propose_evidence(by=stake.curator, claim=stake.claim, passage=PassageFactory(text=TextFactory()), **LINK)
    AuthorAccountFactory(account=stake.first, author=stake.author)

    assert sentences(other, stake.first) == []
    assert len(sentences(stake.claim, stake.first)) == 1
