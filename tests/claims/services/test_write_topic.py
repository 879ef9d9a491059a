"""A topic's names are told apart from its other fields where they are refused."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from claims.models import Topic
from claims.services.write_topic import Label, write_topic
from tests.factories.claims import TopicFactory

pytestmark = pytest.mark.django_db


def test_a_second_preferred_name_in_a_language_is_refused_at_the_names(curator):
    names = [Label("en", "Harbours"), Label("en", "Ports")]

    with pytest.raises(ValidationError) as refused:
        write_topic(Topic(), by=curator, changes={"slug": "harbours"}, labels=names)

    assert list(refused.value.message_dict) == ["labels"]


def test_names_that_change_places_are_taken(curator):
    topic = TopicFactory()
    write_topic(topic, by=curator, changes={}, labels=[Label("en", "Harbours"), Label("en", "Ports", "alternative")])

    write_topic(topic, by=curator, changes={}, labels=[Label("en", "Ports"), Label("en", "Harbours", "alternative")])

    assert sorted(topic.labels.values_list("label", "kind")) == [("Harbours", "alternative"), ("Ports", "preferred")]
