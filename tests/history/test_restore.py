"""What a record said once comes back as a new change (law 5)."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from claims.models import ClaimTopic
from claims.services.edit_draft import edit_draft
from claims.services.propose import propose_claim, propose_evidence
from claims.services.review import approve, submit
from history.models import Change
from history.restore import ChangedMeanwhileError, Restorable, change_to, restore
from history.services import recorded
from history.story import Part
from sources.models import Author, Contribution, Document, Identifier, Mark
from sources.services.merging import merge_authors
from tests.debate import LINK
from tests.factories.claims import TopicFactory
from tests.factories.sources import AuthorFactory, ContributionFactory, DocumentFactory, MarkFactory, PassageFactory

pytestmark = pytest.mark.django_db

OF_DOCUMENT = Restorable((Part(Contribution, "document_id"), Part(Identifier, "document_id")), frozenset({"citation_key"}))
ALONE = Restorable()
OF_CLAIM = Restorable((Part(ClaimTopic, "claim_id"),))


def back(record, revision: int, by, how: Restorable = ALONE, **asked):
    return restore(record, change=change_to(record, revision), by=by, reason="as the title page has it", how=how, **asked)


def test_an_older_state_comes_back_as_a_change_that_names_its_revision(curator):
    author = AuthorFactory(family="Nodomi", note="of the town")
    author.family = "Nodomy"
    author.note = ""
    author.save()

    back(author, 1, curator)

    change = Change.objects.of(author).last()
    assert (author.family, author.note, author.revision) == ("Nodomi", "of the town", 3)
    assert (change.user, change.reason) == ("carla", "Restores revision 1: as the title page has it")


def test_rows_come_back_go_and_are_as_they_were(curator):
    first, second = (AuthorFactory(family=family) for family in ("First", "Second"))
    with recorded(by=curator):
        document = DocumentFactory(title="The gate")
        kept = ContributionFactory(document=document, author=first, position=1, credited="F.")
        gone = ContributionFactory(document=document, author=second, position=2)
        Document.objects.filter(pk=document.pk).update(title="The gate of Halver")
    moment = change_to(document, 2)
    with recorded(by=curator):
        Document.objects.filter(pk=document.pk).update(title="The gates")
        gone.delete()
        Contribution.objects.filter(pk=kept.pk).update(credited="First", position=2)
        Contribution.objects.create(document=document, author=AuthorFactory(family="Third"), role="author", position=1)
        Identifier.objects.create(document=document, scheme="doi", value="10.1000/later")

    restore(document, change=moment, by=curator, reason="too hasty", how=OF_DOCUMENT)

    assert (document.title, document.identifiers.count()) == ("The gate of Halver", 0)
    rows = list(document.contributions.order_by("position").values_list("author__family", "position", "credited"))
    assert rows == [("First", 1, "F."), ("Second", 2, gone.credited)]


def test_a_change_to_a_row_alone_is_a_state_too(curator):
    contribution = ContributionFactory(credited="F.")
    document = contribution.document
    contribution.credited = "First"
    contribution.save()
    written = Change.objects.of(contribution).first()

    restore(document, change=written, by=curator, reason="as printed", how=OF_DOCUMENT)

    contribution.refresh_from_db()
    last = Change.objects.of(contribution).last()
    assert (contribution.credited, document.revision) == ("F.", 1)
    assert last.reason == f"Restores what stood at {written.at:%Y-%m-%d %H:%M:%S} UTC: as printed"


def test_a_draft_comes_back_with_its_topics_and_is_a_draft_again(curator):
    tides, gates = (TopicFactory(slug=slug) for slug in ("tides", "gates"))
    claim = propose_claim(by=curator, type="event", statement="It ebbed.", attributes={"what": "ebb"}, topics=[tides])
    edit_draft(claim, by=curator, changes={"statement": "It flowed.", "attributes": {"what": "flow"}}, topics=[gates])
    submit(claim, by=curator)

    back(claim, 1, curator, OF_CLAIM)

    assert (claim.statement, claim.attributes, claim.status) == ("It ebbed.", {"what": "ebb"}, "draft")
    assert list(claim.topics.values_list("slug", flat=True)) == ["tides"]


def test_the_words_of_what_is_published_do_not_come_back(curator, editor):
    claim = propose_claim(by=curator, type="event", statement="It ebbed.", attributes={"what": "ebb"})
    edit_draft(claim, by=curator, changes={"statement": "It flowed."})
    evidence = propose_evidence(by=curator, claim=claim, passage=PassageFactory(), **LINK)
    for record in (evidence, claim):
        submit(record, by=curator)
        approve(record, by=editor)

    with pytest.raises(ValidationError, match="law 3: .* never change, revise it instead"):
        back(claim, 1, editor)

    claim.refresh_from_db()
    assert (claim.statement, claim.status) == ("It flowed.", "published")


def test_what_was_merged_since_is_followed(curator, editor):
    one, other = AuthorFactory(family="Nodomi"), AuthorFactory(family="Nodomy")
    contribution = ContributionFactory(author=other)
    contribution.author = AuthorFactory(family="Third")
    contribution.save()
    merge_authors(one, other, by=editor, reason="one person", take=[], seen=(one.revision, other.revision))

    back(contribution, 1, curator)

    assert contribution.author == one


def test_what_is_gone_is_said(curator):
    contribution = ContributionFactory()
    former = contribution.author
    contribution.author = AuthorFactory()
    contribution.save()
    Author.objects.get(pk=former.pk).delete()

    with pytest.raises(ValidationError, match=rf"What it named then as its author is gone \(number {former.pk}\)"):
        back(contribution, 1, curator)


@pytest.mark.parametrize("reason", ["", "  "])
def test_a_reason_is_needed(curator, reason):
    mark = MarkFactory(value="4")
    mark.value = "5"
    mark.save()

    with pytest.raises(ValidationError, match="Say why it comes back"):
        restore(mark, change=change_to(mark, 1), by=curator, reason=reason, how=ALONE)
    assert Mark.objects.get().value == "5"


def test_no_such_revision_is_said(curator):
    with pytest.raises(ValidationError, match="This record has no revision 7; it is at revision 1."):
        change_to(AuthorFactory(), 7)


def test_what_changed_since_it_was_compared_is_not_overwritten(curator):
    author = AuthorFactory(family="Nodomi")
    author.family = "Nodomy"
    author.save()

    with pytest.raises(ChangedMeanwhileError, match="It was changed since you compared it."):
        back(author, 1, curator, seen={"sources_author": {author.pk: 1}})
    author.refresh_from_db()
    assert author.family == "Nodomy"
