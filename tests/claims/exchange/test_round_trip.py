"""Law 10: an export, brought into an empty database by one command, is exported there to the very same bytes."""

from __future__ import annotations

from random import Random

from django.contrib.auth import get_user_model
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from claims.models import Claim
from claims.services.accounts import CURATORS, EDITORS
from tests.claims.exchange.conftest import brought, exported_bytes
from tests.claims.exchange.worlds import World, held
from tests.conftest import _account as account
from tests.conftest import drop, recreate, using_database
from tests.debate import reviewed_claim
from tests.factories.sources import AuthorFactory, ContributionFactory, DocumentFactory, PassageFactory, TextFactory


def test_the_fixtures_come_back_to_the_byte_for_strangers_and_for_curators(fixtures_database, elsewhere):
    for user in (None, get_user_model()(is_staff=True)):
        with using_database(fixtures_database):
            exported = exported_bytes(user)
        assert exported.count(b'"record":"claim"') > 5

        with elsewhere() as root:
            outcomes = brought(exported, by=root)
            assert {one.result for one in outcomes} == {"created"}
            assert exported_bytes(user) == exported
            assert Claim.objects.filter(status="published").exists()
            assert {one.result for one in brought(exported, by=root)} == {"unchanged"}
            assert exported_bytes(user) == exported


@settings(max_examples=2, derandomize=True, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
@given(seed=st.integers(min_value=0, max_value=2**32))
def test_whatever_people_did_comes_back(template_database, elsewhere, seed):
    """Worlds made by chance: the same bytes, and field by field the same records with their reviews."""
    name = f"{template_database}_world"
    recreate(name, template_database)
    try:
        with using_database(name):
            World(Random(seed)).live(160)
            curator = get_user_model().objects.get(username="carla")
            for_all, for_strangers, before = exported_bytes(curator), exported_bytes(), held()
        with elsewhere() as root:
            brought(for_all, by=root)
            assert_same(held(), before)
            assert exported_bytes(root) == for_all
            assert exported_bytes() == for_strangers
    finally:
        drop(name)


def assert_same(here: dict[str, list], there: dict[str, list]) -> None:
    for table, rows in there.items():
        assert here[table] == rows, table


def test_documents_that_were_here_before_are_known_again_and_the_claims_are_the_same(elsewhere_with_its_document):
    """Brought by a bibliography under ids of their own: the claims' lines come back to the byte."""
    carla, edith = (account(name, group) for name, group in (("carla", CURATORS), ("edith", EDITORS)))
    document = DocumentFactory(citation_key="tarrowby2019holding", title="Holding the gate", issued="2019")
    ContributionFactory(document=document, author=AuthorFactory(family="Tarrowby", given="Hester"))
    reviewed_claim(PassageFactory(text=TextFactory(document=document)), carla, edith, "The gate closed early.", "gate-closed-early")
    exported = exported_bytes()
    with elsewhere_with_its_document(document) as root:
        outcomes = brought(exported, by=root)

        assert [(one.record, one.result) for one in outcomes] == [
            ("author", "unchanged"),
            ("document", "unchanged"),
            ("text", "created"),
            ("claim", "created"),
        ]
        assert exported_bytes(with_sources=False) == b"".join(
            line for line in exported.splitlines(keepends=True) if b'"record":"claim"' in line
        )
