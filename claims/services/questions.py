"""Research questions that one asks again and again, each one declaration: saved views of claims, evidence, relations, excerpts, references."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Literal

from django.conf import settings
from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Value
from django.db.models.expressions import RawSQL
from django.utils import timezone

from claims.models import Claim, ClaimStanding, Evidence, Relation
from claims.models.excerpts import excerpts_visible_to
from claims.models.reviewed import OPEN_STATES
from claims.models.standings import FOR_AND_AGAINST, ONE_KIND, PUBLISHED, SUPPORT_LOST
from claims.services.contradictions import contradicted, waiting
from sources.models import Passage, Reference

if TYPE_CHECKING:
    from history.services import Actor

Resource = Literal["claims", "evidence", "relations", "excerpts", "references"]


@dataclass(frozen=True)
class Question:
    """One question: its name in addresses, what it is called, what it asks and why that matters, and the records that answer it."""

    slug: str
    name: str
    sentence: str
    resource: Resource
    #: Narrows records down to those that answer.
    narrow: Callable[[QuerySet[Any]], QuerySet[Any]]
    #: Rows of a narrower table, as many as there are records that answer, where everybody sees these: to be counted.
    counted: Callable[[], QuerySet[Any]] | None = None
    #: Whether it is asked of what everybody sees; else of work that is not done, which those see who do it.
    is_public: bool = True
    #: Rows, as many as there are records that may answer it and were not looked at yet.
    unanswered: Callable[[], QuerySet[Any]] | None = None

    def among(self, records: QuerySet[Any]) -> QuerySet[Any]:
        """Return those of the records that answer the question."""
        return self.narrow(records)

    def waiting(self) -> int:
        """Return how many published records may answer it beside those that do: they were not looked at yet. Mostly none."""
        return self.unanswered().count() if self.unanswered else 0

    def rows(self) -> QuerySet[Any]:
        """Return rows, as many as there are records that answer the question."""
        return self.counted() if self.counted else self.narrow(_ALL[self.resource]())

    def seen_by(self, reader: Actor) -> QuerySet[Any]:
        """Return rows, as many as there are records that answer the question and that ``reader`` may see."""
        if self.resource == "references":
            return Reference.objects.unmatched_to_all()
        return self.counted() if self.counted else self.narrow(_SEEN[self.resource](reader))


_ALL: dict[Resource, Callable[[], QuerySet[Any]]] = {
    "claims": Claim.objects.all,
    "evidence": Evidence.objects.all,
    "relations": Relation.objects.all,
    "excerpts": Passage.objects.all,
    "references": Reference.objects.all,
}
_SEEN: dict[Resource, Callable[[Any], QuerySet[Any]]] = {
    "claims": Claim.objects.visible_to,
    "evidence": Evidence.objects.visible_to,
    "relations": Relation.objects.visible_to,
    "excerpts": excerpts_visible_to,
}


def asked_by(reader: Actor) -> list[Question]:
    """Return the questions that make sense to ``reader``: without an account those about work that is not done are left out."""
    is_known = reader is not None and reader.is_authenticated
    return [question for question in QUESTIONS.values() if question.is_public or is_known]


def count_answers(questions: Iterable[Question], rows: Callable[[Question], QuerySet[Any]]) -> dict[str, int]:
    """Return by slug how many of its ``rows`` answer each question; one query for all of them."""
    asked, counts = list(questions), list[QuerySet[Any]]()
    for place, question in enumerate(asked):
        named = rows(question).order_by().annotate(question=Value(place, output_field=IntegerField())).values("question")
        counts.append(named.annotate(answers=Count("*")).values_list("question", "answers"))
    answers = dict(counts[0].union(*counts[1:], all=True)) if counts else {}
    return {question.slug: answers.get(place, 0) for place, question in enumerate(asked)}


def _on_standings(rows: Callable[[], QuerySet[Any]]) -> dict[str, Any]:
    """Claims by their standings, of published ones: everybody sees those."""
    return {"narrow": lambda claims: claims.filter(pk__in=rows().values("pk")), "counted": rows}


def _by_standing(condition: Q) -> dict[str, Any]:
    return _on_standings(lambda: ClaimStanding.objects.filter(condition).order_by())


def _untouched(records: QuerySet[Any]) -> QuerySet[Any]:
    since = timezone.now() - timedelta(days=settings.STALE_DRAFT_DAYS)
    return records.filter(status__in=OPEN_STATES, changed_at__lt=since)


# The passages of which words do not stand in a corrected text, in whatever version they stood unchanged.
_ORPHANED = RawSQL(
    "SELECT stood FROM sources_passage AS gone CROSS JOIN LATERAL sources_words_of(gone.derived_from_id) AS stood WHERE gone.status = %s",
    [Passage.Status.ORPHANED.value],
)
_STANDS = ["draft", "in_review", "accepted"]


def _on_gone_words(evidence: QuerySet[Any]) -> QuerySet[Any]:
    return evidence.filter(passage__in=_ORPHANED, status__in=_STANDS)


def _gone_words(passages: QuerySet[Any]) -> QuerySet[Any]:
    bearing = Evidence.objects.filter(passage=OuterRef("pk"), status__in=_STANDS)
    return passages.filter(Exists(bearing), pk__in=_ORPHANED)


QUESTIONS: dict[str, Question] = {
    question.slug: question
    for question in (
        Question(
            "one-source",
            "One source only",
            "Which published claims rest on a single independent source? If that source is wrong, so are they.",
            "claims",
            **_by_standing(PUBLISHED & Q(category="supported_by_one")),
        ),
        Question(
            "one-kind",
            "Evidence of one kind",
            "Which published claims do several passages support that all go by the same: all by a cited source, all by data of their own, all by "
            "inference, or all by nothing that they name? More of the same adds little.",
            "claims",
            **_by_standing(ONE_KIND),
        ),
        Question(
            "unsupported",
            "Unsupported",
            "Which published claims have no support left that counts? They were grounded once and need new evidence, or retracting.",
            "claims",
            **_by_standing(PUBLISHED & Q(category__in=["unsupported", "disputed"])),
        ),
        Question(
            "support-lost",
            "Support lost or disputed since",
            "Of which published claims was all support undercut, retracted or re-opened later, or their only source disputed by evidence that was "
            "accepted after it? They were published on grounds that do not stand as they did.",
            "claims",
            **_by_standing(SUPPORT_LOST),
        ),
        Question(
            "contested",
            "Contested between sources",
            "Which published claims do some sources support and others dispute? Readers should see both sides.",
            "claims",
            **_by_standing(PUBLISHED & Q(category="contested")),
        ),
        Question(
            "for-and-against",
            "For and against in one document",
            "Which published claims does one and the same document support and dispute? It may have been misread, or argue with itself.",
            "claims",
            **_by_standing(FOR_AND_AGAINST),
        ),
        Question(
            "contradictions",
            "Contradictions between documents",
            "Which published claims does another contradict that stands on another document, by what both say of the same thing or by a relation "
            "that was accepted? One of the two is wrong, or they do not speak of the same after all.",
            "claims",
            **_on_standings(contradicted),
            unanswered=waiting,
        ),
        Question(
            "stale-claims",
            "Claims nobody goes on with",
            "Which claims are drafts or wait for a decision, and nobody has touched them for weeks? Go on with them, decide, or discard them.",
            "claims",
            _untouched,
            is_public=False,
        ),
        Question(
            "stale-evidence",
            "Evidence nobody goes on with",
            "Which evidence is in draft or waits for a decision, and nobody has touched it for weeks? What was re-opened may be among it.",
            "evidence",
            _untouched,
            is_public=False,
        ),
        Question(
            "stale-relations",
            "Relations nobody goes on with",
            "Which relations are drafts or wait for a decision, and nobody has touched them for weeks?",
            "relations",
            _untouched,
            is_public=False,
        ),
        Question(
            "orphaned-evidence",
            "Evidence on words that are gone",
            "Which evidence stands on words that a corrected text does not have any more? It needs other words, or taking back.",
            "evidence",
            _on_gone_words,
        ),
        Question(
            "orphaned-excerpts",
            "Excerpts whose words are gone",
            "Which excerpts that evidence stands on have words that a corrected text does not have any more? They may be errors of a scan.",
            "excerpts",
            _gone_words,
        ),
        Question(
            "unmatched-references",
            "Unmatched references",
            "Which citations in the texts mean a work that is not here, or that nobody has recognised? What many cite is worth adding.",
            "references",
            lambda references: references.filter(kind="cites", status="unmatched"),
        ),
    )
}


def questions_of(resource: Resource) -> list[tuple[str, str]]:
    """Return the questions that records of one kind answer, as choices: slug and name."""
    return [(question.slug, question.name) for question in QUESTIONS.values() if question.resource == resource]
