"""Attacks on what shows by itself: an editor publishes it, and takes it back, and nobody else."""

from __future__ import annotations

from typing import Any

from sources.models import Passage
from tests.laws.attacking import Scene, Steps, attack
from tests.laws.cast import WORDS
from tests.laws.interested import leave
from tests.laws.pins import sha256

_HELD: dict[str, Any] = {
    "refused": "law 7: only an editor publishes passage",
    "seen": "law 7: passage .* was published by itself, or taken back, by nobody who may",
}


@attack("sources_passage", "law_new_published", **_HELD)
def a_curator_pins_what_shows_at_once(s: Scene) -> Steps:
    s.act("carla")
    yield
    columns = {"quote": WORDS[60:90], "quote_sha256": sha256(WORDS[60:90]), "status": "exact", "is_published": True}
    Passage(document=s.holding, text=s.shown, start=60, end=90, **columns).save()


@attack("sources_passage", "law_published", **_HELD)
def a_curator_publishes_an_excerpt(s: Scene) -> Steps:
    yield
    s.act("carla")
    s.run("UPDATE sources_passage SET is_published = true WHERE id = %s", s.bare.pk)


@attack("sources_passage", "law_published", **_HELD)
def nobody_takes_an_excerpt_back(s: Scene) -> Steps:
    s.act("edith")
    s.run("UPDATE sources_passage SET is_published = true WHERE id = %s", s.bare.pk)
    yield
    s.act("")
    s.run("UPDATE sources_passage SET is_published = false WHERE id = %s", s.bare.pk)


@attack("sources_passage", "law_published", **_HELD)
def who_left_publishes_an_excerpt(s: Scene) -> Steps:
    leave(s.edith)
    yield
    s.act("edith")
    s.run("UPDATE sources_passage SET is_published = true WHERE id = %s", s.bare.pk)
