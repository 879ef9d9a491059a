"""What the database refuses only at the end of a transaction is answered like any other fault: 422, at the field."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection

from claims.api.claims import ClaimViewSet
from claims.api.evidence import EvidenceViewSet
from claims.api.remarks import CommentViewSet
from claims.api.ties import ConflictViewSet
from claims.models import Evidence
from config.api.errors import problem
from sources.api.views import AuthorViewSet, DocumentViewSet
from sources.models import Contribution, Identifier
from sources.negotiation.located import UnfitError
from tests.factories.sources import ContributionFactory, IdentifierFactory

pytestmark = pytest.mark.django_db
GONE = 2**40


def faults(view: type, act) -> list[dict[str, str]]:
    with pytest.raises(UnfitError) as refusal:
        view()._do(act)
    said = problem(422, refusal.value.detail)
    return said.get("errors", [{"message": said["detail"]}])


@pytest.mark.parametrize("view", [ClaimViewSet, EvidenceViewSet, CommentViewSet, ConflictViewSet, AuthorViewSet, DocumentViewSet])
def test_what_is_named_and_gone_is_said_at_its_field(view):
    credit = ContributionFactory()

    said = faults(view, lambda: Contribution.objects.filter(pk=credit.pk).update(author=GONE))

    assert said == [{"field": "author", "message": "The author that this names is gone: choose another."}]
    credit.refresh_from_db()
    connection.check_constraints()


def test_a_field_is_called_as_the_body_calls_it():
    refusal = IntegrityError("insert or update violates a foreign key")
    refusal.__cause__ = Exception()
    diag = type("Diag", (), {"constraint_name": "x", "table_name": Evidence._meta.db_table, "sqlstate": "23503"})
    diag.message_detail = 'Key (passage_id)=(7) is not present in table "sources_passage".'
    refusal.__cause__.diag = diag

    def act():
        raise refusal

    assert faults(EvidenceViewSet, act) == [{"field": "excerpt", "message": "The passage that this names is gone: choose another."}]


def test_a_rule_of_several_columns_is_said_in_the_words_of_its_model():
    one = IdentifierFactory(scheme="doi", value="10.1000/one")
    other = IdentifierFactory(document=one.document, scheme="doi", value="10.1000/two")

    said = faults(CommentViewSet, lambda: Identifier.objects.filter(pk=other.pk).update(value="10.1000/one"))

    assert len(said) == 1
    assert "duplicate key" not in said[0]["message"]
