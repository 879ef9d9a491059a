"""Filters of lists, as drop-downs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.http import HttpRequest

if TYPE_CHECKING:
    from django.contrib.admin import SimpleListFilter as _Dropdown
else:
    from unfold.contrib.filters.admin import DropdownFilter as _Dropdown


class ChoiceFilter(_Dropdown):
    """One of some choices, or all."""

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The rows of the choice made."""
        value = self.value()
        return self.chosen(queryset, value) if value else queryset

    def chosen(self, queryset: QuerySet[Any], value: str) -> QuerySet[Any]:
        """The rows of one choice."""
        raise NotImplementedError


class YesNoFilter(ChoiceFilter):
    """Yes, no, or all."""

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Both answers."""
        return [("yes", "Yes"), ("no", "No")]

    def chosen(self, queryset: QuerySet[Any], value: str) -> QuerySet[Any]:
        """The rows of one answer; none for anything else that stands in the address."""
        return self.answered(queryset, yes=value == "yes") if value in {"yes", "no"} else queryset.none()

    def answered(self, queryset: QuerySet[Any], *, yes: bool) -> QuerySet[Any]:
        """The rows of one answer."""
        raise NotImplementedError
