"""What is in a bundle: counted while it is written, and kept with it, so that it can be asked later whether all is still public."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from claims.models import Claim, Evidence, Relation
from claims.services.excerpts import Quotation
from history.models import Tracked
from history.past import in_words
from sources.models import Document, Passage

# Where nothing is in a bundle: the first moment that its zip file can say.
_NEVER = datetime(1980, 1, 1, tzinfo=UTC)


@dataclass
class Contents:
    """The public ids of a bundle's records by kind, in the bundle's order; and what its README says of them."""

    claims: list[str] = field(default_factory=list)
    evidence: list[str] = field(default_factory=list)
    relations: list[str] = field(default_factory=list)
    excerpts: list[str] = field(default_factory=list)
    #: Excerpts whose words are in it.
    quoted: list[str] = field(default_factory=list)
    #: Documents, and those that their records name: the whole of a part, the original of a reprint.
    documents: list[str] = field(default_factory=list)
    named: list[str] = field(default_factory=list)
    #: Citation keys of documents written for the demonstration.
    samples: list[str] = field(default_factory=list)
    exact: int = 0
    #: When the newest of the records was last changed: the date of the bundle, which no clock goes into.
    newest: datetime = _NEVER
    #: The moment that the bundle was asked for; None for what stood when it was made.
    moment: datetime | None = None

    @property
    def without_words(self) -> int:
        """How many excerpts are listed without their words."""
        return len(self.excerpts) - len(self.quoted)

    @property
    def in_words(self) -> str:
        """How much of each kind, as a sentence."""
        counted = (
            (self.excerpts, "excerpt", "excerpts"),
            (self.documents, "document", "documents"),
            (self.claims, "claim", "claims"),
            (self.evidence, "piece of accepted evidence", "pieces of accepted evidence"),
        )
        excerpts, documents, claims, evidence = (f"{len(ids)} {one if len(ids) == 1 else several}" for ids, one, several in counted)
        then = f" All as it stood at {in_words(self.moment)}." if self.moment else ""
        return f"{excerpts} of {documents}, {claims}, {evidence}.{then}"

    def add_document(self, document: Document) -> None:
        """Count a document and what its record names."""
        self._add(self.documents, document)
        public = (one for one in (document.part_of, document.original) if one is not None and not one.is_hidden)
        for one in public:
            self._add(self.named, one)
        if document.is_sample:
            self.samples.append(document.citation_key)

    def add_quotation(self, quotation: Quotation) -> None:
        """Count an excerpt."""
        self._add(self.excerpts, quotation.passage)
        if quotation.words is not None:
            self.quoted.append(quotation.passage.public_id)
        self.exact += quotation.passage.status == Passage.Status.EXACT

    def add_claims(self, claims: Sequence[Claim], evidence: Sequence[Evidence], relations: Sequence[Relation]) -> None:
        """Count claims and what hangs on them."""
        for kind, records in ((self.claims, claims), (self.evidence, evidence), (self.relations, relations)):
            for record in records:
                self._add(kind, record)

    def public_ids(self) -> dict[str, list[str]]:
        """Return the ids by kind, as JSON keeps them."""
        kinds: dict[str, Any] = {name: value for name, value in vars(self).items() if isinstance(value, list) and name != "samples"}
        return kinds | {"named": sorted(set(self.named))}

    def _add(self, ids: list[str], record: Tracked) -> None:
        ids.append(record.public_id)
        self.newest = max(self.newest, record.changed_at)
