"""Attacks on merges from without: nothing is led to what was merged away."""

from __future__ import annotations

from functools import partial

from history.laws import declared_laws
from sources.models import Merge
from sources.services.retract_document import retract_document
from tests.factories.sources import (
    RetractionFactory,
)
from tests.laws.attacking import ATTACKS, Attack, Scene, Steps, attack, undress
from tests.laws.attacks_on_pointing import TO_GONE

# Nor is what is there led to it.


def led_away(table: str, column: str, s: Scene) -> Steps:
    """A link is changed so that it leads to what was merged away."""
    undress(s, table)
    row = s.ask(f"SELECT min(id) FROM {table}")
    yield
    fitting = {"cited_id": ", status = 'resolved'", "holder_id": ", voice = 'reports'" if table == "claims_evidence" else ""}.get(
        column, ""
    )
    s.run(
        f"UPDATE {table} SET {column} = %s{fitting} WHERE id = %s",
        (s.gone_author if column in {"author_id", "holder_id"} else s.gone).pk,
        row,
    )


for table, trigger in declared_laws().triggers:
    if trigger.startswith("law_led_to_standing_"):
        ATTACKS.append(Attack(table, trigger, partial(led_away, table, f"{trigger.removeprefix('law_led_to_standing_')}_id"), **TO_GONE))


@attack("sources_retraction", "law_points_to_standing", **TO_GONE)
def what_is_gone_is_retracted(s: Scene) -> Steps:
    yield
    s.act("edith")
    RetractionFactory(document=s.gone)


@attack(
    "sources_merge",
    "law_merge_of_retracted",
    refused="law 4: one of the two documents stands retracted",
    unseen="the evidence is on what is retracted now and was accepted before: so it would be had it been accepted on purpose",
    also=("law_merge_carried_out",),
)
def what_stands_retracted_is_merged_with_what_does_not(s: Scene) -> Steps:
    retract_document(s.waiting, by=s.edith, reason="Invented.")
    yield
    s.act("edith")
    Merge.objects.create(kept_document=s.holding, merged_document=s.waiting, reason="So.", by=s.edith)
