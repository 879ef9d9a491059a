from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from history.admin.forms import with_refusal
from history.refusals import as_validation_error, readable, sentences
from sources.admin.documents.contributions import ContributionForm
from sources.models import Author
from tests.factories.sources import AuthorFactory


@pytest.mark.parametrize(
    ("law", "said"),
    [
        (
            "law 3: the words of claims_claim k3v9 are published: they never change, revise it instead",
            "The words of claim k3v9 are published: they never change, revise it instead (law 3).",
        ),
        (
            "law 1: sources_passage k3v9 is kept: claims_evidence refers to it",
            "Passage k3v9 is kept: evidence refers to it (law 1).",
        ),
        ("citation_key of sources_document k3v9 never changes", "citation_key of document k3v9 never changes"),
        ("a table of old, sources_gone, stays as it is", "a table of old, sources_gone, stays as it is"),
    ],
)
def test_a_law_is_said_in_words_of_the_pages(law: str, said: str):
    assert readable(law) == said


def test_a_broken_constraint_says_what_its_model_declares():
    refusal = IntegrityError("new row violates check constraint")
    refusal.__cause__ = Exception()
    refusal.__cause__.diag = SimpleNamespace(constraint_name="sources_contribution_place_once")

    assert as_validation_error(refusal).messages == ["Two contributions of one role have the same position."]


def test_faults_of_fields_are_named_at_the_top_of_a_page():
    refusal = ValidationError({"locator_value": ["Too long."], "__all__": ["law 2: nothing stands on it"]})

    assert sentences(refusal) == ["Locator value: Too long.", "Nothing stands on it (law 2)."]


@pytest.mark.django_db
def test_what_the_database_refused_shows_beside_what_was_typed():
    refused = with_refusal(ContributionForm, ValidationError({"role": ["Not this one."], "document_id": ["Gone."]}))
    form_of = type("Form", (refused,), {"Meta": type("Meta", (), {"model": Author, "fields": ("family", "seen_revision")})})

    form = form_of(data={"family": "Nodomi", "seen_revision": "1"}, instance=AuthorFactory())

    assert form.errors == {"__all__": ["Role: Not this one.", "Document id: Gone."]}
