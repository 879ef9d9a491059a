"""Filters that do not look away: a parameter that is not known is refused."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.views import APIView

# Parameters that lists understand beside their filters.
# Longer searches cost the database seconds and find nothing more.
LONGEST_SEARCH = 300
MOST_WORDS = 20
_PAGING = {"limit", "cursor", "count"}


class StrictFilterBackend(DjangoFilterBackend):
    """django-filter's backend; a misspelt parameter is a 400, not the whole list."""

    def filter_queryset(self, request: Request, queryset: QuerySet[Any], view: APIView) -> QuerySet[Any]:
        filterset_class = self.get_filterset_class(view, queryset)
        is_list = getattr(view, "action", "") == "list"
        filters = set(filterset_class.base_filters) if filterset_class and is_list else set()
        is_paged = is_list or getattr(view, "action", "") in getattr(view, "paged_actions", ())
        known = filters | (_PAGING if is_paged else set()) | set(getattr(view, "further_parameters", ()))
        known |= {"as_of"} if getattr(view, "reads_the_past", False) and request.method in {"GET", "HEAD"} else set()
        unknown = sorted(set(request.query_params) - known)
        if unknown:
            there_are = f" Known here: {', '.join(sorted(known))}." if known else " None is known here."
            raise ValidationError({name: [f"Unknown parameter.{there_are}"] for name in unknown})
        unfit = {name: [fault] for name in request.query_params if (fault := _fault(name, request.query_params.getlist(name)))}
        if unfit:
            raise ValidationError(unfit)
        return super().filter_queryset(request, queryset, view) if is_list else queryset


def _fault(name: str, values: Sequence[str]) -> str:
    if len(values) > 1:
        # One of them would count, and the others would be passed over in silence.
        return "Give it once."
    value = values[0]
    if not value.strip():
        # An empty filter would give the whole list.
        return "Give it a value, or leave the parameter out."
    if name == "search" and (len(value) > LONGEST_SEARCH or len(value.split()) > MOST_WORDS):
        return f"A search has at most {MOST_WORDS} words and {LONGEST_SEARCH} characters."
    # PostgreSQL holds no NUL: it would refuse it less readably.
    return "A NUL character is in it." if "\0" in value and name != "cursor" else ""
