"""The page of a claim proposes relations to claims that say something of the same thing, and says all of a relation that is decided."""

from __future__ import annotations

import lxml.html
import pytest

from claims.models import Relation
from claims.services.propose import propose_claim
from claims.services.review import approve, submit
from tests.factories.claims import RelationFactory
from tests.history.admin.pages import filled, page

pytestmark = pytest.mark.django_db


def test_a_proposal_leads_to_a_form_that_is_filled_in(client, curator):
    client.force_login(curator)
    said = {"measure": "height <of> the tide", "value": 4}
    mine, other = (
        propose_claim(by=curator, type="quantitative", statement=f"It stood at {value}.", attributes=said | {"value": value})
        for value in (4, 5)
    )

    shown = client.get(page("claims_claim", "change", mine.pk))
    (row,) = shown.context["proposed"]
    form = client.get(row.add)
    client.post(row.add, filled(form))

    relation = Relation.objects.get()
    assert (relation.from_claim, relation.kind, relation.to_claim, relation.reason) == (mine, "contradicts", other, row.sentence)
    assert (row.words, row.other) == ("this contradicts", other)
    assert row.add.replace("&", "&amp;") in shown.content.decode()
    assert client.get(page("claims_claim", "change", mine.pk)).context["proposed"] == []


def test_who_may_not_relate_claims_is_offered_none(client, curator, django_user_model):
    for value in (4, 5):
        claim = propose_claim(by=curator, type="quantitative", statement="It stood.", attributes={"measure": "the tide", "value": value})
    reader = django_user_model.objects.create_user("reader", is_staff=True)
    reader.user_permissions.add(django_user_model._meta.apps.get_model("auth", "Permission").objects.get(codename="view_claim"))
    client.force_login(reader)

    assert client.get(page("claims_claim", "change", claim.pk)).context["proposed"] == []


def test_an_accepted_relation_says_which_claim_it_leads_to(client, curator, editor):
    relation = RelationFactory(kind="contradicts", created_by=curator)
    submit(relation, by=curator)
    approve(relation, by=editor)
    client.force_login(editor)

    shown = lxml.html.fromstring(client.get(page("claims_relation", "change", relation.pk)).content.decode())

    (link,) = shown.xpath(f"//form//a[@href='{page('claims_claim', 'change', relation.to_claim_id)}']")
    assert [box.get("x-show") for box in link.iterancestors() if "kind" in box.get("x-show", "")] == []
