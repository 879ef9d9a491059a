"""Some claims of a file: what is here of them, what is new, what differs; looked up and written together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

import orjson
from django.core.exceptions import ValidationError

from claims import models
from claims.exchange.incoming.claims.options import Options
from claims.exchange.incoming.claims.passages import Passages, place_of
from claims.exchange.incoming.claims.replay import in_turn, is_tangled
from claims.exchange.incoming.claims.reviewed import CLAIMS, EVIDENCE
from claims.exchange.incoming.comparing import compare_columns, differ, held
from claims.exchange.incoming.names import missing
from claims.exchange.incoming.outcomes import Incoming
from claims.exchange.incoming.sources.authors import authors_named
from claims.exchange.lines.claim_records import Claim, Evidence, Proposal
from claims.exchange.lines.fields import within
from claims.services.find_topic import topics_named
from history.services import store
from sources.services.importing.rows import Table
from sources.services.importing.tables import next_ids

_CLAIMS = Table(models.Claim)
_LINKS = Table(models.ClaimTopic)
_EVIDENCE = Table(models.Evidence)
#: What no update writes: a state moves only by a review, and what a claim revises and who proposed it is said once.
_FIXED = ("status", "supersedes", "origin", "tool")


class Batch:
    """Some claims with their evidence. Every one has a result afterwards; those with faults are not stored."""

    def __init__(self, claims: Sequence[Incoming[Claim]], options: Options) -> None:
        self._claims = claims
        self._options = options
        self._here: dict[str, models.Claim] = {}
        self._evidence_here: dict[str, models.Evidence] = {}
        self._topics: dict[str, int] = {}
        self._authors: dict[str, int] = {}
        self._superseded: dict[str, int] = {}
        self._revised: dict[str, int] = {}
        self._passages = Passages(
            [(one, link.excerpt) for one in claims for link in one.record.evidence], is_editors=options.loader is not None
        )

    def take(self) -> None:
        """Look up, compare, write."""
        self._look_up()
        self._passages.find()
        for incoming in self._claims:
            self._judge(incoming)
        self._write([incoming for incoming in self._claims if incoming.result == "created"])
        if self._options.update:
            for incoming in self._claims:
                if any(one.field.rpartition(".")[2] not in _FIXED for one in incoming.differences):
                    self._update(incoming)

    def _look_up(self) -> None:
        records = [incoming.record for incoming in self._claims]
        ids = [record.public_id for record in records]
        claims = models.Claim.objects.filter(public_id__in=ids).select_related("holder", "supersedes").prefetch_related("topics")
        self._here = {claim.public_id: claim for claim in held(claims, to_write_over=self._options.update)}
        links = [link for record in records for link in record.evidence]
        evidence = models.Evidence.objects.filter(public_id__in=[link.public_id for link in links]).select_related(
            "claim", "holder", "supersedes", "passage__document"
        )
        self._evidence_here = {link.public_id: link for link in held(evidence, to_write_over=self._options.update)}
        slugs = {slug for record in records for slug in record.topics}
        named = topics_named(slugs)
        for record in records:
            # From here on by the slugs of today: a file may be older than they are.
            record.topics = sorted({named[slug].slug if slug in named else slug for slug in record.topics})
        self._topics = {topic.slug: topic.pk for topic in named.values()}
        holders = {record.holder for record in records if record.holder} | {link.holder for link in links if link.holder}
        self._authors = authors_named(holders)
        self._options.look_up([*records, *links])
        superseded = {record.supersedes for record in records if record.supersedes}
        self._superseded = dict(models.Claim.objects.filter(public_id__in=superseded).order_by().values_list("public_id", "pk"))
        revised = {link.supersedes for link in links if link.supersedes}
        if revised:
            self._revised = dict(models.Evidence.objects.filter(public_id__in=revised).order_by().values_list("public_id", "pk"))

    def _judge(self, incoming: Incoming[Claim]) -> None:
        record = incoming.record
        self._refuse_unknown(incoming)
        for link in record.evidence:
            here = self._evidence_here.get(link.public_id)
            if here is not None and here.claim.public_id != record.public_id:
                incoming.refuse(f"{link.place}.id", f"The evidence {link.public_id} here is of another claim, {here.claim.public_id}.")
        _refuse_twice(incoming)
        here_claim = self._here.get(record.public_id)
        if here_claim is not None and not incoming.faults:
            incoming.result = "unchanged"
            self._compare(incoming, here_claim)
        elif not incoming.faults:
            self._options.plan(incoming, (record, CLAIMS), *((link, EVIDENCE) for link in record.evidence))
            _leave_unpublished(incoming)

    def _refuse_unknown(self, incoming: Incoming[Claim]) -> None:
        record = incoming.record
        for at, slug in enumerate(record.topics):
            if slug not in self._topics:
                incoming.refuse(f"topics[{at}]", f"There is no topic {slug} here, nor before this line.")
        holding: list[Claim | Evidence] = [record, *record.evidence]
        for one in holding:
            if one.holder and one.holder not in self._authors:
                incoming.refuse(within(one.place, "holder"), f"There is no author {one.holder} here.")
        self._refuse_lost(incoming)

    def _refuse_lost(self, incoming: Incoming[Claim]) -> None:
        """Refuse what revises something that is not here."""
        record = incoming.record
        if record.supersedes == record.public_id:
            incoming.refuse("supersedes", "A claim does not supersede itself.")
        elif record.supersedes and record.supersedes not in self._superseded:
            incoming.refuse("supersedes", missing("claim", record.supersedes))
        names = {link.public_id for link in record.evidence}
        for link in record.evidence:
            if link.supersedes and link.supersedes not in names and link.supersedes not in self._revised:
                message = f"There is no evidence {link.supersedes}, neither here nor in this line."
                incoming.refuse(f"{link.place}.supersedes", message)

    def _compare(self, incoming: Incoming[Claim], here: models.Claim) -> None:
        record = incoming.record
        compare_columns(incoming, record, here)
        differ(
            incoming, "holder", here.holder.public_id if here.holder else "", record.holder, is_same=here.holder_id == self._holder(record)
        )
        differ(incoming, "topics", ", ".join(sorted(topic.slug for topic in here.topics.all())), ", ".join(record.topics))
        differ(incoming, "supersedes", here.supersedes.public_id if here.supersedes else "", record.supersedes)
        for link in record.evidence:
            there = self._evidence_here.get(link.public_id)
            if there is None:
                incoming.differs(link.place, "", f"{link.public_id}: {link.columns['stance']}")
                continue
            compare_columns(incoming, link, there)
            is_same = there.holder_id == self._holder(link)
            differ(incoming, f"{link.place}.holder", there.holder.public_id if there.holder else "", link.holder, is_same=is_same)
            differ(incoming, f"{link.place}.supersedes", there.supersedes.public_id if there.supersedes else "", link.supersedes)
            if self._passages.pk_of(link.excerpt) != there.passage_id:
                incoming.differs(link.excerpt.place, place_of(there.passage), link.excerpt.told())

    def _holder(self, one: Claim | Evidence) -> int | None:
        return self._authors[one.holder] if one.holder else None

    def _write(self, claims: Sequence[Incoming[Claim]]) -> None:
        records = [incoming.record for incoming in claims]
        if not records:
            return
        _number(_CLAIMS, records)
        _CLAIMS.write([self._claim_row(record) for record in records])
        topics = [(record.pk, self._topics[slug]) for record in records for slug in record.topics]
        keys = next_ids(_LINKS.name, len(topics)) if topics else []
        _LINKS.write(
            [_LINKS.row({"id": key, "claim_id": claim, "topic_id": topic}) for key, (claim, topic) in zip(keys, topics, strict=True)]
        )
        plain = [record for record in records if not is_tangled(record)]
        links = [link for record in plain for link in record.evidence]
        self._write_evidence([(record.pk, link) for record in plain for link in record.evidence])
        self._options.write_acts(EVIDENCE, links, rest=False)
        self._options.write_acts(CLAIMS, plain)
        self._options.write_acts(EVIDENCE, links, first=False)
        for record in records:
            if is_tangled(record):
                self._write_in_turn(record)

    def _write_in_turn(self, record: Claim) -> None:
        """Write evidence that came after other evidence, and all acts, one by one in the order of their times."""
        for one, act in in_turn(record):
            if act is None:
                self._write_evidence([(record.pk, cast("Evidence", one))])
                self._revised[one.public_id] = one.pk
            else:
                self._options.write_act(CLAIMS if one is record else EVIDENCE, one, act)

    def _write_evidence(self, links: Sequence[tuple[int, Evidence]]) -> None:
        if not links:
            return
        self._passages.write(link.excerpt for _, link in links)
        _number(_EVIDENCE, [link for _, link in links])
        for _, link in links:
            link.stands_on = self._passages.pk_of(link.excerpt)
        _EVIDENCE.write([self._evidence_row(claim, link) for claim, link in links])

    def _claim_row(self, record: Claim) -> list[Any]:
        further = {
            "attributes": orjson.dumps(record.columns["attributes"]).decode(),
            "holder_id": self._holder(record),
            "supersedes_id": self._superseded[record.supersedes] if record.supersedes else None,
        }
        return _CLAIMS.row(record.columns | {"id": record.pk, "public_id": record.public_id} | further | self._options.names_of(record))

    def _evidence_row(self, claim: int, link: Evidence) -> list[Any]:
        further = {"claim_id": claim, "passage_id": link.stands_on, "holder_id": self._holder(link)}
        further["supersedes_id"] = self._revised[link.supersedes] if link.supersedes else None
        return _EVIDENCE.row(link.columns | {"id": link.pk, "public_id": link.public_id} | further | self._options.names_of(link))

    def _update(self, incoming: Incoming[Claim]) -> None:
        """Write the file's words over those here; the laws say whether they may change."""
        record = incoming.record
        claim = self._here[record.public_id]
        changed = {one.field.partition("[")[0] for one in incoming.differences}
        if changed - {"evidence", "topics", *_FIXED}:
            _set(claim, record.columns | {"holder_id": self._holder(record)})
            store(claim)
        if "topics" in changed:
            self._update_topics(claim, record)
        new = []
        for link in record.evidence:
            there = self._evidence_here.get(link.public_id)
            if there is None:
                self._options.plan(incoming, (link, EVIDENCE))
                new.append((claim.pk, link))
            elif any(one.field.startswith(link.place) for one in incoming.differences):
                self._passages.write([link.excerpt])
                _set(there, link.columns | {"holder_id": self._holder(link), "passage_id": self._passages.pk_of(link.excerpt)})
                store(there)
        if incoming.faults:
            raise ValidationError([str(fault) for fault in incoming.faults])
        self._write_evidence(new)
        self._options.write_acts(EVIDENCE, [link for _, link in new])
        incoming.result = "updated"

    def _update_topics(self, claim: models.Claim, record: Claim) -> None:
        wanted = {self._topics[slug] for slug in record.topics}
        here = dict(claim.topic_links.values_list("topic", "pk"))
        claim.topic_links.filter(topic__in=here.keys() - wanted).delete()
        for topic in sorted(wanted - here.keys()):
            store(models.ClaimTopic(claim=claim, topic_id=topic))


