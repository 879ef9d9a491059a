from __future__ import annotations

import pytest

from claims.models import Claim, ClaimTopic
from claims.services.propose import propose_claim
from claims.services.review import submit
from claims.types import CLAIM_TYPES
from history.models import Change
from tests.factories.claims import ClaimFactory, ClaimTopicFactory, TopicFactory
from tests.factories.sources import AuthorFactory
from tests.history.admin.pages import errors, filled, messages_of, page

pytestmark = pytest.mark.django_db


def add(client, type_name: str, **given):
    address = f"{page('claims_claim', 'add')}?type={type_name}"
    return client.post(address, filled(client.get(address), **given))


def draft(by, **fields) -> Claim:
    given = {"type": "causal", "statement": "Late closing floods the quay.", "attributes": {"cause": "late closing", "effect": "a flood"}}
    return propose_claim(by=by, **given | fields)


def test_the_kind_is_chosen_first_from_all_there_are(client, curator):
    client.force_login(curator)

    answer = client.get(page("claims_claim", "add"), {"holder": "5"})

    assert [kind.name for kind, _ in answer.context["kinds"]] == list(CLAIM_TYPES)
    assert 'href="?type=causal&amp;holder=5"' in answer.content.decode()


@pytest.mark.parametrize("type_name", CLAIM_TYPES)
def test_the_form_has_the_attributes_of_the_kind_and_no_others(client, curator, type_name):
    client.force_login(curator)

    form = client.get(page("claims_claim", "add"), {"type": type_name}).context["adminform"].form

    asked = {name.removeprefix("attribute_"): field.required for name, field in form.fields.items() if name.startswith("attribute_")}
    assert asked == {name: attribute.required for name, attribute in CLAIM_TYPES[type_name].attributes.items()}
    assert form.initial["type"] == type_name


@pytest.mark.parametrize("type_name", CLAIM_TYPES)
def test_no_two_fields_of_a_form_have_the_same_label(client, curator, type_name):
    client.force_login(curator)

    form = client.get(page("claims_claim", "add"), {"type": type_name}).context["adminform"].form

    labels = [bound.label for bound in form.visible_fields()]
    assert sorted(labels) == sorted(set(labels))


def test_a_claim_is_proposed_by_whoever_is_signed_in(client, curator):
    client.force_login(curator)
    topic, holder = TopicFactory(), AuthorFactory()

    answer = add(
        client,
        "quantitative",
        statement="The gate cost a lot.",
        topics=[topic.pk],
        holder=holder.pk,
        attribute_measure="cost of the gate",
        attribute_value="244",
        attribute_unit="million crowns",
        attribute_as_of="2004",
        attribute_approximate="on",
    )

    assert answer.status_code == 302
    claim = Claim.objects.get()
    assert (claim.type, claim.statement, claim.status, claim.created_by, claim.holder) == (
        "quantitative",
        "The gate cost a lot.",
        "draft",
        curator,
        holder,
    )
    assert claim.attributes == {"measure": "cost of the gate", "value": 244, "unit": "million crowns", "as_of": "2004", "approximate": True}
    assert list(claim.topics.all()) == [topic]
    assert {change.user for change in Change.objects.filter(table__startswith="claims_claim")} == {"carla"}


def test_lists_have_one_item_on_each_line_and_fractions_are_kept(client, curator):
    client.force_login(curator)

    add(client, "event", statement="They met.", attribute_what="a meeting", attribute_actors=" Japan \n\nUnited States\n")
    add(client, "quantitative", statement="It grew.", attribute_measure="growth", attribute_value="0.5")

    assert [claim.attributes for claim in Claim.objects.order_by("id")] == [
        {"what": "a meeting", "actors": ["Japan", "United States"]},
        {"measure": "growth", "value": 0.5},
    ]


def test_faults_of_attributes_are_said_at_their_fields(client, curator):
    client.force_login(curator)

    date = add(client, "event", statement="They met.", attribute_what="  ", attribute_when="19 January 1960")
    repeated = add(client, "event", statement="They met.", attribute_what="a meeting", attribute_actors="Japan\nJapan")
    number = add(client, "quantitative", statement="It grew.", attribute_measure="growth", attribute_value="much")

    assert list(errors(date)) == ["attribute_what", "attribute_when"]
    assert "19 January 1960" in errors(date)["attribute_when"][0]
    assert errors(repeated) == {"attribute_actors": ["It names the same twice."]}
    assert errors(number) == {"attribute_value": ["Enter a number."]}
    assert not Claim.objects.exists()


def test_a_draft_is_changed_with_its_topics(client, curator):
    client.force_login(curator)
    claim, new = draft(curator), TopicFactory()
    old = ClaimTopicFactory(claim=claim)
    address = page("claims_claim", "change", claim.pk)

    client.post(address, filled(client.get(address), statement="Another.", attribute_effect="another flood", topics=[new.pk]))

    claim.refresh_from_db()
    assert (claim.statement, claim.attributes["effect"], list(claim.topics.all())) == ("Another.", "another flood", [new])
    assert [change.kind for change in Change.objects.filter(table="claims_claimtopic", record_id=old.pk)] == ["create", "delete"]


def test_topics_that_stay_are_not_written_again(client, curator):
    client.force_login(curator)
    link = ClaimTopicFactory(claim=draft(curator))
    address = page("claims_claim", "change", link.claim_id)

    client.post(address, filled(client.get(address), statement="Another.", topics=[link.topic_id]))

    assert ClaimTopic.objects.get().pk == link.pk


