"""What people do, through the services: each function is one act by somebody, on something, drawn by chance."""

from __future__ import annotations

import hashlib
import io
import json
import random
from collections.abc import Callable
from typing import Any, TypeVar

from django.contrib.auth.models import User
from django.db import models

from claims.exchange.importing import import_claims
from claims.models import Claim, ClaimTopic, Evidence, Relation, Topic
from claims.services.accounts import administers
from claims.services.edit_draft import discard_draft, edit_draft
from claims.services.propose import propose_claim, propose_evidence, propose_relation
from claims.services.review import approve, reject, request_changes, retract, submit, withdraw
from claims.services.revise import revise
from history.services import recorded, store
from sources.ingestion.extraction import Extraction
from sources.models import Author, Document, Merge, Passage, Retraction, Text
from sources.services.correct_text import NewWords, accept_correction, preview_correction
from sources.services.hold_text import Copy, hold_text
from sources.services.merging.merge import merge_authors, merge_documents
from sources.services.merging.undo import undo_merge
from sources.services.pin_passage import pin_span
from sources.services.rename_document import rename_document
from sources.services.retract_document import lift_retraction, retract_document
from tests.laws.cast import ABSENT, LINK

Reviewable = Claim | Evidence | Relation
Act = Callable[[random.Random], None]
M = TypeVar("M", bound=models.Model)
_WHY = "It is so."


class NothingThereError(Exception):
    """There is nothing yet that this could be done to."""


def one(chance: random.Random, rows: models.QuerySet[M]) -> M:
    """One row by chance."""
    keys = list(rows.order_by("pk").values_list("pk", flat=True))
    if not keys:
        raise NothingThereError
    return rows.model._default_manager.get(pk=chance.choice(keys))


def somebody(chance: random.Random) -> User:
    """One account by chance."""
    return one(chance, User.objects.all())


def decider(chance: random.Random) -> User:
    """An account that may decide."""
    return one(chance, User.objects.filter(username__in=["edith", "edgar", "ada", "augusta", "root"]))


def record(chance: random.Random, *states: str) -> Reviewable:
    """A claim, evidence or a relation, in one of these states if any are named."""
    kinds: list[type[Reviewable]] = [Evidence, Claim, Relation]
    chance.shuffle(kinds)
    for kind in kinds:
        rows = kind._default_manager.filter(status__in=states) if states else kind._default_manager.all()
        if rows.exists():
            return one(chance, rows)
    raise NothingThereError


def _made_by(by: User) -> dict[str, str]:
    return {"tool": "matcher 1.2"} if by.username == "robot" else {}


def propose(chance: random.Random) -> None:
    by = User.objects.get(username="robot") if chance.random() < 0.2 else somebody(chance)
    claim = propose_claim(by=by, type="event", statement=f"It was so, {chance.random()}.", attributes={"what": "it"}, **_made_by(by))
    _add_evidence(chance, by, claim)


def _add_evidence(chance: random.Random, by: User, claim: Claim) -> None:
    link = LINK | {"stance": chance.choice(["supports", "supports", "disputes", "qualifies"])}
    propose_evidence(by=by, claim=claim, passage=one(chance, Passage.objects.placed()), **link, **_made_by(by))


def add_evidence(chance: random.Random) -> None:
    _add_evidence(chance, somebody(chance), one(chance, Claim.objects.filter(status__in=["draft", "in_review", "published"])))


def relate(chance: random.Random) -> None:
    by = somebody(chance)
    kind = chance.choice(["contradicts", "supports", "refines", "restates", "depends_on", "responds_to", "undercuts"])
    target = {"to_evidence": one(chance, Evidence.objects.all())} if kind == "undercuts" else {"to_claim": one(chance, Claim.objects.all())}
    propose_relation(by=by, from_claim=one(chance, Claim.objects.all()), kind=kind, reason=_WHY, **target, **_made_by(by))


def publish(chance: random.Random) -> None:
    """Bring one record a step or two nearer to its readers."""
    it = record(chance, "draft", "in_review")
    if it.status == "draft":
        submit(it, by=it.created_by or somebody(chance))
    approve(it, by=decider(chance), revision=it.revision)


