"""Published claims beside each other: which are about the same thing, and which of those do not both hold."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from claims.models.claims import Claim
from claims.models.relations import Relation

#: What the question for contradictions asks: an index below says it with the same words.
CONTRADICTED = Q(contradictions__gt=0)


class ComparedClaim(models.Model):
    """A published claim and what it is about, in a key that it shares with every claim of its type that it may contradict.

    The database adds a row when a claim is published, on whatever path: the queue of what waits to be compared. The key is made, and the claim
    compared with the others of that key, after the transaction that published it (``claims.services.contradictions``), for how claims
    compare is declared in ``claims/types``.
    """

    claim = models.OneToOneField(
        Claim, on_delete=models.DO_NOTHING, primary_key=True, editable=False, related_name="+", help_text="The claim."
    )
    key = models.CharField(
        max_length=64, blank=True, editable=False, help_text="Its type and a hash of what it is about; empty where it can contradict none."
    )
    is_compared = models.BooleanField(default=False, editable=False, help_text="Whether the key was made and its claims were compared.")
    contradictions = models.IntegerField(
        db_default=0, editable=False, help_text="How many contradictions of it hold at present; counted by the database."
    )

    class Meta:
        ordering: ClassVar[list[str]] = ["claim"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["key"], condition=~Q(key=""), name="claims_comparedclaim_key"),
            models.Index(fields=["claim"], condition=Q(is_compared=False), name="claims_comparedclaim_waits"),
            # Exactly the rows that answer the question for contradictions.
            models.Index(fields=["claim"], condition=CONTRADICTED, name="claims_compared_contradicted"),
        ]

    def __str__(self) -> str:
        return self.key or ("can contradict none" if self.is_compared else "to be compared")


class Contradiction(models.Model):
    """Two claims that do not both hold, stored from either side: as far as their attributes tell, or as a relation says.

    What attributes tell is a proposal for whoever reads both, not a finding: that is a relation (``contradicts``) which somebody reviewed,
    and which the database puts here as long as it is accepted. Whether the two stand against each other at present it keeps up itself.
    """

    id = models.BigAutoField(primary_key=True)
    claim = models.ForeignKey(
        Claim, on_delete=models.DO_NOTHING, editable=False, related_name="+", db_index=False, help_text="The one claim."
    )
    other = models.ForeignKey(Claim, on_delete=models.DO_NOTHING, editable=False, related_name="+", help_text="The other claim.")
    relation = models.ForeignKey(
        Relation,
        on_delete=models.DO_NOTHING,
        null=True,
        editable=False,
        related_name="+",
        help_text="The accepted relation that says so; empty where the attributes do.",
    )
    sentence = models.TextField(editable=False, help_text="In which respect they do not agree.")
    holds = models.BooleanField(
        db_default=False,
        editable=False,
        help_text="Whether both are published and supported at present, and not by one and the same document; set by the database.",
    )

    class Meta:
        ordering: ClassVar[list[str]] = ["claim", "other"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["claim", "other", "relation"],
                nulls_distinct=False,
                name="claims_contradiction_once",
                violation_error_message="These two were compared already.",
            ),
        ]

    def __str__(self) -> str:
        return self.sentence
