"""Research questions that one asks of claims again and again, each one declaration: saved views."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from claims.models import Claim, Evidence


@dataclass(frozen=True)
class Question:
    """One question: its name in addresses, what it is called, what it asks and why that matters, and the claims that answer it."""

    slug: str
    name: str
    sentence: str
    among: Callable[[QuerySet[Claim]], QuerySet[Claim]]


def _public(**fields: Any) -> QuerySet[Evidence]:
    return Evidence.objects.filter(claim=OuterRef("pk"), status="accepted", passage__document__is_hidden=False, **fields)


def _for_and_against(claims: QuerySet[Claim]) -> QuerySet[Claim]:
    against = Evidence.objects.filter(
        claim=OuterRef("claim"), status="accepted", stance="disputes", passage__document=OuterRef("passage__document")
    )
    both = _public(stance="supports").filter(Exists(against))
    return claims.filter(Exists(both), standing__category="contested")


QUESTIONS: dict[str, Question] = {
    question.slug: question
    for question in (
        Question(
            "one-source",
            "One source only",
            "Which published claims rest on a single independent source? If that source is wrong, so are they.",
            lambda claims: claims.filter(status="published", standing__category="supported_by_one"),
        ),
        Question(
            "unsupported",
            "Unsupported",
            "Which published claims have no support left that counts? They were grounded once and need new evidence, or retracting.",
            lambda claims: claims.filter(status="published", standing__category__in=["unsupported", "disputed"]),
        ),
        Question(
            "contested",
            "Contested between sources",
            "Which published claims do some sources support and others dispute? Readers should see both sides.",
            lambda claims: claims.filter(status="published", standing__category="contested"),
        ),
        Question(
            "for-and-against",
            "For and against in one document",
            "Which claims does one and the same document support and dispute? It may have been misread, or argue with itself.",
            _for_and_against,
        ),
    )
}
