"""Some relations of a file, which are taken when all its claims are in: they may lead to any of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from claims import models
from claims.exchange.incoming.claims.options import Options
from claims.exchange.incoming.claims.passages import Passages
from claims.exchange.incoming.claims.reviewed import RELATIONS
from claims.exchange.incoming.comparing import compare_columns, differ, held
from claims.exchange.incoming.names import missing
from claims.exchange.incoming.outcomes import Incoming
from claims.exchange.lines.claim_records import Relation
from claims.exchange.lines.fields import within
from history.services import store
from sources.services.importing.rows import Table
from sources.services.importing.tables import next_ids

_RELATIONS = Table(models.Relation)
_BORNE_OUT = Table(models.RelationEvidence)


@dataclass(frozen=True, slots=True)
class FromClaim:
    """A relation, and the id of the claim that it leads away from."""

    claim: str
    relation: Relation


class RelationBatch:
    """Some relations. Every one has a result afterwards; those with faults are not stored."""

    def __init__(self, relations: Sequence[Incoming[FromClaim]], options: Options) -> None:
        self._relations = relations
        self._options = options
        self._here: dict[str, models.Relation] = {}
        self._claims: dict[str, int] = {}
        self._evidence: dict[str, int] = {}
        self._revised: dict[str, int] = {}
        self._passages = Passages(
            [(one, excerpt) for one in relations for excerpt in one.record.relation.excerpts], is_editors=options.loader is not None
        )

    def take(self) -> None:
        """Look up, compare, write."""
        self._look_up()
        self._passages.find()
        for incoming in self._relations:
            self._judge(incoming)
        new = [incoming.record.relation for incoming in self._relations if incoming.result == "created"]
        for relation, pk in zip(new, next_ids(_RELATIONS.name, len(new)) if new else (), strict=True):
            relation.pk = pk
        self._write_passages(new)
        _RELATIONS.write([self._row(incoming.record) for incoming in self._relations if incoming.result == "created"])
        self._options.write_acts(RELATIONS, new)
        if self._options.update:
            for incoming in self._relations:
                if any(one.field.rpartition(".")[2] in {"kind", "reason"} for one in incoming.differences):
                    self._update(incoming)

    def _write_passages(self, relations: Sequence[Relation]) -> None:
        """Before the relations themselves: so they come about with what bears them out, and are not edited at once."""
        self._passages.write(excerpt for relation in relations for excerpt in relation.excerpts)
        links = sorted({(relation.pk, self._passages.pk_of(excerpt)) for relation in relations for excerpt in relation.excerpts})
        keys = next_ids(_BORNE_OUT.name, len(links)) if links else []
        rows = [{"id": key, "relation_id": relation, "passage_id": passage} for key, (relation, passage) in zip(keys, links, strict=True)]
        _BORNE_OUT.write([_BORNE_OUT.row(row) for row in rows])

    def _look_up(self) -> None:
        pairs = [incoming.record for incoming in self._relations]
        here = held(
            models.Relation.objects.filter(public_id__in=[pair.relation.public_id for pair in pairs]), to_write_over=self._options.update
        )
        self._here = {
            one.public_id: one
            for one in here.select_related("from_claim", "to_claim", "to_evidence", "supersedes").prefetch_related("evidence_links")
        }
        claims = {name for pair in pairs for name in (pair.claim, pair.relation.to_claim) if name}
        self._claims = dict(models.Claim.objects.filter(public_id__in=claims).order_by().values_list("public_id", "pk"))
        evidence = {pair.relation.to_evidence for pair in pairs if pair.relation.to_evidence}
        self._evidence = dict(models.Evidence.objects.filter(public_id__in=evidence).order_by().values_list("public_id", "pk"))
        revised = {pair.relation.supersedes for pair in pairs if pair.relation.supersedes}
        if revised:
            self._revised = dict(models.Relation.objects.filter(public_id__in=revised).order_by().values_list("public_id", "pk"))
        self._options.look_up([pair.relation for pair in pairs])

    def _judge(self, incoming: Incoming[FromClaim]) -> None:
        relation, claim = incoming.record.relation, incoming.record.claim
        if claim not in self._claims:
            incoming.refuse(relation.place, f"The claim {claim} that it leads away from was not taken.")
        if relation.to_claim and relation.to_claim not in self._claims:
            incoming.refuse(within(relation.place, "to"), missing("claim", relation.to_claim))
        if relation.to_evidence and relation.to_evidence not in self._evidence:
            incoming.refuse(within(relation.place, "to_evidence"), missing("evidence", relation.to_evidence))
        if relation.supersedes and relation.supersedes not in self._revised:
            incoming.refuse(within(relation.place, "supersedes"), missing("relation", relation.supersedes))
        if relation.to_claim == claim:
            incoming.refuse(within(relation.place, "to"), "A claim has no relation to itself.")
        here = self._here.get(relation.public_id)
        if incoming.faults:
            return
        if here is None:
            self._options.plan(incoming, (relation, RELATIONS))
        else:
            incoming.result = "unchanged"
            self._compare(incoming, here)

    def _compare(self, incoming: Incoming[FromClaim], here: models.Relation) -> None:
        relation = incoming.record.relation
        compare_columns(incoming, relation, here)
        ends = {
            "from": (here.from_claim, incoming.record.claim),
            "to": (here.to_claim, relation.to_claim),
            "to_evidence": (here.to_evidence, relation.to_evidence),
            "supersedes": (here.supersedes, relation.supersedes),
        }
        for name, (mine, theirs) in ends.items():
            differ(incoming, within(relation.place, name), mine.public_id if mine else "", theirs)
        passages = {self._passages.pk_of(excerpt) for excerpt in relation.excerpts}
        if passages != {link.passage_id for link in here.evidence_links.all()}:
            incoming.differs(within(relation.place, "evidence"), "its own words", "other words")

    def _row(self, pair: FromClaim) -> list[Any]:
        relation = pair.relation
        ends = {
            "from_claim_id": self._claims[pair.claim],
            "to_claim_id": self._claims[relation.to_claim] if relation.to_claim else None,
            "to_evidence_id": self._evidence[relation.to_evidence] if relation.to_evidence else None,
            "supersedes_id": self._revised[relation.supersedes] if relation.supersedes else None,
        }
        return _RELATIONS.row(
            relation.columns | {"id": relation.pk, "public_id": relation.public_id} | ends | self._options.names_of(relation)
        )

    def _update(self, incoming: Incoming[FromClaim]) -> None:
        """Write the file's kind and reason; from where to where a relation leads is what it is."""
        relation = incoming.record.relation
        here = self._here[relation.public_id]
        here.kind, here.reason = relation.columns["kind"], relation.columns["reason"]
        store(here)
        incoming.result = "updated"
