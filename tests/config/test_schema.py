"""The OpenAPI schema is a file that reviewers read: it changes only in a commit that says so."""

from __future__ import annotations

import os
from io import StringIO
from pathlib import Path

import pytest
import schemathesis
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, assume, settings

from claims.services.review import approve, submit
from config.wsgi import application
from history.past import parse_moment
from tests.factories.claims import RelationFactory, TopicLabelFactory

GOLDEN = Path(__file__).parent.parent / "golden" / "openapi.yml"


def test_the_schema_is_the_committed_one_and_has_no_warning():
    written = StringIO()

    call_command("spectacular", validate=True, fail_on_warn=True, stdout=written)

    assert written.getvalue().strip() == GOLDEN.read_text(encoding="utf-8").strip(), (
        "The API's schema changed. If that is meant: .venv/bin/python manage.py spectacular --file tests/golden/openapi.yml"
    )


@pytest.fixture
def filled(debate, curator, editor):
    """Something of every resource, so that details are reached too."""
    TopicLabelFactory()
    relation = RelationFactory(from_claim=debate.published, to_claim=debate.published.__class__.objects.get(pk=debate.draft.pk))
    submit(relation, by=curator)
    approve(relation, by=editor)
    return debate


@pytest.fixture(autouse=True)
def _one_connection():
    """Keep the test's transaction open between requests, as Django's own test client does."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@schemathesis.serializer("application/x-bibtex", "application/x-biblatex", "application/x-research-info-systems")
def as_it_is(context: object, value: object) -> bytes:
    """The body of an import: any bytes."""
    return value if isinstance(value, bytes) else str(value).encode(errors="replace")


schema = schemathesis.openapi.from_path(GOLDEN)
schema.app = application


@schema.hook
def filter_query(context: object, query: dict[str, object] | None) -> bool:
    """A schema cannot say that a moment is over, nor that the year 0 and second 60 are none: such dates are not tried."""
    moment = str((query or {}).get("as_of", ""))
    if "-" not in moment:
        return True
    try:
        parse_moment(moment)
    except ValidationError:
        return False
    return True


@pytest.mark.django_db
@schema.exclude(path_regex="schema/$|docs/$").parametrize()
# The same requests every time: whether a change is taken in is no matter of luck. EXPLORE=1 asks others.
@settings(max_examples=15, derandomize="EXPLORE" not in os.environ, deadline=None, suppress_health_check=list(HealthCheck))
def test_every_operation_answers_as_its_schema_says(filled, case):
    if case.query and "as_of" in case.query:
        # What is computed of the present only cannot be asked of the past; a schema has no words for "not both".
        for name in ("standing", "question"):
            case.query.pop(name, None)
    # A quote of blanks is refused; what makes the requests takes some blanks for words. `api/test_locate` asks for it by name.
    assume(not isinstance(case.body, dict) or str(case.body.get("quote", "words")).strip())
    case.call_and_validate()