def test_a_draft_becomes_another_kind_and_keeps_what_fits(client, curator):
    client.force_login(curator)
    claim = draft(curator, type="interpretive", attributes={"subject": "the compact", "reading": "a duty"})
    address = page("claims_claim", "change", claim.pk)
    assert "?type=comparative" in client.get(address, {"choose_type": "1"}).content.decode()

    form = filled(client.get(address, {"type": "comparative"}), attribute_comparator="the treaty", attribute_dimension="strictness")
    client.post(f"{address}?type=comparative", form)

    claim.refresh_from_db()
    assert (claim.type, claim.attributes) == (
        "comparative",
        {"subject": "the compact", "comparator": "the treaty", "dimension": "strictness"},
    )


def test_an_edit_of_what_was_submitted_takes_it_back_and_says_so(client, curator):
    client.force_login(curator)
    claim = draft(curator)
    submit(claim, by=curator)
    address = page("claims_claim", "change", claim.pk)

    answer = client.post(address, filled(client.get(address), statement="Another."), follow=True)

    claim.refresh_from_db()
    assert claim.status == "draft"
    assert "Your edit took it back to draft: submit it again when it is ready." in messages_of(answer)


def test_a_published_claim_is_read_only_and_says_why(client, editor, debate):
    client.force_login(editor)
    address = page("claims_claim", "change", debate.published.pk)

    answer = client.get(address)

    assert "It is public and its words never change." in answer.content.decode()
    assert 'name="statement"' not in answer.content.decode()
    assert client.post(address, {"statement": "Forged."}).status_code == 403
    debate.published.refresh_from_db()
    assert debate.published.statement == "The gate closed early."


def test_the_page_of_a_claim_shows_what_it_stands_on(client, editor, debate):
    client.force_login(editor)

    answer = client.get(page("claims_claim", "change", debate.published.pk))

    (card,) = answer.context["cards"]
    assert (card.evidence, card.shown.words, card.shown.place, card.shown.in_text) == (
        debate.accepted,
        "The harbour gate closed at dawn.",
        "page 4",
        "(Tarrowby, 2019, p. 4)",
    )
    assert "The harbour gate closed at dawn." in answer.content.decode()
    assert [review.action for review in answer.context["panel"]["reviews"]] == ["submit", "approve"]


def test_claims_are_listed_by_what_an_editor_asks(client, curator, editor, debate):
    client.force_login(editor)
    debate.document.is_sample = True
    debate.document.save()
    mine = draft(editor, statement="Proposed by the editor.", holder=AuthorFactory(family="Penhallick"))
    ClaimTopicFactory(claim=mine, topic=TopicFactory(slug="tides"))

    def listed(**asked):
        return [claim.statement for claim in client.get(page("claims_claim", "changelist"), asked).context["cl"].result_list]

    everything = ["Proposed by the editor.", "The gate opened late.", "The gate closed early."]
    assert {
        "all": listed(),
        "status": listed(status__exact="published"),
        "type": listed(type__exact="causal"),
        "mine": listed(mine="yes"),
        "not mine": listed(mine="no"),
        "grounded": listed(grounded="yes"),
        "sample": listed(sample="yes"),
        "statement": listed(q="early"),
        "topic": listed(q="tides"),
        "holder": listed(q="penhallick"),
    } == {
        "all": everything,
        "status": everything[2:],
        "type": everything[:1],
        "mine": everything[:1],
        "not mine": everything[1:],
        "grounded": everything[2:],
        "sample": everything[1:],
        "statement": everything[2:],
        "topic": everything[:1],
        "holder": everything[:1],
    }
    assert ">Sample</span>" in client.get(page("claims_claim", "changelist")).content.decode()


def test_words_of_a_claim_are_escaped(client, curator):
    client.force_login(curator)
    claim = ClaimFactory(statement="<script>alert(1)</script>", attributes={"cause": "<b>late</b>", "effect": "x"})

    for address in (
        page("claims_claim", "changelist"),
        page("claims_claim", "change", claim.pk),
        page("claims_claim", "history", claim.pk),
    ):
        shown = client.get(address).content.decode()
        assert "<script>alert" not in shown
        assert "<b>late</b>" not in shown


def test_what_is_unknown_or_none_is_chosen_beside_the_field_and_shown_again(client, curator):
    client.force_login(curator)

    add(client, "event", statement="They met.", attribute_what="a meeting", known_when="unknown", known_actors="none")
    add(client, "causal", statement="Something floods.", known_cause="unknown", attribute_effect="a flood")

    claims = list(Claim.objects.order_by("id"))
    assert [claim.attributes for claim in claims] == [
        {"what": "a meeting", "when": {"unknown": True}, "actors": {"none": True}},
        {"cause": {"unknown": True}, "effect": "a flood"},
    ]
    address = page("claims_claim", "change", claims[0].pk)
    client.post(address, filled(client.get(address), known_when="", attribute_when="1960"))
    claims[0].refresh_from_db()
    assert claims[0].attributes == {"what": "a meeting", "when": "1960", "actors": {"none": True}}


def test_a_value_and_unknown_are_not_both_said(client, curator):
    client.force_login(curator)

    both = add(client, "causal", statement="x", attribute_cause="rain", known_cause="unknown", attribute_effect="a flood")

    assert errors(both) == {"attribute_cause": ["You wrote a value and chose “unknown”: take one of them away."]}


def test_the_digits_of_a_number_stay_as_they_are_written(client, curator):
    client.force_login(curator)

    add(client, "quantitative", statement="It grew.", attribute_measure="growth", attribute_value="1.10")

    claim = Claim.objects.get()
    assert claim.attributes["value"] == "1.10"
    shown = client.get(page("claims_claim", "change", claim.pk)).content.decode()
    assert 'name="attribute_value" value="1.10"' in shown
