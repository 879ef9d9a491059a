"""Every list of the admin: its queries do not grow with its rows, and its search and filters answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.authtoken.models import Token, TokenProxy

from claims.models import (
    AuthorAccount,
    Bundle,
    Claim,
    ClaimTopic,
    Comment,
    DeclaredConflict,
    Evidence,
    Flag,
    Relation,
    RelationEvidence,
    Review,
    Topic,
)
from claims.services.review import submit
from history.models import Change
from history.services import recorded
from sources.models import Author, Contribution, Distinction, Document, Mark, Merge, OriginalFile, Passage, Reference, Retraction, Text
from sources.services.merging import merge_authors, merge_documents
from tests.factories.claims import (
    AuthorAccountFactory,
    BundleFactory,
    ClaimFactory,
    ClaimTopicFactory,
    CommentFactory,
    DeclaredConflictFactory,
    EvidenceFactory,
    FlagFactory,
    RelationEvidenceFactory,
    RelationFactory,
    TopicFactory,
    TopicLabelFactory,
)
from tests.factories.sources import (
    AuthorFactory,
    ContributionFactory,
    DistinctionFactory,
    DocumentFactory,
    IdentifierFactory,
    MarkFactory,
    NameVariantFactory,
    OriginalFileFactory,
    PassageFactory,
    ReferenceFactory,
    RetractionFactory,
    TextFactory,
)
from tests.history.admin.pages import page

pytestmark = pytest.mark.django_db


def a_document(user: User) -> None:
    document = DocumentFactory()
    ContributionFactory(document=document)
    IdentifierFactory(document=document)
    TextFactory(document=document)


def an_author(user: User) -> None:
    NameVariantFactory(author=ContributionFactory().author)


def a_marked_passage(user: User) -> None:
    passage = PassageFactory(text=TextFactory(document=DocumentFactory(is_sample=True)))
    MarkFactory(text=passage.text)
    EvidenceFactory(passage=passage)


def a_claim(user: User) -> None:
    claim = ClaimFactory()
    ClaimTopicFactory(claim=claim)
    submit(claim, by=user)
    EvidenceFactory(claim=claim)


def a_relation(user: User) -> None:
    RelationFactory()
    RelationFactory(kind="undercuts", to_claim=None, to_evidence=EvidenceFactory())


def reviews(user: User) -> None:
    for record in (ClaimFactory(), EvidenceFactory(), RelationFactory()):
        submit(record, by=user)


def merges(user: User) -> None:
    merge_authors(AuthorFactory(), AuthorFactory(), by=user, reason="one person")
    merge_documents(DocumentFactory(), DocumentFactory(), by=user, reason="one work")


def a_retraction(user: User) -> None:
    with recorded(by=user):
        RetractionFactory()


def an_account(user: User) -> None:
    number = User.objects.count()
    User.objects.create_user(f"user-{number}").groups.add(Group.objects.create(name=f"group-{number}"))


def a_token(user: User) -> None:
    Token.objects.create(user=User.objects.create_user(f"user-{User.objects.count()}"))


MAKERS: dict[type, Callable[[User], object]] = {
    Document: a_document,
    Author: an_author,
    Contribution: lambda _: ContributionFactory(),
    Text: lambda _: PassageFactory(),
    Mark: lambda _: MarkFactory(),
    OriginalFile: lambda _: OriginalFileFactory(),
    Passage: a_marked_passage,
    Retraction: a_retraction,
    Reference: lambda _: ReferenceFactory(cited=DocumentFactory(), status="resolved"),
    Merge: merges,
    Distinction: lambda _: DistinctionFactory(),
    Claim: a_claim,
    ClaimTopic: lambda _: ClaimTopicFactory(),
    Evidence: a_marked_passage,
    Relation: a_relation,
    RelationEvidence: lambda _: RelationEvidenceFactory(),
    AuthorAccount: lambda _: AuthorAccountFactory(),
    DeclaredConflict: lambda _: DeclaredConflictFactory(),
    Comment: lambda _: CommentFactory(),
    Flag: lambda _: FlagFactory(),
    Topic: lambda _: TopicLabelFactory(topic=TopicFactory(broader=TopicFactory())),
    Review: reviews,
    Bundle: lambda _: BundleFactory(),
    Change: lambda _: AuthorFactory(),
    User: an_account,
    Group: an_account,
    TokenProxy: a_token,
}


def address_of_list(model: type[Any]) -> str:
    return page(f"{model._meta.app_label}_{model._meta.model_name}", "changelist")


def test_every_list_is_tried_here():
    assert set(admin.site._registry) == set(MAKERS)


@pytest.mark.parametrize("model", MAKERS, ids=lambda model: model._meta.label)
def test_a_longer_list_takes_no_more_queries(client, administrator, model):
    client.force_login(administrator)
    address = address_of_list(model)
    MAKERS[model](administrator)
    # The citations of these documents are formatted once and kept, whoever asks first.
    client.get(address)

    with CaptureQueriesContext(connection) as with_one:
        assert client.get(address).status_code == 200
    for _ in range(4):
        MAKERS[model](administrator)
    with CaptureQueriesContext(connection) as with_five:
        assert client.get(address).status_code == 200

    assert len(with_five) == len(with_one), [query["sql"][:200] for query in with_five]


@pytest.mark.parametrize("model", MAKERS, ids=lambda model: model._meta.label)
def test_a_list_is_searched(client, administrator, model):
    client.force_login(administrator)
    MAKERS[model](administrator)

    assert client.get(address_of_list(model), {"q": "some words"}).status_code == 200


@pytest.mark.parametrize("model", MAKERS, ids=lambda model: model._meta.label)
def test_every_filter_of_a_list_answers(client, administrator, model):
    client.force_login(administrator)
    MAKERS[model](administrator)
    address = address_of_list(model)

    for spec in client.get(address).context["cl"].filter_specs:
        for parameter in spec.expected_parameters():
            answer = client.get(address, {parameter: "1"}, follow=True)
            assert answer.status_code == 200, parameter


def test_the_page_of_a_claim_with_more_evidence_takes_no_more_queries(client, editor):
    client.force_login(editor)

    def queries_with(number: int) -> int:
        claim = ClaimFactory()
        for _ in range(number):
            link = EvidenceFactory(claim=claim, passage=PassageFactory())
            submit(link, by=editor)
            RelationFactory(from_claim=claim)
        address = page("claims_claim", "change", claim.pk)
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        return len(queries)

    assert queries_with(5) == queries_with(1)
