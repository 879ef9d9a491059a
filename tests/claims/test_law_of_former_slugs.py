"""A topic's former slug leads to it for ever and is given to no other, on every path."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, ProgrammingError, connection, transaction

from claims.models import FormerSlug, Topic
from claims.services.find_topic import resolve_topic, topics_named
from claims.services.review import WrongStateError
from claims.services.write_topic import discard_topic, write_topic
from history.services import store
from tests.factories.claims import TopicFactory

pytestmark = pytest.mark.django_db


def rename(topic: Topic, slug: str, by) -> Topic:
    return write_topic(topic, by=by, changes={"slug": slug}, reason="misspelt")


def leads_to(name: str) -> tuple[str, bool] | None:
    resolved = resolve_topic(name)
    return resolved and (resolved.topic.slug, resolved.is_current)


def refused(statement: str, *values: object) -> str:
    with pytest.raises((IntegrityError, ProgrammingError)) as refusal, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
    return str(refusal.value).splitlines()[0]


def test_each_former_slug_leads_to_what_the_topic_is_called_now(curator):
    topic = rename(rename(TopicFactory(slug="tide"), "tides", curator), "tidal-water", curator)

    assert [leads_to(name) for name in ("tide", "tides", "tidal-water", topic.public_id, "Tide", "ebb")] == [
        ("tidal-water", False),
        ("tidal-water", False),
        ("tidal-water", True),
        ("tidal-water", True),
        None,
        None,
    ]
    assert topics_named(["tide", "tidal-water", "ebb"]) == {"tide": topic, "tidal-water": topic}


def test_a_slug_that_comes_back_is_the_present_one_and_is_kept_once(curator):
    topic = rename(rename(rename(TopicFactory(slug="tide"), "tides", curator), "tide", curator), "tides", curator)

    assert leads_to("tides") == ("tides", True)
    assert leads_to("tide") == ("tides", False)
    assert list(FormerSlug.objects.filter(topic=topic).values_list("slug", flat=True)) == ["tide", "tides"]


def test_it_is_given_to_no_other_topic_neither_new_nor_renamed(curator):
    rename(TopicFactory(slug="tide"), "tides", curator)
    said = {"slug": ["This was a slug of the topic that is now tides: it leads there and is not given again."]}

    with pytest.raises(ValidationError) as new:
        store(Topic(slug="tide"))
    with pytest.raises(ValidationError) as renamed:
        rename(TopicFactory(slug="ebb"), "tide", curator)

    assert (new.value.message_dict, renamed.value.message_dict) == (said, said)


def test_raw_sql_gives_it_to_no_other_and_forgets_it_not(curator):
    rename(TopicFactory(slug="tide"), "tides", curator)
    TopicFactory(slug="ebb")
    kept = "The slug tide was one of the topic that is now tides: it leads there and is not given again"

    assert refused("UPDATE claims_topic SET slug = 'tide' WHERE slug = 'ebb'") == kept
    assert refused("INSERT INTO claims_topic (public_id, revision, slug) VALUES ('another-topic', 1, 'tide')") == kept
    for statement in (
        "DELETE FROM claims_formerslug",
        "UPDATE claims_formerslug SET slug = 'x'",
        "INSERT INTO claims_formerslug (public_id, revision, topic_id, slug) SELECT 'a-slug', 1, id, 'flood' FROM claims_topic",
    ):
        assert refused(statement) == "permission denied for table claims_formerslug"


def test_a_topic_to_which_a_former_address_leads_stays(curator):
    topic = rename(TopicFactory(slug="tide"), "tides", curator)

    with pytest.raises(WrongStateError, match="a former address leads to it"):
        discard_topic(topic, by=curator)