def publish_claim(chance: random.Random) -> None:
    """Bring a claim and one piece of its evidence to its readers."""
    claim = one(chance, Claim.objects.filter(status__in=["draft", "in_review"]))
    for it in (*claim.evidence.filter(status__in=["draft", "in_review"])[:1], claim):
        if it.status == "draft":
            submit(it, by=it.created_by or somebody(chance))
        approve(it, by=decider(chance))


def decide(chance: random.Random) -> None:
    """Anything by anybody."""
    it, by = record(chance), somebody(chance)
    act = chance.choice([submit, withdraw, approve, request_changes, reject, retract])
    act(it, by=by, comment=_WHY, revision=it.revision - chance.choice([0, 0, 1]))


def answer(chance: random.Random) -> None:
    """Let a submission go no further, for now or for good."""
    it = record(chance, "in_review")
    act = chance.choice([withdraw, request_changes, reject])
    act(it, by=decider(chance), comment=_WHY)


def replace(chance: random.Random) -> None:
    """Revise a published claim, and publish the revision."""
    by = somebody(chance)
    revision = revise(one(chance, Claim.objects.filter(status="published")), by=by)
    for it in (*revision.evidence.all()[:1], revision):
        submit(it, by=by)
        approve(it, by=decider(chance))


def retract_something(chance: random.Random) -> None:
    retract(record(chance, "published", "accepted"), by=decider(chance), comment=_WHY)


def revise_something(chance: random.Random) -> None:
    revise(record(chance, "published", "accepted"), by=somebody(chance))


def edit(chance: random.Random) -> None:
    it = record(chance, "draft", "in_review")
    column = "statement" if isinstance(it, Claim) else "reason"
    edit_draft(it, by=somebody(chance), changes={column: f"It was otherwise, {chance.random()}."})


def discard(chance: random.Random) -> None:
    discard_draft(record(chance, "draft"), by=somebody(chance))


def choose_topic(chance: random.Random) -> None:
    with recorded(by=somebody(chance)):
        topic, _ = Topic.objects.get_or_create(slug=chance.choice(["gates", "locks"]))
        store(ClaimTopic(claim=one(chance, Claim.objects.all()), topic=topic))


def pin(chance: random.Random) -> None:
    text = one(chance, Text.objects.exclude(content=None))
    start = chance.randrange(text.length - 40)
    with recorded(by=somebody(chance)):
        pin_span(text, start, start + chance.randrange(1, 40))


def show_excerpt(chance: random.Random) -> None:
    with recorded(by=somebody(chance), reason=_WHY):
        passage = one(chance, Passage.objects.all())
        passage.is_published = not passage.is_published
        store(passage)


def set_rights(chance: random.Random) -> None:
    with recorded(by=somebody(chance), reason=_WHY):
        text = one(chance, Text.objects.all())
        text.rights = chance.choice(["open", "excerpt_only", "private"])
        store(text)


def hide_document(chance: random.Random) -> None:
    with recorded(by=somebody(chance)):
        document = one(chance, Document.objects.all())
        document.is_hidden = not document.is_hidden
        store(document)


def call_reprint(chance: random.Random) -> None:
    with recorded(by=somebody(chance)):
        document = one(chance, Document.objects.all())
        document.original = one(chance, Document.objects.all()) if document.original_id is None else None
        store(document)


