"""Research questions in the admin: as filters of lists, and counted on the first page."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse

from claims.services.questions import QUESTIONS, Question, Resource, count_answers, questions_of
from history.admin.filters import ChoiceFilter

_LISTS: dict[Resource, str] = {
    "claims": "claims_claim",
    "evidence": "claims_evidence",
    "relations": "claims_relation",
    "excerpts": "sources_passage",
    "references": "sources_reference",
}
# Filters of the lists that know no question, for the same records.
_ELSEWHERE: dict[str, str] = {"references": "status__exact=unmatched&kind__exact=cites"}


def asks(resource: Resource) -> type[ChoiceFilter]:
    """Return the filter of a list by the questions that its records answer."""

    class QuestionFilter(ChoiceFilter):
        title = "research question"
        parameter_name = "question"

        def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
            return questions_of(resource)

        def chosen(self, queryset: QuerySet[Any], value: str) -> QuerySet[Any]:
            known = dict(questions_of(resource))
            return QUESTIONS[value].among(queryset) if value in known else queryset.none()

    return QuestionFilter


def counted_questions() -> list[dict[str, Any]]:
    """Return the questions in their order, each with how many records answer it and the address of their list; one query."""
    counts = count_answers(QUESTIONS.values(), lambda question: question.rows())
    return [{"question": one, "count": counts[one.slug], "address": _address(one)} for one in QUESTIONS.values()]


def _address(question: Question) -> str:
    page = reverse(f"admin:{_LISTS[question.resource]}_changelist")
    return f"{page}?{_ELSEWHERE.get(question.resource, f'question={question.slug}')}"