def _set(record: models.Claim | models.Evidence, columns: dict[str, Any]) -> None:
    for name, value in columns.items():
        # Who proposed a record never changes.
        if name not in {"origin", "tool"}:
            setattr(record, name, value)


def _number(table: Table, records: Sequence[Proposal]) -> None:
    for record, pk in zip(records, next_ids(table.name, len(records)), strict=True):
        record.pk = pk


def _leave_unpublished(incoming: Incoming[Claim]) -> None:
    """Stop short of the approval of a claim none of whose evidence in the file was ever accepted: law 2 would refuse it.

    Such is a published claim that has lost its evidence, as strangers see it.
    """
    record = incoming.record
    approval = next((at for at, act in enumerate(record.acts) if act.action == "approve"), None)
    if approval is not None and not any(act.action == "approve" and act.moves for link in record.evidence for act in link.acts):
        record.acts = record.acts[:approval]
        incoming.warn("status", "It comes in as submitted: the file has no evidence for it that was accepted (law 2).")


def _refuse_twice(incoming: Incoming[Claim]) -> None:
    """Two pieces of evidence in one line under one id, or of one stance on the same words."""
    seen: dict[str, str] = {}
    for link in incoming.record.evidence:
        if link.public_id in seen:
            incoming.refuse(f"{link.place}.id", f"{seen[link.public_id]} of this line has the id {link.public_id} too.")
        seen[link.public_id] = link.place
