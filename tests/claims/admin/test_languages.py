"""The forms of claims and of topics take language tags."""

from __future__ import annotations

import pytest

from claims.admin.claims.forms import form_of
from claims.admin.topics import TopicLabelForm
from claims.models import Claim, TopicLabel
from tests.factories.claims import TopicFactory

pytestmark = pytest.mark.django_db


def made(form: type, model: type, *fields: str) -> type:
    return type("Form", (form,), {"Meta": type("Meta", (), {"model": model, "fields": fields})})


@pytest.mark.parametrize(("language", "faults"), [("en-GB", 0), ("Deutsch", 1), ("", 1)])
def test_what_is_no_tag_is_refused_at_its_field(language, faults):
    claim = made(form_of("event"), Claim, "type", "statement", "language")(data={"statement": "It ebbed.", "language": language})
    label = made(TopicLabelForm, TopicLabel, "topic", "language", "kind", "label")(
        data={"topic": TopicFactory().pk, "language": language, "kind": "preferred", "label": "ebb"}
    )

    assert [len(form.errors.get("language", ())) for form in (claim, label)] == [faults, faults]
