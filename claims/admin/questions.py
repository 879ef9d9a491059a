"""Research questions in the admin: as filters of lists, and counted on the first page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import URLPattern, path, reverse

from claims.services.accounts import may_decide
from claims.services.contradictions import compare_waiting, waiting
from claims.services.questions import QUESTIONS, Question, Resource, count_answers, questions_of
from history.admin.filters import ChoiceFilter
from history.admin.unfolded import ModelAdmin
from history.refusals import is_same_moment

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    _Admin = ModelAdmin
else:
    _Admin = object

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


class ComparesClaims(_Admin):
    """Adds the address at which editors have claims compared that wait for it."""

    def get_urls(self) -> list[URLPattern]:
        return [path("compare/", self.admin_site.admin_view(self.compare_view), name="claims_claim_compare"), *super().get_urls()]

    def compare_view(self, request: HttpRequest) -> HttpResponse:
        """Compare some hundred of the claims that wait, and go back to the first page."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not may_decide(cast("User", request.user)):
            raise PermissionDenied
        try:
            messages.success(request, _compared(compare_waiting(), waiting().count()))
        except OperationalError as error:
            if not is_same_moment(error):
                raise
            messages.error(request, "Others work on the same claims just now: try again in a moment.")
        return HttpResponseRedirect(reverse("admin:index"))


def _compared(compared: int, left: int) -> str:
    rest = f"{left} still wait." if left else "None waits any more."
    return f"{compared} claim{'' if compared == 1 else 's'} compared with those about the same thing. {rest}"


class TellsTheQuestion(_Admin):
    """Adds to a list that filters by questions the sentence of the one that is asked."""

    list_before_template = "claims/admin/question_asked.html"

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        asked = QUESTIONS.get(request.GET.get("question", ""))
        is_here = asked is not None and _LISTS[asked.resource] == f"{self.opts.app_label}_{self.opts.model_name}"
        return super().changelist_view(request, {**(extra_context or {}), "question_asked": asked if is_here else None})


def counted_questions() -> list[dict[str, Any]]:
    """Return the questions in their order, each with how many records answer it and the address of their list; one query."""
    counts = count_answers(QUESTIONS.values(), lambda question: question.rows())
    return [{"question": one, "count": counts[one.slug], "address": _address(one)} for one in QUESTIONS.values()]


def _address(question: Question) -> str:
    page = reverse(f"admin:{_LISTS[question.resource]}_changelist")
    return f"{page}?{_ELSEWHERE.get(question.resource, f'question={question.slug}')}"