def correct(chance: random.Random) -> None:
    newest = Text.objects.exclude(content=None).filter(corrections=None)
    used = newest.filter(passages__in=Evidence.objects.filter(status="accepted").values("passage")).distinct()
    text = one(chance, used if used.exists() else newest)
    content = str(text.content)
    if chance.random() < 0.3:
        at = chance.randrange(len(content) // 2)
        words = content[:at] + content[at + len(content) // 3 :]
    else:
        words = content.replace(
            chance.choice(["at dawn", "at noon", "Nobody", "closed", "again"]), chance.choice(["then", "at once"]), chance.randrange(1, 5)
        )
    new = NewWords(words, "repaired.txt", "text/plain", "plain text 1")
    accept_correction(text, new, by=decider(chance), seen=preview_correction(text, new).seen, reason=_WHY)


def fill(chance: random.Random) -> None:
    document = one(chance, Document.objects.filter(texts__content=None, texts__isnull=False))
    copy = Copy(
        "sluice.txt", ABSENT.encode(), Extraction(content=ABSENT, marks=(), media_type="text/plain", tool="plain text", tool_version="1")
    )
    with recorded(by=somebody(chance)):
        hold_text(document, copy)


def take_back_document(chance: random.Random) -> None:
    used = Document.objects.filter(passages__in=Evidence.objects.filter(status="accepted").values("passage")).distinct()
    retract_document(one(chance, used if used.exists() else Document.objects.all()), by=decider(chance), reason=_WHY)


def lift(chance: random.Random) -> None:
    lift_retraction(one(chance, Retraction.objects.filter(lifted_because="")), by=decider(chance), reason=_WHY)


def merge(chance: random.Random) -> None:
    by = decider(chance)
    if chance.random() < 0.5:
        merge_documents(one(chance, Document.objects.all()), one(chance, Document.objects.all()), by=by, reason=_WHY)
    else:
        merge_authors(one(chance, Author.objects.all()), one(chance, Author.objects.all()), by=by, reason=_WHY)


def undo(chance: random.Random) -> None:
    undo_merge(one(chance, Merge.objects.filter(undone_at=None)), by=decider(chance), reason=_WHY)


def rename(chance: random.Random) -> None:
    key = f"renamed{chance.randrange(3)}"
    rename_document(one(chance, Document.objects.all()), key, by=decider(chance), reason=_WHY)


def bring_in(chance: random.Random) -> None:
    """Import a claim or two, perhaps for the second time, perhaps with their reviews."""
    by = somebody(chance)
    lines = [_line(chance, number) for number in chance.sample(range(4), 2)]
    data = b"".join(json.dumps(line).encode() + b"\n" for line in lines)
    with recorded(by=by, reason="Imported"):
        import_claims(
            io.BytesIO(data),
            administrator=by if administers(by) else None,
            update=chance.random() < 0.5,
            keep_going=chance.random() < 0.5,
            report=lambda outcome: None,
        )


def _line(chance: random.Random, number: int) -> dict[str, Any]:
    passage = one(chance, Passage.objects.filter(status="exact"))
    text = Text.objects.get(pk=passage.text_id)
    excerpt = {
        "document": text.document.citation_key, "text": text.sha256, "start": passage.start, "end": passage.end,
        "quote_sha256": hashlib.sha256(str(passage.quote).encode()).hexdigest(),
    }  # fmt: skip
    deciding = chance.choice(["omar", "omar", "nora", "edith", "ada", "robot"])
    reviewed = {
        "created_by": "nora",
        "reviews": [{"action": action, "by": name, "at": f"2026-01-0{day}T09:30:00+00:00", "comment": ""} for day, action, name in
                    ((1, "submit", "nora"), (2, "approve", deciding))],
    }  # fmt: skip
    evidence = {"id": f"brought-evidence-{number}", **LINK, "excerpt": excerpt, "status": "accepted"} | reviewed
    claim = {"id": f"brought-{number}", "type": "event", "statement": f"It came, {chance.randrange(2)}.", "attributes": {"what": "it"}}
    return claim | {"evidence": [evidence], "status": "published"} | reviewed


#: What was done that leads to something, oftener.
OFTEN: list[Act] = [propose, publish, publish, publish, publish_claim, publish_claim, publish_claim, publish_claim]
SELDOM: list[Act] = [
    add_evidence, add_evidence, relate, decide, decide, answer, answer, answer, answer, replace, replace, retract_something, retract_something, revise_something, revise_something, edit, discard, choose_topic, pin,
    show_excerpt, set_rights, hide_document, call_reprint, correct, correct, fill, take_back_document, take_back_document, lift, lift, merge,
    merge, undo, undo, rename, bring_in, bring_in,
]  # fmt: skip
PEOPLE = OFTEN * 2 + SELDOM
#: Merging asks again and again for five seconds while another session adds: not for two at once.
AT_ONCE = [act for act in PEOPLE if act is not merge]
