from __future__ import annotations

import pytest

from claims.models import Evidence
from claims.services.propose import propose_claim
from claims.services.review import approve, submit
from sources.models import Passage
from tests.factories.claims import EvidenceFactory, RelationFactory
from tests.factories.sources import AuthorFactory, PassageFactory, TextFactory
from tests.history.admin.pages import errors, filled, page

pytestmark = pytest.mark.django_db

MEANING = {"stance": "supports", "voice": "asserts", "basis": "uncited", "strength": "strong", "reason": "It says so."}


@pytest.fixture
def claim(curator):
    return propose_claim(by=curator, type="event", statement="The gate closed.", attributes={"what": "closing"})


def add(client, claim, **given):
    address = f"{page('claims_evidence', 'add')}?claim={claim.pk}"
    return client.post(address, filled(client.get(address), **MEANING | given))


def test_evidence_on_a_passage_that_is_here_is_proposed_by_whoever_is_signed_in(client, curator, claim):
    client.force_login(curator)
    passage = PassageFactory()

    answer = add(client, claim, passage=passage.pk)

    evidence = Evidence.objects.get()
    assert (evidence.claim, evidence.passage, evidence.created_by, evidence.status) == (claim, passage, curator, "draft")
    assert answer.url == f"{page('claims_claim', 'change', claim.pk)}#evidence-{evidence.pk}"


def test_pasted_words_are_pinned_while_the_evidence_is_added(client, curator, claim):
    client.force_login(curator)
    text = TextFactory(content="The gate\nclosed at dawn.")

    add(client, claim, document=text.document_id, quote="gate\r\nclosed")

    passage = Evidence.objects.get().passage
    assert (passage.text, passage.start, passage.end, passage.quote, passage.status) == (text, 4, 15, "gate\nclosed", "exact")


@pytest.mark.parametrize(
    ("given", "faults"),
    [
        ({"quote": "A gate."}, {"quote": ["These words do not stand in {key}: A gate."]}),
        ({"quote": "gate"}, {"quote": ["These words stand in {key} 2 times (at 4, 24); add the words before or after."]}),
        ({"quote": ""}, {"passage": ["Choose a passage, or paste its words below."]}),
        ({"document": ""}, {"document": ["Say whose words these are."]}),
        ({"stance": "", "reason": ""}, {"stance": ["This field is required."], "reason": ["This field is required."]}),
        (
            {"voice": "reports"},
            {"holder": ["Reported words have somebody who says so: name the holder. Other evidence names none."]},
        ),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_pinned(client, curator, claim, given, faults):
    client.force_login(curator)
    text = TextFactory(content="The gate closed and the gate opened.")

    answer = add(client, claim, **{"document": text.document_id, "quote": "gate closed"} | given)

    key = text.document.citation_key
    assert errors(answer) == {name: [said.format(key=key) for said in messages] for name, messages in faults.items()}
    assert (Evidence.objects.count(), Passage.objects.count()) == (0, 0)


def test_a_passage_and_pasted_words_are_not_taken_together(client, curator, claim):
    client.force_login(curator)
    passage = PassageFactory()

    answer = add(client, claim, passage=passage.pk, document=passage.document_id, quote="gate")

    assert errors(answer) == {"quote": ["Choose a passage or paste words, not both."]}


def test_words_before_tell_which_of_two_places_is_meant(client, curator, claim):
    client.force_login(curator)
    text = TextFactory(content="The gate closed and the gate opened.")

    add(client, claim, document=text.document_id, quote="gate", words_before="and the ")

    assert Evidence.objects.get().passage.start == 24


def test_reported_words_name_who_says_so(client, curator, claim):
    client.force_login(curator)
    holder = AuthorFactory()

    add(client, claim, passage=PassageFactory().pk, voice="reports", holder=holder.pk)

    assert Evidence.objects.get().holder == holder


def test_nothing_is_chosen_by_not_looking(client, curator, claim):
    client.force_login(curator)

    form = client.get(page("claims_evidence", "add")).context["adminform"].form

    assert {name: form.fields[name].choices[0] for name in ("stance", "voice", "basis", "strength")} == dict.fromkeys(
        ("stance", "voice", "basis", "strength"), ("", "Choose …")
    )


@pytest.mark.parametrize("is_accepted", [False, True])
def test_words_of_a_private_text_are_shown_to_administrators_only(client, curator, editor, administrator, is_accepted):
    evidence = EvidenceFactory(passage=PassageFactory(text=TextFactory(rights="private")))
    if is_accepted:
        submit(evidence, by=curator)
        approve(evidence, by=editor)
    RelationFactory(from_claim=evidence.claim)
    asked = {"term": "", "app_label": "claims", "model_name": "evidence", "field_name": "passage"}
    everywhere = {
        "evidence": page("claims_evidence", "change", evidence.pk),
        "list": page("claims_evidence", "changelist"),
        "claim": page("claims_claim", "change", evidence.claim_id),
        "history": page("claims_evidence", "history", evidence.pk),
        "passage": page("sources_passage", "change", evidence.passage_id),
        "deletion": page("sources_passage", "delete", evidence.passage_id),
        "deletion of the document": page("sources_document", "delete", evidence.passage.document_id),
        "deletion of the text": page("sources_text", "delete", evidence.passage.text_id),
        "passages": page("sources_passage", "changelist"),
        "choices": page("sources_passage", "autocomplete") + "?" + "&".join(f"{name}={value}" for name, value in asked.items()),
    }

    def seen(user):
        client.force_login(user)
        answers = {name: client.get(address) for name, address in everywhere.items()}
        assert {answer.status_code for answer in answers.values()} == {200}
        return {name for name, answer in answers.items() if "harbour gate" in answer.content.decode()}

    assert seen(editor) == set()
    assert seen(administrator) >= {"evidence", "claim", "passage", "passages"}
