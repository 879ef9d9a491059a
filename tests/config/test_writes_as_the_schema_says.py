"""What writes is asked as the schema allows, by accounts that may write, of records that are there: it answers as the schema says."""

from __future__ import annotations

import os
from itertools import cycle
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, assume, settings
from rest_framework.authtoken.models import Token
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance, status_code_conformance
from werkzeug.test import Client

from claims.models import AuthorAccount, Claim, Comment, DeclaredConflict, Evidence, Flag, Relation, Topic
from claims.services.review import submit
from config.wsgi import application
from sources.models import Author
from tests.config.test_schema import GOLDEN, _one_connection, filled  # noqa: F401 - fixtures
from tests.factories.claims import (
    AuthorAccountFactory,
    ClaimFactory,
    CommentFactory,
    DeclaredConflictFactory,
    EvidenceFactory,
    FlagFactory,
    RelationEvidenceFactory,
    TopicFactory,
)
from tests.factories.sources import AuthorFactory

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
RECORDS: dict[str, Any] = {
    "claims": Claim,
    "evidence": Evidence,
    "relations": Relation,
    "authors": Author,
    "comments": Comment,
    "flags": Flag,
    "conflicts": DeclaredConflict,
    "author-accounts": AuthorAccount,
}
schema = schemathesis.openapi.from_path(GOLDEN)
schema.app = application
# What the schema forbids is tried of all operations in `test_schema`; here it is what comes behind that.
schema.config.phases.coverage.enabled = False
WRITES = schema.include(
    method=["POST", "PATCH", "DELETE"],
    path_regex=r"^/api/v1/(claims|evidence|relations|topics|excerpts|bundles|documents|authors|comments|flags|conflicts|author-accounts)/",
)


@pytest.fixture
def names(filled, curator, editor, administrator):  # noqa: F811 - the fixture
    """What bodies and addresses may name, each again and again in turn."""
    submitted = EvidenceFactory(claim=filled.draft, passage=filled.bare)
    submit(submitted, by=curator)
    RelationEvidenceFactory(passage=filled.bare)
    ClaimFactory()
    CommentFactory(claim=filled.draft)
    FlagFactory(claim=filled.draft)
    DeclaredConflictFactory(account=curator)
    AuthorAccountFactory(account=editor, author=filled.document.contributions.get().author)
    return {
        "claim": cycle([filled.draft.public_id, filled.published.public_id]),
        "excerpt": cycle([filled.public.public_id, filled.bare.public_id]),
        "to": cycle([filled.published.public_id, None]),
        "from": cycle([filled.draft.public_id]),
        "to_evidence": cycle([None, filled.accepted.public_id]),
        "holder": cycle([None, AuthorFactory().public_id]),
        "broader": cycle([None, Topic.objects.get().slug]),
        "document": cycle([filled.document.citation_key]),
        "quote": cycle(["It opened", "nowhere in it"]),
        "type": cycle(["causal", None]),
        "attributes": cycle([{"cause": "a late gate", "effect": "a flooded quay"}, None]),
        "topics": cycle([[Topic.objects.get().slug], None]),
        "evidence": cycle([[filled.bare.public_id], None]),
        "author": cycle([AuthorFactory().public_id]),
        "account": cycle([None, curator.username]),
        "writer": cycle([Token.objects.create(user=user).key for user in (curator, editor, administrator)]),
        "record": cycle(range(100)),
        # The one that there is may be deleted by now.
        "topic": lambda: (Topic.objects.first() or TopicFactory()).slug,
    }


def at(case: Any, names: Any) -> str:
    """Put a record that is there into the address; return the address of the record."""
    resource = case.path.split("/")[3]
    if "{slug}" in case.path:
        case.path_parameters["slug"] = names["topic"]()
    elif "{key}" in case.path:
        case.path_parameters["key"] = "tarrowby2019holding"
    elif "{id}" in case.path:
        known = list(RECORDS[resource].objects.order_by("id").values_list("public_id", flat=True))
        case.path_parameters["id"] = known[next(names["record"]) % len(known)]
    return f"/api/v1/{resource}/{next(iter(case.path_parameters.values()), '')}/"


@pytest.mark.django_db
@WRITES.parametrize()
@settings(max_examples=5, derandomize="EXPLORE" not in os.environ, deadline=None, suppress_health_check=list(HealthCheck))
def test_every_write_answers_as_its_schema_says(names, case):
    authorization = {"Authorization": f"Token {next(names['writer'])}"}
    address = at(case, names)
    if isinstance(case.body, dict):
        assume(str(case.body.get("quote", "words")).strip())
        fit = {name: next(names[name]) for name in case.body if name in names}
        case.body |= {name: value for name, value in fit.items() if value is not None}
        if "excerpts" in case.path and next(names["record"]) % 2:
            case.body = {name: next(names[name]) for name in ("document", "quote")}
    # Not by Django's own client, which would close the connection that holds the test's transaction.
    seen = Client(application).get(address, headers=authorization).headers.get("ETag") if case.path_parameters else None

    answer = case.call(headers=authorization | ({"If-Match": seen} if seen else {}))

    case.validate_response(answer, checks=CHECKS)
