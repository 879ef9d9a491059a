"""A claim is of a declared type and has its attributes, on every path; a type is declared in one place."""

from __future__ import annotations

import json

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.plumbing import _load_enum_name_overrides

from claims.models import Claim, DeclaredType
from claims.services.declare_types import declare_types
from claims.services.propose import propose_claim
from claims.services.verify import verify_database
from claims.types import CLAIM_TYPES, Attribute, ClaimType
from claims.types.comparing import Agreement, judged, words
from claims.types.declaration import TEXT
from tests.factories.claims import ClaimFactory
from tests.history.admin.pages import filled, page

LOCATIVE = ClaimType(
    "locative",
    "Something is somewhere.",
    {"thing": Attribute(TEXT, "What.", required=True), "place": Attribute(TEXT, "Where.", required=True, unknown="an unknown place")},
    sentence="{thing} is in {place}",
    about=("thing",),
    judges={"place": judged("place", words(Agreement.OPPOSED))},
)


def insert(type_name: str, attributes: object) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO claims_claim (public_id, type, statement, attributes, language, status, origin, tool)"
            " VALUES (sources_new_public_id(), %s, 'It floods.', %s, 'en', 'draft', 'human', '')",
            [type_name, json.dumps(attributes)],
        )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("type_name", "attributes", "refusal"),
    [
        ("nonsense", {}, "claims_claim_type_known"),
        ("causal", {"cause": "x"}, "a claim of type causal needs the attribute effect"),
        ("causal", {"cause": "x", "effect": "y", "cuase": "z"}, "a claim of type causal has no attribute cuase"),
        ("causal", [], "claims_claim_attributes_are_object"),
    ],
)
def test_raw_sql_makes_no_claim_that_does_not_fit_its_type(type_name, attributes, refusal):
    with pytest.raises(IntegrityError, match=refusal):
        insert(type_name, attributes)


@pytest.mark.django_db
def test_an_edit_by_raw_sql_is_held_to_the_type_too():
    claim = ClaimFactory()

    with pytest.raises(IntegrityError, match="needs the attribute what"), transaction.atomic():
        Claim.objects.filter(pk=claim.pk).update(type="event", attributes={})


@pytest.mark.django_db
def test_digits_that_raw_sql_wrote_are_read_as_they_stand():
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO claims_claim (public_id, type, statement, attributes, language, status, origin, tool) VALUES"
            " (sources_new_public_id(), 'quantitative', 'It grew.', '{\"measure\": \"growth\", \"value\": 1.10}', 'en', 'draft', 'human', '')"
        )

    claim = Claim.objects.get()
    assert (claim.attributes, claim.sentence) == ({"measure": "growth", "value": "1.10"}, "Growth: 1.10")


@pytest.mark.django_db
def test_the_application_declares_no_type_itself():
    with pytest.raises(Exception, match="permission denied"), transaction.atomic():
        DeclaredType.objects.create(name="nonsense", schema={})


@pytest.mark.django_db
def test_verify_reports_a_type_that_the_database_does_not_know_as_declared(monkeypatch):
    monkeypatch.setitem(CLAIM_TYPES, "locative", LOCATIVE)

    _, faults = verify_database()

    assert faults == ["Type locative: the database does not know it as it is declared: run migrate."]


def test_a_tenth_type_is_declared_in_one_place(committed_db, monkeypatch):
    carla = get_user_model().objects.create_superuser("carla")
    fields = {"by": carla, "type": "locative", "statement": "The gate is in the harbour."}
    with pytest.raises(ValidationError, match="not a valid choice"):
        propose_claim(**fields, attributes={"thing": "the gate", "place": "the harbour"})
    # Bodies that lie within others keep the choices of the first schema of the process: that is to be one without this test's type.
    SchemaGenerator().get_schema(public=True)

    monkeypatch.setitem(CLAIM_TYPES, "locative", LOCATIVE)
    declare_types()

    # The model and the database hold claims to it.
    with pytest.raises(ValidationError, match="needs the attribute place"):
        propose_claim(**fields, attributes={"thing": "the gate"})
    with pytest.raises(IntegrityError, match="needs the attribute place"):
        insert("locative", {"thing": "the gate"})
    claim = propose_claim(**fields, attributes={"thing": "the gate", "place": "the harbour"})
    # It reads, and is compared.
    assert claim.sentence == "The gate is in the harbour"
    assert LOCATIVE.compare(claim.attributes, {"thing": "The gate", "place": "the park"}).outcome == "contradicts"
    # The form asks for its attributes.
    client = Client()
    client.force_login(carla)
    address = f"{page('claims_claim', 'add')}?type=locative"
    client.post(address, filled(client.get(address), statement="It is lost.", attribute_thing="the key", known_place="unknown"))
    lost = Claim.objects.get(statement="It is lost.")
    assert (lost.attributes, lost.sentence) == ({"thing": "the key", "place": {"unknown": True}}, "The key is in an unknown place")
    # The API lists it and says what it has.
    assert [found["type"] for found in client.get("/api/v1/claims/").json()["results"]] == ["locative", "locative"]
    # What it knows of choices is kept in the process: this test's are not those of the next.
    _load_enum_name_overrides.cache_clear()
    schema = SchemaGenerator().get_schema(public=True)
    _load_enum_name_overrides.cache_clear()
    titles = [kind["title"] for kind in schema["components"]["schemas"]["Claim"]["properties"]["attributes"]["anyOf"]]
    assert titles == [*CLAIM_TYPES]
    # Where claims are of it, it cannot go.
    monkeypatch.delitem(CLAIM_TYPES, "locative")
    with pytest.raises(ImproperlyConfigured, match="claims of type locative, which is not declared any more"):
        declare_types()


def test_a_type_that_nobody_used_goes(committed_db, monkeypatch):
    monkeypatch.setitem(CLAIM_TYPES, "locative", LOCATIVE)
    declare_types()
    monkeypatch.delitem(CLAIM_TYPES, "locative")

    declare_types()

    assert set(DeclaredType.objects.values_list("name", flat=True)) == set(CLAIM_TYPES)
